// What hangs on people: passwords, attributes, logins under way and the book of sessions.
#include <atomic>

#include "tests/contract/on_every_engine.h"

namespace contract {
namespace {

namespace login = identity::login;
namespace users = identity::users;

class PasswordStore : public OnEveryEngine {};
GAPURA_ON_EVERY_ENGINE(PasswordStore);

TEST_P(PasswordStore, keeps_one_hash_a_person_and_rehashes_only_what_is_there) {
  const auto ani = add("ani");
  const auto now = place.clock.now();
  auto& passwords = database->passwords();
  EXPECT_FALSE(passwords.find(ani.id).value());
  ASSERT_TRUE(passwords.put(ani.id, {"first", now}, event("password.set"), ending_at(now)));
  ASSERT_TRUE(passwords.put(ani.id, {"second", now + std::chrono::seconds(1)},
                            event("password.set"), ending_at(now)));
  ASSERT_TRUE(passwords.rehash(ani.id, "first", "stale"));
  EXPECT_EQ(passwords.find(ani.id).value()->hash, "second");
  ASSERT_TRUE(passwords.rehash(ani.id, "second", "third"));
  EXPECT_EQ(passwords.find(ani.id).value()->hash, "third");
  EXPECT_EQ(passwords.find(ani.id).value()->set_at, now + std::chrono::seconds(1));
  EXPECT_EQ(passwords.put({9999}, {"x", now}, event("password.set"), ending_at(now)).error().code,
            base::ErrorCode::not_found);
  expect_whole_trail(3);
}

class AttributeStore : public OnEveryEngine {};
GAPURA_ON_EVERY_ENGINE(AttributeStore);

TEST_P(AttributeStore, keeps_one_definition_a_name_by_name) {
  using users::AttributeType;
  using users::Editor;
  using users::Viewer;
  auto& attributes = database->attributes();
  ASSERT_TRUE(attributes.put({"golongan", AttributeType::text, Viewer::clients, Editor::nobody},
                             event("attribute.defined")));
  ASSERT_TRUE(attributes.put({"anak_2", AttributeType::integer, Viewer::self, Editor::self},
                             event("attribute.defined")));
  ASSERT_TRUE(attributes.put({"anak", AttributeType::texts, Viewer::self, Editor::self},
                             event("attribute.defined")));
  ASSERT_TRUE(attributes.put(
      {"golongan", AttributeType::date, Viewer::administrator, Editor::administrator},
      event("attribute.defined")));
  const auto all = attributes.all().value();
  ASSERT_EQ(all.size(), 3U);
  EXPECT_EQ(all[0].name, "anak");
  EXPECT_EQ(all[1].name, "anak_2");
  EXPECT_EQ(all[2].name, "golongan");
  EXPECT_EQ(all[2].type, AttributeType::date);
  EXPECT_EQ(all[2].seen_by, Viewer::administrator);
  EXPECT_EQ(all[2].edited_by, Editor::administrator);
  EXPECT_TRUE(attributes.remove("anak", event("attribute.removed")).value());
  EXPECT_FALSE(attributes.remove("anak", event("attribute.removed")).value());
  EXPECT_EQ(attributes.all()->size(), 2U);
  expect_whole_trail(5);
}

TEST_P(PasswordStore, of_16_changes_of_one_password_exactly_one_is_made) {
  const auto ani = add("ani");
  auto& passwords = database->passwords();
  const auto since = place.clock.now();
  ASSERT_TRUE(passwords.put(ani.id, {"first", since}, event("password.set"), ending_at(since)));
  std::atomic<int> changed = 0;
  together(16, [&](std::size_t thread) {
    changed += passwords
                   .replace(ani.id, since,
                            {"of " + std::to_string(thread),
                             since + std::chrono::seconds(1 + static_cast<int>(thread))},
                            event("password.set"), ending_at(since))
                   .value();
  });
  EXPECT_EQ(changed, 1);
  EXPECT_NE(passwords.find(ani.id).value()->hash, "first");
  EXPECT_FALSE(
      passwords
          .replace(users::UserId{99}, since, {"x", since}, event("password.set"), ending_at(since))
          .value());
  expect_whole_trail(3);
}

TEST_P(PasswordStore, of_16_first_passwords_exactly_one_is_set_and_none_over_another) {
  const auto ani = add("ani");
  auto& passwords = database->passwords();
  const auto now = place.clock.now();
  const auto put = [&](const std::string& hash, users::UserId id) {
    return passwords.put_first(id, {hash, now}, event("password.set"), ending_at(now)).value();
  };
  std::atomic<int> set = 0;
  together(16, [&](std::size_t thread) { set += put("of " + std::to_string(thread), ani.id); });
  EXPECT_EQ(set, 1);
  const auto there = passwords.find(ani.id).value()->hash;
  EXPECT_FALSE(put("late", ani.id));
  EXPECT_EQ(passwords.find(ani.id).value()->hash, there);
  EXPECT_FALSE(put("x", users::UserId{99}));
  expect_whole_trail(2);
}

class TransactionStore : public OnEveryEngine {
 protected:
  login::Transaction transaction(std::uint8_t number) const {
    base::IdBytes id{};
    id.back() = number;
    return {.id = login::TransactionId(id),
            .cookie_hash = hash_of(number),
            .earlier_hash = {},
            .wish = {.door = "redirect_sso", .request = "{\"u\":\"Ω\"}"},
            .person = {},
            .proofs = {},
            .session = {},
            .begun_at = place.clock.now(),
            .expires_at = place.clock.now() + std::chrono::minutes(10)};
  }
  std::optional<login::Transaction> find(std::uint8_t number) {
    return database->logins().find(transaction(number).id).value();
  }
};
GAPURA_ON_EVERY_ENGINE(TransactionStore);

TEST_P(TransactionStore, keeps_a_login_whole) {
  auto begun = transaction(1);
  ASSERT_TRUE(database->logins().begin(begun));
  EXPECT_FALSE(database->logins().begin(begun));
  EXPECT_FALSE(find(2));
  begun.earlier_hash = begun.cookie_hash;
  begun.cookie_hash = hash_of(77);
  begun.person = users::UserId{23};
  begun.proofs = {{.factor = "password", .at = place.clock.now(), .carried = true},
                  {.factor = "provider", .at = place.clock.now(), .by = "one account"}};
  begun.chosen = true;
  begun.remember = true;
  begun.session = mint::SessionId(base::IdBytes{});
  ASSERT_TRUE(database->logins().advance(begun, event("login.step")).value());
  const auto there = find(1);
  ASSERT_TRUE(there);
  EXPECT_EQ(there->version, begun.version + 1);
  EXPECT_EQ(there->cookie_hash, begun.cookie_hash);
  EXPECT_EQ(there->earlier_hash, begun.earlier_hash);
  EXPECT_EQ(there->state, login::State::open);
  EXPECT_EQ(there->proofs, begun.proofs);
  EXPECT_EQ(login::body_of(*there), login::body_of(begun));
  EXPECT_EQ(there->begun_at, begun.begun_at);
  EXPECT_EQ(there->expires_at, begun.expires_at);
  expect_whole_trail(1);
}

TEST_P(TransactionStore, of_16_steps_from_one_reading_exactly_one_is_taken) {
  const auto begun = transaction(1);
  ASSERT_TRUE(database->logins().begin(begun));
  std::atomic<int> taken = 0;
  together(16, [&](std::size_t thread) {
    auto step = begun;
    step.cookie_hash = hash_of(100 + thread);
    taken += database->logins().advance(step, event("login.step")).value();
  });
  EXPECT_EQ(taken, 1);
  EXPECT_EQ(find(1)->version, 1);
  expect_whole_trail(1);
}

TEST_P(TransactionStore, takes_no_step_after_the_last) {
  auto finished = transaction(1);
  ASSERT_TRUE(database->logins().begin(finished));
  finished.state = login::State::finished;
  ASSERT_TRUE(database->logins().advance(finished, std::nullopt).value());
  EXPECT_EQ(find(1)->state, login::State::finished);
  finished = *find(1);
  finished.state = login::State::open;
  EXPECT_FALSE(database->logins().advance(finished, event("login.step")).value());
  EXPECT_FALSE(database->logins().advance(transaction(2), event("login.step")).value());
  EXPECT_TRUE(types().empty());
}

TEST_P(TransactionStore, is_swept_an_hour_after_a_login_expired_DS1) {
  ASSERT_TRUE(database->logins().begin(transaction(1)));
  place.clock.advance(std::chrono::minutes(10) + std::chrono::hours(1) - base::Duration(1));
  ASSERT_TRUE(database->logins().begin(transaction(2)));
  EXPECT_EQ(database->sweep(place.clock.now(), 100).value(), 0U);
  place.clock.advance(base::Duration(1));
  EXPECT_EQ(database->sweep(place.clock.now(), 100).value(), 1U);
  EXPECT_FALSE(find(1));
  EXPECT_TRUE(find(2));
}

TEST_P(TransactionStore, keeps_no_more_than_so_many_that_nobody_has_proven_anything_in_DS1) {
  auto options = place.options();
  options.logins = 3;
  database.reset();
  database = place.open(options);
  for (std::uint8_t number = 1; number <= 6; ++number) {
    ASSERT_TRUE(database->logins().begin(transaction(number)));
    place.clock.advance(std::chrono::seconds(1));
  }
  auto proven = transaction(1);
  proven.person = users::UserId{23};
  ASSERT_TRUE(database->logins().advance(proven, std::nullopt).value());
  EXPECT_EQ(database->sweep(place.clock.now(), 1).value(), 1U) << "no more than one batch";
  EXPECT_FALSE(find(2));
  database->sweep(place.clock.now(), 100).value();
  for (std::uint8_t number = 4; number <= 6; ++number) {
    EXPECT_TRUE(find(number)) << int{number};
  }
  EXPECT_TRUE(find(1)) << "somebody has proven who they are";
  EXPECT_EQ(database->sweep(place.clock.now(), 100).value(), 0U);
}

class SessionBook : public OnEveryEngine {
 protected:
  SessionBook() : ani_(add("ani")), budi_(add("budi")) {}

