// A start that cannot succeed fails in words that name the setting to change (exit 1), and leaves
// what is there as it is.
#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/gapura.h"

namespace {

using support::EngineKind;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class Refusal : public testing::Test {
 protected:
  support::Installation installation{EngineKind::sqlite};

  void refused(const support::Variables& more, const std::string& setting,
               const std::string& reason) {
    const auto outcome = installation.run({"serve"}, more);
    EXPECT_EQ(outcome.code, 1);
    EXPECT_EQ(outcome.out, "");
    EXPECT_THAT(last_line(outcome.err), StartsWith("gapura: " + setting + ": "));
    EXPECT_THAT(last_line(outcome.err), HasSubstr(reason));
    const auto json = installation.run({"serve", "--json"}, more);
    const auto error = base::parse_json_object(last_line(json.err));
    ASSERT_TRUE(error.has_value()) << json.err;
    EXPECT_THAT(std::string(error->at("error").at("message").as_string()), HasSubstr(reason));
  }

  static std::string last_line(std::string text) {
    if (text.ends_with('\n')) {
      text.pop_back();
    }
    return text.substr(text.rfind('\n') + 1);
  }
};

TEST_F(Refusal, a_port_that_is_taken) {
  const auto server = installation.serve();
  const std::string taken = "127.0.0.1:" + std::to_string(server->port());
  refused({{"GAPURA_LISTEN", taken}, {"GAPURA_DATA_DIR", installation.data_dir("other").string()}},
          "listen", taken);
  refused({{"GAPURA_OPS_LISTEN", "127.0.0.1:" + std::to_string(server->ops_port())},
           {"GAPURA_DATA_DIR", installation.data_dir("other").string()}},
          "ops.listen", "127.0.0.1:" + std::to_string(server->ops_port()));
  EXPECT_FALSE(std::filesystem::exists(installation.data_dir("other")));
}

TEST_F(Refusal, a_master_key_that_others_may_read) {
  installation.serve()->stop();
  std::filesystem::permissions(installation.data_dir() / "master.key",
                               std::filesystem::perms::group_read,
                               std::filesystem::perm_options::add);
  refused({}, "master_key_file", "0600");
}

TEST_F(Refusal, a_master_key_that_is_not_the_database_s) {
  installation.serve()->stop();
  const std::string other(43, 'A');
  refused({{"GAPURA_MASTER_KEY", other}}, "keys", "master key");
  const auto verify = installation.run({"audit", "verify"}, {{"GAPURA_MASTER_KEY", other}});
  EXPECT_EQ(verify.code, 2);
  EXPECT_THAT(verify.err, HasSubstr("master_key_file"));
}

TEST_F(Refusal, a_master_key_that_is_lost_is_not_made_anew) {
  installation.serve()->stop();
  std::filesystem::remove(installation.data_dir() / "master.key");
  refused({}, "master_key_file", "GAPURA_MASTER_KEY");
  EXPECT_FALSE(std::filesystem::exists(installation.data_dir() / "master.key"));
}

TEST_F(Refusal, a_master_key_that_is_none_is_a_wrong_configuration) {
  const support::Variables none{{"GAPURA_MASTER_KEY", "short"}};
  for (const auto& outcome :
       {installation.run({"serve"}, none), installation.run({"config", "check"}, none)}) {
    EXPECT_EQ(outcome.code, 2);
    EXPECT_THAT(outcome.out + outcome.err, HasSubstr("GAPURA_MASTER_KEY"));
    EXPECT_THAT(outcome.out + outcome.err, HasSubstr("43 characters"));
    EXPECT_THAT(outcome.out + outcome.err, Not(HasSubstr("short")));
  }
}

TEST_F(Refusal, a_schema_that_is_newer) {
  installation.serve()->stop();
  installation.sql(
      "INSERT INTO schema_migrations (number, name, checksum, compatible_with, applied_at, "
      "applied_by_version) VALUES (9999, 'later', 'x', 9999, 0, '99.0.0')");
  refused({}, "database.url", "newer");
  const auto list = installation.run({"key", "list"});
  EXPECT_EQ(list.code, 1);
  EXPECT_THAT(list.err, HasSubstr("newer"));
}

TEST_F(Refusal, a_data_folder_that_is_a_file) {
  std::ofstream(installation.data_dir()) << "not a folder";
  const auto outcome = installation.run({"serve"});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("data_dir: "));
}

TEST_F(Refusal, a_data_folder_where_there_can_be_none) {
  refused({{"GAPURA_DATA_DIR", "/proc/gapura"}}, "data_dir", "/proc/gapura");
}

TEST_F(Refusal, a_database_that_does_not_answer_and_its_password_stays_out_of_the_words) {
  const auto outcome = installation.run(
      {"serve"}, {{"GAPURA_DATABASE_URL", "postgresql://me:s3cret@127.0.0.1:1/gapura"}});
  EXPECT_EQ(outcome.code, 1);
  EXPECT_THAT(outcome.err, HasSubstr("database.url: "));
  EXPECT_EQ(outcome.err.find("s3cret"), std::string::npos);
}

}  // namespace
