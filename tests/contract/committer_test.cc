// What the operations of one batch cost each other on PostgreSQL.
#include "storage/postgres/committer.h"

#include <memory>
#include <vector>

#include "storage/operation.h"
#include "tests/contract/on_every_engine.h"

namespace contract {
namespace {

constexpr storage::Query kWriteDown{.name = "test.write_down",
                                    .text = "INSERT INTO written (number) VALUES ($1)"};

storage::Write<void> write_down(storage::Tx& tx, std::int64_t number, const audit::Event* event) {
  co_await tx.run(kWriteDown, number);
  tx.audit(*event);
  co_return base::Done{};
}

storage::Write<void> write_and_decline(storage::Tx& tx, std::int64_t number) {
  co_await tx.run(kWriteDown, number);
  co_return base::reject(base::ErrorCode::conflict, "", "somebody was quicker");
}

class PostgresBatch : public OnEveryEngine {
 protected:
  PostgresBatch() { place.run("CREATE TABLE written (number BIGINT NOT NULL)"); }

  void commit(std::span<storage::Operation* const> batch) {
    storage::Meter meter;
    storage::postgres::Committer committer(
        place.options().url, storage::postgres::Connection::open(place.options().url).value(),
        storage::ChainTail("batch", place.chain_key, place.clock), meter, place.log());
    committer.commit(batch);
  }
  // Each row carries the transaction that made it.
  std::string transactions() {
    return place.run("SELECT COUNT(DISTINCT xmin::text) FROM written").front();
  }
  std::string rows() { return place.run("SELECT COUNT(*) FROM written").front(); }
};
INSTANTIATE_TEST_SUITE_P(, PostgresBatch, testing::Values(support::EngineKind::postgres),
                         name_of_engine);

TEST_P(PostgresBatch, those_who_are_declined_cost_the_others_no_commit_each) {
  const audit::Event written = event("written");
  const auto keep = [&](std::int64_t number) {
    return [&written, number](storage::Tx& tx) { return write_down(tx, number, &written); };
  };
  const auto decline = [](std::int64_t number) {
    return [number](storage::Tx& tx) { return write_and_decline(tx, number); };
  };
  std::vector<std::unique_ptr<storage::OperationOf<decltype(keep(0))>>> kept;
  std::vector<std::unique_ptr<storage::OperationOf<decltype(decline(0))>>> declined;
  std::vector<storage::Operation*> batch;
  for (std::int64_t number = 0; number < 32; ++number) {
    const storage::Order order{.table = "written", .key = {}};
    if (number % 8 == 3) {
      declined.push_back(
          std::make_unique<storage::OperationOf<decltype(decline(0))>>(order, decline(number)));
      batch.push_back(declined.back().get());
    } else {
      kept.push_back(
          std::make_unique<storage::OperationOf<decltype(keep(0))>>(order, keep(number)));
      batch.push_back(kept.back().get());
    }
  }
  commit(batch);
  for (const auto& each : kept) {
    EXPECT_TRUE(each->take());
  }
  for (const auto& each : declined) {
    const auto answer = each->take();
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, base::ErrorCode::conflict);
  }
  EXPECT_EQ(rows(), "28");
  EXPECT_EQ(transactions(), "1");
  expect_whole_trail(28);
}

}  // namespace
}  // namespace contract
