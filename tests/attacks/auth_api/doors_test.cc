// What strangers and other sites try at the doors of contract 2, against the program as it runs,
// over either engine.
#include <memory>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/json.h"
#include "tests/support/people.h"
#include "tests/support/spa.h"

namespace {

using support::Fields;
using support::Page;
using support::Spa;
using testing::HasSubstr;
using testing::Not;

constexpr const char* kFrontend = "https://app.example";

class AuthDoors : public testing::TestWithParam<support::EngineKind> {
 protected:
  void start(const support::Variables& more = {}) {
    support::Variables variables{{"GAPURA_ISSUER", "https://id.example"},
                                 {"FRONTEND_URL", "https://app.example/"}};
    variables.insert(more.begin(), more.end());
    server_ = installation_.serve(variables);
    add_user(installation_, "ani");
  }
  Spa spa() const {
    const auto port = server_->port();
    return {[port](const support::Asked& asked) { return support::carry(port, asked); }, kFrontend};
  }
  Spa logged_in() {
    start();
    auto one = spa();
    EXPECT_EQ(one.log_in("ani", support::kPassword).status, 200);
    return one;
  }
  static int profile(Spa& one) { return one.get("/auth/profile").status; }
  static int refresh(Spa& one) { return one.post("/auth/refresh-token").status; }
  Page with_cookies(const std::string& method, const std::string& target,
                    const std::string& cookies) const {
    return support::carry(server_->port(), {method, target, {{"Cookie", cookies}}, ""});
  }
  std::size_t told(const std::string& type) const {
    std::vector<std::string> asked{"audit", "list"};
    if (!type.empty()) {
      asked.insert(asked.end(), {"--type", type});
    }
    return installation_.json(asked).at("entries").as_array().size();
  }

  support::Installation installation_{GetParam()};
  std::unique_ptr<support::Server> server_;
};
INSTANTIATE_TEST_SUITE_P(engines, AuthDoors,
                         testing::Values(support::EngineKind::sqlite,
                                         support::EngineKind::postgres),
                         [](const auto& info) { return support::name_of(info.param); });

TEST_P(AuthDoors, CK1_cookies_are_as_hard_as_the_contract_lets_them_be) {
  start({{"GAPURA_COOKIES_PREFIX", "__Host-"}});
  auto one = spa();
  const auto page = one.log_in("ani", support::kPassword);
  ASSERT_EQ(page.status, 200);
  for (const char* name : {"__Host-access_token", "__Host-refresh_token", "gapura_session"}) {
    const auto cookie = page.set_cookie(name);
    for (const char* part : {"; HttpOnly", "; Secure", "; SameSite=Lax", "; Path=/;"}) {
      EXPECT_THAT(cookie, HasSubstr(part)) << name;
    }
    EXPECT_THAT(cookie, Not(HasSubstr("Domain"))) << name;
    EXPECT_LE(cookie.size(), 4096U);
  }
  EXPECT_EQ(page.set_cookie("access_token"), "");
  EXPECT_EQ(profile(one), 200);
  auto softened = spa();
  softened.set_cookie("access_token", *one.cookie("__Host-access_token"));
  EXPECT_EQ(profile(softened), 401) << "under the name that a sibling host could set";
}

TEST_P(AuthDoors, CK2_what_two_readers_could_read_differently_is_no_cookie) {
  auto one = logged_in();
  const auto value = *one.cookie("access_token");
  const auto access = "access_token=" + value;
  EXPECT_EQ(with_cookies("GET", "/auth/profile", access).status, 200);
  std::string flood;
  for (int more = 0; more < 300; ++more) {
    flood.append("c").append(std::to_string(more)).append("=1; ");
  }
  const std::string cases[] = {access + "; " + access,
                               "access_token=x; " + access,
                               "access_token=\"" + value + "\"",
                               "$Version=1; access_token=\"" + value + "\"; $Path=/",
                               "\xE2\x80\x80" + access,
                               "=" + access,
                               "Access_Token=" + value,
                               "access_token= " + value,
                               flood + access};
  for (const auto& cookies : cases) {
    const auto status = with_cookies("GET", "/auth/profile", cookies).status;
    EXPECT_TRUE(status == 401 || status == 400) << status << " " << cookies.substr(0, 60);
  }
  const auto twice = "refresh_token=" + *one.cookie("refresh_token");
  EXPECT_EQ(with_cookies("POST", "/auth/refresh-token", twice + "; " + twice).status, 401);
}

TEST_P(AuthDoors, CK3_no_other_site_changes_anything) {
  auto one = logged_in();
  const std::string login =
      R"({"identifier":"ani","password":")" + std::string(support::kPassword) + "\"}";
  const auto listed = base::parse_json_object(one.get("/auth/sessions").body).value();
  const std::string session(listed.at("sessions").as_array().at(0).at("id").as_string());
  const auto before = told("");
  const Fields strangers[] = {
      {{"Origin", "null"}},
      {{"Origin", "https://evil.example"}},
      {{"Origin", "https://sub.app.example"}},
      {{"Origin", "http://app.example"}},
      {{"Origin", ""}, {"Sec-Fetch-Site", "cross-site"}},
      {{"Origin", ""}, {"Sec-Fetch-Site", "same-site"}},
  };
  for (const auto& headers : strangers) {
    for (const auto& page :
         {one.post("/auth/login", login, headers), one.post("/auth/refresh-token", "", headers),
          one.post("/auth/logout", "", headers), one.del("/auth/sessions/" + session, headers)}) {
      EXPECT_EQ(page.status, 403) << headers.back().second;
      EXPECT_FALSE(page.header("Set-Cookie")) << headers.back().second;
    }
  }
  EXPECT_EQ(one.post("/auth/login", login, {{"Content-Type", "text/plain"}}).status, 415);
  EXPECT_EQ(one.get("/auth/logout?_method=POST", {{"X-HTTP-Method-Override", "POST"}}).status, 405);
  EXPECT_EQ(with_cookies("HEAD", "/auth/logout", one.cookie_header()).status, 405);
  EXPECT_EQ(told(""), before);
  EXPECT_EQ(profile(one), 200);
  EXPECT_EQ(refresh(one), 200);
}

