// ST1: the process is killed in the middle of its writes, again and again, on a database that goes
// on living. What was acknowledged is there, what was spent stays spent, whoever was shut out has
// no session and their site will be told, and the trail is whole.
#include <atomic>
#include <functional>
#include <set>
#include <thread>

#include <gtest/gtest.h>

#include "audit/verifier.h"
#include "base/random.h"
#include "storage/database.h"
#include "tests/faults/load.h"
#include "tests/faults/rounds.h"
#include "tests/faults/victim.h"
#include "tests/support/kept_log.h"
#include "tests/support/place.h"

namespace faults {
namespace {

constexpr std::size_t kThreads = 16;
// After so many deaths the database is checked once more as a whole, and the next begins with none.
constexpr int kDeaths = 5;
constexpr std::uint64_t kNumbersEach = 1'000'000;

// One database, and what its victims were told.
class Life {
 public:
  explicit Life(support::EngineKind engine) : place_(engine) {}

  void kill_one() {
    // Every fifth dies while it opens the database; the first of those while it makes the tables.
    const bool early = deaths_ % kDeaths == 0;
    const auto options = place_.options();
    const auto after = std::chrono::microseconds(random_below(early ? 60'000 : 150'000));
    const std::uint64_t first = kNumbersEach * static_cast<std::uint64_t>(deaths_);
    const Death death = run_and_kill({WRITE_LOAD, options.url, options.data_dir.string(),
                                      std::to_string(first), std::to_string(kThreads)},
                                     early ? Since::start : Since::first_acknowledgement, after);
    ++deaths_;
    ASSERT_TRUE(death.by_kill) << "it ended by itself";
    std::set<std::uint64_t> put;
    std::set<std::uint64_t> spent;
    std::set<std::uint64_t> left;
    for (const Acknowledgement& said : death.acknowledged) {
      (said.act == Act::put ? put : said.act == Act::spent ? spent : left).insert(said.number);
    }
    acknowledged_ += death.acknowledged.size();
    left_ += left.size();
    open();
    ASSERT_FALSE(testing::Test::HasFatalFailure());
    check(put, spent);
    check_people(first, left);
    verify_trail();
    all_.insert(put.begin(), put.end());
    database_.reset();
  }

  // Everything was spent, by a victim or by the checks.
  void check_all() {
    open();
    ASSERT_FALSE(testing::Test::HasFatalFailure());
    check(all_, all_);
    verify_trail();
  }

  std::size_t acknowledged() const { return acknowledged_; }
  std::size_t left() const { return left_; }

 private:
  std::uint32_t random_below(std::uint32_t limit) {
    const auto octets = random_.bytes(4);
    std::uint32_t number = 0;
    for (const std::uint8_t octet : octets) {
      number = number << 8 | octet;
    }
    return number % limit;
  }

  void open() {
    auto options = place_.options("checker");
    auto opened = storage::open(options, {clock_, log_, key_});
    ASSERT_TRUE(opened.has_value()) << opened.error().description << opened.error().detail;
    database_ = *std::move(opened);
  }

  void check(const std::set<std::uint64_t>& put, const std::set<std::uint64_t>& spent) {
    const std::vector<std::uint64_t> numbers(put.begin(), put.end());
    std::atomic<std::size_t> next = 0;
    std::atomic<int> lost = 0;
    std::atomic<int> fresh_again = 0;
    std::vector<std::jthread> checkers;
    for (std::size_t i = 0; i < kThreads; ++i) {
      checkers.emplace_back([&] {
        for (std::size_t at = next++; at < numbers.size(); at = next++) {
          const auto found = database_->one_time().spend(kPurpose, hash_of(numbers[at]),
                                                         clock_.now(), spend_events(numbers[at]));
          ASSERT_TRUE(found.has_value()) << found.error().description << found.error().detail;
          lost += std::holds_alternative<mint::Unknown>(*found) ? 1 : 0;
          fresh_again +=
              std::holds_alternative<mint::Fresh>(*found) && spent.contains(numbers[at]) ? 1 : 0;
        }
      });
    }
    checkers.clear();
    EXPECT_EQ(lost, 0) << "acknowledged and gone";
    EXPECT_EQ(fresh_again, 0) << "spent and spent again";
  }

