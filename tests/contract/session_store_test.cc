#include <atomic>

#include "tests/contract/on_every_engine.h"

namespace contract {
namespace {

using identity::login::State;
using mint::SessionOpening;

class SessionStore : public OnEveryEngine {
 protected:
  SessionStore() : user_(add("ani")) {}

  mint::SessionRow session(std::uint8_t number) const {
    base::IdBytes id{};
    id.back() = number;
    return {.id = mint::SessionId(id),
            .hash = hash_of(number),
            .user_id = user_.id.value,
            .level = "urn:gapura:password",
            .authenticated_at = place.clock.now() - std::chrono::minutes(1),
            .opened_at = place.clock.now(),
            .idle_until = place.clock.now() + std::chrono::hours(12),
            .absolute_until = place.clock.now() + std::chrono::hours(24),
            .details = {.factors = {"password", "totp"},
                        .remembered = true,
                        .agent = "Mozilla/5.0 (Ω)",
                        .address = "2001:db8::1"}};
  }
  base::Result<bool> open(const mint::SessionRow& row,
                          const std::vector<mint::SessionId>& replaces = {}) {
    TRY_VAL(opening, open_after(std::nullopt, row, replaces));
    return opening == SessionOpening::opened;
  }
  base::Result<SessionOpening> open_after(const std::optional<mint::Conclusion>& concluded,
                                          const mint::SessionRow& row,
                                          const std::vector<mint::SessionId>& replaces = {}) {
    return database->sessions().open(row, {.ids = replaces, .event = event("session.replaced")},
                                     concluded, event("session.opened"));
  }
  mint::Conclusion begin_login(std::uint8_t number) {
    const identity::login::Transaction login{
        .id = identity::login::TransactionId({number}),
        .cookie_hash = hash_of(number),
        .earlier_hash = {},
        .wish = {},
        .person = {},
        .proofs = {},
        .session = {},
        .begun_at = place.clock.now(),
        .expires_at = place.clock.now() + std::chrono::minutes(10)};
    EXPECT_TRUE(database->logins().begin(login));
    return {.row = {{.id = login.id, .version = login.version}}, .event = event("login.finished")};
  }
  std::optional<mint::SessionRow> find(std::uint64_t number) {
    return database->sessions().find(hash_of(number), place.clock.now()).value();
  }

  const identity::users::User user_;
};
GAPURA_ON_EVERY_ENGINE(SessionStore);

TEST_P(SessionStore, finds_what_was_opened_whole) {
  const auto row = session(1);
  ASSERT_TRUE(open(row).value());
  const auto found = find(1);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->id, row.id);
  EXPECT_EQ(found->hash, row.hash);
  EXPECT_EQ(found->user_id, row.user_id);
  EXPECT_EQ(found->level, row.level);
  EXPECT_EQ(found->authenticated_at, row.authenticated_at);
  EXPECT_EQ(found->idle_until, row.idle_until);
  EXPECT_EQ(found->absolute_until, row.absolute_until);
  EXPECT_EQ(found->opened_at, row.opened_at);
  EXPECT_EQ(found->details.factors, row.details.factors);
  EXPECT_EQ(found->details.remembered, row.details.remembered);
  EXPECT_EQ(found->details.agent, row.details.agent);
  EXPECT_EQ(found->details.address, row.details.address);
  EXPECT_FALSE(find(2));
}

TEST_P(SessionStore, is_at_hand_with_its_person_while_it_lives) {
  const auto row = session(1);
  ASSERT_TRUE(open(row).value());
  const auto at_hand = [&](identity::users::UserId user) {
    return database->book().look(user, row.id, place.clock.now()).value();
  };
  const auto found = at_hand(user_.id);
  ASSERT_TRUE(found.person && found.session);
  EXPECT_EQ(found.person->id, user_.id);
  EXPECT_EQ(found.person->sub, user_.sub);
  EXPECT_EQ(found.person->status, identity::users::Status::active);
  EXPECT_EQ(found.session->id, row.id);
  EXPECT_EQ(found.session->authenticated_at, row.authenticated_at);
  const auto another = at_hand(add("budi").id);
  EXPECT_TRUE(another.person);
  EXPECT_FALSE(another.session) << "it is not theirs";
  EXPECT_FALSE(at_hand({user_.id.value + 1000}).person);
  ASSERT_TRUE(database->sessions().end(row.id, place.clock.now(), event("session.ended")).value());
  EXPECT_FALSE(at_hand(user_.id).session);
  ASSERT_TRUE(open(session(2)).value());
  place.clock.advance(std::chrono::hours(12));
  EXPECT_FALSE(database->book().look(user_.id, session(2).id, place.clock.now()).value().session);
}

TEST_P(SessionStore, ends_one_session_once_and_no_other) {
  ASSERT_TRUE(open(session(1)).value());
  ASSERT_TRUE(open(session(2)).value());
  std::atomic<int> ended = 0;
  together(16, [&](std::size_t) {
    const auto end =
        database->sessions().end(session(1).id, place.clock.now(), event("session.ended"));
    ended += end && *end;
  });
  EXPECT_EQ(ended, 1);
  EXPECT_FALSE(find(1));
  EXPECT_TRUE(find(2));
  expect_whole_trail(1 + 3);
}

TEST_P(SessionStore, does_not_end_what_never_was) {
  const auto ended =
      database->sessions().end(session(9).id, place.clock.now(), event("session.ended"));
  ASSERT_TRUE(ended);
  EXPECT_FALSE(*ended);
  EXPECT_EQ(types(), std::vector<std::string>{"user.added"});
}

TEST_P(SessionStore, finds_nothing_from_either_limit_on) {
  ASSERT_TRUE(open(session(1)).value());
  auto absolute_first = session(2);
  absolute_first.absolute_until = place.clock.now() + std::chrono::hours(1);
  ASSERT_TRUE(open(absolute_first).value());

  place.clock.advance(std::chrono::hours(1) - base::Duration(1));
  EXPECT_TRUE(find(2));
  place.clock.advance(base::Duration(1));
  EXPECT_FALSE(find(2));
  EXPECT_TRUE(find(1));
  place.clock.advance(std::chrono::hours(11));
  EXPECT_FALSE(find(1));
  EXPECT_FALSE(
      database->sessions().end(session(1).id, place.clock.now(), event("session.ended")).value());
}

TEST_P(SessionStore, refuses_a_second_session_of_one_hash_or_one_id) {
  ASSERT_TRUE(open(session(1)).value());
  auto same_hash = session(2);
  same_hash.hash = session(1).hash;
  auto same_id = session(3);
  same_id.id = session(1).id;
  for (const auto& row : {same_hash, same_id}) {
    const auto refused = open(row);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, base::ErrorCode::conflict);
  }
  expect_whole_trail(1 + 1);
}