TEST_P(AuthDoors, CK4_the_hint_decides_nothing) {
  auto one = logged_in();
  auto forger = spa();
  forger.set_cookie("is_logged_in", "true");
  EXPECT_EQ(profile(forger), 401);
  EXPECT_EQ(refresh(forger), 401);
  one.forget_cookie("is_logged_in");
  EXPECT_EQ(profile(one), 200);
  one.set_cookie("is_logged_in", "false");
  EXPECT_EQ(refresh(one), 200);
}

TEST_P(AuthDoors, CK6_a_stolen_token_used_later_ends_it_for_both) {
  start({{"GAPURA_REFRESH_GRACE", "0s"}});
  auto one = spa();
  ASSERT_EQ(one.log_in("ani", support::kPassword).status, 200);
  auto thief = spa();
  thief.set_cookie("refresh_token", *one.cookie("refresh_token"));
  ASSERT_EQ(refresh(one), 200);
  EXPECT_EQ(refresh(thief), 401);
  EXPECT_EQ(profile(one), 401) << "its access tokens too, and at once";
  EXPECT_EQ(refresh(one), 401);
  EXPECT_EQ(refresh(thief), 401);
  EXPECT_EQ(told("family.reused"), 1U);
}

TEST_P(AuthDoors, CK5_a_tab_whose_tokens_another_tab_has_replaced_is_given_those) {
  start({{"GAPURA_REFRESH_GRACE", "0s"}});
  auto one = spa();
  ASSERT_EQ(one.log_in("ani", support::kPassword).status, 200);
  auto behind = one;
  one.forget_cookie("refresh_token");
  ASSERT_EQ(refresh(one), 200) << "by its session";
  EXPECT_EQ(told("family.replaced"), 1U);
  EXPECT_EQ(refresh(behind), 200);
  EXPECT_EQ(profile(behind), 200);
}

TEST_P(AuthDoors, CK7_of_what_was_logged_out_nothing_is_good_and_others_stay) {
  auto other = logged_in();
  auto one = spa();
  ASSERT_EQ(one.log_in("ani", support::kPassword).status, 200);
  auto older = one;
  ASSERT_EQ(refresh(one), 200);
  const auto newest = one;
  EXPECT_EQ(one.post("/auth/logout").status, 200);
  for (auto replayed : {older, newest}) {
    EXPECT_EQ(profile(replayed), 401);
    EXPECT_EQ(refresh(replayed), 401);
    replayed.forget_cookie("refresh_token");
    EXPECT_EQ(refresh(replayed), 401) << "by the session";
    EXPECT_EQ(replayed.post("/auth/logout").status, 200);
  }
  EXPECT_EQ(told("session.ended"), 1U);
  EXPECT_EQ(profile(other), 200);
  EXPECT_EQ(refresh(other), 200);
}

TEST_P(AuthDoors, CK8_other_origins_are_told_nothing) {
  auto one = logged_in();
  const auto told = one.get("/auth/profile", {{"Origin", kFrontend}});
  EXPECT_EQ(told.header("Access-Control-Allow-Origin"), kFrontend);
  EXPECT_EQ(told.header("Access-Control-Allow-Credentials"), "true");
  EXPECT_EQ(told.header("Vary"), "Origin, Cookie");
  EXPECT_EQ(told.header("Cache-Control"), "no-store");
  for (const char* origin :
       {"null", "https://evil-app.example", "https://app.example.evil.example", "*"}) {
    for (const char* target : {"/auth/profile", "/auth/nope", "/auth"}) {
      const auto page = one.get(target, {{"Origin", origin}});
      EXPECT_FALSE(page.header("Access-Control-Allow-Origin")) << origin;
      EXPECT_FALSE(page.header("Access-Control-Allow-Credentials")) << origin;
      EXPECT_THAT(page.headers, testing::Contains(testing::Pair("Vary", HasSubstr("Origin"))))
          << origin;
    }
  }
  const auto token = *one.cookie("access_token");
  auto other = spa();
  EXPECT_EQ(other.get("/auth/profile?access_token=" + token).status, 401);
  EXPECT_EQ(other.get("/auth/profile", {{"Authorization", "Bearer " + token}}).status, 401);
}

}  // namespace
