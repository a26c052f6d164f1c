// What PostgreSQL promises beyond the ports: many nodes, and a server that comes and goes.
#include <array>
#include <atomic>

#include "tests/contract/on_every_engine.h"
#include "tests/support/cutting_proxy.h"

namespace contract {
namespace {

using support::EngineKind;

class Postgres : public OnEveryEngine {
 protected:
  // The writers and readers of all nodes, as an administrator or a failover would.
  void end_all_connections() {
    place.run(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()");
  }
  std::unique_ptr<storage::Database> open_by(const std::string& url) {
    auto options = place.options();
    options.url = url;
    return place.open(options);
  }
  // Raises SQLSTATE for the first `times` spends, by a sequence, which no rollback turns back.
  void fail_spends(const std::string& sqlstate, int times) {
    place.run("CREATE SEQUENCE spends");
    place.run(
        "CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "IF nextval('spends') <= " +
        std::to_string(times) + " THEN RAISE EXCEPTION 'again' USING ERRCODE = '" + sqlstate +
        "'; END IF; RETURN NEW; END $$");
    place.run(
        "CREATE TRIGGER failing BEFORE UPDATE ON one_time "
        "FOR EACH ROW EXECUTE FUNCTION fail()");
  }
  std::string spends() { return place.run("SELECT last_value FROM spends").front(); }
};
INSTANTIATE_TEST_SUITE_P(, Postgres, testing::Values(EngineKind::postgres), name_of_engine);

TEST_P(Postgres, ST6_of_64_threads_on_two_nodes_exactly_one_spends_a_value) {
  const auto other = place.open("node-b");
  ASSERT_TRUE(database->one_time().put(one_time(1), event("code.issued")));
  std::atomic<int> fresh = 0;
  std::atomic<int> replayed = 0;
  together(64, [&](std::size_t thread) {
    auto& node = thread % 2 == 0 ? *database : *other;
    const auto spent = node.one_time().spend(mint::Purpose::site_code, hash_of(1),
                                             place.clock.now(), spend_events());
    fresh += spent && std::holds_alternative<mint::Fresh>(*spent);
    replayed += spent && std::holds_alternative<mint::Replayed>(*spent);
  });
  EXPECT_EQ(fresh, 1);
  EXPECT_EQ(replayed, 63);
  expect_whole_trail(65);
}

TEST_P(Postgres, two_nodes_that_take_the_same_rows_in_any_order_both_get_through) {
  const auto other = place.open("node-b");
  constexpr std::uint64_t kValues = 64;
  for (std::uint64_t number = 0; number < kValues; ++number) {
    ASSERT_TRUE(database->one_time().put(one_time(number), event("code.issued")));
  }
  std::array<std::atomic<int>, kValues> fresh{};
  together(32, [&](std::size_t thread) {
    auto& node = thread % 2 == 0 ? *database : *other;
    for (std::uint64_t step = 0; step < kValues; ++step) {
      const std::uint64_t number = thread % 4 < 2 ? step : kValues - 1 - step;
      const auto spent = node.one_time().spend(mint::Purpose::site_code, hash_of(number),
                                               place.clock.now(), spend_events());
      ASSERT_TRUE(spent) << spent.error().detail;
      fresh.at(number) += std::holds_alternative<mint::Fresh>(*spent);
    }
  });
  for (const auto& each : fresh) {
    EXPECT_EQ(each, 1);
  }
  expect_whole_trail(kValues + 32 * kValues);
}

TEST_P(Postgres, nodes_sweep_at_once_without_waiting_for_each_other) {
  const auto other = place.open("node-b");
  for (std::uint64_t number = 0; number < 100; ++number) {
    ASSERT_TRUE(database->one_time().put(one_time(number), event("code.issued")));
  }
  place.clock.advance(std::chrono::hours(2));
  std::atomic<std::size_t> swept = 0;
  together(2, [&](std::size_t thread) {
    auto& node = thread == 0 ? *database : *other;
    for (int turn = 0; turn < 20; ++turn) {
      swept += node.sweep(place.clock.now(), 10).value();
    }
  });
  EXPECT_EQ(swept, 100U);
}

TEST_P(Postgres, ST5_a_serialization_failure_is_tried_again) {
  ASSERT_TRUE(database->one_time().put(one_time(1), event("code.issued")));
  fail_spends("40001", 2);
  EXPECT_TRUE(std::holds_alternative<mint::Fresh>(spend(1).value()));
  EXPECT_EQ(spends(), "3");
  expect_whole_trail(2);
}

TEST_P(Postgres, ST5_a_deadlock_without_end_is_given_up_as_unavailable) {
  ASSERT_TRUE(database->one_time().put(one_time(1), event("code.issued")));
  fail_spends("40P01", 1000);
  const auto spent = spend(1);
  ASSERT_FALSE(spent);
  EXPECT_EQ(spent.error().code, base::ErrorCode::unavailable);
  EXPECT_LE(std::stoi(spends()), 10);
  EXPECT_TRUE(database->one_time().put(one_time(2), event("code.issued")));
}

TEST_P(Postgres, a_disk_that_is_full_there_is_unavailable_here_and_recovers) {
  refuse_rows("one_time", "bound = 'refused'", "53100");
  auto row = one_time(1);
  row.bound = "refused";
  const auto refused = database->one_time().put(row, event("code.issued"));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, base::ErrorCode::unavailable);
  EXPECT_TRUE(database->one_time().put(one_time(1), event("code.issued")));
  expect_whole_trail(1);
}

TEST_P(Postgres, ST5_writes_and_reads_go_on_after_the_idle_connections_were_ended) {
  ASSERT_TRUE(database->one_time().put(one_time(1), event("code.issued")));
  ASSERT_EQ(types().size(), 1U);
  end_all_connections();
  EXPECT_EQ(types().size(), 1U);
  EXPECT_TRUE(std::holds_alternative<mint::Fresh>(spend(1).value()));
  EXPECT_EQ(database->counters().reconnects, 1U);
  expect_whole_trail(2);
}

TEST_P(Postgres, ST5_of_connections_ended_under_load_nothing_acknowledged_is_lost) {
  std::array<std::atomic<bool>, 8 * 200> kept{};
  std::atomic<int> ended = 0;
  std::jthread killer([&] {
    while (ended < 5) {
      const auto before = database->counters().writes;
      while (database->counters().writes < before + 100 && database->counters().writes < 1400) {
        std::this_thread::yield();
      }
      end_all_connections();
      ++ended;
    }
  });
  together(8, [&](std::size_t thread) {
    for (std::size_t turn = 0; turn < 200; ++turn) {
      const std::size_t number = thread * 200 + turn;
      const auto put = database->one_time().put(one_time(number), event("code.issued"));
      kept.at(number) = put.has_value();
      EXPECT_TRUE(put || put.error().code == base::ErrorCode::unavailable) << put.error().detail;
    }
  });
  killer.join();
  // The last of the ends may have met a connection in the making, after which the next is not made
  // at once.
  const auto patience = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  bool recovered = false;
  while (!recovered && std::chrono::steady_clock::now() < patience) {
    recovered = database->trail().append(event("recovered")).has_value();
    std::this_thread::yield();
  }
  ASSERT_TRUE(recovered);
  const auto there = place.run("SELECT count(*) FROM one_time").front();
  std::uint64_t acknowledged = 0;
  for (std::size_t number = 0; number < kept.size(); ++number) {
    acknowledged += kept.at(number);
    if (kept.at(number)) {
      EXPECT_TRUE(std::holds_alternative<mint::Fresh>(spend(number).value())) << number;
    }
  }
  EXPECT_GE(std::stoull(there), acknowledged);
  EXPECT_TRUE(audit::verify(database->trail(), place.chain_key)->whole());
}

TEST_P(Postgres, ST5_a_commit_whose_answer_is_lost_is_neither_success_nor_done_twice) {
  support::CuttingProxy proxy(place.postgres().host());
  const auto node = open_by(place.postgres().url_by(proxy.host(), "sslmode=disable"));
  ASSERT_TRUE(node->one_time().put(one_time(1), event("code.issued")));

  proxy.cut_at("tx.commit", true);
  const auto spent = node->one_time().spend(mint::Purpose::site_code, hash_of(1), place.clock.now(),
                                            spend_events());
  ASSERT_FALSE(spent);
  EXPECT_TRUE(proxy.cut());
  EXPECT_EQ(spent.error().code, base::ErrorCode::unavailable);
  EXPECT_EQ(types(), (std::vector<std::string>{"code.issued", "code.spent"}));
  const auto again = node->one_time().spend(mint::Purpose::site_code, hash_of(1), place.clock.now(),
                                            spend_events());
  EXPECT_TRUE(std::holds_alternative<mint::Replayed>(again.value()));
  expect_whole_trail(3);
}

TEST_P(Postgres, ST5_a_connection_lost_before_the_commit_costs_the_caller_nothing) {
  support::CuttingProxy proxy(place.postgres().host());
  const auto node = open_by(place.postgres().url_by(proxy.host(), "sslmode=disable"));
  ASSERT_TRUE(node->one_time().put(one_time(1), event("code.issued")));

  proxy.cut_at("one_time.spend", true);
  const auto spent = node->one_time().spend(mint::Purpose::site_code, hash_of(1), place.clock.now(),
                                            spend_events());
  EXPECT_TRUE(proxy.cut());
  ASSERT_TRUE(spent) << spent.error().detail;
  EXPECT_TRUE(std::holds_alternative<mint::Fresh>(*spent));
  expect_whole_trail(2);
}

TEST_P(Postgres, without_a_server_writes_and_reads_are_unavailable_until_it_is_back) {
  auto proxy = std::make_unique<support::CuttingProxy>(place.postgres().host());
  const auto node = open_by(place.postgres().url_by(proxy->host(), "sslmode=disable"));
  ASSERT_TRUE(node->ready());
  proxy.reset();
  const auto refused = node->trail().append(event("a"));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, base::ErrorCode::unavailable);
  EXPECT_FALSE(node->ready());
}

TEST_P(Postgres, of_several_hosts_the_one_that_answers_is_taken) {
  const auto node = open_by(place.postgres().url_by("127.0.0.1:1," + place.postgres().host()));
  EXPECT_TRUE(node->trail().append(event("a")));
  EXPECT_TRUE(node->ready());
}

TEST_P(Postgres, ST5_a_server_that_takes_no_writes_is_not_read_from_either) {
  database.reset();
  place.run("ALTER DATABASE " + place.postgres().name() +
            " SET default_transaction_read_only = on");
  const auto refused = place.try_open(place.options());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, base::ErrorCode::unavailable);
}

