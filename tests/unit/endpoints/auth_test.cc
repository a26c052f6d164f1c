// Contract 2 at the endpoints, without a socket.
#include <set>

#include "tests/support/spa.h"
#include "tests/unit/endpoints/people.h"

namespace endpoints {
namespace {

using std::chrono::seconds;
using support::Spa;

class Auth : public PeopleTest {
 protected:
  using PeopleTest::PeopleTest;

  identity::users::User ani() {
    const auto user = add({{"username", "ani"}, {"name", "Ani"}, {"email", "ani@example.test"}});
    set_password(user, kPassword);
    return user;
  }
  Spa spa(const std::string& origin = kFrontend) {
    return {[this](const support::Asked& asked) { return answer(asked); }, origin};
  }
  Spa logged_in_spa(const std::string& name = "ani") {
    auto one = spa();
    EXPECT_EQ(one.log_in(name, kPassword).status, 200);
    return one;
  }
  // What is remembered for half a second is not any more.
  void forget() { clock_.advance(seconds(1)); }
};

std::string errors(const std::string& sentence) { return R"({"errors":[")" + sentence + "\"]}"; }
const support::Fields kEnglish{{"Accept-Language", "en"}};

TEST_F(Auth, CK1_a_login_gives_the_cookies_of_the_contract) {
  const auto user = ani();
  auto one = spa();
  const auto page = one.log_in("ani", kPassword);
  ASSERT_EQ(page.status, 200) << page.body;
  EXPECT_THAT(page.body, HasSubstr(R"("user":{"id":)" + std::to_string(user.id.value) +
                                   R"(,"email":"ani@example.test","name":"Ani","status":true}})"));
  for (const char* name : {"access_token", "refresh_token"}) {
    const auto cookie = page.set_cookie(name);
    for (const char* part :
         {"; HttpOnly", "; Secure", "; SameSite=Lax", "; Path=/;", "; Expires="}) {
      EXPECT_THAT(cookie, HasSubstr(part)) << name;
    }
    EXPECT_THAT(cookie, Not(HasSubstr("Domain")));
    EXPECT_LT(cookie.size(), 4096U);
  }
  const auto hint = page.set_cookie("is_logged_in");
  EXPECT_THAT(hint, HasSubstr("is_logged_in=true; Path=/; Expires="));
  EXPECT_THAT(hint, HasSubstr("; SameSite=Lax"));
  EXPECT_THAT(hint, Not(HasSubstr("HttpOnly")));
  EXPECT_THAT(hint, Not(HasSubstr("Secure")));
  const auto expiry = [&page](const char* name) {
    const auto cookie = page.set_cookie(name);
    const auto at = cookie.find("Expires=");
    return cookie.substr(at, cookie.find(';', at) - at);
  };
  EXPECT_EQ(expiry("is_logged_in"), expiry("refresh_token"));
  EXPECT_THAT(page.set_cookie("gapura_session"), HasSubstr("; HttpOnly; Secure; SameSite=Lax"));
  EXPECT_THAT(page.body, HasSubstr(R"({"access_token":")" + *one.cookie("access_token")));
}

TEST_F(Auth, profile_tells_who_it_is_and_sets_the_hint) {
  ani();
  auto one = logged_in_spa();
  one.forget_cookie("is_logged_in");
  const auto page = one.get("/auth/profile");
  EXPECT_EQ(page.status, 200);
  EXPECT_THAT(page.body, HasSubstr(R"({"user":{"id":)"));
  EXPECT_EQ(one.cookie("is_logged_in"), "true");
  EXPECT_EQ(one.get("/auth/profile").body, page.body) << "from memory";
  EXPECT_EQ(frontend_.book().looks(), 2) << "one at the login, one at the first profile";
}

TEST_F(Auth, every_sentence_of_the_document_in_both_languages) {
  const auto user = ani();
  const auto expect = [](const Page& page, int status, const std::string& sentence) {
    EXPECT_EQ(page.status, status);
    EXPECT_EQ(page.body, errors(sentence));
  };
  auto one = spa();
  expect(one.get("/auth/profile"), 401, "Token akses tidak ditemukan");
  expect(one.get("/auth/profile", kEnglish), 401, "Access token not found");
  expect(one.post("/auth/refresh-token"), 401, "Refresh token tidak ditemukan");
  expect(one.post("/auth/refresh-token", "", kEnglish), 401, "Refresh token not found");
  expect(one.log_in("ani", "salah"), 401, "Kredensial tidak valid");
  expect(one.log_in("tidak-ada", "salah", kEnglish), 401, "Invalid credentials");
  one.set_cookie("access_token", "x.y.z");
  one.set_cookie("refresh_token", "xyz");
  expect(one.get("/auth/profile"), 401, "Token akses tidak valid");
  expect(one.get("/auth/profile", kEnglish), 401, "Access token is not valid");
  expect(one.post("/auth/refresh-token"), 401, "Refresh token tidak valid");
  expect(one.post("/auth/refresh-token", "", kEnglish), 401, "Refresh token is not valid");
  auto two = logged_in_spa();
  ASSERT_TRUE(users_.disable(act_, user.id));
  forget();
  expect(two.get("/auth/profile"), 403, "Akun tidak aktif");
  expect(two.get("/auth/profile", kEnglish), 403, "The account is not active");
  expect(two.post("/auth/refresh-token"), 403, "Akun tidak aktif");
  expect(one.log_in("ani", kPassword), 403, "Akun tidak aktif");
  expect(one.log_in("ani", "salah"), 401, "Kredensial tidak valid");
}

TEST_F(Auth, LG1_too_many_guesses_wait_as_at_the_login_page) {
  ani();
  auto one = spa();
  for (int guess = 0; guess < 5; ++guess) {
    ASSERT_EQ(one.log_in("ani", "salah").status, 401);
  }
  const auto page = one.log_in("ani", kPassword);
  EXPECT_EQ(page.status, 429);
  EXPECT_EQ(page.body, errors("Terlalu banyak percobaan, coba lagi nanti"));
  EXPECT_EQ(page.header("Retry-After"), "2");
  auto other = browser();
  const auto form = other.submit(other.get("/login"), typed("ani", kPassword));
  EXPECT_EQ(form.status, 429) << "one count for both";
}

TEST_F(Auth, a_second_factor_comes_with_the_same_call_again) {
  const auto user = ani();
  code_.give(user.id, identity::login::Standing::always);
  auto one = spa();
  const auto first = one.log_in("ani", kPassword);
  EXPECT_EQ(first.status, 401);
  EXPECT_EQ(first.body, R"({"errors":["Verifikasi kedua diperlukan"],"next":["code"]})");
  EXPECT_FALSE(one.cookie("access_token"));
  const auto with = [&](const std::string& code) {
    return one.post("/auth/login", R"({"identifier":"ani","password":")" + std::string(kPassword) +
                                       R"(","code":")" + code + "\"}");
  };
  EXPECT_EQ(with("salah").status, 401);
  EXPECT_FALSE(one.cookie("access_token"));
  EXPECT_EQ(with(code_.secret_of(user.id)).status, 200);
  EXPECT_EQ(one.get("/auth/profile").status, 200);
}

TEST_F(Auth, a_code_is_good_for_any_second_factor_that_is_offered) {
  const auto user = ani();
  passkey_.give(user.id, identity::login::Standing::offered);
  code_.give(user.id, identity::login::Standing::always);
  const auto with = [&](const std::string& more) {
    return spa().post("/auth/login", R"({"identifier":"ani","password":")" +
                                         std::string(kPassword) + "\"" + more + "}");
  };
  EXPECT_EQ(with("").body,
            R"({"errors":["Verifikasi kedua diperlukan"],"next":["passkey","code"]})");
  for (const auto& code : {passkey_.secret_of(user.id), code_.secret_of(user.id)}) {
    EXPECT_EQ(with(R"(,"code":")" + code + "\"").status, 200) << code;
  }
  EXPECT_EQ(with(R"(,"code":"salah")").body, errors("Kredensial tidak valid"));
}

