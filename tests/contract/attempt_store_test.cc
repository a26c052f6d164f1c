#include <atomic>

#include "tests/contract/on_every_engine.h"

namespace contract {
namespace {

namespace budget = identity::budget;

constexpr budget::Tariff kTariff{.free = 5,
                                 .first_delay = std::chrono::seconds(2),
                                 .longest_delay = std::chrono::minutes(15),
                                 .lock_after = 50,
                                 .lock_for = std::chrono::hours(1),
                                 .forget_one_every = std::chrono::minutes(30)};
constexpr budget::Tariff kWide{.free = 1000, .forget_one_every = std::chrono::minutes(1)};

class AttemptStore : public OnEveryEngine {
 protected:
  static budget::Line line(std::uint64_t number, const budget::Tariff& tariff = kTariff) {
    return {.key = hash_of(number), .tariff = tariff};
  }
  static bool admitted(const budget::Reservation& reservation) {
    return std::holds_alternative<budget::Reserved>(reservation);
  }
  budget::Reservation reserve(storage::Database& node, const std::vector<budget::Line>& lines) {
    auto reserved = node.attempts().reserve(lines, place.clock.now(), event("login.slowed"));
    EXPECT_TRUE(reserved) << reserved.error().detail;
    return *reserved;
  }
  bool reserve(const std::vector<budget::Line>& lines) {
    return admitted(reserve(*database, lines));
  }
  void settle(const budget::Line& forget, const std::vector<budget::Line>& give_back) {
    database->attempts().settle(forget, give_back, place.clock.now());
    ASSERT_TRUE(reserve({line(99)})) << "what this goes along with";
  }
};
GAPURA_ON_EVERY_ENGINE(AttemptStore);

TEST_P(AttemptStore, LG3_counts_to_the_end_of_what_is_free_and_opens_again) {
  for (int attempt = 0; attempt < 5; ++attempt) {
    EXPECT_TRUE(reserve({line(1)}));
  }
  // Closing is told once, however many knock.
  EXPECT_EQ(types(), std::vector<std::string>{"login.slowed"});
  const auto refused = reserve(*database, {line(1)});
  ASSERT_TRUE(std::holds_alternative<budget::Refused>(refused));
  EXPECT_EQ(std::get<budget::Refused>(refused).open_at,
            place.clock.now() + std::chrono::seconds(2));
  EXPECT_EQ(types().size(), 1U);
  EXPECT_TRUE(reserve({line(2)}));
  place.clock.advance(std::chrono::seconds(2));
  EXPECT_TRUE(reserve({line(1)}));
  EXPECT_FALSE(reserve({line(1)}));
  EXPECT_EQ(types().size(), 2U);
}

TEST_P(AttemptStore, charges_all_meters_or_none) {
  for (int attempt = 0; attempt < 5; ++attempt) {
    ASSERT_TRUE(reserve({line(1)}));
  }
  for (int attempt = 0; attempt < 20; ++attempt) {
    EXPECT_FALSE(reserve({line(1), line(2)}));
    EXPECT_FALSE(reserve({line(0), line(1)}));
  }
  for (int attempt = 0; attempt < 5; ++attempt) {
    EXPECT_TRUE(reserve({line(0), line(2)}));
  }
  EXPECT_FALSE(reserve({line(0)}));
  EXPECT_FALSE(reserve({line(2)}));
}

TEST_P(AttemptStore, what_was_right_forgets_its_lane_and_gives_the_others_one_back) {
  for (int attempt = 0; attempt < 5; ++attempt) {
    ASSERT_TRUE(reserve({line(1, kWide), line(2)}));
  }
  EXPECT_FALSE(reserve({line(1, kWide), line(2)}));
  settle(line(1, kWide), {line(2)});
  EXPECT_TRUE(reserve({line(1, kWide), line(2)}));
  EXPECT_FALSE(reserve({line(1, kWide), line(2)}));
  settle(line(2), {line(7)});
  for (int attempt = 0; attempt < 5; ++attempt) {
    EXPECT_TRUE(reserve({line(2), line(7)}));
  }
}

TEST_P(AttemptStore, LG3_of_64_at_once_no_more_are_admitted_than_are_free) {
  for (std::uint64_t turn = 0; turn < 3; ++turn) {
    std::atomic<int> passed = 0;
    together(64, [&](std::size_t) { passed += reserve({line(turn)}); });
    EXPECT_EQ(passed, 5);
  }
}

TEST_P(AttemptStore, LG3_lanes_that_share_a_network_share_what_it_has) {
  constexpr budget::Tariff kNetwork{.free = 20,
                                    .first_delay = std::chrono::seconds(1),
                                    .longest_delay = std::chrono::minutes(1),
                                    .lock_after = 1000,
                                    .lock_for = std::chrono::minutes(15),
                                    .forget_one_every = std::chrono::seconds(6)};
  // The network's key lies between those of the lanes.
  std::atomic<int> passed = 0;
  together(64, [&](std::size_t thread) {
    const std::uint64_t lane = thread % 2 == 0 ? thread : 1000 + thread;
    std::vector<budget::Line> lines{line(lane), line(500, kNetwork)};
    if (lane > 500) {
      std::swap(lines[0], lines[1]);
    }
    passed += reserve(lines);
  });
  EXPECT_EQ(passed, 20);
  expect_whole_trail(1);
}

TEST_P(AttemptStore, is_swept_of_meters_that_have_forgotten_everything) {
  ASSERT_TRUE(reserve({line(1)}));
  ASSERT_TRUE(reserve({line(2)}));
  ASSERT_TRUE(reserve({line(2)}));
  place.clock.advance(std::chrono::minutes(30) - base::Duration(1));
  EXPECT_EQ(database->sweep(place.clock.now(), 100).value(), 0U);
  place.clock.advance(base::Duration(1));
  EXPECT_EQ(database->sweep(place.clock.now(), 100).value(), 1U);
  place.clock.advance(std::chrono::minutes(30));
  EXPECT_EQ(database->sweep(place.clock.now(), 100).value(), 1U);
}

class AttemptsOfTwoNodes : public AttemptStore {};
INSTANTIATE_TEST_SUITE_P(, AttemptsOfTwoNodes, testing::Values(support::EngineKind::postgres),
                         name_of_engine);

TEST_P(AttemptsOfTwoNodes, LG3_are_counted_by_one_meter) {
  const auto other = place.open("node-b");
  for (std::uint64_t turn = 0; turn < 5; ++turn) {
    std::atomic<int> passed = 0;
    together(64, [&](std::size_t thread) {
      auto& node = thread % 2 == 0 ? *database : *other;
      passed += admitted(reserve(node, {line(10 * turn), line(10 * turn + 1 + thread % 3)}));
    });
    EXPECT_EQ(passed, 5);
  }
}

}  // namespace
}  // namespace contract
