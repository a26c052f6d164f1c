// What only several nodes, or a database on the other end of a network, can show.
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/gapura.h"

namespace {

using support::EngineKind;
using support::get;
using testing::HasSubstr;

// 32 octets, as every node of an installation must be given.
const std::string kMasterKey = "c2l4dGVlbi1ieXRlcy1hbmQtc2l4dGVlbi1tb3JlLi4";

TEST(SeveralNodes, that_start_at_once_make_one_schema_and_one_set_of_keys) {
  support::Installation installation(EngineKind::postgres);
  const auto start = [&](const std::string& node) {
    return installation.start({{"GAPURA_DATA_DIR", installation.data_dir(node).string()},
                               {"GAPURA_MASTER_KEY", kMasterKey}});
  };
  const std::unique_ptr<support::Server> servers[] = {start("a"), start("b")};
  for (const auto& server : servers) {
    server->await();
    EXPECT_EQ(get(server->ops_port(), "/readyz").status, 200);
  }
  const support::Variables key{{"GAPURA_MASTER_KEY", kMasterKey}};
  std::set<std::string> algorithms;
  const auto keys = installation.json({"key", "list"}, key).at("keys");
  for (const auto& row : keys.as_array()) {
    algorithms.insert(std::string(row.at("algorithm").as_string()));
  }
  EXPECT_EQ(keys.as_array().size(), 3U);
  EXPECT_EQ(algorithms.size(), 3U);
  const auto verdict = installation.json({"audit", "verify"}, key);
  EXPECT_TRUE(verdict.at("ok").as_bool());
  EXPECT_EQ(verdict.at("heads").as_array().size(), 2U) << "each node has a chain of its own";
}

TEST(SeveralNodes, with_another_master_key_do_not_join) {
  support::Installation installation(EngineKind::postgres);
  const auto server = installation.serve();
  const auto outcome =
      installation.run({"serve"}, {{"GAPURA_DATA_DIR", installation.data_dir("other").string()},
                                   {"GAPURA_MASTER_KEY", kMasterKey}});
  EXPECT_EQ(outcome.code, 1);
  EXPECT_THAT(outcome.err, HasSubstr("master key"));
}

TEST(Database, lost_and_found_again_is_told_by_readiness) {
  support::Installation installation(EngineKind::postgres);
  const auto server = installation.serve();
  ASSERT_EQ(get(server->ops_port(), "/readyz").status, 200);
  auto& database = installation.postgres();
  database.run("UPDATE pg_database SET datallowconn = false WHERE datname = current_database()");
  database.run(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
      "WHERE datname = current_database() AND pid <> pg_backend_pid()");
  const auto lost = get(server->ops_port(), "/readyz");
  EXPECT_EQ(lost.status, 503);
  EXPECT_EQ(base::parse_json_object(lost.body)->at("checks").at("keys").as_string(), "ok");
  EXPECT_NE(base::parse_json_object(lost.body)->at("checks").at("database").as_string(), "ok");
  EXPECT_EQ(get(server->ops_port(), "/healthz").status, 200) << "the process itself is well";
  EXPECT_EQ(get(server->port(), "/", {"Accept: text/html"}).status, 200);
  database.run("UPDATE pg_database SET datallowconn = true WHERE datname = current_database()");
  EXPECT_TRUE(
      support::eventually([&] { return get(server->ops_port(), "/readyz").status == 200; }));
  const auto outcome = server->stop();
  EXPECT_EQ(outcome.code, 0);
  EXPECT_TRUE(installation.json({"audit", "verify"}).at("ok").as_bool());
}

}  // namespace
