// The whole of identity over stores in memory, with a cheap hasher and two factors that only tests
// have: a code, and a passkey that is two kinds at once.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "crypto/sealer.h"
#include "identity/login/entrance.h"
#include "identity/login/password_factor.h"
#include "identity/users/setup_gate.h"
#include "identity/users/users.h"
#include "tests/support/kept_book.h"
#include "tests/support/kept_keys.h"
#include "tests/support/kept_log.h"
#include "tests/support/kept_logins.h"
#include "tests/support/kept_minted.h"
#include "tests/support/kept_people.h"
#include "tests/support/kept_trail.h"
#include "tests/support/manual_clock.h"

namespace identity {

// Passes whoever presents "NAME:ID".
class PlayedFactor final : public login::Factor {
 public:
  PlayedFactor(std::string name, sessions::Kind kind, bool first)
      : name_(std::move(name)), kind_(kind), first_(first) {}

  std::string_view name() const override { return name_; }
  sessions::Kind kind() const override { return kind_; }
  bool may_be_first() const override { return first_; }
  base::Result<login::Standing> standing(users::UserId person) override {
    const auto found = standings_.find(person);
    return found == standings_.end() ? login::Standing::absent : found->second;
  }
  base::Result<base::Instant> proves_since(users::UserId, std::string_view) override {
    return since_;
  }
  base::Result<login::Verdict> check(const Act&, std::optional<users::UserId>,
                                     const login::Presented& presented) override {
    const std::string shown(presented.secret.reveal_text());
    for (const auto& [person, standing] : standings_) {
      if (shown == secret_of(person)) {
        return login::Verdict(login::Passed{.person = person, .since = since_, .by = {}});
      }
    }
    return login::Verdict(login::Wrong{});
  }

  std::string secret_of(users::UserId person) const {
    return name_ + ":" + std::to_string(person.value);
  }
  void give(users::UserId person, login::Standing standing) { standings_[person] = standing; }
  void revoke_before(base::Instant since) { since_ = since; }

 private:
  const std::string name_;
  const sessions::Kind kind_;
  const bool first_;
  base::Instant since_;
  std::map<users::UserId, login::Standing> standings_;
};

// Stands for a factor of a room that identity does not know; there is none until it is lent one.
class LentFactor final : public login::Factor {
 public:
  explicit LentFactor(std::string name) : name_(std::move(name)) {}

  std::string_view name() const override { return name_; }
  sessions::Kind kind() const override { return sessions::Kind::knowledge; }
  bool may_be_first() const override { return real != nullptr; }
  base::Result<login::Standing> standing(users::UserId person) override {
    return real == nullptr ? login::Standing::absent : real->standing(person);
  }
  base::Result<base::Instant> proves_since(users::UserId person, std::string_view by) override {
    return real == nullptr ? base::Instant::max() : real->proves_since(person, by);
  }
  base::Result<login::Verdict> check(const Act& act, std::optional<users::UserId> person,
                                     const login::Presented& presented) override {
    return real == nullptr ? login::Verdict(login::Wrong{}) : real->check(act, person, presented);
  }

  login::Factor* real = nullptr;

 private:
  const std::string name_;
};

class House : public testing::Test {
 protected:
  static constexpr const char* kPassword = "kuda-lumping-7-sendok-perak";

  House() {
    book_.on_concluding(
        [this](const mint::Conclusion::Row& login) { return logins_rows_.conclude(login); });
  }

  users::User add(const base::json::object& fields) { return users_.add(act_, fields).value(); }

  users::User add_with_password(const std::string& username, const std::string& password) {
    const users::User user = add({{"username", username}});
    set_password(user, password);
    return user;
  }

  void set_password(const users::User& user, const std::string& password) {
    const auto set = passwords_.set(act_, user, base::Secret(password), std::nullopt).value();
    ASSERT_TRUE(std::holds_alternative<passwords::WasSet>(set));
  }

  static login::Presented presented(const std::string& identifier, const std::string& secret) {
    return {.identifier = identifier, .secret = base::Secret(secret)};
  }

  // The browser's session, as a door sees it at the start of a request.
  std::optional<SessionGate::Entered> entered(const base::Secret& cookie) {
    auto answer = session_gate_.check(cookie).value();
    if (auto* through = std::get_if<SessionGate::Entered>(&answer)) {
      return std::move(*through);
    }
    return std::nullopt;
  }

