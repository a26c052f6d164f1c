#include "endpoints/account.h"

#include <array>

#include "endpoints/account_applications.h"
#include "endpoints/account_links.h"
#include "endpoints/account_member.h"
#include "endpoints/account_password.h"
#include "endpoints/account_profile.h"
#include "endpoints/account_sessions.h"

namespace endpoints {
namespace {

constexpr std::array kPages = {kAccountPath, kPasswordPath, kSessionsPath, kApplicationsPath,
                               kLoginsPath};

}  // namespace

std::vector<http::Route> account_routes(const Desk& desk) {
  return {
      shown(desk, kAccountPath, &show_profile),
      taken(desk, "/account/profile", &take_profile),
      shown(desk, kPasswordPath, &show_password),
      // The hasher's pool is another; this one waits for it.
      taken(desk, std::string(kPasswordPath), &take_password, http::Runs::on_slow_worker),
      shown(desk, kSessionsPath, &show_sessions),
      taken(desk, std::string(kSessionsPath), &end_as_asked),
      taken(desk, "/account/sessions/end-others", &end_others),
      taken(desk, "/account/sessions/{session}/end", &end_one),
      shown(desk, kApplicationsPath, &show_applications),
      taken(desk, std::string(kApplicationsPath), &revoke_application),
  };
}

base::Result<Guest> guest_of_account(const Desk&, const identity::login::Wish&) { return Guest(); }

base::Result<http::Response> go_on_to_account(const Desk&, const http::Request&,
                                              const Passage& passage) {
  const auto page = std::ranges::find(kPages, passage.wish.request);
  return http::Response::redirect(page == kPages.end() ? kAccountPath : *page);
}

base::Result<http::Response> log_in_to_account(const Desk&, const http::Request&,
                                               const identity::login::Wish&,
                                               identity::sessions::Answer) {
  return http::Response::redirect("/login");
}

}  // namespace endpoints