TEST_P(Postgres, ST5_a_primary_that_became_read_only_is_left_for_one_that_writes) {
  support::CuttingProxy proxy(place.postgres().host());
  place.run(
      "CREATE FUNCTION demoted() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
      "IF nextval('demotions') = 1 THEN RAISE EXCEPTION 'standby' USING ERRCODE = '25006'; "
      "END IF; RETURN NEW; END $$");
  place.run("CREATE SEQUENCE demotions");
  place.run(
      "CREATE TRIGGER demoted BEFORE INSERT ON one_time "
      "FOR EACH ROW EXECUTE FUNCTION demoted()");
  EXPECT_TRUE(database->one_time().put(one_time(1), event("code.issued")));
  EXPECT_EQ(database->counters().reconnects, 1U);
  expect_whole_trail(1);
}

TEST_P(Postgres, commits_are_synchronous_even_where_the_server_was_told_otherwise) {
  database.reset();
  place.run("ALTER DATABASE " + place.postgres().name() + " SET synchronous_commit = off");
  database = place.open();
  place.run("CREATE TABLE seen (setting TEXT)");
  place.run(
      "CREATE FUNCTION see() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
      "INSERT INTO seen VALUES (current_setting('synchronous_commit')); RETURN NEW; END $$");
  place.run("CREATE TRIGGER seeing BEFORE INSERT ON audit FOR EACH ROW EXECUTE FUNCTION see()");
  ASSERT_TRUE(database->trail().append(event("a")));
  EXPECT_EQ(place.run("SELECT setting FROM seen"), std::vector<std::string>{"on"});
}

TEST_P(Postgres, a_value_that_it_cannot_hold_fails_its_caller_alone) {
  auto row = one_time(1);
  row.bound = std::string("nul\0inside", 10);
  const auto refused = database->one_time().put(row, event("code.issued"));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, base::ErrorCode::invalid_request);
  EXPECT_TRUE(database->one_time().put(one_time(1), event("code.issued")));
}

}  // namespace
}  // namespace contract
