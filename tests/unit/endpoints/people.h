// The endpoints of people over the rooms in memory, and browsers that ask them without a socket.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <gmock/gmock.h>

#include "endpoints/assets.h"
#include "endpoints/auth_profile.h"
#include "endpoints/errors.h"
#include "endpoints/routes.h"
#include "http/dispatcher.h"
#include "redirect_sso/sites.h"
#include "tests/support/browser.h"
#include "tests/unit/endpoints/kept_federation_rooms.h"
#include "tests/unit/endpoints/kept_oauth.h"
#include "tests/unit/identity/house.h"
#include "tests/unit/redirect_sso/kept_sites.h"
#include "tests/unit/redirect_sso/kept_visits.h"
#include "tests/unit/session_api/kept_frontend.h"

namespace endpoints {

using support::Browser;
using support::Page;
using ::testing::HasSubstr;
using ::testing::Not;

class PeopleTest : public identity::House {
 public:
  ~PeopleTest() override;

 protected:
  static constexpr const char* kNew = "gerobak-soto-33-lilin";

  // Where an application of another origin is.
  static constexpr const char* kFrontend = "https://app.example";
  struct CookieWords {
    std::string prefix;
    std::string hint_domain;
    std::optional<std::string> frontend_url;  // nothing: where kFrontend is
  };

  // In people.cc, as what ends it: the whole house would be compiled again for each test file.
  explicit PeopleTest(std::string issuer = "https://id.example", CookieWords cookies = {});

  Page answer(const support::Asked& asked, const std::string& address = "192.0.2.7") {
    std::vector<http::Header> headers;
    for (const auto& [name, value] : asked.headers) {
      headers.push_back({name, value});
    }
    const std::string_view target = asked.target;
    const auto path = target.substr(0, target.find('?'));
    http::Request request{.method = *http::method_from(asked.method),
                          .target = target,
                          .path = path,
                          .query = target.substr(std::min(target.size(), path.size() + 1)),
                          .headers = headers,
                          .body = asked.body,
                          .client = {.address = *http::Address::parse(address)},
                          .id = "01m7y9wfy2e00b6t2e584nwxcc"};
    const auto response = dispatcher_.handle(request);
    Page page{.status = response.status(), .headers = {}, .body = std::string(response.body())};
    std::string head;
    http::append_head(head, response, page.body.size());
    std::string_view rest = head;
    while (!rest.empty()) {
      const auto line = rest.substr(0, rest.find("\r\n"));
      if (const auto colon = line.find(": "); colon != std::string_view::npos) {
        page.headers.emplace_back(line.substr(0, colon), line.substr(colon + 2));
      }
      rest.remove_prefix(std::min(rest.size(), line.size() + 2));
    }
    return page;
  }
  Browser browser(const std::string& address = "192.0.2.7") {
    return {[this, address](const support::Asked& asked) { return answer(asked, address); },
            issuer_};
  }
  static support::Fields typed(const std::string& identifier, const std::string& password) {
    return {{"identifier", identifier}, {"password", password}};
  }
  // The id of an application whose people come back to https://a.example/cb.
  std::string registered_client();
  // A browser that is logged in.
  Browser logged_in(const std::string& name, const std::string& password = kPassword,
                    const support::Fields& more = {}) {
    auto it = browser();
    auto fields = typed(name, password);
    fields.insert(fields.end(), more.begin(), more.end());
    EXPECT_EQ(it.submit(it.get("/login"), fields).status, 303);
    EXPECT_TRUE(it.cookie("gapura_session"));
    return it;
  }

