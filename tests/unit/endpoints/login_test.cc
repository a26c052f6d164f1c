// The login as a browser walks it.
#include "tests/unit/endpoints/people.h"

namespace endpoints {
namespace {

class LoginEndpoint : public PeopleTest {
 protected:
  LoginEndpoint() : ani_(add_with_password("ani", kPassword)) {}

  identity::users::User ani_;
};

class LoginWithoutHttps : public PeopleTest {
 protected:
  LoginWithoutHttps() : PeopleTest("http://localhost:9000") { add_with_password("ani", kPassword); }
};

TEST_F(LoginEndpoint, a_page_a_password_and_the_account) {
  auto it = browser();
  const auto page = it.get("/login");
  EXPECT_EQ(page.status, 200);
  ASSERT_EQ(support::forms_of(page).size(), 1U);
  const auto action = support::forms_of(page)[0].action;
  EXPECT_THAT(action, testing::StartsWith("/login/"));
  const auto there = it.submit(page, typed("ani", kPassword));
  EXPECT_EQ(there.status, 303) << "never 307 or 308, which would post the password on (AZ15)";
  EXPECT_EQ(there.location(), "/account");
  EXPECT_EQ(it.follow(there).status, 200);
  EXPECT_EQ(it.get("/login").location(), "/account") << "logged in already: at once";
}

TEST_F(LoginEndpoint, cookies_are_closed_to_scripts_and_other_sites) {
  auto it = browser();
  const auto page = it.get("/login");
  const auto path = support::forms_of(page)[0].action;
  const auto transaction = page.set_cookie("gapura_login");
  for (const auto* attribute : {"; HttpOnly", "; Secure", "; SameSite=Lax", "; Expires="}) {
    EXPECT_THAT(transaction, HasSubstr(attribute));
  }
  EXPECT_THAT(transaction + ";", HasSubstr("; Path=" + path + ";"));
  const auto there = it.submit(page, typed("ani", kPassword));
  const auto session = there.set_cookie("gapura_session");
  const auto devices = there.set_cookie("gapura_devices");
  for (const auto* attribute : {"; HttpOnly", "; Secure", "; SameSite=Lax", "; Path=/"}) {
    EXPECT_THAT(session, HasSubstr(attribute));
    EXPECT_THAT(devices, HasSubstr(attribute));
  }
  EXPECT_THAT(session, Not(HasSubstr("Expires"))) << "until the browser is closed";
  EXPECT_THAT(session, Not(HasSubstr("Max-Age")));
  EXPECT_THAT(devices, HasSubstr("; Max-Age=15552000"));
}

TEST_F(LoginEndpoint, a_remembered_browser_keeps_its_session) {
  auto it = browser();
  auto fields = typed("ani", kPassword);
  fields.emplace_back("remember", "1");
  const auto there = it.submit(it.get("/login"), fields);
  EXPECT_THAT(there.set_cookie("gapura_session"), HasSubstr("; Expires="));
  clock_.advance(std::chrono::hours(24 * 20));
  EXPECT_EQ(it.get("/account").status, 200);
  EXPECT_FALSE(support::forms_of(it.get("/account")).empty());
}

TEST_F(LoginEndpoint, DS1_who_only_looks_begins_nothing) {
  for (const support::Fields& said :
       {support::Fields{{"Sec-Purpose", "prefetch;prerender"}},
        support::Fields{{"Purpose", "preview"}}, support::Fields{{"X-Moz", "prefetch"}},
        support::Fields{{"Sec-Fetch-Mode", "no-cors"}}}) {
    const auto there = answer({"GET", "/login", said, ""});
    EXPECT_EQ(there.status, 204) << said[0].first;
    EXPECT_EQ(there.set_cookie("gapura_login"), "");
  }
  EXPECT_EQ(answer({"HEAD", "/login", {}, ""}).status, 204);
  EXPECT_EQ(answer({"HEAD", "/account", {}, ""}).set_cookie("gapura_login"), "");
  EXPECT_EQ(logins_rows_.size(), 0U);
  EXPECT_EQ(answer({"GET", "/login", {{"Sec-Fetch-Mode", "navigate"}}, ""}).status, 200);
  EXPECT_EQ(logins_rows_.size(), 1U);
}

TEST_F(LoginEndpoint, DS1_a_network_begins_so_many_logins_and_no_more) {
  auto known = logged_in("ani");
  int begun = 0;
  while (browser("2001:db8::1").get("/login").status == 200 && begun < 200) {
    ++begun;
  }
  EXPECT_EQ(begun, 60);
  const auto refused = browser("2001:db8::77").get("/login");
  EXPECT_EQ(refused.status, 429) << "the /64 is one network";
  EXPECT_EQ(refused.header("Retry-After"), "1");
  EXPECT_TRUE(refused.says("Terlalu banyak")) << refused.body;
  EXPECT_EQ(logins_rows_.size(), 61U);
  EXPECT_EQ(browser("192.0.2.99").get("/login").status, 200) << "others are others";
  EXPECT_EQ(known.get("/login").location(), "/account") << "who is logged in begins none";
  clock_.advance(std::chrono::seconds(1));
  EXPECT_EQ(browser("2001:db8::1").get("/login").status, 200);
}

TEST_F(LoginWithoutHttps, its_cookies_are_not_secure) {
  auto it = browser();
  const auto page = it.get("/login");
  EXPECT_THAT(page.set_cookie("gapura_login"), Not(HasSubstr("Secure")));
  const auto there = it.submit(page, typed("ani", kPassword));
  EXPECT_EQ(there.status, 303);
  EXPECT_THAT(there.set_cookie("gapura_session"), Not(HasSubstr("Secure")));
}

TEST_F(LoginEndpoint, LG1_who_is_not_there_looks_like_who_is) {
  add({{"username", "tanpa"}});
  const auto budi = add_with_password("budi", kNew);
  ASSERT_TRUE(users_.disable(act_, budi.id));
  auto it = browser();
  const auto page = it.get("/login");
  const auto wrong = it.submit(page, typed("siapa", "wrong"));
  EXPECT_EQ(wrong.status, 422);
  for (const auto* name : {"ani  ", "tanpa", "budi ", "siap2"}) {
    for (const auto& password : {std::string("wrong"), std::string(), std::string(5000, 'x')}) {
      auto other = it.submit(page, typed(name, password));
      const std::string shown = "value=\"" + std::string(name) + "\"";
      ASSERT_TRUE(other.says(shown)) << other.body;
      other.body.replace(other.body.find(shown), shown.size(), "value=\"siapa\"");
      EXPECT_EQ(other.status, wrong.status);
      EXPECT_EQ(other.headers, wrong.headers);
      EXPECT_EQ(other.body, wrong.body) << name;
    }
  }
}

TEST_F(LoginEndpoint, LG1_only_the_right_password_is_told_of_a_disabled_account) {
  ASSERT_TRUE(users_.disable(act_, ani_.id));
  auto it = browser();
  const auto page = it.get("/login");
  EXPECT_EQ(it.submit(page, typed("ani", "wrong")).status, 422);
  const auto told = it.submit(page, typed("ani", kPassword));
  EXPECT_EQ(told.status, 403);
  EXPECT_TRUE(told.says("tidak aktif"));
  EXPECT_FALSE(it.cookie("gapura_session"));
}

TEST_F(LoginEndpoint, LG2_one_budget_whatever_name_is_typed) {
  users_
      .set(act_, identity::users::Editor::administrator, ani_.id, std::nullopt,
           {{"email", "ani@example.test"}, {"email_verified", true}})
      .value();
  const char* names[] = {"ani", "ANI", " ani", "ani@example.test", "\xef\xbd\x81ni"};
  for (const auto* name : names) {
    auto it = browser();
    EXPECT_EQ(it.submit(it.get("/login"), typed(name, "wrong")).status, 422) << name;
  }
  auto it = browser();
  const auto slowed = it.submit(it.get("/login"), typed("Ani@Example.Test", "wrong"));
  EXPECT_EQ(slowed.status, 429);
  EXPECT_GE(std::stoi(slowed.header("Retry-After").value_or("0")), 1);
  clock_.advance(std::chrono::seconds(std::stoi(*slowed.header("Retry-After"))));
  EXPECT_EQ(it.submit(slowed, typed("ani", kPassword)).status, 303) << "the page still works";
}

TEST_F(LoginEndpoint, LG4_a_browser_that_is_known_gets_in_while_a_stranger_is_slowed) {
  auto theirs = logged_in("ani");
  theirs.forget_cookies("gapura_session");
  auto stranger = browser("198.51.100.1");
  const auto page = stranger.get("/login");
  for (int i = 0; i < 8; ++i) {
    stranger.submit(page, typed("ani", "wrong"));
  }
  EXPECT_EQ(stranger.submit(page, typed("ani", kPassword)).status, 429);
  EXPECT_EQ(theirs.submit(theirs.get("/login"), typed("ani", kPassword)).status, 303);
}

TEST_F(LoginEndpoint, LG6_a_step_that_is_not_due_is_refused) {
  auto it = browser();
  const auto page = it.get("/login");
  const auto action = support::forms_of(page)[0].action;
  const support::Fields submissions[] = {
      {},
      {{"step", "code"}, {"code", "123456"}},
      {{"step", "second_factor"}},
      {{"use", "session"}, {"person", std::to_string(ani_.id.value)}},
      {{"identifier", "ani"}, {"password", kPassword}},
  };
  for (const auto& fields : submissions) {
    const auto refused = it.post(action, fields);
    EXPECT_EQ(refused.status, 409);
    EXPECT_FALSE(it.cookie("gapura_session"));
  }
  auto twice = typed("ani", kPassword);
  twice.emplace_back("step", "password");
  EXPECT_EQ(it.submit(page, twice).status, 400) << "a field that stands twice is not resolved";
}

TEST_F(LoginEndpoint, a_reload_and_a_second_tab_each_have_their_own) {
  auto it = browser();
  const auto first = it.get("/login");
  const auto second = it.get("/login");
  const auto one = support::forms_of(first)[0].action;
  const auto two = support::forms_of(second)[0].action;
  EXPECT_NE(one, two);
  EXPECT_EQ(it.get(one).status, 200);
  clock_.advance(std::chrono::seconds(1));
  EXPECT_EQ(it.submit(second, typed("ani", kPassword)).status, 303);
  // The first tab sees that it is done, and goes on.
  EXPECT_EQ(it.get(one).location(), "/account");
}

TEST_F(LoginEndpoint, the_back_button_and_a_second_click_lead_on) {
  auto it = browser();
  const auto page = it.get("/login");
  const auto action = support::forms_of(page)[0].action;
  EXPECT_EQ(it.submit(page, typed("ani", kPassword)).location(), "/account");
  const auto again = it.submit(page, typed("ani", kPassword));
  EXPECT_EQ(again.status, 303);
  EXPECT_EQ(again.location(), action);
  EXPECT_EQ(it.follow(again).location(), "/account");
  it.forget_cookies("gapura_session");
  const auto over = it.get(action);
  EXPECT_EQ(over.status, 410);
  const auto anew = it.submit(over, {{"use", "anew"}});
  EXPECT_EQ(anew.status, 303);
  EXPECT_NE(anew.location(), action);
  EXPECT_EQ(it.submit(it.follow(anew), typed("ani", kPassword)).location(), "/account");
}

TEST_F(LoginEndpoint, who_comes_too_late_is_told_so_and_begins_again) {
  auto it = browser();
  const auto page = it.get("/login");
  clock_.advance(std::chrono::minutes(31));
  const auto late = it.submit(page, typed("ani", kPassword));
  EXPECT_EQ(late.status, 410);
  EXPECT_FALSE(it.cookie("gapura_session"));
  EXPECT_EQ(
      it.submit(it.follow(it.submit(late, {{"use", "anew"}})), typed("ani", kPassword)).status,
      303);
}

TEST_F(LoginEndpoint, anew_on_a_page_that_is_still_good_changes_nothing) {
  auto it = browser();
  const auto action = support::forms_of(it.get("/login"))[0].action;
  EXPECT_EQ(it.post(action, {{"use", "anew"}}).location(), action);
}

TEST_F(LoginEndpoint, another_browsers_page_is_nobodys) {
  auto it = browser();
  const auto action = support::forms_of(it.get("/login"))[0].action;
  auto other = browser();
  EXPECT_EQ(other.get(action).status, 404);
  EXPECT_EQ(other.post(action, {{"use", "anew"}}).status, 404);
  other.set_cookie("gapura_login", "guessed", action);
  const auto theirs = other.get(action);
  EXPECT_EQ(theirs.status, 404);
  const std::string nowhere = "/login/01m7y9wfy2e00b6t2e584nwxcc";
  other.set_cookie("gapura_login", "guessed", nowhere);
  EXPECT_EQ(other.get(nowhere).body, theirs.body);
  EXPECT_EQ(other.get("/login/nonsense").status, 404);
}

TEST_F(LoginEndpoint, who_holds_no_login_is_offered_to_begin_one) {
  auto it = browser();
  const auto page = it.get("/login");
  it.forget_cookies("gapura_login");
  for (const auto& lost : {it.submit(page, typed("ani", kPassword)), it.get("/login/nonsense")}) {
    EXPECT_EQ(lost.status, 404);
    EXPECT_TRUE(lost.says("<a class=\"button wide\" href=\"/login\">Mulai lagi</a>"));
  }
  EXPECT_EQ(it.submit(it.get("/login"), typed("ani", kPassword)).location(), "/account");
}

TEST_F(LoginEndpoint, AZ14_what_was_planted_is_dead_after_the_login) {
  // The attacker's transaction, and the attacker's session, in the victim's browser.
  auto attacker = logged_in("ani");
  const auto planted = *attacker.cookie("gapura_session");
  add_with_password("budi", kNew);
  auto it = browser();
  it.set_cookie("gapura_session", planted);
  const auto account = it.get("/account/password");
  EXPECT_EQ(account.status, 200);
  it.set_cookie("gapura_session", "planted-and-unknown");
  const auto page = it.get("/login");
  const auto transaction = it.cookie("gapura_login");
  it.set_cookie("gapura_session", planted);
  // Logged in already as the attacker: the login of the victim replaces that session.
  EXPECT_EQ(it.submit(page, typed("budi", kNew)).status, 303);
  EXPECT_NE(it.cookie("gapura_session"), planted);
  EXPECT_EQ(attacker.get("/account").set_cookie("gapura_session"), "");
  EXPECT_TRUE(attacker.get("/account").says("name=\"password\"")) << "that session has ended";
  EXPECT_TRUE(transaction);
}

TEST_F(LoginEndpoint, AZ14_a_form_of_another_site_changes_nothing) {
  auto it = browser();
  const auto page = it.get("/login");
  const support::Fields foreign[] = {
      {{"Origin", "https://evil.example"}, {"Sec-Fetch-Site", "cross-site"}},
      {{"Origin", "null"}},
      {{"Origin", ""}, {"Sec-Fetch-Site", "same-site"}},
  };
  for (const auto& headers : foreign) {
    EXPECT_EQ(it.submit(page, typed("ani", kPassword), headers).status, 403);
    EXPECT_FALSE(it.cookie("gapura_session"));
  }
  auto theirs = logged_in("ani");
  for (const auto& headers : foreign) {
    EXPECT_EQ(theirs.submit(theirs.get("/logout"), {}, headers).status, 403);
    EXPECT_EQ(theirs.post("/account/sessions/end-others", {}, headers).status, 403);
  }
  EXPECT_FALSE(support::forms_of(theirs.get("/account")).empty());
  EXPECT_EQ(
      it.submit(page, typed("ani", kPassword), {{"Origin", ""}, {"Sec-Fetch-Site", ""}}).status,
      303)
      << "no browser, as the contract has it";
}

TEST_F(LoginEndpoint, AZ15_no_page_is_framed_kept_or_told_of) {
  const std::string client = registered_client();
  const std::string asked = "/oauth/authorize?response_type=code&scope=openid&client_id=" + client +
                            "&redirect_uri=https://a.example/cb";
  auto it = browser();
  const auto page = it.get("/login");
  auto member = logged_in("ani");
  const auto consent = member.follow(member.get(asked));
  ASSERT_THAT(consent.body, HasSubstr("Izinkan Web?"));
  const auto choice = member.get(asked + "&prompt=select_account");
  ASSERT_THAT(choice.body, HasSubstr("Pakai akun lain"));
  const std::pair<const char*, Page> pages[] = {
      {"login", page},
      {"wrong password", it.submit(page, typed("ani", "wrong"))},
      {"no login", it.get("/login/nonsense")},
      {"no site", it.get("/login?redirectUrl=https://b.example/")},
      {"setup", it.get("/setup?code=x")},
      {"logged out", it.get("/logged-out")},
      {"no client", it.get("/oauth/authorize?client_id=x")},
      {"no page", it.get("/nowhere")},
      {"start", it.get("/")},
      {"login of a client", it.get(asked)},
      {"choose account", choice},
      {"consent", consent},
      {"no question", member.get("/oauth/consent/x")},
      {"answer by a form", member.get(asked + "&prompt=none&response_mode=form_post")},
      {"logout of a client", member.get("/oauth/logout")},
      {"no logout", member.get("/oauth/logout?id_token_hint=x")},
      {"profile", member.get("/account")},
      {"password", member.get("/account/password")},
      {"sessions", member.get("/account/sessions")},
      {"applications", member.get("/account/applications")},
      {"logout", member.get("/logout")}};
  for (const auto& [what, each] : pages) {
    SCOPED_TRACE(what);
    ASSERT_THAT(each.header("Content-Type").value_or(""), HasSubstr("text/html")) << each.status;
    const auto policy = each.header("Content-Security-Policy").value_or("");
    for (const char* rule : {"default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'",
                             "form-action 'self'"}) {
      EXPECT_THAT(policy, HasSubstr(rule));
    }
    EXPECT_THAT(policy, Not(HasSubstr("unsafe")));
    EXPECT_EQ(each.header("X-Frame-Options"), "DENY");
    EXPECT_EQ(each.header("Cross-Origin-Opener-Policy"), "same-origin");
    EXPECT_EQ(each.header("Referrer-Policy"), "no-referrer");
    EXPECT_EQ(each.header("Cache-Control"), "no-store");
    EXPECT_EQ(each.header("X-Content-Type-Options"), "nosniff");
    EXPECT_FALSE(each.header("Access-Control-Allow-Origin"));
    EXPECT_THAT(each.body, testing::ContainsRegex(
                               "<meta name=\"referrer\" content=\"(same|strict)-origin\">"));
    EXPECT_THAT(each.body, Not(HasSubstr("src=\"http")));
    EXPECT_THAT(each.body, Not(HasSubstr("<script>")));
  }
}

TEST_F(LoginEndpoint, a_disabled_person_is_told_and_loses_the_cookie) {
  auto it = logged_in("ani");
  ASSERT_TRUE(users_.disable(act_, ani_.id));
  for (const auto* path : {"/account", "/login"}) {
    const auto cookie = *it.cookie("gapura_session");
    const auto told = it.get(path);
    EXPECT_EQ(told.status, 403);
    EXPECT_TRUE(told.says("tidak aktif"));
    EXPECT_TRUE(told.says("<a class=\"button wide\" href=\"/\">Ke halaman depan</a>"));
    EXPECT_FALSE(it.cookie("gapura_session"));
    it.set_cookie("gapura_session", cookie);
  }
  EXPECT_EQ(it.post("/account/sessions/end-others", {}).status, 403);
}

TEST_F(LoginEndpoint, a_site_that_nobody_registered_is_refused) {
  auto it = browser();
  const auto page = it.get("/login?redirectUrl=https%3A%2F%2Fevil.example%2F");
  EXPECT_EQ(page.status, 400);
  EXPECT_FALSE(page.header("Location"));
  EXPECT_EQ(it.get("/login?unknown=1").status, 200);
}

TEST_F(LoginEndpoint, the_page_that_was_asked_for_comes_after_the_login) {
  auto it = browser();
  for (const auto* path : {"/account/sessions", "/account/password", "/account"}) {
    const auto page = it.get(path);
    EXPECT_EQ(page.status, 200);
    EXPECT_EQ(it.submit(page, typed("ani", kPassword)).location(), path);
    it.forget_cookies("gapura_session");
  }
}

TEST_F(LoginEndpoint, CK2_a_session_cookie_that_stands_twice_is_none) {
  auto it = logged_in("ani");
  const auto cookie = *it.cookie("gapura_session");
  auto other = browser();
  other.say("Cookie", "gapura_session=" + cookie + "; gapura_session=" + cookie);
  EXPECT_TRUE(other.get("/account").says("name=\"password\""));
}

}  // namespace
}  // namespace endpoints
