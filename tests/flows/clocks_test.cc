// Nodes whose machines disagree about the time, over one database (KY3). The clock of a node is set
// wrong from outside, by libfaketime.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/people.h"
#include "tests/support/sites.h"

namespace {

using support::browser_of;
using support::code_in;
using support::login_for;
using support::Variables;

constexpr const char* kCallback = "http://localhost:3000/cb";

class Clocks_KY3 : public testing::Test {
 protected:
  // Another node of the same installation, whose machine is off by so much.
  std::unique_ptr<support::Server> node_off_by(const std::string& offset) {
    const auto key = installation.data_dir() / "master.key";
    return installation.serve(
        {{"GAPURA_DATA_DIR", installation.data_dir(offset).string()},
         {"GAPURA_MASTER_KEY_FILE", key.string()},
         {"LD_PRELOAD", "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1"},
         {"FAKETIME", offset},
         {"FAKETIME_DONT_FAKE_MONOTONIC", "1"}});
  }
  int validated_at(const support::Server& node, const std::string& code) {
    return support::get(node.port(), "/api/sso/validate?code=" + code).status;
  }

  support::Installation installation{support::EngineKind::postgres};
};

TEST_F(Clocks_KY3, a_session_and_a_code_of_one_node_are_good_at_another_five_minutes_off) {
  const auto right = installation.serve();
  support::add_user(installation, "ani");
  installation.json({"site", "add", "--name", "S", "--redirect-url", kCallback, "--no-secret"});
  for (const std::string offset : {"-5m", "+5m"}) {
    const auto wrong = node_off_by(offset);
    for (const auto& [from, to] :
         {std::pair(right.get(), wrong.get()), std::pair(wrong.get(), right.get())}) {
      auto browser = browser_of(*from);
      support::log_in(browser, "ani");
      auto same = browser_of(*to);
      same.set_cookie("gapura_session", browser.cookie("gapura_session").value_or(""));
      const auto elsewhere = code_in(same.get(login_for(kCallback)));
      EXPECT_EQ(validated_at(*from, elsewhere), 200) << offset;
      EXPECT_EQ(validated_at(*to, elsewhere), 401) << offset;
      EXPECT_EQ(validated_at(*to, code_in(browser.get(login_for(kCallback)))), 200) << offset;
    }
    EXPECT_THAT(wrong->stop().err, testing::HasSubstr("database.clock_differs"));
  }
}

}  // namespace
