// Logins by a provider that come at once, and beside one that does not answer.
#include <atomic>
#include <chrono>
#include <latch>
#include <semaphore>
#include <thread>
#include <utility>
#include <vector>

#include "federation/lanes.h"
#include "tests/attacks/federation/program_house.h"

namespace attacks {
namespace {

class FederationAtOnce : public Federation {
 protected:
  static constexpr std::size_t kMany = 6;

  // Each asks at the same moment; whether they are logged in then.
  static std::size_t get_in(std::vector<Browser>& browsers, const std::vector<std::string>& urls) {
    std::latch start(static_cast<std::ptrdiff_t>(browsers.size()));
    std::atomic<std::size_t> in = 0;
    std::vector<std::jthread> threads;
    for (std::size_t each = 0; each < browsers.size(); ++each) {
      threads.emplace_back([&, each] {
        start.arrive_and_wait();
        browsers[each].get(urls[each % urls.size()]);
        in += browsers[each].cookie("gapura_session") ? 1 : 0;
      });
    }
    threads.clear();
    return in;
  }
  std::size_t sessions() {
    return installation_.json({"user", "sessions", "ani"}).at("sessions").as_array().size();
  }
};

TEST_P(FederationAtOnce, FD5_of_one_answer_that_comes_often_one_counts) {
  auto it = browser();
  const auto back = provider_->come_back(away(it), ani());
  std::vector<Browser> copies(kMany, it);
  EXPECT_EQ(get_in(copies, {back}), 1U);
  EXPECT_EQ(people(), 1U);
  EXPECT_EQ(sessions(), 1U);
}

TEST_P(FederationAtOnce, FD3_of_many_first_logins_one_makes_the_person_and_all_are_theirs) {
  std::vector<Browser> browsers(kMany, browser());
  std::vector<std::string> backs;
  backs.reserve(kMany);
  for (Browser& each : browsers) {
    backs.push_back(provider_->come_back(away(each), ani()));
  }
  EXPECT_EQ(get_in(browsers, backs), kMany);
  EXPECT_EQ(people(), 1U);
  EXPECT_EQ(sessions(), kMany);
}

TEST_P(FederationAtOnce, FD7_a_slow_provider_takes_nobody_from_another_one_nor_from_passwords) {
  ServedProvider slow(clock_);
  add("lambat", slow);
  std::latch answers{1};
  slow->bend_reply = [&answers](const auto&, auto&) { answers.wait(); };
  constexpr std::size_t kTooMany = 2;
  std::counting_semaphore<> turned_away{0};
  std::atomic<std::size_t> sent = 0;
  std::vector<std::jthread> waiting;
  for (std::size_t each = 0; each < federation::Lanes::kMost + kTooMany; ++each) {
    auto it = browser();
    auto button = button_on(it.get("/login"), "lambat");
    waiting.emplace_back([&, it = std::move(it), button = std::move(button)]() mutable {
      if (it.get(button).status == 503) {
        turned_away.release();
      } else {
        ++sent;
      }
    });
  }
  for (std::size_t each = 0; each < kTooMany; ++each) {
    EXPECT_TRUE(turned_away.try_acquire_for(std::chrono::seconds(10)));
  }
  auto another = browser();
  EXPECT_EQ(log_in(another).status, 303);
  EXPECT_TRUE(support::is_logged_in(another));
  support::add_user(installation_, "budi");
  auto local = browser();
  EXPECT_EQ(support::log_in(local, "budi").status, 303);
  EXPECT_EQ(sent, 0U) << "the others still wait";
  answers.count_down();
  waiting.clear();
  EXPECT_EQ(sent, federation::Lanes::kMost);
}

INSTANTIATE_TEST_SUITE_P(, FederationAtOnce,
                         testing::Values(EngineKind::sqlite, EngineKind::postgres),
                         [](const auto& info) { return support::name_of(info.param); });

}  // namespace
}  // namespace attacks
