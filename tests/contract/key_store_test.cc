#include <atomic>

#include "tests/contract/on_every_engine.h"

namespace contract {
namespace {

class KeyStore : public OnEveryEngine {
 protected:
  keys::KeyRow key(std::string kid, std::string algorithm, std::int64_t generation) const {
    const auto now = place.clock.now();
    return {.kid = std::move(kid),
            .algorithm = std::move(algorithm),
            .generation = generation,
            .public_jwk = R"({"kty":"EC"})",
            .sealed_private = {0, 1, 2, 0xff},
            .created_at = now,
            .sign_from = now + std::chrono::hours(1),
            .sign_until = now + std::chrono::hours(24),
            .remove_at = now + std::chrono::hours(48)};
  }
};
GAPURA_ON_EVERY_ENGINE(KeyStore);

TEST_P(KeyStore, gives_all_keys_whole_by_algorithm_then_generation) {
  ASSERT_TRUE(database->keys().add(key("c", "RS256", 1), event("key.created")).value());
  ASSERT_TRUE(database->keys().add(key("b", "ES256", 2), event("key.created")).value());
  ASSERT_TRUE(database->keys().add(key("a", "ES256", 1), event("key.created")).value());
  const auto all = database->keys().all();
  ASSERT_TRUE(all);
  ASSERT_EQ(all->size(), 3U);
  EXPECT_EQ(all->at(0).kid, "a");
  EXPECT_EQ(all->at(1).kid, "b");
  EXPECT_EQ(all->at(2).kid, "c");
  const auto expected = key("a", "ES256", 1);
  EXPECT_EQ(all->at(0).algorithm, expected.algorithm);
  EXPECT_EQ(all->at(0).generation, expected.generation);
  EXPECT_EQ(all->at(0).public_jwk, expected.public_jwk);
  EXPECT_EQ(all->at(0).sealed_private, expected.sealed_private);
  EXPECT_EQ(all->at(0).created_at, expected.created_at);
  EXPECT_EQ(all->at(0).sign_from, expected.sign_from);
  EXPECT_EQ(all->at(0).sign_until, expected.sign_until);
  EXPECT_EQ(all->at(0).remove_at, expected.remove_at);
}

TEST_P(KeyStore, tells_by_a_tally_whether_a_key_was_made_or_is_gone) {
  std::vector<keys::KeyTally> seen{database->keys().tally().value()};
  EXPECT_EQ(seen.front(), keys::KeyTally{});
  for (const std::int64_t generation : {1, 2, 3}) {
    ASSERT_TRUE(database->keys().add(key("kid" + std::to_string(generation), "ES256", generation),
                                     event("key.created")));
    seen.push_back(database->keys().tally().value());
  }
  EXPECT_EQ(seen.back(), (keys::KeyTally{.keys = 3, .generations = 6}));
  const auto first = key("kid1", "ES256", 1);
  EXPECT_TRUE(database->keys().remove("kid1", first.remove_at, event("key.removed")).value());
  seen.push_back(database->keys().tally().value());
  for (std::size_t at = 1; at < seen.size(); ++at) {
    EXPECT_NE(seen[at], seen[at - 1]) << at;
  }
}

TEST_P(KeyStore, of_nodes_that_rotate_at_once_one_makes_the_generation) {
  std::atomic<int> added = 0;
  together(16, [&](std::size_t thread) {
    const auto add = database->keys().add(key("kid-" + std::to_string(thread), "ES256", 1),
                                          event("key.created"));
    added += add && *add;
  });
  EXPECT_EQ(added, 1);
  EXPECT_EQ(database->keys().all()->size(), 1U);
  expect_whole_trail(1);
}

TEST_P(KeyStore, refuses_a_kid_that_is_there) {
  ASSERT_TRUE(database->keys().add(key("a", "ES256", 1), event("key.created")).value());
  const auto refused = database->keys().add(key("a", "ES256", 2), event("key.created"));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, base::ErrorCode::conflict);
  expect_whole_trail(1);
}

TEST_P(KeyStore, reschedules_the_key_named_and_says_when_there_is_none) {
  ASSERT_TRUE(database->keys().add(key("a", "ES256", 1), event("key.created")).value());
  const auto sooner = place.clock.now() + std::chrono::minutes(1);
  const auto later = place.clock.now() + std::chrono::minutes(2);
  ASSERT_TRUE(database->keys().reschedule("a", sooner, later, event("key.rescheduled")));
  EXPECT_EQ(database->keys().all()->at(0).sign_until, sooner);
  EXPECT_EQ(database->keys().all()->at(0).remove_at, later);
  const auto missing = database->keys().reschedule("b", sooner, later, event("key.rescheduled"));
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, base::ErrorCode::not_found);
  EXPECT_EQ(types(), (std::vector<std::string>{"key.created", "key.rescheduled"}));
}

TEST_P(KeyStore, forgets_the_key_named_unless_another_node_gave_it_longer_and_tells_the_trail) {
  const auto removed = event("key.removed");
  ASSERT_TRUE(database->keys().add(key("a", "ES256", 1), event("key.created")).value());
  ASSERT_TRUE(database->keys().add(key("b", "ES256", 2), event("key.created")).value());
  const base::Instant known = key("a", "ES256", 1).remove_at;
  EXPECT_FALSE(database->keys().remove("a", known - std::chrono::seconds(1), removed).value());
  EXPECT_FALSE(database->keys().remove("c", known, removed).value());
  EXPECT_EQ(database->keys().all()->size(), 2U);
  EXPECT_TRUE(database->keys().remove("a", known, removed).value());
  EXPECT_FALSE(database->keys().remove("a", known, removed).value());
  ASSERT_EQ(database->keys().all()->size(), 1U);
  EXPECT_EQ(database->keys().all()->at(0).kid, "b");
  EXPECT_EQ(types(), (std::vector<std::string>{"key.created", "key.created", "key.removed"}));
}

}  // namespace
}  // namespace contract
