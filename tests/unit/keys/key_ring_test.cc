#include "keys/key_ring.h"

#include <atomic>
#include <future>
#include <latch>
#include <thread>
#include <utility>

#include "tests/unit/keys/ring_fixture.h"

namespace keys {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

TEST_F(KeyRingTest, the_first_keys_sign_at_once_one_for_each_algorithm) {
  options_.algorithms = KeyRingOptions().algorithms;
  const auto ring = open();
  for (const auto algorithm : options_.algorithms) {
    const auto signer = ring->signer(algorithm);
    ASSERT_TRUE(signer.has_value());
    EXPECT_EQ((*signer)->algorithm(), algorithm);
    const std::string token = (*signer)->sign("at+jwt", R"({"sub":"23"})");
    EXPECT_TRUE(ring->verify(token, {.typ = "at+jwt"}).has_value());
  }
  EXPECT_EQ(published(*ring).size(), 3U);
  EXPECT_EQ(store_.events().size(), 3U);
  EXPECT_EQ(store_.events().at(0).type, "key.created");
}

TEST_F(KeyRingTest, a_second_start_makes_nothing) {
  const std::string kid = signing(*open());
  const auto ring = open();
  EXPECT_EQ(signing(*ring), kid);
  EXPECT_EQ(store_.rows().size(), 1U);
}

TEST_F(KeyRingTest, a_kid_is_the_thumbprint_of_its_key) {
  const auto ring = open();
  const auto key = ring->snapshot()->keys().at(0);
  EXPECT_EQ(key.row.kid, jose::thumbprint(key.public_key));
}

TEST_F(KeyRingTest, what_is_published_holds_nothing_private) {
  options_.algorithms = KeyRingOptions().algorithms;
  const auto ring = open();
  const auto set = base::parse_json_object(ring->snapshot()->public_set().json);
  ASSERT_TRUE(set.has_value());
  for (const auto& jwk : set->at("keys").as_array()) {
    for (const auto& member : jwk.as_object()) {
      const std::string_view name = member.key();
      EXPECT_TRUE(name == "kty" || name == "crv" || name == "x" || name == "y" || name == "n" ||
                  name == "e" || name == "use" || name == "alg" || name == "kid")
          << name;
    }
  }
}

TEST_F(KeyRingTest, the_etag_changes_with_the_set_and_not_without) {
  const auto ring = open();
  const std::string before = ring->snapshot()->public_set().etag;
  EXPECT_TRUE(before.starts_with('"') && before.ends_with('"'));
  ASSERT_TRUE(ring->refresh().has_value());
  EXPECT_EQ(ring->snapshot()->public_set().etag, before);
  ASSERT_TRUE(ring->rotate(kEdDSA, "cli").has_value());
  EXPECT_NE(ring->snapshot()->public_set().etag, before);
}

TEST_F(KeyRingTest, a_rotated_key_is_published_before_it_signs_and_after_it_retired) {
  const auto ring = open();
  const std::string first = signing(*ring);
  clock_.advance(days(10));
  ASSERT_TRUE(ring->rotate(kEdDSA, "user:1").has_value());
  const std::string second = ring->snapshot()->newest(kEdDSA)->row.kid;
  EXPECT_EQ(store_.events().at(1).actor, "user:1");
  EXPECT_EQ(published(*ring), (Kids{first, second}));
  EXPECT_EQ(signing(*ring), first);

  clock_.advance(hours(1) - seconds(1));
  ASSERT_TRUE(ring->maintain().has_value());
  EXPECT_EQ(signing(*ring), first);
  clock_.advance(seconds(1));
  EXPECT_EQ(signing(*ring), second);

  // The last token of the first key lives for a day, and five minutes on a slow clock.
  clock_.advance(hours(24) + minutes(5) - seconds(1));
  ASSERT_TRUE(ring->maintain().has_value());
  EXPECT_EQ(published(*ring), (Kids{first, second}));
  clock_.advance(seconds(1));
  ASSERT_TRUE(ring->maintain().has_value());
  EXPECT_EQ(published(*ring), Kids{second});
}

TEST_F(KeyRingTest, rotating_twice_makes_one_key) {
  const auto ring = open();
  const auto one = ring->rotate(kEdDSA, "cli");
  const auto other = ring->rotate(kEdDSA, "cli");
  ASSERT_TRUE(one.has_value() && other.has_value());
  EXPECT_EQ(one->kid, other->kid);
  EXPECT_EQ(store_.rows().size(), 2U);
}

TEST_F(KeyRingTest, an_algorithm_that_is_not_configured_is_not_rotated) {
  const auto ring = open();
  const auto refused = ring->rotate(kES256, "cli");
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, base::ErrorCode::invalid_request);
  EXPECT_EQ(ring->signer(kES256).error().code, base::ErrorCode::unavailable);
}

TEST_F(KeyRingTest, a_retired_key_signs_nothing_KY1) {
  const auto ring = open();
  const std::string first = signing(*ring);
  ASSERT_TRUE(ring->rotate(kEdDSA, "cli").has_value());
  clock_.advance(hours(1));
  // Even when nobody told this node that an hour has passed.
  EXPECT_NE(signing(*ring), first);
  clock_.advance(hours(2));
  ASSERT_TRUE(ring->maintain().has_value());
  const auto* retired = ring->snapshot()->find(first);
  ASSERT_NE(retired, nullptr);
  EXPECT_EQ(retired->signer, nullptr);
}