  // What the next request of that browser is taken for: nothing, and why, unless it gets through.
  std::unique_ptr<SessionGate::Entered> come_back(const base::Secret& cookie, std::string& why) {
    auto answer = session_gate_.check(cookie).value();
    if (auto* through = std::get_if<SessionGate::Entered>(&answer)) {
      return std::make_unique<SessionGate::Entered>(std::move(*through));
    }
    why = std::holds_alternative<sessions::Inactive>(answer) ? "person not active"
                                                             : "nobody is logged in";
    return nullptr;
  }

  base::Secret open_session(const login::Finished& finished) { return enter(finished).cookie; }
  login::Entry enter(const login::Finished& finished, const login::Browser& browser = {}) {
    return std::get<login::Entry>(entrance_.enter(act_, finished, browser).value());
  }

  std::size_t count(std::string_view type) const {
    std::size_t found = 0;
    for (const std::string& each : trail_.types()) {
      found += each == type ? 1 : 0;
    }
    return found;
  }

  support::KeptLog lines_;
  support::ManualClock clock_;
  base::Log log_{lines_, clock_, base::LogLevel::error};
  base::SystemRandom random_;
  base::IdSource ids_{clock_, random_};
  const audit::ChainKey chain_key_{base::Secret(base::Bytes(32, 5))};
  support::KeptTrail trail_{clock_, "node-a", chain_key_};
  support::KeptPasswords password_rows_{trail_};
  support::KeptPeople people_{trail_, password_rows_};
  support::KeptBook book_{trail_, people_};
  support::KeptAttempts attempts_{trail_};
  support::KeptLogins logins_rows_{trail_};

  base::WorkerPool pool_{{.name = "hash", .threads = 2, .queue = 600}};
  crypto::PasswordHasher hasher_{pool_, random_, {.memory_kib = 8, .passes = 1}};
  const crypto::MacKey key_{crypto::MacAlgorithm::HS256, base::Secret(base::Bytes(32, 9))};

  users::Attributes attributes_{people_};
  users::Users users_{{.store = people_,
                       .grants = people_,
                       .attributes = attributes_,
                       .sessions = book_,
                       .clock = clock_,
                       .random = random_}};
  sessions::Sessions sessions_{book_, clock_, {}};
  const passwords::Policy policy_{{.place = {"Gapura"}}};
  passwords::Passwords passwords_{{.store = password_rows_,
                                   .hasher = hasher_,
                                   .policy = policy_,
                                   .sessions = book_,
                                   .clock = clock_}};
  const budget::Devices devices_{key_, random_, std::chrono::days(180)};
  budget::Budget budget_{attempts_, devices_, key_, clock_, {}};

  login::PasswordFactor password_{{.users = people_,
                                   .passwords = passwords_,
                                   .hashes = password_rows_,
                                   .budget = budget_,
                                   .trail = trail_}};
  PlayedFactor code_{"code", sessions::Kind::possession, false};
  PlayedFactor passkey_{"passkey", sessions::Kind::possession | sessions::Kind::inherence, true};
  LentFactor provider_{"provider"};
  std::vector<login::Factor*> factors_{&password_, &passkey_, &code_, &provider_};

  UserGate user_gate_{people_};
  SessionGate session_gate_{sessions_};
  budget::Turnstile begun_{{.free = 60,
                            .first_delay = std::chrono::seconds(1),
                            .longest_delay = std::chrono::seconds(10),
                            .lock_after = 1'000'000,
                            .forget_one_every = std::chrono::seconds(1)},
                           clock_};
  login::Logins logins_{{.store = logins_rows_,
                         .users = user_gate_,
                         .factors = factors_,
                         .clock = clock_,
                         .random = random_,
                         .ids = ids_,
                         .trail = trail_,
                         .begun = &begun_}};

  crypto::Sealer sealer_{base::Secret(base::Bytes(32, 7)), random_};
  support::KeptKeys key_store_;
  support::KeptVouchers vouchers_{trail_};
  std::unique_ptr<keys::KeyRing> ring_ =
      keys::KeyRing::open(
          {.store = key_store_, .sealer = sealer_, .clock = clock_, .random = random_, .log = log_},
          {.algorithms = {crypto::SignatureAlgorithm::EdDSA}})
          .value();
  std::unique_ptr<mint::Mint> mint_ = mint::Mint::make({.keys = *ring_,
                                                        .one_time = vouchers_,
                                                        .sessions = book_,
                                                        .trail = trail_,
                                                        .clock = clock_,
                                                        .random = random_},
                                                       {.issuer = "https://id.example"})
                                          .value();
  login::Entrance entrance_{{.mint = *mint_,
                             .logins = logins_,
                             .sessions = sessions_,
                             .devices = devices_,
                             .clock = clock_,
                             .rules = {}}};
  const Act act_{.actor = "cli", .address = "192.0.2.1", .request_id = "r1"};
};

}  // namespace identity
