#include <array>
#include <atomic>

#include "tests/contract/on_every_engine.h"

namespace contract {
namespace {

class OneTimeStore : public OnEveryEngine {};
GAPURA_ON_EVERY_ENGINE(OneTimeStore);

TEST_P(OneTimeStore, gives_back_what_was_bound_once_and_then_recognises_a_replay) {
  const auto row = one_time(1);
  ASSERT_TRUE(database->one_time().put(row, event("code.issued")));
  const auto first_time = place.clock.now();
  const auto first = spend(1);
  ASSERT_TRUE(first);
  ASSERT_TRUE(std::holds_alternative<mint::Fresh>(*first));
  EXPECT_EQ(std::get<mint::Fresh>(*first).bound, row.bound);

  place.clock.advance(std::chrono::seconds(5));
  const auto second = spend(1);
  ASSERT_TRUE(second);
  ASSERT_TRUE(std::holds_alternative<mint::Replayed>(*second));
  EXPECT_EQ(std::get<mint::Replayed>(*second).bound, row.bound);
  EXPECT_EQ(std::get<mint::Replayed>(*second).spent_at, first_time);
  EXPECT_EQ(types(), (std::vector<std::string>{"code.issued", "code.spent", "code.replayed"}));
  expect_whole_trail(3);
}

TEST_P(OneTimeStore, says_what_waits_and_takes_nothing) {
  const auto waits = [&](std::uint64_t number, mint::Purpose purpose) {
    return database->one_time().waits(purpose, hash_of(number), place.clock.now()).value();
  };
  ASSERT_TRUE(database->one_time().put(one_time(1), event("code.issued")));
  EXPECT_TRUE(waits(1, mint::Purpose::site_code));
  EXPECT_FALSE(waits(1, mint::Purpose::setup_link));
  EXPECT_FALSE(waits(2, mint::Purpose::site_code));
  ASSERT_TRUE(std::holds_alternative<mint::Fresh>(spend(1).value()));
  EXPECT_FALSE(waits(1, mint::Purpose::site_code));
  ASSERT_TRUE(database->one_time().put(one_time(2), event("code.issued")));
  place.clock.advance(std::chrono::seconds(60));
  EXPECT_FALSE(waits(2, mint::Purpose::site_code));
}

TEST_P(OneTimeStore, TK2_of_16_setup_links_used_at_once_one_is_fresh) {
  for (std::uint64_t number = 0; number < 16; ++number) {
    ASSERT_TRUE(database->one_time().put(one_time(number, mint::Purpose::setup_link),
                                         event("link.issued")));
    ASSERT_TRUE(database->one_time().put(one_time(number), event("code.issued")));
  }
  EXPECT_TRUE(std::holds_alternative<mint::Unknown>(spend(77, mint::Purpose::setup_link).value()))
      << "a link that is none spends none";
  std::atomic<int> fresh = 0;
  std::atomic<int> late = 0;
  together(16, [&](std::size_t thread) {
    const auto spent = spend(thread, mint::Purpose::setup_link).value();
    fresh += std::holds_alternative<mint::Fresh>(spent) ? 1 : 0;
    late += std::holds_alternative<mint::Replayed>(spent) ? 1 : 0;
  });
  EXPECT_EQ(fresh, 1);
  EXPECT_EQ(late, 15);
  EXPECT_TRUE(std::holds_alternative<mint::Fresh>(spend(3).value())) << "codes are each their own";
}

TEST_P(OneTimeStore, knows_nothing_of_what_never_was) {
  const auto spent = spend(404);
  ASSERT_TRUE(spent);
  EXPECT_TRUE(std::holds_alternative<mint::Unknown>(*spent));
  EXPECT_EQ(types(), std::vector<std::string>{"code.unknown"});
}

TEST_P(OneTimeStore, TK1_what_was_spent_is_recognised_for_an_hour_after_it_has_expired) {
  const auto remembered = [&](std::uint64_t number) {
    return database->one_time().spent(mint::Purpose::site_code, hash_of(number)).value();
  };
  ASSERT_TRUE(database->one_time().put(one_time(1), event("code.issued")));
  ASSERT_TRUE(database->one_time().put(one_time(2), event("code.issued")));
  EXPECT_FALSE(remembered(1));
  ASSERT_TRUE(std::holds_alternative<mint::Fresh>(spend(1).value()));
  place.clock.advance(std::chrono::seconds(60));
  EXPECT_TRUE(std::holds_alternative<mint::Replayed>(spend(1).value()));
  EXPECT_TRUE(std::holds_alternative<mint::Unknown>(spend(2).value()));
  EXPECT_EQ(remembered(1)->bound, one_time(1).bound);
  EXPECT_FALSE(remembered(2));
  EXPECT_FALSE(database->one_time().spent(mint::Purpose::setup_link, hash_of(1)).value());
  place.clock.advance(std::chrono::hours(1));
  EXPECT_EQ(database->sweep(place.clock.now(), 100).value(), 2U);
  EXPECT_TRUE(std::holds_alternative<mint::Unknown>(spend(1).value()));
}

TEST_P(OneTimeStore, ST7_a_value_of_one_purpose_does_not_exist_for_another) {
  ASSERT_TRUE(
      database->one_time().put(one_time(1, mint::Purpose::site_code), event("code.issued")));
  for (const auto purpose : {mint::Purpose::authorization_code, mint::Purpose::setup_link}) {
    EXPECT_TRUE(std::holds_alternative<mint::Unknown>(spend(1, purpose).value()));
  }
  ASSERT_TRUE(
      database->one_time().put(one_time(1, mint::Purpose::setup_link), event("link.issued")));
  EXPECT_TRUE(std::holds_alternative<mint::Fresh>(spend(1, mint::Purpose::setup_link).value()));
  EXPECT_TRUE(std::holds_alternative<mint::Fresh>(spend(1, mint::Purpose::site_code).value()));
}

TEST_P(OneTimeStore, says_what_a_value_is_for_and_takes_nothing) {
  const auto bound = [&](mint::Purpose purpose = mint::Purpose::site_code) {
    return database->one_time().bound(purpose, hash_of(1)).value();
  };
  EXPECT_EQ(bound(), std::nullopt);
  ASSERT_TRUE(database->one_time().put(one_time(1), event("code.issued")));
  EXPECT_EQ(bound(), one_time(1).bound);
  EXPECT_EQ(bound(mint::Purpose::authorization_code), std::nullopt);
  EXPECT_TRUE(std::holds_alternative<mint::Fresh>(spend(1).value()));
  EXPECT_EQ(bound(), one_time(1).bound) << "and when it has been taken";
  EXPECT_EQ(types(), (std::vector<std::string>{"code.issued", "code.spent"}));
}

TEST_P(OneTimeStore, refuses_a_second_row_of_one_hash_and_keeps_the_first) {
  ASSERT_TRUE(database->one_time().put(one_time(1), event("code.issued")));
  auto other = one_time(1);
  other.bound = "{}";
  const auto refused = database->one_time().put(other, event("code.issued"));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, base::ErrorCode::conflict);
  EXPECT_EQ(std::get<mint::Fresh>(spend(1).value()).bound, one_time(1).bound);
  // An act that did not happen is not in the trail.
  EXPECT_EQ(types(), (std::vector<std::string>{"code.issued", "code.spent"}));
}

TEST_P(OneTimeStore, keeps_octets_and_text_as_they_are) {
  auto row = one_time(1);
  row.hash = base::Bytes(32, 0);
  row.bound = "{\"nama\":\"Siti Nurbaya – Ω \\u0000 '\\\"; --\"}";
  ASSERT_TRUE(database->one_time().put(row, event("code.issued")));
  const auto spent = database->one_time().spend(mint::Purpose::site_code, row.hash,
                                                place.clock.now(), spend_events());
  EXPECT_EQ(std::get<mint::Fresh>(spent.value()).bound, row.bound);
}

TEST_P(OneTimeStore, of_64_threads_that_spend_one_value_exactly_one_finds_it_fresh) {
  ASSERT_TRUE(database->one_time().put(one_time(1), event("code.issued")));
  std::atomic<int> fresh = 0;
  std::atomic<int> replayed = 0;
  together(64, [&](std::size_t) {
    const auto spent = spend(1);
    fresh += spent && std::holds_alternative<mint::Fresh>(*spent);
    replayed += spent && std::holds_alternative<mint::Replayed>(*spent);
  });
  EXPECT_EQ(fresh, 1);
  EXPECT_EQ(replayed, 63);
  expect_whole_trail(65);
}

TEST_P(OneTimeStore, under_a_crowd_every_value_is_fresh_once) {
  constexpr std::uint64_t kValues = 100;
  for (std::uint64_t number = 0; number < kValues; ++number) {
    ASSERT_TRUE(database->one_time().put(one_time(number), event("code.issued")));
  }
  std::array<std::atomic<int>, kValues> fresh{};
  together(16, [&](std::size_t thread) {
    for (std::uint64_t step = 0; step < kValues; ++step) {
      const std::uint64_t number = thread % 2 == 0 ? step : kValues - 1 - step;
      const auto spent = spend(number);
      fresh.at(number) += spent && std::holds_alternative<mint::Fresh>(*spent);
    }
  });
  for (const auto& each : fresh) {
    EXPECT_EQ(each, 1);
  }
  expect_whole_trail(kValues + 16 * kValues);
}

TEST_P(OneTimeStore, is_swept_of_what_has_expired_in_batches_and_of_nothing_else) {
  for (std::uint64_t number = 0; number < 10; ++number) {
    ASSERT_TRUE(database->one_time().put(one_time(number), event("code.issued")));
  }
  place.clock.advance(std::chrono::seconds(30));
  ASSERT_TRUE(database->one_time().put(one_time(100), event("code.issued")));
  EXPECT_EQ(database->sweep(place.clock.now(), 4).value(), 0U);
  place.clock.advance(std::chrono::seconds(30) + std::chrono::hours(1));
  EXPECT_EQ(database->sweep(place.clock.now(), 4).value(), 4U);
  EXPECT_EQ(database->sweep(place.clock.now(), 4).value(), 4U);
  EXPECT_EQ(database->sweep(place.clock.now(), 4).value(), 2U);
  EXPECT_EQ(database->sweep(place.clock.now(), 4).value(), 0U);
  EXPECT_EQ(database->counters().swept, 10U);
  EXPECT_EQ(database->one_time().put(one_time(100), event("code.issued")).error().code,
            base::ErrorCode::conflict)
      << "still there";
}

}  // namespace
}  // namespace contract
