#include <atomic>

#include "tests/contract/on_every_engine.h"

namespace contract {
namespace {

class SessionStore : public OnEveryEngine {
 protected:
  mint::SessionRow session(std::uint8_t number) const {
    base::IdBytes id{};
    id.back() = number;
    return {.id = mint::SessionId(id),
            .hash = hash_of(number),
            .user_id = 23,
            .level = "urn:gapura:password",
            .authenticated_at = place.clock.now(),
            .idle_until = place.clock.now() + std::chrono::hours(12),
            .absolute_until = place.clock.now() + std::chrono::hours(24)};
  }
  std::optional<mint::SessionRow> find(std::uint64_t number) {
    return database->sessions().find(hash_of(number), place.clock.now()).value();
  }
};
GAPURA_ON_EVERY_ENGINE(SessionStore);

TEST_P(SessionStore, finds_what_was_opened_whole) {
  const auto row = session(1);
  ASSERT_TRUE(database->sessions().open(row, event("session.opened")));
  const auto found = find(1);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->id, row.id);
  EXPECT_EQ(found->hash, row.hash);
  EXPECT_EQ(found->user_id, row.user_id);
  EXPECT_EQ(found->level, row.level);
  EXPECT_EQ(found->authenticated_at, row.authenticated_at);
  EXPECT_EQ(found->idle_until, row.idle_until);
  EXPECT_EQ(found->absolute_until, row.absolute_until);
  EXPECT_FALSE(find(2));
}

TEST_P(SessionStore, ends_one_session_once_and_no_other) {
  ASSERT_TRUE(database->sessions().open(session(1), event("session.opened")));
  ASSERT_TRUE(database->sessions().open(session(2), event("session.opened")));
  std::atomic<int> ended = 0;
  together(16, [&](std::size_t) {
    const auto end =
        database->sessions().end(session(1).id, place.clock.now(), event("session.ended"));
    ended += end && *end;
  });
  EXPECT_EQ(ended, 1);
  EXPECT_FALSE(find(1));
  EXPECT_TRUE(find(2));
  expect_whole_trail(3);
}

TEST_P(SessionStore, does_not_end_what_never_was) {
  const auto ended =
      database->sessions().end(session(9).id, place.clock.now(), event("session.ended"));
  ASSERT_TRUE(ended);
  EXPECT_FALSE(*ended);
  EXPECT_TRUE(types().empty());
}

TEST_P(SessionStore, finds_nothing_from_either_limit_on) {
  ASSERT_TRUE(database->sessions().open(session(1), event("session.opened")));
  auto absolute_first = session(2);
  absolute_first.absolute_until = place.clock.now() + std::chrono::hours(1);
  ASSERT_TRUE(database->sessions().open(absolute_first, event("session.opened")));

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
  ASSERT_TRUE(database->sessions().open(session(1), event("session.opened")));
  auto same_hash = session(2);
  same_hash.hash = session(1).hash;
  auto same_id = session(3);
  same_id.id = session(1).id;
  for (const auto& row : {same_hash, same_id}) {
    const auto refused = database->sessions().open(row, event("session.opened"));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, base::ErrorCode::conflict);
  }
  expect_whole_trail(1);
}

TEST_P(SessionStore, is_swept_of_ended_and_outlived_sessions) {
  for (std::uint8_t number = 1; number <= 3; ++number) {
    ASSERT_TRUE(database->sessions().open(session(number), event("session.opened")));
  }
  ASSERT_TRUE(
      database->sessions().end(session(1).id, place.clock.now(), event("session.ended")).value());
  EXPECT_EQ(database->sweep(place.clock.now(), 100).value(), 1U);
  EXPECT_TRUE(find(2));
  place.clock.advance(std::chrono::hours(12));
  EXPECT_EQ(database->sweep(place.clock.now(), 100).value(), 2U);
}

}  // namespace
}  // namespace contract