TEST_F(Auth, DS2_a_login_leaves_no_row_beside_its_session) {
  ani();
  auto one = spa();
  EXPECT_EQ(one.log_in("ani", "salah").status, 401);
  EXPECT_EQ(one.log_in("tidak-ada", "salah").status, 401);
  EXPECT_EQ(one.log_in("ani", kPassword).status, 200);
  EXPECT_EQ(logins_rows_.size(), 0U);
}

TEST_F(Auth, HP4_a_body_is_json_and_small) {
  ani();
  auto one = spa();
  const std::string right = R"({"identifier":"ani","password":")" + std::string(kPassword) + "\"}";
  for (const char* type :
       {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data"}) {
    EXPECT_EQ(one.post("/auth/login", right, {{"Content-Type", type}}).status, 415) << type;
  }
  EXPECT_EQ(one.post("/auth/login", right, {{"Content-Type", ""}}).status, 415);
  for (const char* body :
       {"", "{}", "[]", R"({"identifier":"ani"})", R"({"identifier":1,"password":"x"})",
        R"({"identifier":"ani","password":"x","code":1})"}) {
    const auto page = one.post("/auth/login", body, {{"Content-Type", "application/json"}});
    EXPECT_EQ(page.status, 400) << body;
    EXPECT_EQ(page.body, errors("Permintaan tidak dapat dibaca"));
  }
  const std::string large = R"({"identifier":")" + std::string(9000, 'a') + R"(","password":"x"})";
  EXPECT_EQ(one.post("/auth/login", large).status, 413);
}