  // Acknowledged or not: what shuts a person out, the end of the session and the site's being told
  // are one thing, which was done or was not.
  void check_people(std::uint64_t first, const std::set<std::uint64_t>& left) {
    const auto now = clock_.now();
    const auto due =
        database_->visits().take({.site = kSite, .now = now, .until = now, .most = kNumbersEach});
    ASSERT_TRUE(due.has_value()) << due.error().description << due.error().detail;
    std::set<base::Bytes> to_be_told;
    for (const redirect_sso::Notice& notice : *due) {
      to_be_told.insert(notice.mark);
    }
    std::size_t unknown = 0;
    for (std::uint64_t number = first; unknown < kThreads; ++number) {
      const auto user = database_->users().find_by_name(
          {identity::names::Kind::username, person_of(number, now).username});
      ASSERT_TRUE(user.has_value()) << user.error().description << user.error().detail;
      const auto found = database_->book().look(hash_of(number));
      ASSERT_TRUE(found.has_value()) << found.error().description << found.error().detail;
      unknown = *user ? 0 : unknown + 1;
      const bool ended = *found && (*found)->session.ended_at;
      EXPECT_EQ(to_be_told.contains(hash_of(number)), ended) << number;
      EXPECT_TRUE(ended || !left.contains(number)) << number << " was acknowledged";
      if (*user && way_of(number) == Way::disabled) {
        EXPECT_EQ((*user)->status == identity::users::Status::disabled, ended) << number;
      }
      if (*user && way_of(number) == Way::new_password) {
        const auto password = database_->passwords().find((*user)->id);
        ASSERT_TRUE(password.has_value()) << password.error().description;
        EXPECT_EQ(*password && (*password)->hash == kSecondPassword, ended) << number;
      }
    }
  }

  void verify_trail() {
    const auto verdict = audit::verify(database_->trail(), key_);
    ASSERT_TRUE(verdict.has_value()) << verdict.error().description;
    for (const audit::Finding& finding : verdict->findings) {
      ADD_FAILURE() << to_string(finding.fault) << ' ' << finding.chain << ':' << finding.sequence;
    }
  }

  support::Place place_;
  base::SystemRandom random_;
  base::SystemClock clock_;
  support::KeptLog lines_;
  base::Log log_{lines_, clock_, base::LogLevel::error};
  const audit::ChainKey key_ = chain_key();
  std::unique_ptr<storage::Database> database_;
  int deaths_ = 0;
  std::size_t acknowledged_ = 0;
  std::size_t left_ = 0;
  std::set<std::uint64_t> all_;
};

class Kill9 : public testing::TestWithParam<support::EngineKind> {};

TEST_P(Kill9, takes_nothing_that_was_acknowledged_ST1) {
  std::size_t acknowledged = 0;
  std::size_t left = 0;
  for (int round = 0; round < rounds();) {
    Life life(GetParam());
    for (int death = 0; death < kDeaths && round < rounds(); ++death, ++round) {
      SCOPED_TRACE("round " + std::to_string(round));
      life.kill_one();
      ASSERT_FALSE(HasFailure());
    }
    life.check_all();
    ASSERT_FALSE(HasFailure());
    acknowledged += life.acknowledged();
    left += life.left();
  }
  RecordProperty("acknowledged", std::to_string(acknowledged));
  std::printf("%d kills, %zu acknowledged writes, %zu people shut out\n", rounds(), acknowledged,
              left);
  EXPECT_GT(left, 0U);
  EXPECT_GT(acknowledged, static_cast<std::size_t>(rounds()));
}

INSTANTIATE_TEST_SUITE_P(, Kill9,
                         testing::Values(support::EngineKind::sqlite,
                                         support::EngineKind::postgres),
                         [](const auto& instance) { return support::name_of(instance.param); });

}  // namespace
}  // namespace faults
