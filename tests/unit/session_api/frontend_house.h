// A house with a frontend of its own, over stores in memory.
#pragma once

#include <memory>
#include <string>

#include "tests/unit/identity/house.h"
#include "tests/unit/session_api/kept_frontend.h"

namespace session_api {

class FrontendHouse : public identity::House {
 protected:
  static constexpr std::size_t kMost = 4;
  static constexpr const char* kIssuer = "https://id.example";

  FrontendHouse() : ani_(add_with_password("ani", kPassword)) {}

  // Of which the browser's cookie is session_.
  void log_in(bool remember = true, const std::string& name = "ani") {
    const auto begun = logins_.begin({.door = "session_api"}, nullptr).value();
    const auto& at = std::get<identity::login::Begun>(begun);
    const identity::login::Held held{.id = at.id, .cookie = base::Secret(at.cookie.reveal_text())};
    const auto outcome = logins_
                             .submit(act_, held,
                                     identity::login::Give{.factor = "password",
                                                           .presented = presented(name, kPassword),
                                                           .remember = remember},
                                     nullptr)
                             .value();
    session_ = open_session(std::get<identity::login::Finished>(outcome));
  }
  Opened open() {
    log_in();
    return begin();
  }
  Opened begin() {
    auto answer = kept_.frontend().open(act_, *entered(session_), std::nullopt).value();
    return std::get<Opened>(std::move(answer));
  }
  Frontend::RefreshAnswer refresh(const std::string& token) {
    return kept_.frontend().refresh(act_, token).value();
  }
  bool is_live(const std::string& token) {
    return std::holds_alternative<Login>(access_.look(token).value());
  }
  bool is_remembered(const std::string& token) const {
    return access_.told_recently(token) != nullptr;
  }

  identity::users::User ani_;
  base::Secret session_;
  support::KeptKeys keys_;
  std::unique_ptr<keys::KeyRing> es256_ =
      keys::KeyRing::open(
          {.store = keys_, .sealer = sealer_, .clock = clock_, .random = random_, .log = log_},
          {.algorithms = {crypto::SignatureAlgorithm::ES256}})
          .value();
  std::unique_ptr<mint::Mint> house_mint_ = mint::Mint::make({.keys = *es256_,
                                                              .one_time = vouchers_,
                                                              .sessions = book_,
                                                              .trail = trail_,
                                                              .clock = clock_,
                                                              .random = random_},
                                                             {.issuer = kIssuer})
                                                .value();
  support::KeptFamilies family_rows_{trail_, book_, {people_, password_rows_, vouchers_}};
  const base::Secret families_key_{base::Bytes(32, 11)};
  families::FamilyGate families_{{.store = family_rows_, .key = families_key_, .clock = clock_}};
  support::KeptFrontend kept_{{.family_rows = family_rows_,
                               .families = families_,
                               .book = book_,
                               .people = people_,
                               .users = user_gate_,
                               .keys = *es256_,
                               .mint = *house_mint_,
                               .trail = trail_,
                               .clock = clock_,
                               .random = random_,
                               .ids = ids_,
                               .issuer = kIssuer,
                               .most = kMost}};
  Access& access_ = kept_.access();
};

}  // namespace session_api