TEST_F(KeyRingTest, a_ring_that_nobody_maintained_signs_with_no_key_past_its_time) {
  const auto ring = open();
  clock_.advance(days(90));
  EXPECT_EQ(signing(*ring), "none");
  EXPECT_FALSE(ring->ready().has_value());
  // The successor signs at once: there is no set in any cache that lacks it.
  ASSERT_TRUE(ring->maintain().has_value());
  EXPECT_NE(signing(*ring), "none");
}

TEST_F(KeyRingTest, a_node_that_comes_back_late_leaves_no_gap) {
  std::string first = signing(*open());
  clock_.advance(days(90) - minutes(10));
  const auto ring = open();
  EXPECT_EQ(store_.rows().size(), 2U);
  for (int minute = 0; minute < 120; ++minute) {
    ASSERT_NE(signing(*ring), "none") << minute;
    clock_.advance(minutes(1));
    ASSERT_TRUE(ring->maintain().has_value());
  }
  EXPECT_NE(signing(*ring), first);
}

TEST_F(KeyRingTest, a_clock_set_back_an_hour_finds_the_key_of_that_hour_KY3) {
  const auto ring = open();
  const std::string first = signing(*ring);
  ASSERT_TRUE(ring->rotate(kEdDSA, "cli").has_value());
  clock_.advance(hours(1) + minutes(2));
  ASSERT_TRUE(ring->maintain().has_value());
  EXPECT_NE(signing(*ring), first);
  clock_.advance(-hours(1));
  EXPECT_EQ(signing(*ring), first);
  EXPECT_EQ(published(*ring).size(), 2U);
}

TEST_F(KeyRingTest, an_algorithm_added_later_is_published_before_it_signs) {
  open();
  clock_.advance(days(1));
  options_.algorithms = {kEdDSA, kES256};
  const auto ring = open();
  EXPECT_EQ(published(*ring).size(), 2U);
  EXPECT_EQ(signing(*ring, kES256), "none");
  EXPECT_TRUE(ring->ready().has_value());
  clock_.advance(hours(1));
  EXPECT_NE(signing(*ring, kES256), "none");
}

TEST_F(KeyRingTest, a_first_start_that_was_interrupted_is_finished) {
  open();
  clock_.advance(seconds(30));
  options_.algorithms = {kEdDSA, kES256};
  EXPECT_NE(signing(*open(), kES256), "none");
}

TEST_F(KeyRingTest, an_algorithm_no_longer_wanted_gets_no_successor) {
  options_.algorithms = {kEdDSA, kES256};
  open();
  options_.algorithms = {kEdDSA};
  const auto ring = open();
  EXPECT_NE(signing(*ring, kES256), "none");
  clock_.advance(days(89) + hours(23));
  ASSERT_TRUE(ring->maintain().has_value());
  EXPECT_EQ(ring->snapshot()->newest(kEdDSA)->row.generation, 2);
  EXPECT_EQ(ring->snapshot()->newest(kES256)->row.generation, 1);
}

TEST_F(KeyRingTest, longer_tokens_keep_their_key_published_for_longer) {
  open();
  const base::Instant before = store_.rows().at(0).remove_at;
  options_.longest_token = hours(48);
  open();
  EXPECT_EQ(store_.rows().at(0).remove_at, before + hours(24));
}

TEST_F(KeyRingTest, nodes_that_start_together_make_one_key_of_each) {
  options_.algorithms = {kEdDSA, kES256};
  std::vector<std::unique_ptr<KeyRing>> rings(6);
  {
    std::vector<std::jthread> threads;
    for (auto& ring : rings) {
      threads.emplace_back([&] { ring = open(); });
    }
  }
  EXPECT_EQ(store_.rows().size(), 2U);
  for (const auto& ring : rings) {
    EXPECT_EQ(signing(*ring), signing(*rings[0]));
    EXPECT_NE(signing(*ring), "none");
    EXPECT_NE(signing(*ring, kES256), "none");
  }
}

TEST_F(KeyRingTest, nodes_that_rotate_together_make_one_key) {
  std::vector<std::unique_ptr<KeyRing>> rings;
  for (int i = 0; i < 6; ++i) {
    rings.push_back(open());
  }
  {
    std::vector<std::jthread> threads;
    for (auto& ring : rings) {
      threads.emplace_back([&] { EXPECT_TRUE(ring->rotate(kEdDSA, "cli").has_value()); });
    }
  }
  EXPECT_EQ(store_.rows().size(), 2U);
}

