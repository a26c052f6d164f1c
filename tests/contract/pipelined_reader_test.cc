// What reads of PostgreSQL that travel together are to each other.
#include "storage/postgres/pipelined_reader.h"

#include <atomic>
#include <chrono>
#include <thread>

#include "tests/contract/on_every_engine.h"

namespace contract {
namespace {

using storage::Params;
using storage::Query;

constexpr Query kEcho{.name = "test.echo", .text = "SELECT CAST($1 AS BIGINT)"};
constexpr Query kDivide{.name = "test.divide", .text = "SELECT 10 / CAST($1 AS BIGINT)"};
constexpr Query kSlow{.name = "test.slow", .text = "SELECT CAST($1 AS BIGINT) FROM pg_sleep(2)"};
constexpr Query kLocked{.name = "test.locked",
                        .text = "SELECT COUNT(*) FROM held WHERE n = CAST($1 AS BIGINT)"};

class PipelinedReaderTest : public testing::Test {
 protected:
  base::Result<storage::Rows> ask(const Query& query, std::int64_t number) {
    return reader.read(query, Params::of(number));
  }

  support::Place place{support::EngineKind::postgres};
  storage::Meter meter;
  storage::postgres::PipelinedReader reader{place.options().url, 4, meter,
                                            place.surroundings().log};
};

TEST_F(PipelinedReaderTest, each_of_many_is_given_its_own_answer) {
  together(32, [&](std::size_t thread) {
    for (std::int64_t turn = 0; turn < 50; ++turn) {
      const auto number = static_cast<std::int64_t>(thread) * 1000 + turn;
      const auto rows = ask(kEcho, number);
      ASSERT_TRUE(rows);
      ASSERT_EQ(rows->integer(0, 0), number);
    }
  });
  EXPECT_EQ(meter.reads, 32U * 50U);
  EXPECT_EQ(meter.reads_failed, 0U);
}

TEST_F(PipelinedReaderTest, one_that_the_database_refuses_fails_alone) {
  std::atomic<int> wrong = 0;
  together(32, [&](std::size_t thread) {
    for (std::int64_t turn = 0; turn < 20; ++turn) {
      const bool bad = thread % 4 == 0;
      const auto rows = ask(kDivide, bad ? 0 : 5);
      wrong += rows.has_value() == bad;
      if (bad && !rows) {
        wrong += rows.error().code != base::ErrorCode::invalid_request;
      }
    }
  });
  EXPECT_EQ(wrong, 0);
  EXPECT_EQ(meter.reads_failed, 8U * 20U);
}

TEST_F(PipelinedReaderTest, a_text_that_is_none_is_refused_before_it_travels) {
  const std::string text("a\0b", 3);
  const auto rows = reader.read(kEcho, Params::of(text));
  ASSERT_FALSE(rows);
  EXPECT_EQ(rows.error().code, base::ErrorCode::invalid_request);
}

TEST_F(PipelinedReaderTest, nobody_waits_for_a_slow_one_that_has_left) {
  std::atomic<bool> slow_is_back = false;
  std::jthread slow([&] {
    EXPECT_TRUE(ask(kSlow, 1));
    slow_is_back = true;
  });
  while (place
             .run("SELECT pid FROM pg_stat_activity WHERE state = 'active' "
                  "AND query LIKE '%pg_sleep(2)%' AND pid <> pg_backend_pid()")
             .empty()) {
    std::this_thread::yield();
  }
  for (std::int64_t number = 0; number < 20; ++number) {
    EXPECT_TRUE(ask(kEcho, number));
  }
  EXPECT_FALSE(slow_is_back);
}

TEST_F(PipelinedReaderTest, a_table_that_is_held_keeps_a_flight_no_longer_than_one_read) {
  place.run("CREATE TABLE held (n BIGINT)");
  const auto holder = storage::postgres::Connection::open(place.options().url).value();
  ASSERT_TRUE(holder->script("BEGIN; LOCK TABLE held IN ACCESS EXCLUSIVE MODE"));
  const auto began = std::chrono::steady_clock::now();
  together(16, [&](std::size_t) {
    const auto rows = ask(kLocked, 1);
    ASSERT_FALSE(rows);
    EXPECT_EQ(rows.error().code, base::ErrorCode::unavailable);
  });
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(14));
  ASSERT_TRUE(holder->script("ROLLBACK"));
  EXPECT_TRUE(ask(kLocked, 1));
}

TEST_F(PipelinedReaderTest, whose_connections_have_died_is_answered_by_others) {
  ASSERT_TRUE(ask(kEcho, 1));
  place.run(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
      "WHERE datname = current_database() AND pid <> pg_backend_pid()");
  const auto rows = ask(kEcho, 2);
  ASSERT_TRUE(rows) << rows.error().detail;
  EXPECT_EQ(rows->integer(0, 0), 2);
}

}  // namespace
}  // namespace contract