TEST_F(Auth, methods_that_are_not_there_are_405) {
  auto one = spa();
  EXPECT_EQ(one.get("/auth/login").status, 405);
  EXPECT_EQ(one.get("/auth/logout").header("Allow"), "POST");
  EXPECT_EQ(one.post("/auth/profile").header("Allow"), "GET, HEAD");
  EXPECT_EQ(answer({"HEAD", "/auth/profile", {}, ""}).status, 401);
}

TEST_F(Auth, CK8_what_is_not_there_is_said_in_the_same_form_to_the_same_origins) {
  auto one = spa();
  const auto expect_told = [](const Page& page, int status, const std::string& sentence) {
    EXPECT_EQ(page.status, status);
    EXPECT_EQ(page.body, errors(sentence));
    EXPECT_EQ(page.header("Access-Control-Allow-Origin"), kFrontend);
    EXPECT_EQ(page.header("Access-Control-Allow-Credentials"), "true");
  };
  const support::Fields from{{"Origin", kFrontend}};
  for (const char* none : {"/auth/google/x", "/auth/nope", "/auth", "/auth/"}) {
    SCOPED_TRACE(none);
    const auto page = one.get(none, from);
    expect_told(page, 404, "Halaman tidak ditemukan");
    EXPECT_THAT(page.headers, testing::Contains(testing::Pair("Vary", HasSubstr("Origin"))));
    EXPECT_FALSE(
        one.get(none, {{"Origin", "https://evil.example"}}).header("Access-Control-Allow-Origin"));
    EXPECT_THAT(browser().get(none).body, HasSubstr("<!doctype html>"));
  }
  expect_told(one.get("/auth/login", from), 405, "Halaman ini tidak dapat dibuka langsung");
  expect_told(one.post("/auth/profile", "{}"), 405, "Halaman ini tidak dapat dibuka langsung");
  EXPECT_FALSE(one.get("/elsewhere", from).header("Access-Control-Allow-Origin"));
}

TEST_F(Auth, a_profile_is_made_once_and_says_the_same_as_the_one_before) {
  const auto user = ani();
  auto one = logged_in_spa();
  const support::Fields from{{"Origin", kFrontend}};
  const auto first = one.get("/auth/profile", from);
  const int looks = frontend_.book().looks();
  const auto second = one.get("/auth/profile", from);
  EXPECT_EQ(frontend_.book().looks(), looks);
  EXPECT_EQ(second.body, first.body);
  EXPECT_EQ(second.set_cookie("is_logged_in"), first.set_cookie("is_logged_in"));
  for (const char* name : {"Content-Type", "Vary", "Access-Control-Allow-Origin",
                           "Access-Control-Allow-Credentials", "Access-Control-Expose-Headers"}) {
    EXPECT_EQ(second.header(name), first.header(name)) << name;
  }
  EXPECT_FALSE(one.get("/auth/profile").header("Access-Control-Expose-Headers"))
      << "to nobody who would not be let read them";
  ASSERT_TRUE(users_.set(act_, identity::users::Editor::administrator, user.id, std::nullopt,
                         {{"name", "Ani Baru"}}));
  forget();
  EXPECT_THAT(one.get("/auth/profile", from).body, HasSubstr("Ani Baru"));
}