TEST_F(KeyRingTest, signers_are_handed_out_while_the_set_is_swapped) {
  const auto ring = open();
  std::atomic<bool> stop = false;
  std::jthread reader([&] {
    while (!stop) {
      const auto signer = ring->signer(kEdDSA);
      ASSERT_TRUE(signer.has_value());
      ASSERT_TRUE(ring->verify((*signer)->sign("JWT", "{}"), {.typ = "JWT"}).has_value());
    }
  });
  for (int i = 0; i < 200; ++i) {
    clock_.advance(hours(1));
    ASSERT_TRUE(ring->rotate(kEdDSA, "cli").has_value());
    ASSERT_TRUE(ring->maintain().has_value());
  }
  stop = true;
}

TEST_F(KeyRingTest, a_token_of_another_nodes_new_key_is_asked_for_but_not_at_a_strangers_pace) {
  const auto here = open();
  clock_.advance(days(1));
  const auto there = open();
  ASSERT_TRUE(there->rotate(kEdDSA, "cli").has_value());
  clock_.advance(hours(1));
  const std::string token = (*there->signer(kEdDSA))->sign("JWT", "{}");
  const int before = store_.reads();
  EXPECT_TRUE(here->verify(token, {.typ = "JWT"}).has_value());
  EXPECT_EQ(store_.reads(), before + 1);

  const auto stranger = crypto::SigningKey::generate(kEdDSA, random_);
  for (int i = 0; i < 100; ++i) {
    const jose::Signer signer("kid-" + std::to_string(i), *stranger);
    EXPECT_FALSE(here->verify(signer.sign("JWT", "{}"), {.typ = "JWT"}).has_value());
  }
  EXPECT_EQ(store_.reads(), before + 1);
}

TEST_F(KeyRingTest, a_token_of_an_invented_kid_waits_for_no_rotation_when_another_has_just_asked) {
  const auto ring = open();
  const auto stranger = crypto::SigningKey::generate(kEdDSA, random_);
  const auto refused = [&] {
    const jose::Signer signer("invented", *stranger);
    return !ring->verify(signer.sign("JWT", "{}"), {.typ = "JWT"}).has_value();
  };
  ASSERT_TRUE(refused());
  std::latch rotating(1);
  std::latch answered(1);
  store_.before_read([&, first = true]() mutable {
    if (std::exchange(first, false)) {
      rotating.count_down();
      answered.wait();
    }
  });
  std::jthread rotation([&] { EXPECT_TRUE(ring->rotate(kEdDSA, "cli").has_value()); });
  rotating.wait();
  auto answer = std::async(std::launch::async, refused);
  EXPECT_EQ(answer.wait_for(seconds(10)), std::future_status::ready);
  answered.count_down();
  EXPECT_TRUE(answer.get());
}

TEST_F(KeyRingTest, a_store_that_is_down_leaves_the_keys_as_they_were) {
  const auto ring = open();
  const std::string kid = signing(*ring);
  store_.fail(true);
  EXPECT_FALSE(ring->maintain().has_value());
  EXPECT_EQ(signing(*ring), kid);
  EXPECT_EQ(published(*ring), Kids{kid});
}

struct Wrong {
  const char* name;
  void (*act)(KeyRingOptions&);
};

class WrongOptions : public KeyRingTest, public testing::WithParamInterface<Wrong> {};

TEST_P(WrongOptions, under_which_a_token_could_go_unverified_are_refused_KY1) {
  GetParam().act(options_);
  const auto ring = try_open();
  ASSERT_FALSE(ring.has_value());
  EXPECT_EQ(ring.error().code, base::ErrorCode::invalid_request);
  EXPECT_TRUE(store_.rows().empty());
}

INSTANTIATE_TEST_SUITE_P(
    all, WrongOptions,
    testing::Values(Wrong{"no_algorithm", [](KeyRingOptions& o) { o.algorithms.clear(); }},
                    Wrong{"cached_too_long", [](KeyRingOptions& o) { o.max_age = minutes(55); }},
                    Wrong{"read_too_seldom",
                          [](KeyRingOptions& o) { o.refresh_every = minutes(45); }},
                    Wrong{"clocks_too_far_apart", [](KeyRingOptions& o) { o.leeway = hours(1); }},
                    Wrong{"retired_too_soon", [](KeyRingOptions& o) { o.signs_for = hours(3); }},
                    Wrong{"negative", [](KeyRingOptions& o) { o.max_age = -seconds(1); }},
                    Wrong{"no_life", [](KeyRingOptions& o) { o.longest_token = seconds(0); }}),
    [](const auto& instance) { return std::string(instance.param.name); });

TEST_F(KeyRingTest, keeps_up_with_another_node_and_reads_no_key_without_need) {
  const auto ring = open();
  const auto other = open();
  const int reads = store_.reads();
  ASSERT_TRUE(ring->keep_up());
  EXPECT_EQ(store_.reads(), reads) << "nothing has changed";
  const auto made = other->rotate(kEdDSA, "cli").value();
  const int before = store_.reads();
  ASSERT_TRUE(ring->keep_up());
  ASSERT_TRUE(ring->keep_up());
  EXPECT_EQ(store_.reads(), before + 1);
  EXPECT_NE(ring->snapshot()->find(made.kid), nullptr);
  store_.fail(true);
  EXPECT_TRUE(ring->keep_up()) << "maintain() says so";
  EXPECT_FALSE(ring->maintain());
}

}  // namespace
}  // namespace keys