TEST_P(SessionStore, is_swept_a_day_after_a_session_has_gone) {
  for (std::uint8_t number = 1; number <= 3; ++number) {
    ASSERT_TRUE(open(session(number)).value());
  }
  ASSERT_TRUE(
      database->sessions().end(session(1).id, place.clock.now(), event("session.ended")).value());
  place.clock.advance(std::chrono::hours(24) - base::Duration(1));
  EXPECT_EQ(database->sweep(place.clock.now(), 100).value(), 0U);
  EXPECT_TRUE(database->book().look(hash_of(1)).value());
  place.clock.advance(base::Duration(1));
  EXPECT_EQ(database->sweep(place.clock.now(), 100).value(), 1U);
  EXPECT_FALSE(database->book().look(hash_of(1)).value());
  place.clock.advance(std::chrono::hours(12));
  EXPECT_EQ(database->sweep(place.clock.now(), 1).value(), 1U);
  EXPECT_EQ(database->sweep(place.clock.now(), 100).value(), 1U);
}

TEST_P(SessionStore, opens_one_for_nobody_who_is_not_active_and_keeps_nothing_of_it) {
  ASSERT_TRUE(open(session(1)).value());
  auto disabled = user_;
  disabled.status = identity::users::Status::disabled;
  ASSERT_TRUE(std::holds_alternative<identity::users::User>(update(disabled)));
  place.clock.advance(std::chrono::minutes(1));
  EXPECT_FALSE(open(session(2), {session(1).id}).value());
  auto nobody = session(3);
  nobody.user_id = 9999;
  EXPECT_FALSE(open(nobody).value());
  EXPECT_FALSE(find(2));
  EXPECT_TRUE(find(1));
  EXPECT_EQ(database->users().find(user_.id).value()->last_login_at,
            session(1).opened_at - std::chrono::minutes(1));
  expect_whole_trail(1 + 2);
}

TEST_P(SessionStore, AZ14_what_a_session_replaces_ends_with_the_write_that_opens_it) {
  ASSERT_TRUE(open(session(1)).value());
  place.clock.advance(std::chrono::minutes(1));
  ASSERT_TRUE(open(session(2), {session(1).id, session(9).id}).value());
  EXPECT_FALSE(find(1));
  EXPECT_TRUE(find(2));
  EXPECT_EQ(database->users().find(user_.id).value()->last_login_at, place.clock.now());
  EXPECT_EQ(database->users().find(user_.id).value()->version, user_.version);
  EXPECT_EQ(types(), (std::vector<std::string>{"user.added", "session.opened", "session.replaced",
                                               "session.opened"}));
}

