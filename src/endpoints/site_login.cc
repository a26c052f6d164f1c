#include "endpoints/site_login.h"

#include <utility>

#include "endpoints/client_brand.h"
#include "endpoints/login.h"
#include "endpoints/logout.h"
#include "endpoints/navigation.h"
#include "http/origin.h"

namespace endpoints {
namespace {

using base::Result;
using http::Request;
using http::Response;
using redirect_sso::SiteGate;

constexpr web::Notice kUnknown{.title = web::Words{"site.unknown.title"},
                               .explanation = web::Words{"site.unknown.explanation"},
                               .advice = web::Words{"site.unknown.advice"}};
constexpr web::Notice kDisabled{.title = web::Words{"site.disabled.title"},
                                .explanation = web::Words{"site.disabled.explanation"},
                                .advice = web::Words{"site.disabled.advice"}};
constexpr web::Notice kNotForAdministrators{
    .title = web::Words{"site.not_for_administrators.title"},
    .explanation = web::Words{"site.not_for_administrators.explanation"},
    .advice = web::Words{"site.not_for_administrators.advice"}};

Response unknown_page(const Desk& desk, const Request& request, const SiteGate::Unknown& unknown,
                      std::string_view asked) {
  return refused_page(desk, request, kUnknown, unknown.why, {.client = {}, .address = asked},
                      desk.front.view(request));
}

Response disabled_page(const Desk& desk, const Request& request) {
  return notice(desk, request, 403, {.notice = kDisabled});
}

struct Answering {
  const Desk& desk;
  const Request& request;
  std::string_view asked;

  Response operator()(const redirect_sso::SentOn& sent) const {
    return Response::redirect(sent.location.reveal_text());
  }
  Response operator()(const SiteGate::Unknown& unknown) const {
    return unknown_page(desk, request, unknown, asked);
  }
  Response operator()(const SiteGate::Disabled&) const { return disabled_page(desk, request); }
  Response operator()(const SiteGate::NotForAdministrators&) const {
    return notice(
        desk, request, 403,
        {.notice = kNotForAdministrators, .link = web::Link{web::kLogOut, own_url(kLogoutPath)}});
  }
};

}  // namespace

Result<Response> begin_site_login(const Desk& desk, const Request& request,
                                  const http::Form& query) {
  TRY_VAL(url, query.get(kRedirectUrl));
  TRY_VAL(found, desk.rooms.site_gate.find(url.value_or("")));
  if (const auto* unknown = std::get_if<SiteGate::Unknown>(&found)) {
    return unknown_page(desk, request, *unknown, url.value_or(""));
  }
  if (std::holds_alternative<SiteGate::Disabled>(found)) {
    return disabled_page(desk, request);
  }
  TRY_VAL(visitor, Visitor::of(desk, request));
  const auto& open = std::get<SiteGate::Open>(found);
  return begin_login(
      desk, request, visitor,
      {.door = std::string(kSiteDoor), .request = open.asked.whole, .client = open.site->name});
}

Result<Response> go_on_to_site(const Desk& desk, const Request& request, const Passage& passage) {
  if (is_no_navigation(request)) {
    return nothing_yet();
  }
  const identity::Act act{.actor = identity::users::subject_of(passage.session.session().user),
                          .address = request.client.address.text(),
                          .request_id = std::string(request.id)};
  TRY_VAL(issued,
          desk.rooms.site_codes.issue(act, passage.wish.request, passage.session, passage.factors));
  return std::visit(Answering{.desk = desk, .request = request, .asked = passage.wish.request},
                    issued);
}

// A site has no way to ask for an answer without a page.
Result<Response> log_in_to_site(const Desk&, const Request&, const identity::login::Wish&,
                                identity::sessions::Answer) {
  return base::reject(base::ErrorCode::internal, "", "", "a site that forbids a login page");
}

Result<Guest> guest_of_site(const Desk& desk, const identity::login::Wish& wish) {
  Guest guest;
  TRY_VAL(found, desk.rooms.site_gate.find(wish.request));
  const auto* open = std::get_if<SiteGate::Open>(&found);
  if (open == nullptr) {
    return guest;
  }
  guest.client = brand_of(*open->site);
  for (const std::string& url : open->site->redirect_urls) {
    if (auto origin = http::origin_of(url)) {
      guest.form_targets.push_back(*std::move(origin));
    }
  }
  // As OAuth says it (RFC 6749, section 4.1.2.1), since the document of the contract does not.
  auto back = web::Url::from(http::with_query(wish.request, "error", "access_denied"));
  if (back) {
    guest.cancel = *std::move(back);
  }
  return guest;
}

}  // namespace endpoints