  Rooms rooms_with(identity::SessionGate& gate) {
    return {.users = users_,
            .attributes = attributes_,
            .passwords = passwords_,
            .policy = policy_,
            .password_factor = password_,
            .sessions = frontend_.sessions(),
            .user_gate = user_gate_,
            .session_gate = gate,
            .setup_gate = setup_gate_,
            .logins = logins_,
            .wrong_links = wrong_links_,
            .entrance = entrance_,
            .devices = devices_,
            .site_gate = site_gate_,
            .site_codes = site_codes_,
            .site_validation = site_validation_,
            .oauth = oauth_.rooms(),
            .frontend = {.frontend = frontend_.frontend(),
                         .access = frontend_.access(),
                         .url = cookies_.frontend_url.value_or(kFrontend + std::string("/")),
                         .cookie_prefix = cookies_.prefix,
                         .hint_domain = cookies_.hint_domain},
            .federation = federation_.rooms(),
            .mint = *mint_,
            .csrf = csrf_,
            .clock = clock_,
            .log = told_};
  }

  const std::string issuer_;
  const CookieWords cookies_;
  const http::Csrf csrf_{[this](base::BytesView text) { return key_.tag(text); }, random_};
  http::Assets assets_ = embedded_assets();
  identity::SetupGate setup_gate_{people_};
  support::KeptSites site_rows_{trail_};
  support::KeptVisitors visitors_{people_, book_, vouchers_};
  support::KeptVisits visits_{trail_, book_};
  const crypto::Sealer sealer_{base::Secret(base::Bytes(32, 3)), random_};
  const redirect_sso::PlainHttp plain_ = redirect_sso::plain_http_for(issuer_);
  redirect_sso::Sites sites_{{.store = site_rows_,
                              .clock = clock_,
                              .random = random_,
                              .ids = ids_,
                              .sealer = sealer_,
                              .plain = plain_}};
  redirect_sso::SiteGate site_gate_{site_rows_, plain_};
  redirect_sso::Codes site_codes_{{.sites = site_gate_, .mint = *mint_, .trail = trail_}};
  redirect_sso::Guesses guesses_{{.store = attempts_, .key = key_, .clock = clock_}};
  redirect_sso::Validation site_validation_{{.sites = site_rows_,
                                             .visitors = visitors_,
                                             .visits = visits_,
                                             .mint = *mint_,
                                             .guesses = guesses_,
                                             .trail = trail_,
                                             .clock = clock_,
                                             .ids = ids_}};
  KeptOauth oauth_{{.trail = trail_,
                    .book = book_,
                    .people = people_,
                    .vouchers = vouchers_,
                    .sealer = sealer_,
                    .users = user_gate_,
                    .attributes = attributes_,
                    .sessions = session_gate_,
                    .passwords = password_rows_,
                    .clock = clock_,
                    .random = random_,
                    .ids = ids_,
                    .log = log_,
                    .levels = identity::login::levels_of(factors_),
                    .issuer = issuer_}};
  support::KeptFrontend frontend_{{.family_rows = oauth_.family_rows(),
                                   .families = oauth_.families(),
                                   .book = book_,
                                   .people = people_,
                                   .users = user_gate_,
                                   .keys = oauth_.keys(),
                                   .mint = oauth_.mint(),
                                   .trail = trail_,
                                   .clock = clock_,
                                   .random = random_,
                                   .ids = ids_,
                                   .issuer = issuer_,
                                   .tell = auth_profile_teller(cookies_.hint_domain)}};
  KeptFederation federation_{{.trail = trail_,
                              .people = people_,
                              .passwords = password_rows_,
                              .sessions = book_,
                              .begun = begun_,
                              .mint = *mint_,
                              .users = user_gate_,
                              .sealer = sealer_,
                              .clock = clock_,
                              .random = random_,
                              .issuer = issuer_}};
  identity::budget::Turnstile wrong_links_{{.free = 5,
                                            .first_delay = std::chrono::seconds(1),
                                            .longest_delay = std::chrono::minutes(1),
                                            .lock_after = 1'000'000,
                                            .forget_one_every = std::chrono::seconds(30)},
                                           clock_};
  // What operators read of requests that were refused.
  support::KeptLog told_lines_;
  base::Log told_{told_lines_, clock_, base::LogLevel::info};
  const Rooms rooms_ = rooms_with(session_gate_);
  Front front_;
  http::Dispatcher dispatcher_;
};

}  // namespace endpoints
