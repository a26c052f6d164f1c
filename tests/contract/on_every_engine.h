// The fixture of the suites: a port's promise is tried on every engine, under the engine's name.
#pragma once

#include <cstdint>
#include <functional>
#include <latch>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "audit/verifier.h"
#include "tests/support/place.h"

namespace contract {

inline base::Bytes hash_of(std::uint64_t number) {
  base::Bytes hash(32, 0x5a);
  for (std::size_t at = 0; at < 8; ++at) {
    hash[at] = static_cast<std::uint8_t>(number >> (8 * at));
  }
  return hash;
}

inline audit::Event event(std::string type, std::string subject = "test:1") {
  return {.type = std::move(type),
          .outcome = audit::Outcome::allowed,
          .actor = "system",
          .subject = std::move(subject),
          .address = "192.0.2.1",
          .request_id = "r-1",
          .reason = {},
          .details = R"({"n":1})"};
}

inline identity::sessions::Ending ending_at(base::Instant at,
                                            const std::optional<mint::SessionId>& keep = {}) {
  return {.keep = keep, .at = at, .event = event("session.all_ended")};
}

inline mint::SpendEvents spend_events() {
  return {event("code.spent"), event("code.replayed"), event("code.unknown")};
}

// Runs `work` on so many threads, which begin together; `work` is given the thread's number.
inline void together(std::size_t threads, const std::function<void(std::size_t)>& work) {
  std::latch start(static_cast<std::ptrdiff_t>(threads));
  std::vector<std::jthread> running;
  for (std::size_t number = 0; number < threads; ++number) {
    running.emplace_back([&, number] {
      start.arrive_and_wait();
      work(number);
    });
  }
}

class OnEveryEngine : public testing::TestWithParam<support::EngineKind> {
 protected:
  OnEveryEngine() : place(GetParam()), database(place.open()) {}

  mint::OneTime one_time(std::uint64_t number,
                         mint::Purpose purpose = mint::Purpose::site_code) const {
    return {.purpose = purpose,
            .hash = hash_of(number),
            .bound = R"({"site":")" + std::to_string(number) + R"("})",
            .issued_at = place.clock.now(),
            .expires_at = place.clock.now() + std::chrono::seconds(60)};
  }
  base::Result<mint::Spent> spend(std::uint64_t number,
                                  mint::Purpose purpose = mint::Purpose::site_code) {
    return database->one_time().spend(purpose, hash_of(number), place.clock.now(), spend_events());
  }
  // Of a login just now, and live until these limits.
  mint::SessionRow session_row(const mint::SessionId& id, identity::users::UserId user,
                               std::chrono::hours idle, std::chrono::hours absolute) const {
    const auto now = place.clock.now();
    return {.id = id,
            .hash = hash_of(id.bytes().front()),
            .user_id = user.value,
            .level = "one_factor",
            .authenticated_at = now,
            .opened_at = now,
            .idle_until = now + idle,
            .absolute_until = now + absolute,
            .details = {}};
  }
  // As the house's frontend does, which asks nothing of its person and its session here.
  void open_sole(const families::Family& family) {
    const auto opening = database->families().open_sole(
        {.family = family, .session_opened_at = {}},
        {.opened = event("family.opened"), .replaced = event("family.replaced")});
    ASSERT_TRUE(opening);
    ASSERT_TRUE(std::holds_alternative<families::Opened>(*opening));
  }
  // By a code that is for it. False where its person or its session forbids it, and of one that has
  // ended before.
  bool open_family(const families::Family& family) {
    mint::OneTime code = one_time(++codes_, mint::Purpose::authorization_code);
    code.hash.back() = 0x0c;
    EXPECT_TRUE(database->one_time().put(code, event("code.issued")));
    const auto opened = event("family.opened");
    const auto spent = database->one_time()
                           .spend_opening(code.hash, place.clock.now(), spend_events(),
                                          {.family = family, .event = opened})
                           .value();
    return std::get<mint::Fresh>(spent).opened == family.id;
  }
  // Somebody of that username, as yet in no database.
  identity::users::User person(const std::string& username) const {
    identity::users::User user;
    user.sub = "sub-" + username;
    user.username = username;
    user.created_at = place.clock.now();
    user.updated_at = place.clock.now();
    return user;
  }
  identity::users::Written write_new(const identity::users::User& user) {
    return database->users()
        .add(user, identity::users::keys_of(user), event("user.added", ""))
        .value();
  }
  identity::users::User add(const identity::users::User& user) {
    return std::get<identity::users::User>(write_new(user));
  }
  identity::users::User add(const std::string& username) { return add(person(username)); }
  identity::users::Written update(const identity::users::User& user) {
    return database->users()
        .update(user, identity::users::keys_of(user), event("user.changed"))
        .value();
  }
  identity::users::Written erase(const identity::users::User& user) {
    identity::users::User blank;
    blank.id = user.id;
    blank.sub = user.sub;
    blank.version = user.version;
    blank.status = identity::users::Status::erased;
    blank.created_at = user.created_at;
    blank.updated_at = place.clock.now();
    return database->users().erase(blank, event("user.erased")).value();
  }
  std::vector<std::string> types() {
    const auto listed = database->trail().list({.limit = 10000});
    std::vector<std::string> types;
    for (const audit::Entry& entry : listed.value()) {
      types.insert(types.begin(), entry.event.type);
    }
    return types;
  }
  void expect_whole_trail(std::uint64_t entries) {
    const auto verdict = audit::verify(database->trail(), place.chain_key);
    ASSERT_TRUE(verdict);
    EXPECT_TRUE(verdict->whole());
    EXPECT_EQ(verdict->entries, entries);
  }

  // From now on the engine fails a statement that inserts such a row.
  void refuse_rows(const std::string& table, const std::string& condition,
                   const std::string& sqlstate = "23514") {
    if (GetParam() == support::EngineKind::sqlite) {
      place.run("CREATE TRIGGER refused BEFORE INSERT ON " + table + " WHEN NEW." + condition +
                " BEGIN SELECT RAISE(ABORT, 'refused'); END");
    } else {
      place.run(
          "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE "
          "EXCEPTION 'refused' USING ERRCODE = '" +
          sqlstate + "'; END $$");
      place.run("CREATE TRIGGER refused BEFORE INSERT ON " + table + " FOR EACH ROW WHEN (NEW." +
                condition + ") EXECUTE FUNCTION refuse()");
    }
  }

  support::Place place;
  std::unique_ptr<storage::Database> database;

 private:
  std::uint64_t codes_ = 0;
};

inline std::string name_of_engine(const testing::TestParamInfo<support::EngineKind>& info) {
  return support::name_of(info.param);
}

#define GAPURA_ON_EVERY_ENGINE(Suite)                                           \
  INSTANTIATE_TEST_SUITE_P(                                                     \
      , Suite,                                                                  \
      testing::Values(support::EngineKind::memory, support::EngineKind::sqlite, \
                      support::EngineKind::postgres),                           \
      contract::name_of_engine)

#define GAPURA_ON_SQL_ENGINES(Suite)                                                        \
  INSTANTIATE_TEST_SUITE_P(                                                                 \
      , Suite, testing::Values(support::EngineKind::sqlite, support::EngineKind::postgres), \
      contract::name_of_engine)

}  // namespace contract