TEST_P(SessionStore, concludes_the_login_that_it_comes_of) {
  const auto conclusion = begin_login(1);
  ASSERT_EQ(open_after(conclusion, session(1)).value(), SessionOpening::opened);
  const auto login = database->logins().find(conclusion.row->id).value();
  ASSERT_TRUE(login);
  EXPECT_EQ(login->state, State::finished);
  EXPECT_EQ(login->version, conclusion.row->version + 1);
  EXPECT_EQ(types(), (std::vector<std::string>{"user.added", "login.finished", "session.opened"}));

  // A login of one request has no row.
  mint::Conclusion without = conclusion;
  without.row.reset();
  ASSERT_EQ(open_after(without, session(2)).value(), SessionOpening::opened);
  expect_whole_trail(1 + 4);
  EXPECT_EQ(types().back(), "session.opened");

  // Whose it was is known from then on.
  identity::users::User blank{.id = user_.id, .sub = user_.sub, .version = user_.version};
  blank.status = identity::users::Status::erased;
  ASSERT_TRUE(database->users().erase(blank, event("user.erased")));
  EXPECT_FALSE(database->logins().find(conclusion.row->id).value());
}

TEST_P(SessionStore, of_16_for_one_login_exactly_one_is_opened_and_nothing_is_kept_of_the_others) {
  const auto conclusion = begin_login(1);
  ASSERT_TRUE(open(session(50)).value());
  std::atomic<int> opened = 0;
  std::atomic<int> overtaken = 0;
  together(16, [&](std::size_t thread) {
    const auto opening =
        open_after(conclusion, session(static_cast<std::uint8_t>(100 + thread)), {session(50).id});
    opened += opening && *opening == SessionOpening::opened;
    overtaken += opening && *opening == SessionOpening::overtaken;
  });
  EXPECT_EQ(opened, 1);
  EXPECT_EQ(overtaken, 15);
  EXPECT_EQ(database->book().of(user_.id, place.clock.now())->size(), 1U);
  expect_whole_trail(2 + 3);
}

TEST_P(SessionStore, is_not_opened_for_a_login_that_has_been_moved_on) {
  auto conclusion = begin_login(1);
  auto moved = *database->logins().find(conclusion.row->id).value();
  ASSERT_TRUE(database->logins().advance(moved, std::nullopt).value());
  EXPECT_EQ(open_after(conclusion, session(1)).value(), SessionOpening::overtaken);
  auto never = conclusion;
  never.row->id = begin_login(2).row->id;
  never.row->version = 7;
  EXPECT_EQ(open_after(never, session(1)).value(), SessionOpening::overtaken);
  EXPECT_FALSE(find(1));
  EXPECT_FALSE(database->users().find(user_.id).value()->last_login_at);
  EXPECT_EQ(types(), std::vector<std::string>{"user.added"});
  EXPECT_EQ(database->logins().find(conclusion.row->id).value()->state, State::open);
}

TEST_P(SessionStore, leaves_the_login_of_who_is_not_active_as_it_was) {
  const auto conclusion = begin_login(1);
  auto disabled = user_;
  disabled.status = identity::users::Status::disabled;
  ASSERT_TRUE(std::holds_alternative<identity::users::User>(update(disabled)));
  EXPECT_EQ(open_after(conclusion, session(1)).value(), SessionOpening::not_active);
  const auto login = database->logins().find(conclusion.row->id).value();
  EXPECT_EQ(login->state, State::open);
  EXPECT_EQ(login->version, conclusion.row->version);
  expect_whole_trail(1 + 1);
}

TEST_P(SessionStore, of_a_session_and_the_disabling_of_its_person_one_comes_first) {
  for (std::uint8_t turn = 1; turn <= 20; ++turn) {
    auto user = add("user" + std::to_string(turn));
    auto row = session(turn);
    row.user_id = user.id.value;
    bool opened = false;
    std::size_t ended = 0;
    together(2, [&](std::size_t thread) {
      if (thread == 0) {
        opened = open(row).value();
        return;
      }
      user.status = identity::users::Status::disabled;
      update(user);
      ended = database->book()
                  .end_all(user.id, std::nullopt, place.clock.now(), event("session.all_ended"))
                  .value();
    });
    EXPECT_EQ(ended, opened ? 1U : 0U);
    EXPECT_FALSE(find(turn));
  }
}

}  // namespace
}  // namespace contract
