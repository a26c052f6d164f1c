#include "redirect_sso/site_gate.h"

#include <utility>

namespace redirect_sso {
namespace {

base::Error unknown(std::string_view clause, std::string description) {
  return {.code = base::ErrorCode::invalid_request,
          .clause = std::string(clause),
          .description = std::move(description),
          .detail = {}};
}

}  // namespace

base::Result<SiteGate::Found> SiteGate::find(std::string_view url) {
  auto asked = read_asked(url);
  if (!asked) {
    return Unknown{std::move(asked).error()};
  }
  TRY_VAL(site, store_.find_by_url(asked->registered));
  if (!site) {
    return Unknown{unknown("site.unknown",
                           "redirectUrl is not registered: scheme, host, port and path must be "
                           "exactly those of a registered address")};
  }
  if (!is_plain_http_allowed(asked->registered, plain_)) {
    return Unknown{unknown("site.url.http", "redirectUrl is http, and this server is https")};
  }
  if (!site->enabled) {
    return Disabled{std::move(site)};
  }
  return Open{.site = std::move(site), .asked = *std::move(asked)};
}

base::Result<SiteGate::Answer> SiteGate::admit(std::string_view url,
                                               const mint::UserProof& person) {
  TRY_VAL(found, find(url));
  if (auto* none = std::get_if<Unknown>(&found)) {
    return std::move(*none);
  }
  if (auto* disabled = std::get_if<Disabled>(&found)) {
    return std::move(*disabled);
  }
  auto& open = std::get<Open>(found);
  if (person->administrator && !open.site->allows_administrators) {
    return NotForAdministrators{std::move(open.site)};
  }
  return mint::SiteProof(mint::Admission{.site_id = open.site->id.text(),
                                         .redirect_url = std::move(open.asked.whole),
                                         .user_id = person->id});
}

}  // namespace redirect_sso