TEST_F(Auth, logout_takes_every_cookie_away_and_says_so_whatever_is_shown) {
  ani();
  auto one = logged_in_spa();
  const auto page = one.post("/auth/logout");
  EXPECT_EQ(page.status, 200);
  EXPECT_EQ(page.body, R"({"message":"Logout berhasil"})");
  for (const char* name : {"access_token", "refresh_token", "is_logged_in", "gapura_session"}) {
    EXPECT_THAT(page.set_cookie(name),
                HasSubstr("=; Path=/; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT"))
        << name;
    EXPECT_FALSE(one.cookie(name)) << name;
  }
  auto bare = spa();
  EXPECT_EQ(bare.post("/auth/logout").body, R"({"message":"Logout berhasil"})");
  bare.set_cookie("access_token", "x.y.z");
  bare.set_cookie("refresh_token", "xyz");
  EXPECT_EQ(bare.post("/auth/logout").status, 200);
  EXPECT_FALSE(bare.cookie("refresh_token"));
}

TEST_F(Auth, any_one_of_its_cookies_ends_the_login) {
  ani();
  for (const char* shown : {"access_token", "refresh_token", "gapura_session"}) {
    auto one = logged_in_spa();
    auto leaving = spa();
    leaving.set_cookie(shown, *one.cookie(shown));
    EXPECT_EQ(leaving.post("/auth/logout").status, 200);
    EXPECT_EQ(one.get("/auth/profile").status, 401) << shown;
    EXPECT_EQ(one.post("/auth/refresh-token").status, 401) << shown;
  }
}

TEST_F(Auth, a_browser_that_is_logged_in_by_another_door_gets_tokens) {
  ani();
  auto page_browser = logged_in("ani");
  auto one = spa();
  one.set_cookie("gapura_session", *page_browser.cookie("gapura_session"));
  EXPECT_EQ(one.get("/auth/profile").status, 401);
  const auto page = one.post("/auth/refresh-token");
  ASSERT_EQ(page.status, 200) << page.body;
  EXPECT_EQ(page.body, R"({"access_token":")" + *one.cookie("access_token") + "\"}");
  EXPECT_EQ(one.get("/auth/profile").status, 200);
  one.post("/auth/logout");
  EXPECT_EQ(page_browser.get("/account/sessions").says("name=\"identifier\""), true);
}

TEST_F(Auth, what_is_left_of_a_login_that_is_over_does_not_stand_in_the_way_of_the_next) {
  ani();
  auto one = logged_in_spa();
  const auto left = *one.cookie("refresh_token");
  ASSERT_EQ(one.post("/auth/logout").status, 200);
  auto page_browser = logged_in("ani");
  for (const auto& dead : {left, std::string("xyz")}) {
    auto next = spa();
    next.set_cookie("refresh_token", dead);
    EXPECT_EQ(next.post("/auth/refresh-token").status, 401) << "without a session";
    next.set_cookie("gapura_session", *page_browser.cookie("gapura_session"));
    EXPECT_EQ(next.post("/auth/refresh-token").status, 200);
    EXPECT_EQ(next.get("/auth/profile").status, 200);
  }
}

TEST_F(Auth, a_session_that_was_idle_for_too_long_is_followed_by_a_login_at_the_page_alone) {
  ani();
  auto page_browser = logged_in("ani");
  auto one = spa();
  one.set_cookie("gapura_session", *page_browser.cookie("gapura_session"));
  ASSERT_EQ(one.post("/auth/refresh-token").status, 200);
  clock_.advance(std::chrono::hours(12));
  EXPECT_EQ(one.post("/auth/refresh-token").status, 401);
  one.set_cookie("gapura_session", *logged_in("ani").cookie("gapura_session"));
  EXPECT_EQ(one.post("/auth/refresh-token").status, 200);
}

TEST_F(Auth, a_login_that_is_to_end_with_the_browser_leaves_it_nothing_that_stays) {
  ani();
  auto page_browser = logged_in("ani");
  auto one = spa();
  one.set_cookie("gapura_session", *page_browser.cookie("gapura_session"));
  const auto begun = one.post("/auth/refresh-token");
  clock_.advance(seconds(1));
  const auto refreshed = one.post("/auth/refresh-token");
  const auto profile = one.get("/auth/profile");
  for (const auto* page : {&begun, &refreshed}) {
    ASSERT_EQ(page->status, 200);
    for (const char* name : {"access_token", "refresh_token", "is_logged_in"}) {
      EXPECT_THAT(page->set_cookie(name), HasSubstr(name));
      EXPECT_THAT(page->set_cookie(name), Not(HasSubstr("Expires"))) << name;
      EXPECT_THAT(page->set_cookie(name), Not(HasSubstr("Max-Age"))) << name;
    }
  }
  EXPECT_THAT(profile.set_cookie("is_logged_in"), Not(HasSubstr("Expires")));
  auto remembered = spa();
  remembered.set_cookie(
      "gapura_session",
      *logged_in("ani", kPassword, {{"remember", "yes"}}).cookie("gapura_session"));
  EXPECT_THAT(remembered.post("/auth/refresh-token").set_cookie("refresh_token"),
              HasSubstr("Expires"));
}

