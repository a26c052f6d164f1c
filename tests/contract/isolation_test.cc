// One transaction carries many callers' writes: what befalls one of them is its own affair.
#include <array>
#include <atomic>

#include "tests/contract/on_every_engine.h"

namespace contract {
namespace {

using support::EngineKind;

// Holds the writer back until so many operations wait, so that they become one batch for certain.
class Blockade {
 public:
  explicit Blockade(support::Place& place) {
    if (place.kind() == EngineKind::sqlite) {
      sqlite_.emplace(place.file());
      sqlite_->run("BEGIN IMMEDIATE");
    } else {
      postgres_ = &place.postgres();
      postgres_->run("BEGIN");
      postgres_->run("LOCK TABLE audit IN ACCESS EXCLUSIVE MODE");
    }
  }
  void lift() { sqlite_ ? sqlite_->run("ROLLBACK") : postgres_->run("ROLLBACK"); }

 private:
  std::optional<support::RawSqlite> sqlite_;
  support::FreshPostgres* postgres_ = nullptr;
};

class Isolation : public OnEveryEngine {
 protected:
  // All in one batch, but for the first, which stands before the blockade.
  void in_one_batch(std::size_t writers, const std::function<void(std::size_t)>& write) {
    std::optional<Blockade> blockade(std::in_place, place);
    std::jthread first([&] { EXPECT_TRUE(database->trail().append(event("first"))); });
    while (database->counters().writing == 0) {
      std::this_thread::yield();
    }
    std::jthread lifter([&] {
      while (database->counters().queued < writers) {
        std::this_thread::yield();
      }
      blockade->lift();
    });
    together(writers, write);
  }
};
GAPURA_ON_SQL_ENGINES(Isolation);

TEST_P(Isolation, one_failing_operation_among_64_fails_no_other) {
  refuse_rows("one_time", "bound = 'refused'");
  std::atomic<int> kept = 0;
  std::atomic<int> failed = 0;
  in_one_batch(64, [&](std::size_t writer) {
    auto row = one_time(writer);
    row.bound = writer == 17 ? "refused" : row.bound;
    const auto put = database->one_time().put(row, event("code.issued"));
    kept += put.has_value();
    failed += !put && put.error().code == base::ErrorCode::internal;
  });
  EXPECT_EQ(database->counters().largest_batch, 64U);
  EXPECT_EQ(kept, 63);
  EXPECT_EQ(failed, 1);
  EXPECT_TRUE(std::holds_alternative<mint::Unknown>(spend(17).value()));
  EXPECT_TRUE(std::holds_alternative<mint::Fresh>(spend(18).value()));
  expect_whole_trail(1 + 63 + 2);
}

TEST_P(Isolation, a_conflict_among_64_is_answered_as_one_and_undoes_nothing) {
  ASSERT_TRUE(database->one_time().put(one_time(5), event("code.issued")));
  std::atomic<int> kept = 0;
  std::atomic<int> conflicts = 0;
  in_one_batch(64, [&](std::size_t writer) {
    const auto put = database->one_time().put(one_time(writer), event("code.issued"));
    kept += put.has_value();
    conflicts += !put && put.error().code == base::ErrorCode::conflict;
  });
  EXPECT_EQ(kept, 63);
  EXPECT_EQ(conflicts, 1);
  expect_whole_trail(1 + 1 + 63);
}

TEST_P(Isolation, an_entry_of_the_trail_that_fails_takes_its_act_with_it_and_no_other) {
  refuse_rows("audit", "type = 'refused'");
  std::atomic<int> kept = 0;
  in_one_batch(64, [&](std::size_t writer) {
    const auto put =
        database->one_time().put(one_time(writer), event(writer == 17 ? "refused" : "code.issued"));
    kept += put.has_value();
  });
  EXPECT_EQ(kept, 63);
  EXPECT_TRUE(std::holds_alternative<mint::Unknown>(spend(17).value()));
  expect_whole_trail(1 + 63 + 1);
}

// A name cut in the middle of a character, and what ends a text of C.
TEST_P(Isolation, HP4_a_text_that_no_engine_keeps_is_refused_alone) {
  const std::array<std::string, 2> bad = {"nama \xc3", std::string("a\0b", 3)};
  std::atomic<int> kept = 0;
  std::atomic<int> refused = 0;
  in_one_batch(64, [&](std::size_t writer) {
    auto row = one_time(writer);
    auto told = event("code.issued");
    if (writer == 17 || writer == 18) {
      row.bound = bad.at(writer - 17);
    }
    if (writer == 19 || writer == 20) {
      told.reason = bad.at(writer - 19);
    }
    const auto put = database->one_time().put(row, told);
    kept += put.has_value();
    refused += !put && put.error().code == base::ErrorCode::invalid_request;
  });
  EXPECT_EQ(kept, 60);
  EXPECT_EQ(refused, 4);
  EXPECT_FALSE(database->trail().append(event("\xff")));
  for (const std::uint64_t number : {17U, 20U}) {
    EXPECT_TRUE(std::holds_alternative<mint::Unknown>(spend(number).value()));
  }
  EXPECT_TRUE(std::holds_alternative<mint::Fresh>(spend(21).value()));
  expect_whole_trail(1 + 60 + 3);
}

TEST_P(Isolation, more_writes_than_the_queue_holds_are_refused_as_unavailable) {
  database.reset();
  auto options = place.options();
  options.queue = 8;
  database = place.open(options);
  std::optional<Blockade> blockade(std::in_place, place);
  std::atomic<int> kept = 0;
  std::atomic<int> refused = 0;
  std::jthread first([&] { EXPECT_TRUE(database->trail().append(event("first"))); });
  while (database->counters().writing == 0) {
    std::this_thread::yield();
  }
  std::jthread lifter([&] {
    while (refused < 32 - 8) {
      std::this_thread::yield();
    }
    blockade->lift();
  });
  together(32, [&](std::size_t writer) {
    const auto put = database->one_time().put(one_time(writer), event("code.issued"));
    kept += put.has_value();
    refused += !put && put.error().code == base::ErrorCode::unavailable;
  });
  first.join();
  EXPECT_EQ(kept, 8);
  EXPECT_EQ(refused, 24);
  EXPECT_EQ(database->counters().writes_refused, 24U);
  expect_whole_trail(1 + 8);
}

}  // namespace
}  // namespace contract
