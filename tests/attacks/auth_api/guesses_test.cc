// Guessing at the door of a single-page application, over the wire, against a whole installation.
#include <gtest/gtest.h>

#include "tests/support/people.h"
#include "tests/support/spa.h"
#include "tests/support/telling_apart.h"

namespace {

using support::EngineKind;
using support::kPassword;
using support::Spa;

class AuthGuesses : public testing::TestWithParam<EngineKind> {
 protected:
  // Who is there, is shut out, and has no password; and nobody is xyz.
  AuthGuesses() {
    add_user(installation_, "ani");
    add_user(installation_, "off");
    installation_.json({"user", "add", "--username", "nil"});
    installation_.sql("UPDATE users SET status = 'disabled' WHERE username = 'off'");
  }
  // A browser that nobody has logged in with.
  support::Page give(const std::string& name, const std::string& password) {
    const auto port = server_->port();
    Spa spa([port](const support::Asked& asked) { return support::carry(port, asked); },
            "http://localhost:" + std::to_string(port));
    return spa.log_in(name, password);
  }

  support::Installation installation_{GetParam()};
  std::unique_ptr<support::Server> server_ = installation_.serve({{"GAPURA_LOGIN_ATTEMPTS", "20"}});
};

INSTANTIATE_TEST_SUITE_P(engines, AuthGuesses,
                         testing::Values(EngineKind::sqlite, EngineKind::postgres),
                         [](const auto& info) { return support::name_of(info.param); });

TEST_P(AuthGuesses, LG1_no_answer_tells_whether_somebody_is_there) {
  for (const auto& password : {std::string("wrong"), std::string(), std::string(5000, 'x')}) {
    const auto nobody = give("xyz", password);
    EXPECT_EQ(nobody.status, 401);
    EXPECT_EQ(nobody.body, R"({"errors":["Kredensial tidak valid"]})");
    EXPECT_FALSE(nobody.header("Set-Cookie"));
    for (const std::string name : {"ani", "off", "nil"}) {
      const auto known = give(name, password);
      EXPECT_EQ(known.status, nobody.status) << name;
      EXPECT_EQ(support::steady(known), support::steady(nobody)) << name;
      EXPECT_EQ(known.body, nobody.body) << name;
    }
  }
  EXPECT_EQ(give("off", kPassword).status, 403) << "who has shown the password is told";
}

TEST_P(AuthGuesses, LG1_nor_does_the_time_that_an_answer_takes) {
  for (const auto& password : {std::string("wrong"), std::string()}) {
    const auto told = support::told_apart_by_cost(
        *server_, {"xyz", "ani", "off", "nil"},
        [&](const auto& name) { EXPECT_EQ(give(name, password).status, 401); });
    EXPECT_EQ(told, "") << "with '" << password << "'";
  }
}

TEST_P(AuthGuesses, LG1_nor_do_the_guesses_that_are_left) {
  for (const std::string name : {"xyz", "ani"}) {
    for (int guess = 0; guess < 20; ++guess) {
      ASSERT_EQ(give(name, "wrong").status, 401) << name << " " << guess;
    }
    const auto slowed = give(name, "wrong");
    EXPECT_EQ(slowed.status, 429) << name;
    EXPECT_TRUE(slowed.header("Retry-After")) << name;
  }
}

}  // namespace