TEST_F(Auth, a_login_that_asks_not_to_be_remembered_ends_with_the_browser) {
  ani();
  const std::string credentials =
      R"({"identifier":"ani","password":")" + std::string(kPassword) + R"(","remember":)";
  const auto kept = spa().post("/auth/login", credentials + "true}");
  const auto passing = spa().post("/auth/login", credentials + "false}");
  for (const char* name : {"gapura_session", "access_token", "refresh_token", "is_logged_in"}) {
    EXPECT_THAT(kept.set_cookie(name), HasSubstr("Expires")) << name;
    EXPECT_THAT(passing.set_cookie(name), HasSubstr(name));
    EXPECT_THAT(passing.set_cookie(name), Not(HasSubstr("Expires"))) << name;
  }
  EXPECT_EQ(spa().post("/auth/login", credentials + "\"no\"}").status, 400);
}

TEST_F(Auth, every_door_by_which_somebody_leaves_takes_the_frontends_cookies_along) {
  const auto user = ani();
  const auto expect_gone = [](const Page& page, const std::string& door) {
    for (const char* name : {"access_token", "refresh_token", "is_logged_in", "gapura_session"}) {
      EXPECT_THAT(page.set_cookie(name), HasSubstr("Max-Age=0")) << door << " " << name;
    }
  };
  auto one = logged_in("ani");
  expect_gone(one.submit(one.get("/logout"), {}), "/logout");
  auto two = logged_in("ani");
  ASSERT_TRUE(users_.disable(act_, user.id));
  expect_gone(two.get("/account"), "not active");
}

TEST_F(Auth, CK5_ten_tabs_that_begin_at_once_share_one_family) {
  ani();
  auto page_browser = logged_in("ani");
  std::set<std::string> given;
  for (int tab = 0; tab < 10; ++tab) {
    auto one = spa();
    one.set_cookie("gapura_session", *page_browser.cookie("gapura_session"));
    ASSERT_EQ(one.post("/auth/refresh-token").status, 200);
    given.insert(*one.cookie("refresh_token"));
  }
  EXPECT_EQ(given.size(), 1U);
  EXPECT_EQ(count("family.opened"), 1U);
}

TEST_F(Auth, a_body_that_is_asked_for_nothing_is_looked_at_by_nobody) {
  ani();
  auto one = logged_in_spa();
  const support::Fields form{{"Content-Type", "application/x-www-form-urlencoded"}};
  EXPECT_EQ(one.post("/auth/refresh-token", "", form).status, 200);
  EXPECT_EQ(one.post("/auth/logout", "", form).status, 200);
}

TEST_F(Auth, ST3_a_login_that_the_store_breaks_off_says_which_session_there_is) {
  ani();
  auto one = logged_in_spa();
  oauth_.family_rows().fail(true);
  const auto page = one.log_in("ani", kPassword);
  EXPECT_EQ(page.status, 503);
  EXPECT_EQ(page.set_cookie("refresh_token"), "");
  EXPECT_NE(page.set_cookie("gapura_session"), "");
  EXPECT_EQ(one.post("/auth/refresh-token").status, 503);
  oauth_.family_rows().fail(false);
  EXPECT_EQ(one.post("/auth/refresh-token").status, 200);
  EXPECT_EQ(one.get("/auth/profile").status, 200);
}

TEST_F(Auth, a_login_again_leaves_nothing_of_the_one_before) {
  ani();
  auto one = logged_in_spa();
  const auto before = *one.cookie("refresh_token");
  const auto session = *one.cookie("gapura_session");
  ASSERT_EQ(one.log_in("ani", kPassword).status, 200);
  auto thief = spa();
  thief.set_cookie("refresh_token", before);
  EXPECT_EQ(thief.post("/auth/refresh-token").status, 401);
  thief.forget_cookie("refresh_token");
  thief.set_cookie("gapura_session", session);
  EXPECT_EQ(thief.post("/auth/refresh-token").status, 401);
  EXPECT_EQ(one.get("/auth/profile").status, 200);
}

