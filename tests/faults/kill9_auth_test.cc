// ST1 at the Auth API: the server is killed while people log in, refresh and log out, and started
// again. Who was told that they are in is in, by the refresh token they were given last; one that
// was followed by others is dead; who was told that they are out is out.
#include <algorithm>
#include <atomic>
#include <csignal>
#include <iterator>
#include <thread>

#include <gtest/gtest.h>

#include "base/random.h"
#include "tests/faults/rounds.h"
#include "tests/support/people.h"
#include "tests/support/spa.h"

namespace faults {
namespace {

using support::EngineKind;
using support::Spa;

constexpr const char* kIssuer = "http://localhost:9000";
constexpr std::size_t kBrowsers = 4;
// Starting the whole program takes as long as ten deaths of what is beneath it.
constexpr int kAsLongAs = 10;

enum class Doing { nothing, refreshing, leaving };

// One login, as its browser saw it.
struct Told {
  std::string access_token;
  std::vector<std::string> refresh_tokens;  // each was followed by the next
  Doing doing = Doing::nothing;             // that nothing was said about
  bool is_out = false;
};

class Kill9Auth : public testing::TestWithParam<EngineKind> {
 protected:
  // Room for a machine that is busy: within the grace the newest but one is good as well.
  const support::Variables variables_{{"GAPURA_ISSUER", kIssuer}, {"GAPURA_REFRESH_GRACE", "60s"}};

  static Spa spa_at(std::uint16_t port) {
    return {[port](const support::Asked& asked) { return support::carry(port, asked); }, kIssuer};
  }
  static Spa with(std::uint16_t port, const std::string& name, const std::string& value) {
    auto spa = spa_at(port);
    spa.set_cookie(name, value);
    return spa;
  }
  static int refresh(std::uint16_t port, const std::string& token) {
    return with(port, "refresh_token", token).post("/auth/refresh-token").status;
  }
  static int profile(std::uint16_t port, const std::string& token) {
    return with(port, "access_token", token).get("/auth/profile").status;
  }

  // In and out, until nobody answers any more. Every third login stays.
  void come_and_go(std::uint16_t port, std::size_t browser, std::vector<Told>& all) {
    try {
      for (int number = 0;; ++number) {
        auto spa = spa_at(port);
        ASSERT_EQ(spa.log_in("u" + std::to_string(browser), support::kPassword).status, 200);
        auto& told = all.emplace_back(Told{.access_token = *spa.cookie("access_token"),
                                           .refresh_tokens = {*spa.cookie("refresh_token")}});
        ++acknowledged_;
        for (int step = 0; step < number % 4; ++step) {
          told.doing = Doing::refreshing;
          ASSERT_EQ(spa.post("/auth/refresh-token").status, 200);
          told.doing = Doing::nothing;
          told.access_token = *spa.cookie("access_token");
          told.refresh_tokens.push_back(*spa.cookie("refresh_token"));
          ++acknowledged_;
        }
        if (number % 3 != 0) {
          told.doing = Doing::leaving;
          ASSERT_EQ(spa.post("/auth/logout").status, 200);
          told.doing = Doing::nothing;
          told.is_out = true;
          ++acknowledged_;
        }
      }
    } catch (const std::runtime_error&) {
      // It is dead.
    }
  }

  // What was told by a server that was killed somewhere in its work.
  std::vector<Told> work_and_kill(support::Server& server) {
    std::vector<std::vector<Told>> told(kBrowsers);
    const std::size_t enough = acknowledged_ + 1 + random_.bytes(1).front() % 40;
    {
      std::vector<std::jthread> browsers;
      for (std::size_t browser = 0; browser < kBrowsers; ++browser) {
        browsers.emplace_back([this, browser, port = server.port(), &all = told[browser]] {
          come_and_go(port, browser, all);
        });
      }
      EXPECT_TRUE(support::eventually([&] { return acknowledged_ >= enough; }));
      server.program().signal(SIGKILL);
    }
    EXPECT_EQ(server.program().wait().code, -SIGKILL) << "it ended by itself";
    std::vector<Told> all;
    for (auto& of_one : told) {
      std::ranges::move(of_one, std::back_inserter(all));
    }
    return all;
  }

  void check(std::uint16_t port, const Told& told) {
    const auto& tokens = told.refresh_tokens;
    const int is_in = profile(port, told.access_token);
    const int newest = refresh(port, tokens.back());
    switch (told.doing) {
      case Doing::leaving:
        EXPECT_EQ(newest, is_in) << "it is one or the other";
        return;
      case Doing::refreshing:
        EXPECT_EQ(newest, 200) << "of a step that was taken or was not";
        return;
      case Doing::nothing:
        break;
    }
    EXPECT_EQ(is_in, told.is_out ? 401 : 200);
    EXPECT_EQ(newest, told.is_out ? 401 : 200);
    (told.is_out ? out_ : in_) += 1;
    if (tokens.size() > 1) {
      ++spent_;
      EXPECT_EQ(refresh(port, tokens[tokens.size() - 2]), 401) << "followed by others";
    }
  }

  support::Installation installation_{GetParam()};
  base::SystemRandom random_;
  std::atomic<std::size_t> acknowledged_ = 0;
  std::size_t in_ = 0;
  std::size_t out_ = 0;
  std::size_t spent_ = 0;
};

INSTANTIATE_TEST_SUITE_P(, Kill9Auth, testing::Values(EngineKind::sqlite, EngineKind::postgres),
                         [](const auto& instance) { return support::name_of(instance.param); });

TEST_P(Kill9Auth, who_was_told_that_they_are_in_or_out_is_so_ST1) {
  auto server = installation_.serve(variables_);
  for (std::size_t browser = 0; browser < kBrowsers; ++browser) {
    add_user(installation_, "u" + std::to_string(browser), support::kPassword, {}, variables_);
  }
  const int deaths = std::max(1, rounds() / kAsLongAs);
  for (int death = 0; death < deaths; ++death) {
    SCOPED_TRACE("death " + std::to_string(death));
    const auto all = work_and_kill(*server);
    server = installation_.serve(variables_);
    for (const auto& told : all) {
      check(server->port(), told);
    }
    ASSERT_FALSE(HasFailure());
  }
  EXPECT_TRUE(installation_.json({"audit", "verify"}, variables_).at("ok").as_bool());
  std::printf("%d kills, %zu in, %zu out, %zu spent\n", deaths, in_, out_, spent_);
  EXPECT_GT(in_ + out_, 0U);
}

}  // namespace
}  // namespace faults