  static mint::SessionId id(std::uint8_t number) {
    base::IdBytes bytes{};
    bytes.back() = number;
    return mint::SessionId(bytes);
  }
  // Nobody waits for it: it is there with the next write.
  void touch(std::uint8_t number, base::Instant seen_at, base::Instant idle_until) {
    database->book().touch(id(number), seen_at, idle_until);
    ASSERT_TRUE(database->trail().append(event("something.else")));
  }
  void open(std::uint8_t number, const users::User& user) {
    const auto now = place.clock.now();
    ASSERT_EQ(database->sessions()
                  .open({.id = id(number),
                         .hash = hash_of(number),
                         .user_id = user.id.value,
                         .level = "two_factors",
                         .authenticated_at = now,
                         .opened_at = now,
                         .idle_until = now + std::chrono::hours(1),
                         .absolute_until = now + std::chrono::hours(3),
                         .details = {.factors = {"password"},
                                     .remembered = true,
                                     .agent = "Firefox",
                                     .address = "192.0.2.7"}},
                        {}, std::nullopt, event("session.opened"))
                  .value(),
              mint::SessionOpening::opened);
  }
  std::vector<std::uint8_t> of(const users::User& user) {
    std::vector<std::uint8_t> numbers;
    for (const auto& session : database->book().of(user.id, place.clock.now()).value()) {
      numbers.push_back(session.id.bytes().back());
    }
    return numbers;
  }
  identity::sessions::Session look(std::uint8_t number) {
    return database->book().look(hash_of(number)).value().value().session;
  }

