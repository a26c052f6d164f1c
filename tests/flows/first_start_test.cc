// A node's life on either engine, as a person, a scraper and an operator see it.
#include <csignal>
#include <filesystem>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/gapura.h"

namespace {

using support::EngineKind;
using support::get;
using testing::HasSubstr;

class OnBothEngines : public testing::TestWithParam<EngineKind> {
 protected:
  support::Installation installation{GetParam()};

  std::set<std::string> kids() {
    std::set<std::string> found;
    const auto answer = installation.json({"key", "list"});
    for (const auto& key : answer.at("keys").as_array()) {
      found.insert(std::string(key.at("kid").as_string()));
    }
    return found;
  }
};

INSTANTIATE_TEST_SUITE_P(engines, OnBothEngines,
                         testing::Values(EngineKind::sqlite, EngineKind::postgres),
                         [](const auto& info) { return support::name_of(info.param); });

TEST_P(OnBothEngines, it_is_ready_once_it_says_so) {
  const auto server = installation.serve();
  const auto ready = get(server->ops_port(), "/readyz");
  EXPECT_EQ(ready.status, 200) << ready.body;
  EXPECT_EQ(get(server->ops_port(), "/healthz").status, 200);
  const auto checks = base::parse_json_object(ready.body)->at("checks").as_object();
  for (const char* name : {"database", "migrations", "keys"}) {
    EXPECT_EQ(checks.at(name).as_string(), "ok");
  }
  EXPECT_EQ(get(server->port(), "/readyz").status, 404)
      << "operations have a listener of their own";
  EXPECT_EQ(server->stop().code, 0);
}

TEST_P(OnBothEngines, the_start_page_speaks_both_languages) {
  const auto server = installation.serve();
  const auto indonesian = get(server->port(), "/", {"Accept: text/html"});
  EXPECT_EQ(indonesian.status, 200);
  EXPECT_THAT(indonesian.body, HasSubstr("lang=\"id\""));
  EXPECT_THAT(indonesian.body, HasSubstr("http://localhost:" + std::to_string(server->port())));
  const auto english = get(server->port(), "/", {"Accept: text/html", "Accept-Language: en"});
  EXPECT_THAT(english.body, HasSubstr("lang=\"en\""));
  EXPECT_NE(indonesian.body, english.body);
  EXPECT_TRUE(english.field("Content-Security-Policy").has_value());
}

TEST_P(OnBothEngines, a_page_that_is_not_there_names_the_request) {
  const auto server = installation.serve();
  const auto page = get(server->port(), "/nowhere", {"Accept: text/html", "Accept-Language: en"});
  EXPECT_EQ(page.status, 404);
  const auto id = page.field("X-Request-Id");
  ASSERT_TRUE(id.has_value());
  EXPECT_THAT(page.body, HasSubstr(*id));
  const auto json = get(server->port(), "/nowhere", {"Accept: application/json"});
  EXPECT_EQ(json.status, 404);
  EXPECT_EQ(base::parse_json_object(json.body)->at("request_id").as_string(),
            *json.field("X-Request-Id"));
}

TEST_P(OnBothEngines, metrics_count_requests_by_route_and_never_by_path) {
  const auto server = installation.serve();
  EXPECT_EQ(get(server->port(), "/").status, 200);
  EXPECT_EQ(get(server->port(), "/secret-in-a-path").status, 404);
  std::string metrics;
  EXPECT_TRUE(support::eventually([&] {
    metrics = get(server->ops_port(), "/metrics").body;
    return metrics.find("route=\"/\"") != std::string::npos;
  })) << metrics;
  for (const char* name : {"gapura_worker_queue{pool=\"workers\"}", "gapura_database_queue",
                           "gapura_database_writes_total", "gapura_build_info"}) {
    EXPECT_THAT(metrics, HasSubstr(name));
  }
  EXPECT_EQ(metrics.find("secret-in-a-path"), std::string::npos);
}

TEST_P(OnBothEngines, commands_work_beside_the_running_server) {
  const auto server = installation.serve({{"GAPURA_NODE_NAME", "node-a"}});
  EXPECT_EQ(kids().size(), 3U);
  const auto entries = installation.json({"audit", "list", "--type", "key."}).at("entries");
  EXPECT_EQ(entries.as_array().size(), 3U);
  const auto started = installation.json({"audit", "list", "--limit", "1"}).at("entries").at(0);
  EXPECT_EQ(started.at("type").as_string(), "server.started");
  EXPECT_EQ(started.at("chain").as_string(), "node-a");
  EXPECT_TRUE(installation.json({"audit", "list", "--since", "2999-01-01"})
                  .at("entries")
                  .as_array()
                  .empty());
  const auto verdict = installation.json({"audit", "verify"});
  EXPECT_TRUE(verdict.at("ok").as_bool());
  EXPECT_EQ(verdict.at("entries").to_number<int>(), 4);
  EXPECT_TRUE(installation.json({"migrate", "--dry-run"}).at("pending").as_array().empty());
  EXPECT_EQ(get(server->ops_port(), "/readyz").status, 200);
}

TEST_P(OnBothEngines, a_head_that_was_kept_must_be_held) {
  installation.serve()->stop();
  const auto verdict = installation.json({"audit", "verify"});
  const std::string head(verdict.at("heads").at(0).at("head").as_string());
  EXPECT_EQ(installation.run({"audit", "verify", "--expect-head", head}).code, 0);
  std::string other = head;
  other.back() = other.back() == '0' ? '1' : '0';
  const auto wrong = installation.run({"audit", "verify", "--expect-head", other});
  EXPECT_EQ(wrong.code, 1);
  EXPECT_THAT(wrong.out, HasSubstr("contradicted"));
  EXPECT_EQ(installation.run({"audit", "verify", "--expect-head", "nonsense"}).code, 2);
}

TEST_P(OnBothEngines, a_changed_entry_is_found) {
  installation.serve()->stop();
  EXPECT_EQ(installation.run({"audit", "verify"}).code, 0);
  installation.sql("UPDATE audit SET actor = 'nobody' WHERE sequence = 2");
  const auto wrong = installation.run({"audit", "verify"});
  EXPECT_EQ(wrong.code, 1);
  EXPECT_THAT(wrong.out, HasSubstr("changed"));
}

TEST_P(OnBothEngines, a_restart_keeps_the_keys_and_the_trail) {
  installation.serve()->stop();
  const auto before = kids();
  const auto server = installation.serve();
  EXPECT_EQ(kids(), before);
  EXPECT_EQ(before.size(), 3U);
  const auto verdict = installation.json({"audit", "verify"});
  EXPECT_TRUE(verdict.at("ok").as_bool());
  EXPECT_EQ(verdict.at("heads").as_array().size(), 1U) << "a node keeps its name";
  std::vector<std::string> types;
  const auto entries = installation.json({"audit", "list", "--type", "server."}).at("entries");
  for (const auto& entry : entries.as_array()) {
    types.emplace_back(entry.at("type").as_string());
  }
  EXPECT_THAT(types, testing::ElementsAre("server.started", "server.stopped", "server.started"));
}

TEST_P(OnBothEngines, migrate_makes_the_schema_and_dry_run_makes_nothing) {
  const auto pending = installation.json({"migrate", "--dry-run"});
  EXPECT_FALSE(pending.at("pending").as_array().empty());
  EXPECT_FALSE(std::filesystem::exists(installation.data_dir()));
  const auto early = installation.run({"key", "list"});
  EXPECT_EQ(early.code, 1);
  EXPECT_THAT(early.err, HasSubstr("gapura migrate"));
  EXPECT_EQ(installation.json({"migrate"}).at("applied"), pending.at("pending"));
  EXPECT_TRUE(installation.json({"migrate"}).at("applied").as_array().empty());
  EXPECT_EQ(kids().size(), 0U);
}

TEST_P(OnBothEngines, only_the_owner_may_enter_the_data_folder) {
  installation.serve()->stop();
  const auto mode = [&](const char* name) {
    return std::filesystem::status(installation.data_dir() / name).permissions();
  };
  EXPECT_EQ(mode("."), std::filesystem::perms::owner_all);
  const auto private_file =
      std::filesystem::perms::owner_read | std::filesystem::perms::owner_write;
  EXPECT_EQ(mode("node-id"), private_file);
  EXPECT_EQ(mode("master.key"), private_file);
}

}  // namespace
