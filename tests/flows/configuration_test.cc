// What an operator is told of a configuration: everything that is wrong, where it stands, at once.
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/gapura.h"

namespace {

using support::EngineKind;
using testing::HasSubstr;
using testing::MatchesRegex;

struct Mistake {
  std::string name;
  std::string file;
  support::Variables variables;
  std::vector<std::string> flags;
  std::string words;
};

class ConfigurationMistake : public testing::TestWithParam<Mistake> {
 protected:
  support::Installation installation{EngineKind::sqlite};
};

TEST_P(ConfigurationMistake, is_named_by_every_command_that_needs_a_sound_one) {
  const Mistake& mistake = GetParam();
  if (!mistake.file.empty()) {
    std::ofstream(installation.folder() / "gapura.toml") << mistake.file;
  }
  std::vector<std::string> serve{"serve"};
  serve.insert(serve.end(), mistake.flags.begin(), mistake.flags.end());
  const auto outcome = installation.run(serve, mistake.variables);
  EXPECT_EQ(outcome.code, 2);
  EXPECT_THAT(outcome.err, HasSubstr(mistake.words));
  EXPECT_EQ(outcome.out, "");
  std::vector<std::string> check{"config", "check"};
  check.insert(check.end(), mistake.flags.begin(), mistake.flags.end());
  EXPECT_EQ(installation.run(check, mistake.variables).code, 2);
  serve.emplace_back("--json");
  const auto json = installation.run(serve, mistake.variables);
  const auto error = base::parse_json_object(json.err.substr(0, json.err.find('\n')));
  ASSERT_TRUE(error.has_value()) << json.err;
  EXPECT_EQ(error->at("error").at("code").as_string(), "config");
  EXPECT_FALSE(error->at("error").at("problems").as_array().empty());
}

INSTANTIATE_TEST_SUITE_P(
    table, ConfigurationMistake,
    testing::Values(Mistake{"unknown_key",
                            "locale = \"en\"\nlisen = \"x\"\n",
                            {},
                            {},
                            "gapura.toml:2: lisen: lisen is not a setting; did you mean listen?"},
                    Mistake{"wrong_type",
                            "[http]\nworkers = \"8\"\n",
                            {},
                            {},
                            "gapura.toml:2: http.workers: must be a whole number"},
                    Mistake{"out_of_range",
                            "[http]\nworkers = 0\n",
                            {},
                            {},
                            "gapura.toml:2: http.workers: must be a whole number from 1"},
                    Mistake{"not_toml", "locale = \n", {}, {}, "gapura.toml:1: not TOML"},
                    Mistake{"plain_http_in_public",
                            "",
                            {{"GAPURA_ISSUER", "http://sso.example"}},
                            {},
                            "GAPURA_ISSUER: issuer: http://sso.example must be https"},
                    Mistake{"issuer_with_a_slash",
                            "",
                            {{"GAPURA_ISSUER", "https://sso.example/"}},
                            {},
                            "must be written as https://sso.example"},
                    Mistake{"bad_listen",
                            "",
                            {{"GAPURA_LISTEN", "localhost"}},
                            {},
                            "GAPURA_LISTEN: listen: must be an address and a port"},
                    Mistake{"bad_flag",
                            "",
                            {},
                            {"--http-idle-timeout", "75"},
                            "--http-idle-timeout: http.idle_timeout: must be a time such as"},
                    Mistake{
                        "impossible_together",
                        "[database]\nbatch = 10\nqueue = 5\n",
                        {},
                        {},
                        "gapura.toml:2: database.batch: must not be larger than database.queue"},
                    Mistake{"more_from_one_address_than_from_all",
                            "[http]\nmax_connections = 10\nmax_connections_per_address = 11\n",
                            {},
                            {},
                            "gapura.toml:3: http.max_connections_per_address: must not be more "
                            "than http.max_connections"},
                    Mistake{"memory_for_no_request",
                            "",
                            {},
                            {"--http-max-request-memory", "64KiB"},
                            "--http-max-request-memory: http.max_request_memory: must be"},
                    Mistake{"file_that_is_not_there",
                            "",
                            {{"GAPURA_CONFIG", "absent.toml"}},
                            {},
                            "absent.toml: cannot be read"}),
    [](const auto& info) { return info.param.name; });

class Configuration : public testing::Test {
 protected:
  support::Installation installation{EngineKind::sqlite};