TEST_F(Auth, sessions_are_listed_and_ended) {
  ani();
  auto one = logged_in_spa();
  auto two = logged_in_spa();
  const auto listed = base::parse_json_object(two.get("/auth/sessions").body).value();
  const auto& sessions = listed.at("sessions").as_array();
  ASSERT_EQ(sessions.size(), 2U);
  EXPECT_TRUE(sessions[0].at("current").as_bool());
  EXPECT_FALSE(sessions[1].at("current").as_bool());
  EXPECT_TRUE(sessions[1].as_object().contains("address"));
  const std::string other(sessions[1].at("id").as_string());
  EXPECT_EQ(two.del("/auth/sessions/" + other).body, R"({"message":"Sesi sudah diakhiri"})");
  EXPECT_EQ(one.get("/auth/profile").status, 401);
  EXPECT_EQ(two.del("/auth/sessions/" + other).status, 404);
  EXPECT_EQ(two.del("/auth/sessions/xyz").body, errors("Sesi tidak ditemukan"));
  const std::string own(sessions[0].at("id").as_string());
  EXPECT_EQ(two.del("/auth/sessions/" + own).status, 200);
  EXPECT_FALSE(two.cookie("refresh_token")) << "that was a logout";
  EXPECT_EQ(two.get("/auth/sessions").status, 401);
}

TEST_F(Auth, nobody_ends_the_session_of_another) {
  ani();
  add_with_password("budi", kPassword);
  auto one = logged_in_spa();
  auto budi = logged_in_spa("budi");
  const auto listed = base::parse_json_object(one.get("/auth/sessions").body).value();
  const std::string of_ani(listed.at("sessions").as_array()[0].at("id").as_string());
  EXPECT_EQ(budi.del("/auth/sessions/" + of_ani).status, 404);
  EXPECT_EQ(one.get("/auth/profile").status, 200);
}

TEST_F(Auth, using_it_moves_the_session_along) {
  ani();
  auto one = logged_in_spa();
  for (int day = 0; day < 50; ++day) {
    clock_.advance(std::chrono::days(1));
    ASSERT_EQ(one.post("/auth/refresh-token").status, 200) << day;
  }
  EXPECT_EQ(one.get("/auth/profile").status, 200);
  clock_.advance(std::chrono::days(30));
  EXPECT_EQ(one.post("/auth/refresh-token").status, 401);
}

TEST_F(Auth, no_refresh_goes_beyond_ninety_days) {
  ani();
  auto one = logged_in_spa();
  for (int day = 1; day < 90; ++day) {
    clock_.advance(std::chrono::days(1));
    ASSERT_EQ(one.post("/auth/refresh-token").status, 200) << day;
  }
  clock_.advance(std::chrono::days(1));
  EXPECT_EQ(one.post("/auth/refresh-token").status, 401);
}

class HardenedAuth : public Auth {
 protected:
  HardenedAuth() : Auth("https://id.example", {.prefix = "__Host-", .hint_domain = "example"}) {}
};

TEST_F(HardenedAuth, CK1_names_may_be_hardened_and_the_hint_widened) {
  ani();
  auto one = logged_in_spa();
  EXPECT_TRUE(one.cookie("__Host-access_token"));
  EXPECT_TRUE(one.cookie("__Host-refresh_token"));
  EXPECT_FALSE(one.cookie("access_token"));
  const auto page = one.get("/auth/profile");
  EXPECT_EQ(page.status, 200);
  EXPECT_THAT(page.set_cookie("is_logged_in"), HasSubstr("; Domain=example;"));
  EXPECT_THAT(one.post("/auth/logout").set_cookie("is_logged_in"), HasSubstr("; Domain=example;"));
}

class LocalAuth : public Auth {
 protected:
  LocalAuth() : Auth("http://localhost:9000") {}
};

TEST_F(LocalAuth, CK1_cookies_are_secure_exactly_when_the_issuer_is_https) {
  ani();
  auto one = spa();
  const auto page = one.log_in("ani", kPassword);
  ASSERT_EQ(page.status, 200);
  for (const char* name : {"access_token", "refresh_token", "gapura_session"}) {
    EXPECT_THAT(page.set_cookie(name), Not(HasSubstr("Secure"))) << name;
  }
}

}  // namespace
}  // namespace endpoints
