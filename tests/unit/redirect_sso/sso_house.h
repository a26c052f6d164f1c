// The redirect SSO over stores in memory, with a person who is logged in and a site of each kind.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <variant>

#include "redirect_sso/codes.h"
#include "redirect_sso/sites.h"
#include "redirect_sso/validation.h"
#include "tests/unit/identity/house.h"
#include "tests/unit/redirect_sso/kept_sites.h"
#include "tests/unit/redirect_sso/kept_visits.h"

namespace redirect_sso {

class SsoHouse : public identity::House {
 public:
  ~SsoHouse() override;

 protected:
  static constexpr const char* kBare = "https://bare.example/cb";
  static constexpr const char* kGuarded = "https://guarded.example/cb";

  // In sso_house.cc, as what ends it: the whole house would be compiled again for each test file.
  SsoHouse();

  void log_in() {
    auto begun = std::get<identity::login::Begun>(logins_.begin({}, nullptr).value());
    const identity::login::Held held{.id = begun.id, .cookie = std::move(begun.cookie)};
    auto outcome = logins_
                       .submit(act_, held,
                               identity::login::Give{.factor = "password",
                                                     .presented = presented("ani", kPassword)},
                               nullptr)
                       .value();
    cookie_ = open_session(std::get<identity::login::Finished>(outcome));
    session_ = std::make_unique<identity::SessionGate::Entered>(*entered(cookie_));
  }

  // A press of the button, with whatever has changed since the one before.
  Issued issue(std::string_view url) {
    session_ = std::make_unique<identity::SessionGate::Entered>(*entered(cookie_));
    const auto beginning = logins_.begin({}, session_.get()).value();
    const auto& satisfied = std::get<identity::login::Satisfied>(beginning);
    return codes_.issue(act_, url, *session_, satisfied.factors).value();
  }
  std::string code_for(const std::string& url) {
    const auto issued = issue(url);
    const std::string location(std::get<SentOn>(issued).location.reveal_text());
    return location.substr(location.find("code=") + 5);
  }

  Credentials guarded() const { return {.site_id = guarded_.id.text(), .secret = secret_.clone()}; }
  Validated ask(Question question) {
    if (!question.address) {
      question.address = kOffice;
    }
    return validation_.ask(caller_, question).value();
  }
  Validated bare(const std::string& code) { return ask({.code = code}); }
  Validated with_secret(const std::string& code) {
    return ask({.code = code, .credentials = guarded()});
  }
  template <class T>
  static bool is(const auto& variant) {
    return std::holds_alternative<T>(variant);
  }
  // The reason that the trail has for the last thing that was refused.
  std::string last_reason() { return trail_.chains().at("node-a").back().event.reason; }

  static constexpr identity::budget::AddressBytes kOffice = {0, 0, 0,    0,    0,   0, 0, 0,
                                                             0, 0, 0xff, 0xff, 192, 0, 2, 1};
  static constexpr identity::budget::AddressBytes kElsewhere = {0, 0, 0,    0,    0,   0,  0,   0,
                                                                0, 0, 0xff, 0xff, 198, 51, 100, 9};

  support::KeptSites site_rows_{trail_};
  support::KeptVisitors visitors_{people_, book_, vouchers_};
  support::KeptVisits visits_{trail_, book_};
  const crypto::Sealer sealer_{base::Secret(base::Bytes(32, 3)), random_};
  Sites sites_{{.store = site_rows_,
                .clock = clock_,
                .random = random_,
                .ids = ids_,
                .sealer = sealer_,
                .plain = PlainHttp::on_loopback}};
  SiteGate gate_{site_rows_, PlainHttp::on_loopback};
  Codes codes_{{.sites = gate_, .mint = *mint_, .trail = trail_}};
  Guesses guesses_{{.store = attempts_, .key = key_, .clock = clock_}};
  Validation validation_{{.sites = site_rows_,
                          .visitors = visitors_,
                          .visits = visits_,
                          .mint = *mint_,
                          .guesses = guesses_,
                          .trail = trail_,
                          .clock = clock_,
                          .ids = ids_}};
  const identity::Act caller_{.actor = "nobody", .address = "192.0.2.1", .request_id = "r2"};

  identity::users::User ani_;
  Site guarded_{.id = SiteId({})};
  Site bare_{.id = SiteId({})};
  base::Secret secret_;
  base::Secret cookie_;
  std::unique_ptr<identity::SessionGate::Entered> session_;
};

}  // namespace redirect_sso