  const users::User ani_;
  const users::User budi_;
};
GAPURA_ON_EVERY_ENGINE(SessionBook);

TEST_P(SessionBook, shows_what_was_opened_and_its_person_as_they_are_now) {
  open(1, ani_);
  const auto found = database->book().look(hash_of(1)).value();
  ASSERT_TRUE(found);
  EXPECT_EQ(found->standing.status, users::Status::active);
  EXPECT_EQ(found->standing.sub, ani_.sub);
  EXPECT_FALSE(found->standing.administrator);
  EXPECT_EQ(found->contact.username, ani_.username);
  EXPECT_EQ(found->contact.email, ani_.email);
  EXPECT_EQ(found->contact.no_hp, ani_.no_hp);
  const auto& session = found->session;
  EXPECT_EQ(session.id, id(1));
  EXPECT_EQ(session.user, ani_.id);
  EXPECT_EQ(session.level, identity::sessions::Level::two_factors);
  EXPECT_EQ(session.factors, std::vector<std::string>{"password"});
  EXPECT_TRUE(session.remembered);
  EXPECT_EQ(session.opened_at, place.clock.now());
  EXPECT_EQ(session.seen_at, place.clock.now());
  EXPECT_EQ(session.authenticated_at, place.clock.now());
  EXPECT_EQ(session.idle_until, place.clock.now() + std::chrono::hours(1));
  EXPECT_EQ(session.absolute_until, place.clock.now() + std::chrono::hours(3));
  EXPECT_FALSE(session.ended_at);
  EXPECT_EQ(session.agent, "Firefox");
  EXPECT_EQ(session.address, "192.0.2.7");
  EXPECT_FALSE(database->book().look(hash_of(2)).value());
  auto locked = ani_;
  locked.status = users::Status::locked;
  locked.no_hp = "0812-3456-7890";
  update(locked);
  database->grants().add(ani_.id, users::Grant::administrator, place.clock.now(), {}).value();
  const auto now = database->book().look(hash_of(1)).value();
  EXPECT_EQ(now->standing.status, users::Status::locked);
  EXPECT_TRUE(now->standing.administrator);
  EXPECT_EQ(now->contact.no_hp, "0812-3456-7890");
}

TEST_P(SessionBook, lists_the_live_ones_of_a_person_newest_first) {
  open(1, ani_);
  open(2, budi_);
  open(3, ani_);
  EXPECT_EQ(of(ani_), (std::vector<std::uint8_t>{3, 1}));
  place.clock.advance(std::chrono::minutes(30));
  open(4, ani_);
  place.clock.advance(std::chrono::minutes(30));
  EXPECT_EQ(of(ani_), std::vector<std::uint8_t>{4});
}

TEST_P(SessionBook, is_touched_forwards_and_never_back) {
  open(1, ani_);
  const auto now = place.clock.now();
  using std::chrono::hours;
  touch(1, now + hours(1), now + hours(2));
  touch(1, now - hours(1), now - hours(2));
  EXPECT_EQ(look(1).seen_at, now + hours(1));
  EXPECT_EQ(look(1).idle_until, now + hours(2));
  place.clock.advance(hours(2) - base::Duration(1));
  EXPECT_EQ(of(ani_).size(), 1U);
  place.clock.advance(base::Duration(1));
  EXPECT_TRUE(of(ani_).empty());
}

TEST_P(SessionBook, does_not_live_past_its_absolute_limit_nor_after_its_end_by_a_touch) {
  open(1, ani_);
  open(2, ani_);
  const auto now = place.clock.now();
  using std::chrono::hours;
  touch(1, now, now + hours(9));
  ASSERT_TRUE(database->book().end(ani_.id, id(2), now, event("session.ended")).value());
  touch(2, now + hours(1), now + hours(3));
  place.clock.advance(hours(2));
  EXPECT_EQ(of(ani_), std::vector<std::uint8_t>{1});
  EXPECT_EQ(look(2).ended_at, now);
  place.clock.advance(hours(1));
  EXPECT_TRUE(of(ani_).empty());
}

TEST_P(SessionBook, ends_one_of_its_person_and_of_nobody_else) {
  open(1, ani_);
  const auto end = [&](const users::User& user) {
    return database->book().end(user.id, id(1), place.clock.now(), event("session.ended")).value();
  };
  EXPECT_FALSE(end(budi_));
  EXPECT_EQ(of(ani_).size(), 1U);
  EXPECT_TRUE(end(ani_));
  EXPECT_FALSE(end(ani_));
  EXPECT_EQ(look(1).ended_at, place.clock.now());
  expect_whole_trail(2 + 2);
}

TEST_P(SessionBook, ends_all_of_a_person_but_the_one_that_stays) {
  for (std::uint8_t number = 1; number <= 4; ++number) {
    open(number, number == 2 ? budi_ : ani_);
  }
  const auto end_all = [&](const std::optional<mint::SessionId>& keep) {
    return database->book()
        .end_all(ani_.id, keep, place.clock.now(), event("session.all_ended"))
        .value();
  };
  EXPECT_EQ(end_all(id(3)), 2U);
  EXPECT_EQ(of(ani_), std::vector<std::uint8_t>{3});
  EXPECT_EQ(end_all(id(3)), 0U);
  EXPECT_EQ(end_all(std::nullopt), 1U);
  EXPECT_TRUE(of(ani_).empty());
  EXPECT_EQ(of(budi_).size(), 1U);
  // Two people, four sessions, two ends.
  expect_whole_trail(2 + 4 + 2);
}

}  // namespace
}  // namespace contract
