#include "endpoints/account_applications.h"

#include <utility>

#include "endpoints/client_brand.h"

namespace endpoints {
namespace {

using base::Result;
using http::Response;

Result<Response> page(const Member& member, int status, std::optional<web::Words> trouble) {
  const auto& rooms = member.desk.rooms;
  const auto& front = member.desk.front;
  TRY_VAL(consents, rooms.oauth.consents.of(member.user.id));
  web::ApplicationsPage page{.frame = frame_of(member),
                             .form = account_form(member, kApplicationsPath),
                             .now = rooms.clock.now()};
  page.frame.trouble = trouble;
  http::PagePolicy policy;
  for (const auto& consent : consents) {
    const auto id = oauth::ClientId::parse(consent.client);
    TRY_VAL(client, id ? rooms.oauth.clients.find(*id) : oauth::FoundClient());
    if (!client) {
      continue;
    }
    auto brand = brand_of(*client);
    for (auto& origin : web::picture_origins({}, brand)) {
      policy.picture_origins.push_back(std::move(origin));
    }
    page.applications.push_back(
        {.id = consent.client,
         .name = std::move(brand.name),
         .logo = std::move(brand.logo),
         .scopes = scopes_in_words(front, front.language(member.request), consent.scopes),
         .given_at = consent.given_at});
  }
  return front.page(member.request, status, front.pages().render(page, front.view(member.request)),
                    std::move(policy));
}

}  // namespace

Result<Response> show_applications(const Member& member) { return page(member, 200, std::nullopt); }

Result<Response> revoke_application(const Member& member, const http::Form& form) {
  TRY_VAL(client, form.require("revoke"));
  TRY_VAL(withdrawn,
          member.desk.rooms.oauth.consents.withdraw(member.act(), member.user.id, client));
  return withdrawn ? back_to(kApplicationsPath, "application")
                   : page(member, 404, web::kApplicationGone);
}

}  // namespace endpoints
