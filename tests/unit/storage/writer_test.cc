#include "storage/writer.h"

#include <latch>
#include <memory>
#include <stdexcept>
#include <thread>

#include <gtest/gtest.h>

#include "tests/support/kept_log.h"
#include "tests/support/manual_clock.h"

namespace storage {
namespace {

constexpr Query kNothing{.name = "nothing", .text = "SELECT 1"};
constexpr Query kOfAPerson{
    .name = "of_a_person", .text = "SELECT 1", .touches = {base::Thing::person}};

// Answers every statement with one row of one number, and fails those that it is told to.
class FakeCommitter final : public Committer, public Executor {
 public:
  base::Result<Rows> execute(const Query&, const Params& params) override {
    const auto number = std::get<std::int64_t>(params.all().front());
    if (number < 0) {
      return base::reject(base::ErrorCode::unavailable, "", "told to");
    }
    last = number * 2;
    Rows rows(1);
    rows.add_integer(last);
    return rows;
  }
  void commit(std::span<Operation* const> batch) override {
    if (sizes.empty()) {
      entered.count_down();
    }
    gate.wait();
    sizes.push_back(batch.size());
    if (sizes.size() == broken) {
      throw std::runtime_error("out of memory");
    }
    for (Operation* operation : batch) {
      operation->begin(this);
      if (operation->tx().failure()) {
        operation->fail(*operation->tx().failure());
      }
    }
  }

  void abandon() noexcept override { ++abandoned; }

  std::size_t broken = 0;  // the batch of that number throws
  int abandoned = 0;
  std::int64_t last = 0;  // what was answered last
  std::latch entered{1};
  std::latch gate{1};
  std::vector<std::size_t> sizes;
};

Write<std::int64_t> doubled(Tx& tx, std::int64_t number) {
  const Rows rows = co_await tx.run(kNothing, number);
  co_return rows.integer(0, 0);
}

Write<void> touching(Tx& tx, std::int64_t person) {
  co_await tx.run(kOfAPerson, person);
  co_return base::Done{};
}

Write<std::int64_t> thrown(Tx& tx) {
  const Rows rows = co_await tx.run(kNothing, std::int64_t{1});
  co_return rows.integer(99, 99);
}

Write<std::int64_t> declined(Tx& tx) {
  const Rows rows = co_await tx.run(kNothing, std::int64_t{1});
  co_return base::reject(base::ErrorCode::conflict, "",
                         "it is there " + std::to_string(rows.integer(0, 0)) + " times");
}

class WriterTest : public testing::Test {
 protected:
  base::Result<std::int64_t> write(std::int64_t number) {
    return writer.write(Order{}, [&](Tx& tx) { return doubled(tx, number); });
  }
  FakeCommitter committer;
  Meter meter;
  support::ManualClock clock;
  support::KeptLog lines;
  base::Log log{lines, clock, base::LogLevel::debug};
  base::Changes changes;
  Writer writer{committer, meter, changes, log, {.queue = 4, .batch = 3}};
};

TEST_F(WriterTest, answers_each_caller_with_its_own_result_or_failure) {
  committer.gate.count_down();
  EXPECT_EQ(write(21).value(), 42);
  const auto failed = write(-1);
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().code, base::ErrorCode::unavailable);
  EXPECT_EQ(meter.writes, 1U);
  EXPECT_EQ(meter.writes_failed, 1U);
}

TEST_F(WriterTest, what_was_touched_has_changed_when_it_is_answered_whatever_came_of_it) {
  committer.gate.count_down();
  const auto place = [](std::int64_t person) {
    return base::Changes::place(base::Thing::person, person);
  };
  for (const std::int64_t person : {7, -7}) {
    const auto before = changes.number();
    EXPECT_EQ(writer.write(Order{}, [&](Tx& tx) { return touching(tx, person); }).has_value(),
              person > 0);
    EXPECT_TRUE(changes.since(before, place(person)));
    EXPECT_FALSE(changes.since(before, place(person + 1)));
  }
  const auto before = changes.number();
  EXPECT_TRUE(write(7));
  EXPECT_EQ(changes.number(), before) << "it touches nothing that is remembered";
}

TEST_F(WriterTest, hands_an_exception_to_the_caller_whose_it_is) {
  committer.gate.count_down();
  EXPECT_THROW((void)writer.write(Order{}, [](Tx& tx) { return thrown(tx); }), std::out_of_range);
  EXPECT_EQ(write(1).value(), 2);
  EXPECT_EQ(meter.writes_failed, 1U);
}

TEST_F(WriterTest, counts_a_refusal_of_the_operation_itself_neither_as_written_nor_as_failed) {
  committer.gate.count_down();
  const auto refused = writer.write(Order{}, [](Tx& tx) { return declined(tx); });
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, base::ErrorCode::conflict);
  EXPECT_EQ(meter.writes, 0U);
  EXPECT_EQ(meter.writes_declined, 1U);
  EXPECT_EQ(meter.writes_failed, 0U);
}

TEST_F(WriterTest, answers_all_who_wait_when_the_engine_throws_and_goes_on) {
  committer.broken = 2;
  std::vector<std::jthread> callers;
  callers.emplace_back([&] { EXPECT_TRUE(write(1)); });
  committer.entered.wait();
  for (std::int64_t number = 0; number < 2; ++number) {
    callers.emplace_back([&, number] {
      const auto lost = write(number);
      ASSERT_FALSE(lost);
      EXPECT_EQ(lost.error().code, base::ErrorCode::unavailable);
      EXPECT_EQ(lost.error().detail, "out of memory");
    });
  }
  while (writer.queued() < 2) {
    std::this_thread::yield();
  }
  committer.gate.count_down();
  callers.front().join();
  callers.clear();
  EXPECT_EQ(committer.abandoned, 1);
  EXPECT_EQ(meter.writes_failed, 2U);
  ASSERT_EQ(lines.lines().size(), 1U);
  EXPECT_NE(lines.lines().front().find("database.batch_abandoned"), std::string::npos);
  EXPECT_EQ(write(3).value(), 6);
}