  base::json::object shown(const std::string& key, const std::vector<std::string>& flags = {},
                           const support::Variables& variables = {}) {
    std::vector<std::string> arguments{"config", "show"};
    arguments.insert(arguments.end(), flags.begin(), flags.end());
    const auto answer = installation.json(arguments, variables);
    for (const auto& row : answer.at("settings").as_array()) {
      if (row.at("setting").as_string() == key) {
        return row.as_object();
      }
    }
    return {};
  }
};

TEST_F(Configuration, a_flag_beats_the_environment_which_beats_the_file) {
  std::ofstream(installation.folder() / "gapura.toml") << "[brand]\nname = \"file\"\n";
  EXPECT_EQ(shown("brand.name").at("value").as_string(), "file");
  EXPECT_EQ(shown("brand.name").at("where").as_string(), "gapura.toml:2");
  const support::Variables variables{{"GAPURA_BRAND_NAME", "environment"}};
  EXPECT_EQ(shown("brand.name", {}, variables).at("value").as_string(), "environment");
  const auto row = shown("brand.name", {"--brand-name", "flag"}, variables);
  EXPECT_EQ(row.at("value").as_string(), "flag");
  EXPECT_EQ(row.at("origin").as_string(), "flag");
}

TEST_F(Configuration, the_file_may_be_named) {
  std::ofstream(installation.folder() / "other.toml") << "[brand]\nname = \"other\"\n";
  EXPECT_EQ(shown("brand.name", {"--config", "other.toml"}).at("value").as_string(), "other");
  EXPECT_EQ(shown("brand.name", {}, {{"GAPURA_CONFIG", "other.toml"}}).at("value").as_string(),
            "other");
}

TEST_F(Configuration, secrets_are_never_shown) {
  const support::Variables secret{
      {"GAPURA_DATABASE_URL", "postgresql://me:s3cret@db.example/gapura"},
      {"GAPURA_MASTER_KEY", "bWFzdGVyLWtleS1tYXN0ZXIta2V5LW1hc3Rlci1rZXk"}};
  for (const std::vector<std::string>& arguments : {std::vector<std::string>{"config", "show"},
                                                    {"config", "show", "--json"},
                                                    {"config", "check"}}) {
    const auto outcome = installation.run(arguments, secret);
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_EQ((outcome.out + outcome.err).find("s3cret"), std::string::npos);
    EXPECT_EQ((outcome.out + outcome.err).find("bWFzdGVy"), std::string::npos);
  }
}

TEST_F(Configuration, an_unknown_variable_is_told_by_check_and_by_the_log) {
  const support::Variables typo{{"GAPURA_LISTN", "x"}};
  const auto check = installation.run({"config", "check"}, typo);
  EXPECT_EQ(check.code, 0);
  EXPECT_THAT(check.out, HasSubstr("did you mean GAPURA_LISTEN?"));
  EXPECT_THAT(installation.serve(typo)->stop().err, HasSubstr("GAPURA_LISTN"));
}

TEST_F(Configuration, the_reference_lists_every_setting_with_its_names) {
  const auto reference = installation.json({"config", "reference"});
  bool found = false;
  for (const auto& row : reference.at("settings").as_array()) {
    EXPECT_FALSE(row.at("about").as_string().empty());
    if (row.at("setting").as_string() == "frontend_url") {
      found = true;
      EXPECT_EQ(row.at("variable").as_string(), "FRONTEND_URL");
      EXPECT_EQ(row.at("flag").as_string(), "--frontend-url");
    }
  }
  EXPECT_TRUE(found);
  const auto& last = reference.at("settings").as_array().back();
  EXPECT_EQ(last.at("setting").as_string(), "scope.NAME.claims");
  EXPECT_TRUE(last.at("variable").is_null()) << "the file alone has scopes";
  EXPECT_THAT(installation.run({"config", "reference"}).out,
              HasSubstr("in a variable or a flag with commas"));
  std::ofstream(installation.folder() / "gapura.toml")
      << "[scope.kepegawaian]\nclaims = [\"pangkat\"]\n";
  EXPECT_THAT(
      installation.run({"config", "show"}).out,
      MatchesRegex("(.|\n)*scope\\.kepegawaian\\.claims +pangkat +gapura\\.toml:2\n(.|\n)*"));
}

TEST_F(Configuration, a_claim_that_no_attribute_has_is_told_of_at_the_start) {
  std::ofstream(installation.folder() / "gapura.toml")
      << "[scope.kepegawaian]\nclaims = [\"pangkat\", \"golongan\"]\n";
  ASSERT_EQ(installation.run({"migrate"}).code, 0);
  installation.json({"attribute", "add", "golongan"});
  const auto outcome = installation.serve()->stop();
  EXPECT_EQ(outcome.code, 0);
  EXPECT_THAT(outcome.err, MatchesRegex("(.|\n)*scope\\.no_such_attribute[^\n]*"
                                        "scope\\.kepegawaian\\.claims[^\n]*pangkat(.|\n)*"));
  EXPECT_THAT(outcome.err, Not(HasSubstr("golongan")));
}

TEST_F(Configuration, what_is_no_command_is_named) {
  const auto outcome = installation.run({"frobnicate"});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("frobnicate"));
  EXPECT_EQ(installation.run({}).code, 2);
  EXPECT_EQ(installation.run({"key"}).code, 2);
  EXPECT_EQ(installation.run({"--help"}).code, 0);
  const auto json = installation.run({"key", "list", "--frob", "--json"});
  EXPECT_EQ(json.code, 2);
  EXPECT_EQ(base::parse_json_object(json.err.substr(0, json.err.find('\n')))
                ->at("error")
                .at("code")
                .as_string(),
            "usage");
}

TEST_F(Configuration, the_issuer_of_the_pages_follows_the_bound_port_or_the_setting) {
  const auto server = installation.serve({{"GAPURA_ISSUER", "https://sso.example"}});
  const auto page = support::get(server->port(), "/", {"Accept: text/html"});
  EXPECT_THAT(page.body, HasSubstr("https://sso.example"));
  EXPECT_TRUE(page.field("Strict-Transport-Security").has_value());
}

}  // namespace
