// What somebody may try at the doors of contract 2, without a socket.
#include "tests/support/spa.h"
#include "tests/unit/endpoints/people.h"

namespace endpoints {
namespace {

using std::chrono::seconds;
using support::Fields;
using support::Spa;

class AuthAttacks : public PeopleTest {
 protected:
  AuthAttacks() : ani_(add_with_password("ani", kPassword)) {}

  Spa spa(const std::string& origin = kFrontend) {
    return {[this](const support::Asked& asked) { return answer(asked); }, origin};
  }
  Spa logged_in_spa() {
    auto one = spa();
    EXPECT_EQ(one.log_in("ani", kPassword).status, 200);
    return one;
  }
  Page with_cookies(const std::string& method, const std::string& target,
                    const std::string& cookies) {
    return answer({method, target, {{"Cookie", cookies}}, ""});
  }
  static int refresh(Spa& one) { return one.post("/auth/refresh-token").status; }
  static int profile(Spa& one) { return one.get("/auth/profile").status; }

  identity::users::User ani_;
};

TEST_F(AuthAttacks, CK2_what_two_readers_could_read_differently_is_no_cookie) {
  auto one = logged_in_spa();
  const auto access = "access_token=" + *one.cookie("access_token");
  const auto refresh = "refresh_token=" + *one.cookie("refresh_token");
  const auto value = access.substr(13);
  EXPECT_EQ(with_cookies("GET", "/auth/profile", access).status, 200);
  std::string flood;
  for (int more = 0; more < 300; ++more) {
    flood += "c" + std::to_string(more) + "=1; ";
  }
  const std::string cases[] = {
      access + "; " + access,
      "access_token=x; " + access,
      access + "; access_token=",
      "access_token=\"" + value + "\"",
      "$Version=1; access_token=\"" + value + "\"; $Path=/",
      "\xE2\x80\x80" + access,
      "=" + access,
      "\t" + access,
      "  " + access,
      "Access_Token=" + value,
      "access_token =" + value,
      "access_token= " + value,
      flood + access,
  };
  for (const auto& cookies : cases) {
    EXPECT_EQ(with_cookies("GET", "/auth/profile", cookies).status, 401) << cookies.substr(0, 60);
  }
  EXPECT_THAT(with_cookies("GET", "/auth/profile", access + "; " + access).body,
              HasSubstr("Token akses tidak valid"));
  const auto twice = with_cookies("POST", "/auth/refresh-token", refresh + "; " + refresh);
  EXPECT_EQ(twice.status, 401);
  EXPECT_THAT(twice.body, HasSubstr("Refresh token tidak valid"));
  const auto session = "; gapura_session=" + *one.cookie("gapura_session");
  EXPECT_EQ(with_cookies("POST", "/auth/refresh-token", refresh + "; " + refresh + session).status,
            401)
      << "and no session makes it good";
  EXPECT_EQ(one.get("/auth/profile").status, 200);
}

TEST_F(AuthAttacks, CK3_no_other_site_changes_anything) {
  const std::string login = R"({"identifier":"ani","password":")" + std::string(kPassword) + "\"}";
  auto one = logged_in_spa();
  const std::string session(base::parse_json_object(one.get("/auth/sessions").body)
                                .value()
                                .at("sessions")
                                .as_array()[0]
                                .at("id")
                                .as_string());
  const std::size_t told = trail_.types().size();
  const Fields strangers[] = {
      {{"Origin", "null"}},
      {{"Origin", "https://evil.example"}},
      {{"Origin", "https://app.example.evil.example"}},
      {{"Origin", "https://evil-app.example"}},
      {{"Origin", "https://sub.app.example"}},
      {{"Origin", "http://app.example"}},
      {{"Origin", "https://app.example:8443"}},
      {{"Origin", "https://app.example/"}},
      {{"Origin", ""}, {"Sec-Fetch-Site", "cross-site"}},
      {{"Origin", ""}, {"Sec-Fetch-Site", "same-site"}},
  };
  for (const auto& headers : strangers) {
    const auto& who = headers.back().second;
    for (const auto& page :
         {one.post("/auth/login", login, headers), one.post("/auth/refresh-token", "", headers),
          one.post("/auth/logout", "", headers), one.del("/auth/sessions/" + session, headers)}) {
      EXPECT_EQ(page.status, 403) << who;
      EXPECT_EQ(page.body, R"({"errors":["Permintaan ditolak karena berasal dari situs lain"]})");
      EXPECT_EQ(page.set_cookie("access_token"), "") << who;
      EXPECT_EQ(page.set_cookie("gapura_session"), "") << who;
    }
  }
  EXPECT_EQ(trail_.types().size(), told);
  EXPECT_EQ(profile(one), 200);
  EXPECT_EQ(one.post("/auth/refresh-token", "", {{"Origin", "https://id.example"}}).status, 200);
  EXPECT_EQ(one.post("/auth/refresh-token", "", {{"Origin", ""}, {"Sec-Fetch-Site", "same-origin"}})
                .status,
            200);
  EXPECT_EQ(one.post("/auth/refresh-token", "", {{"Origin", ""}, {"Sec-Fetch-Site", ""}}).status,
            200)
      << "the document's curl";
}

TEST_F(AuthAttacks, CK3_no_other_method_stands_for_one_that_changes_something) {
  auto one = logged_in_spa();
  for (const char* target : {"/auth/logout", "/auth/refresh-token", "/auth/login"}) {
    EXPECT_EQ(one.get(target).status, 405) << target;
    EXPECT_EQ(
        one.get(std::string(target) + "?_method=POST", {{"X-HTTP-Method-Override", "POST"}}).status,
        405);
    EXPECT_EQ(with_cookies("HEAD", target, one.cookie_header()).status, 405);
  }
  EXPECT_EQ(profile(one), 200);
}

TEST_F(AuthAttacks, CK4_the_hint_decides_nothing) {
  auto forger = spa();
  forger.set_cookie("is_logged_in", "true");
  EXPECT_EQ(profile(forger), 401);
  EXPECT_EQ(refresh(forger), 401);
  auto one = logged_in_spa();
  one.forget_cookie("is_logged_in");
  EXPECT_EQ(profile(one), 200);
  one.set_cookie("is_logged_in", "false");
  EXPECT_EQ(refresh(one), 200);
}

TEST_F(AuthAttacks, CK5_TK5_ten_tabs_get_the_same_successor_and_no_loser_clears_a_cookie) {
  auto one = logged_in_spa();
  auto behind = one;
  ASSERT_EQ(refresh(one), 200);
  for (int tab = 0; tab < 10; ++tab) {
    auto same = behind;
    ASSERT_EQ(refresh(same), 200);
    EXPECT_EQ(same.cookie("refresh_token"), one.cookie("refresh_token"));
    EXPECT_EQ(profile(same), 200);
  }
  EXPECT_EQ(count("family.refreshed"), 1U) << "one step";
  EXPECT_EQ(count("family.reused"), 0U);
  clock_.advance(seconds(10));
  const auto late = behind.post("/auth/refresh-token");
  EXPECT_EQ(late.status, 401);
  for (const auto& [name, value] : late.headers) {
    EXPECT_NE(name, "Set-Cookie") << value;
  }
}

TEST_F(AuthAttacks, CK5_a_tab_whose_tokens_another_tab_has_replaced_is_given_those) {
  auto one = logged_in_spa();
  auto behind = one;
  clock_.advance(seconds(10));
  one.forget_cookie("refresh_token");
  ASSERT_EQ(refresh(one), 200) << "by its session";
  ASSERT_EQ(count("family.replaced"), 1U);
  EXPECT_EQ(refresh(behind), 200);
  EXPECT_EQ(behind.cookie("refresh_token"), one.cookie("refresh_token"));
  EXPECT_EQ(profile(behind), 200);
  EXPECT_EQ(profile(one), 200);
}

TEST_F(AuthAttacks, CK6_TK4_a_stolen_token_used_later_ends_it_for_both) {
  auto one = logged_in_spa();
  auto thief = one;
  ASSERT_EQ(refresh(one), 200);
  EXPECT_EQ(profile(one), 200);
  clock_.advance(seconds(10));
  EXPECT_EQ(refresh(thief), 401);
  EXPECT_EQ(count("family.reused"), 1U);
  EXPECT_EQ(profile(one), 401) << "its access tokens too, and at once";
  EXPECT_EQ(profile(thief), 401);
  EXPECT_EQ(refresh(one), 401);
  thief.forget_cookie("refresh_token");
  EXPECT_EQ(refresh(thief), 200) << "who has copied the session as well has the session (ADR 0022)";
}

TEST_F(AuthAttacks, TK4_an_older_generation_ends_it_within_the_grace_as_well) {
  auto one = logged_in_spa();
  auto thief = one;
  ASSERT_EQ(refresh(one), 200);
  ASSERT_EQ(refresh(one), 200);
  EXPECT_EQ(refresh(thief), 401);
  EXPECT_EQ(refresh(one), 401);
}

TEST_F(AuthAttacks, CK7_of_what_was_logged_out_nothing_is_good_and_others_stay) {
  auto other = logged_in_spa();
  auto one = logged_in_spa();
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
  EXPECT_EQ(count("session.ended"), 1U);
  EXPECT_EQ(profile(other), 200);
  EXPECT_EQ(refresh(other), 200);
}

TEST_F(AuthAttacks, CK8_other_origins_are_told_nothing) {
  auto one = logged_in_spa();
  const auto told = one.get("/auth/profile", {{"Origin", kFrontend}});
  EXPECT_EQ(told.header("Access-Control-Allow-Origin"), kFrontend);
  EXPECT_EQ(told.header("Access-Control-Allow-Credentials"), "true");
  EXPECT_EQ(told.header("Vary"), "Origin, Cookie");
  for (const char* origin : {"null", "https://evil.example", "https://evil-app.example",
                             "https://app.example.evil.example", "http://app.example", "*"}) {
    const auto page = one.get("/auth/profile", {{"Origin", origin}});
    EXPECT_EQ(page.status, 200) << "a browser keeps it from its page";
    EXPECT_FALSE(page.header("Access-Control-Allow-Origin")) << origin;
    EXPECT_FALSE(page.header("Access-Control-Allow-Credentials")) << origin;
    EXPECT_EQ(page.header("Vary"), "Origin, Cookie") << origin;
    const auto asked = answer({"OPTIONS",
                               "/auth/logout",
                               {{"Origin", origin}, {"Access-Control-Request-Method", "POST"}},
                               ""});
    EXPECT_FALSE(asked.header("Access-Control-Allow-Origin")) << origin;
    EXPECT_FALSE(asked.header("Access-Control-Allow-Methods")) << origin;
  }
  const auto asked = answer({"OPTIONS",
                             "/auth/sessions/x",
                             {{"Origin", kFrontend}, {"Access-Control-Request-Method", "DELETE"}},
                             ""});
  EXPECT_EQ(asked.status, 204);
  EXPECT_EQ(asked.header("Access-Control-Allow-Origin"), kFrontend);
  EXPECT_EQ(asked.header("Access-Control-Allow-Methods"), "DELETE");
}

TEST_F(AuthAttacks, CK8_an_access_token_is_shown_by_its_cookie_alone) {
  auto one = logged_in_spa();
  const auto token = *one.cookie("access_token");
  auto other = spa();
  EXPECT_EQ(other.get("/auth/profile?access_token=" + token).status, 401);
  EXPECT_EQ(other.get("/auth/profile", {{"Authorization", "Bearer " + token}}).status, 401);
}

TEST_F(AuthAttacks, TK14_no_token_is_good_where_another_is_meant) {
  auto one = logged_in_spa();
  const auto access = *one.cookie("access_token");
  EXPECT_EQ(answer({"GET", "/api/user-sso", {{"Authorization", "Bearer " + access}}, ""}).status,
            401);
  EXPECT_EQ(answer({"GET", "/oauth/userinfo", {{"Authorization", "Bearer " + access}}, ""}).status,
            401);
  auto swapped = spa();
  swapped.set_cookie("access_token", *one.cookie("refresh_token"));
  EXPECT_EQ(profile(swapped), 401);
  swapped.set_cookie("refresh_token", access);
  EXPECT_EQ(refresh(swapped), 401);
  swapped.set_cookie("access_token", access.substr(0, access.size() - 2));
  EXPECT_EQ(profile(swapped), 401);
}

TEST_F(AuthAttacks, TK8_nothing_is_refreshed_for_who_is_shut_out_or_has_another_password) {
  auto one = logged_in_spa();
  auto two = logged_in_spa();
  set_password(ani_, kNew);
  EXPECT_EQ(refresh(one), 401);
  ASSERT_EQ(two.log_in("ani", kNew).status, 200);
  ASSERT_TRUE(users_.disable(act_, ani_.id));
  EXPECT_EQ(refresh(two), 403);
  clock_.advance(seconds(1));
  EXPECT_EQ(profile(two), 403);
  ASSERT_TRUE(users_.enable(act_, ani_.id));
  clock_.advance(seconds(1));
  EXPECT_EQ(refresh(two), 401) << "what ended with that stays so";
  EXPECT_EQ(profile(two), 401);
}

TEST_F(AuthAttacks, TK14_an_access_token_dies_after_its_ten_minutes) {
  auto one = logged_in_spa();
  clock_.advance(std::chrono::minutes(10) - seconds(1));
  EXPECT_EQ(profile(one), 200);
  clock_.advance(seconds(4));
  EXPECT_EQ(profile(one), 401);
  EXPECT_EQ(refresh(one), 200);
  EXPECT_EQ(profile(one), 200);
}

}  // namespace
}  // namespace endpoints
