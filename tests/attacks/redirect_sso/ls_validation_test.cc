// What a code is worth, asked of a whole installation with two sites: one that shows a secret and
// one that has none.
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/people.h"
#include "tests/support/sites.h"

namespace {

using support::code_in;
using support::EngineKind;
using support::login_for;
using Headers = std::vector<std::string>;

constexpr const char* kBare = "http://localhost:3000/cb";
constexpr const char* kGuarded = "http://localhost:3001/cb";

class Validations : public testing::TestWithParam<EngineKind> {
 protected:
  Validations() {
    add_user(installation_, "ani");
    bare_ = installation_
                .json({"site", "add", "--name", "Bare", "--redirect-url", kBare, "--no-secret"})
                .at("site_id")
                .as_string();
    const auto guarded =
        installation_.json({"site", "add", "--name", "Guarded", "--redirect-url", kGuarded});
    guarded_ = guarded.at("site_id").as_string();
    secret_ = guarded.at("secret").as_string();
    support::log_in(member_, "ani");
  }
  std::string code_for(const char* url) { return code_in(member_.get(login_for(url))); }
  int ask(const std::string& rest, const Headers& headers = {}) {
    return support::get(server_->port(), "/api/sso/validate?code=" + rest, headers).status;
  }
  Headers shown(const std::string& secret) const {
    return {"X-Client-Id: " + guarded_, "X-Client-Secret: " + secret};
  }

  support::Installation installation_{GetParam()};
  std::unique_ptr<support::Server> server_ = installation_.serve();
  support::Browser member_ = browser_of(*server_);
  std::string bare_;
  std::string guarded_;
  std::string secret_;
};

INSTANTIATE_TEST_SUITE_P(engines, Validations,
                         testing::Values(EngineKind::sqlite, EngineKind::postgres),
                         [](const auto& info) { return support::name_of(info.param); });

TEST_P(Validations, LS2_a_code_of_another_site_is_refused_and_burnt) {
  const auto code = code_for(kBare);
  EXPECT_EQ(ask(code, shown(secret_)), 401);
  EXPECT_EQ(ask(code), 401) << "also to whose it was";
  EXPECT_EQ(ask(code_for(kGuarded), shown(secret_)), 200);
  EXPECT_EQ(ask(code_for(kBare)), 200);
}

TEST_P(Validations, LS2_a_code_is_burnt_without_the_secret_that_it_needs) {
  const auto code = code_for(kGuarded);
  EXPECT_EQ(ask(code), 401);
  EXPECT_EQ(ask(code, shown(secret_)), 401);
}

TEST_P(Validations, LS4_a_wrong_secret_opens_nothing_and_burns_nothing) {
  const auto code = code_for(kGuarded);
  EXPECT_EQ(ask(code, shown("wrong")), 401);
  EXPECT_EQ(ask(code, {"X-Client-Id: " + bare_, "X-Client-Secret: "}), 401);
  EXPECT_EQ(ask(code, {"X-Client-Id: " + guarded_}), 400);
  EXPECT_EQ(ask(code, shown(secret_)), 200);
}

TEST_P(Validations, LS4_an_address_beside_the_code_burns_it) {
  const auto code = code_for(kBare);
  EXPECT_EQ(ask(code + "&redirectUrl=https://evil.example/"), 401);
  EXPECT_EQ(ask(code), 401);
}

TEST_P(Validations, LS4_whoever_guesses_is_slowed_and_a_right_code_passes) {
  int guesses = 0;
  int status = 401;
  for (; status == 401 && guesses < 100; ++guesses) {
    status = ask("guess" + std::to_string(guesses));
  }
  EXPECT_EQ(status, 429) << "after " << guesses;
  EXPECT_EQ(ask(code_for(kBare)), 200);
  EXPECT_EQ(ask(code_for(kGuarded), shown(secret_)), 200);
}

TEST_P(Validations, LS5_a_look_ahead_gets_no_code_and_a_head_takes_none) {
  member_.say("Sec-Purpose", "prefetch");
  const auto ahead = member_.get(login_for(kBare));
  EXPECT_EQ(ahead.status, 204);
  EXPECT_EQ(ahead.location(), "");
  auto person = browser_of(*server_);
  support::log_in(person, "ani");
  const auto code = code_in(person.get(login_for(kBare)));
  const auto head = support::carry(
      server_->port(),
      {.method = "HEAD", .target = "/api/sso/validate?code=" + code, .headers = {}, .body = {}});
  EXPECT_EQ(head.status, 405);
  EXPECT_EQ(ask(code), 200);
}

// What a command changes is felt within a second; the codes that there are die with the next ones.
TEST_P(Validations, LS6_a_gate_that_shuts_on_the_way_shuts_the_code_out) {
  add_user(installation_, "budi");
  auto promoted = browser_of(*server_);
  support::log_in(promoted, "budi");
  auto code = code_in(promoted.get(login_for(kBare)));
  installation_.json({"user", "grant", "budi", "administrator"});
  EXPECT_TRUE(support::within_a_second([&] {
    const auto page = promoted.get(login_for(kBare));
    return page.status != 303 && page.location().empty();
  })) << "for ordinary users alone";
  EXPECT_EQ(ask(code), 401);

  code = code_for(kBare);
  installation_.json({"user", "disable", "ani"});
  EXPECT_TRUE(support::within_a_second([&] {
    const auto page = member_.get(login_for(kBare));
    return page.status != 303 && page.location().empty();
  }));
  EXPECT_EQ(ask(code), 401);
}

}  // namespace