TEST_F(WriterTest, puts_what_waits_into_batches_and_refuses_what_does_not_fit_the_queue) {
  std::vector<std::jthread> callers;
  callers.emplace_back([&] { EXPECT_TRUE(write(1)); });
  committer.entered.wait();
  for (std::int64_t number = 0; number < 4; ++number) {
    callers.emplace_back([&, number] { EXPECT_EQ(write(number).value(), number * 2); });
  }
  while (writer.queued() < 4) {
    std::this_thread::yield();
  }
  const auto refused = write(5);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, base::ErrorCode::unavailable);
  committer.gate.count_down();
  callers.clear();
  writer.stop();
  EXPECT_EQ(committer.sizes, (std::vector<std::size_t>{1, 3, 1}));
  EXPECT_EQ(meter.writes_refused, 1U);
  EXPECT_EQ(meter.largest_batch, 3U);
}

TEST_F(WriterTest, answers_what_waits_before_it_ends_and_then_refuses) {
  std::vector<std::jthread> callers;
  for (std::int64_t number = 0; number < 3; ++number) {
    callers.emplace_back([&, number] { EXPECT_TRUE(write(number)); });
  }
  committer.entered.wait();
  while (writer.queued() + meter.writing < 3) {
    std::this_thread::yield();
  }
  std::jthread stopper([&] { writer.stop(); });
  committer.gate.count_down();
  stopper.join();
  callers.clear();
  EXPECT_FALSE(write(1));
}

TEST_F(WriterTest, lets_what_nobody_waits_for_go_along_with_the_next_batch_and_before_it) {
  std::vector<std::jthread> callers;
  callers.emplace_back([&] { EXPECT_TRUE(write(1)); });
  committer.entered.wait();
  writer.carry(Order{}, [number = std::make_unique<std::int64_t>(7)](Tx& tx) {
    return doubled(tx, *number);
  });
  callers.emplace_back([&] { EXPECT_TRUE(write(2)); });
  while (writer.queued() < 1) {
    std::this_thread::yield();
  }
  committer.gate.count_down();
  callers.clear();
  EXPECT_EQ(committer.sizes, (std::vector<std::size_t>{1, 2}));
  EXPECT_EQ(committer.last, 4);
  EXPECT_EQ(meter.writes, 3U);
}

TEST_F(WriterTest, commits_what_nobody_waits_for_by_itself_where_no_batch_comes) {
  committer.gate.count_down();
  writer.carry(Order{}, [](Tx& tx) { return doubled(tx, 7); });
  committer.entered.wait();
  writer.stop();
  EXPECT_EQ(committer.sizes, (std::vector<std::size_t>{1}));
}

TEST_F(WriterTest, keeps_no_more_than_a_batch_of_what_nobody_waits_for_and_ends_with_it_done) {
  std::vector<std::jthread> callers;
  callers.emplace_back([&] { EXPECT_TRUE(write(1)); });
  committer.entered.wait();
  for (int number = 0; number < 4; ++number) {
    EXPECT_EQ(writer.carry(Order{}, [](Tx& tx) { return doubled(tx, 7); }), number < 3);
  }
  EXPECT_EQ(meter.writes_refused, 1U);
  committer.gate.count_down();
  writer.stop();
  EXPECT_EQ(committer.sizes, (std::vector<std::size_t>{1, 3}));
  EXPECT_FALSE(writer.carry(Order{}, [](Tx& tx) { return doubled(tx, 7); }));
  EXPECT_EQ(meter.writes_refused, 2U);
}

TEST_F(WriterTest, says_in_the_log_that_what_nobody_waited_for_is_lost) {
  committer.gate.count_down();
  writer.carry(Order{}, [](Tx& tx) { return doubled(tx, -1); });
  writer.stop();
  EXPECT_EQ(meter.writes_failed, 1U);
  ASSERT_EQ(lines.lines().size(), 1U);
  EXPECT_NE(lines.lines().front().find("database.carried_write_lost"), std::string::npos);
}

TEST(Operations, are_ordered_by_table_and_then_by_key) {
  const base::Bytes low = {1};
  const base::Bytes high = {0xff};
  EXPECT_LT((Order{"a", high}), (Order{"b", low}));
  EXPECT_LT((Order{"a", low}), (Order{"a", high}));
  EXPECT_FALSE((Order{"a", low}) < (Order{"a", low}));
}

// As PostgreSQL's committer drives it: no executor, rows brought from outside.
TEST(Operations, wait_for_their_rows_and_start_again_from_the_beginning) {
  const auto make = [](Tx& tx) { return doubled(tx, 4); };
  OperationOf operation(Order{}, make);
  operation.begin(nullptr);
  ASSERT_TRUE(operation.waiting());
  operation.begin(nullptr);
  ASSERT_TRUE(operation.waiting());
  EXPECT_FALSE(operation.succeeded());
  Rows rows(1);
  rows.add_integer(8);
  rows.set_changed(1);
  operation.proceed(std::move(rows));
  EXPECT_FALSE(operation.waiting());
  EXPECT_TRUE(operation.succeeded());
  EXPECT_TRUE(operation.tx().wrote());
  EXPECT_EQ(operation.take().value(), 8);
}

}  // namespace
}  // namespace storage
