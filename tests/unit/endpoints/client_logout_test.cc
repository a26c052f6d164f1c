// OpenID Connect RP-Initiated Logout 1.0 as browsers walk it: who is logged out without a question,
// who is asked, and where nobody is sent.
#include "oauth/scope/scope.h"
#include "tests/unit/endpoints/people.h"

namespace endpoints {
namespace {

constexpr const char* kCallback = "https://client-app.com/callback";
constexpr const char* kAfter = "https://client-app.com/keluar?dari=gapura";

class ClientLogout : public PeopleTest {
 protected:
  ClientLogout() : client_(add("Web")), other_(add("Lain")) {
    add_with_password("ani", kPassword);
    add_with_password("budi", kNew);
  }
  oauth::ClientWithSecret add(const std::string& name) {
    return oauth_.clients()
        .add(act_, {.name = name,
                    .redirect_uris = {kCallback},
                    .scopes = {"openid"},
                    .post_logout_redirect_uris = {kAfter},
                    .first_party = true,
                    .id_token_algorithm = crypto::SignatureAlgorithm::EdDSA})
        .value();
  }
  std::string id() const { return client_.client.id.text(); }
  base::json::object tokens_of(Browser& it) {
    const auto back = it.get("/oauth/authorize?" + support::form_body({{"client_id", id()},
                                                                       {"redirect_uri", kCallback},
                                                                       {"response_type", "code"},
                                                                       {"scope", "openid"},
                                                                       {"state", "s"}}));
    const std::string location = back.location();
    const auto at = location.find("code=");
    EXPECT_NE(at, std::string::npos) << back.status << back.body;
    const auto page =
        answer({"POST",
                "/oauth/token",
                {{"Content-Type", "application/x-www-form-urlencoded"}},
                support::form_body({{"grant_type", "authorization_code"},
                                    {"client_id", id()},
                                    {"client_secret", std::string(client_.secret.reveal_text())},
                                    {"redirect_uri", kCallback},
                                    {"code", location.substr(at + 5, 51)}})});
    return base::parse_json_object(page.body).value();
  }
  std::string hint_of(Browser& it) { return std::string(tokens_of(it).at("id_token").as_string()); }
  Page post_from_elsewhere(const support::Fields& fields) {
    return answer({"POST",
                   "/oauth/logout",
                   {{"Content-Type", "application/x-www-form-urlencoded"},
                    {"Origin", "https://client-app.com"},
                    {"Sec-Fetch-Site", "cross-site"}},
                   support::form_body(fields)});
  }
  static std::string logout(const support::Fields& fields) {
    return "/oauth/logout?" + support::form_body(fields);
  }
  static bool is_in(Browser& it) { return it.get("/account").says("Profil Anda"); }
  static const support::Fields& back() {
    static const support::Fields fields{{"post_logout_redirect_uri", kAfter}};
    return fields;
  }
  static support::Fields with(support::Fields fields, const support::Fields& more) {
    fields.insert(fields.end(), more.begin(), more.end());
    return fields;
  }

  oauth::ClientWithSecret client_;
  oauth::ClientWithSecret other_;
};

TEST_F(ClientLogout, who_holds_an_id_token_of_this_session_logs_it_out_without_a_question) {
  auto it = logged_in("ani");
  const auto hint = hint_of(it);
  const auto page = it.get(logout(with({{"id_token_hint", hint}, {"state", "a b&c"}}, back())));
  EXPECT_EQ(page.status, 303);
  EXPECT_EQ(page.location(), std::string(kAfter) + "&state=a%20b%26c");
  EXPECT_THAT(page.set_cookie("gapura_session"), HasSubstr("Max-Age=0"));
  EXPECT_FALSE(is_in(it));
  EXPECT_EQ(it.get(logout(with({{"id_token_hint", hint}}, back()))).location(), kAfter)
      << "and twice is as good as once";
}

TEST_F(ClientLogout, an_expired_id_token_is_as_good) {
  auto it = logged_in("ani");
  const auto hint = hint_of(it);
  clock_.advance(std::chrono::hours(2));
  EXPECT_EQ(it.get(logout({{"id_token_hint", hint}})).location(), "/logged-out");
  EXPECT_FALSE(is_in(it));
}

TEST_F(ClientLogout, what_came_of_the_session_dies_with_it) {
  auto it = logged_in("ani");
  const auto tokens = tokens_of(it);
  const support::Fields bearer{
      {"Authorization", "Bearer " + std::string(tokens.at("access_token").as_string())}};
  EXPECT_EQ(answer({"GET", "/oauth/userinfo", bearer, ""}).status, 200);
  it.get(logout({{"id_token_hint", std::string(tokens.at("id_token").as_string())}}));
  EXPECT_EQ(answer({"GET", "/oauth/userinfo", bearer, ""}).status, 401);
}

TEST_F(ClientLogout, OP28_a_client_that_asks_without_a_page_hears_that_nobody_is_in) {
  auto it = logged_in("ani");
  const auto silently = "/oauth/authorize?" + support::form_body({{"client_id", id()},
                                                                  {"redirect_uri", kCallback},
                                                                  {"response_type", "code"},
                                                                  {"scope", "openid"},
                                                                  {"prompt", "none"}});
  EXPECT_THAT(it.get(silently).location(), HasSubstr("code="));
  it.get(logout({{"id_token_hint", hint_of(it)}}));
  EXPECT_THAT(it.get(silently).location(), HasSubstr("error=login_required"));
}

TEST_F(ClientLogout, CK7_everybody_else_is_asked) {
  auto elsewhere = logged_in("ani");
  auto other = logged_in("budi", kNew);
  auto it = logged_in("ani");
  for (const support::Fields& fields :
       {support::Fields{}, support::Fields{{"client_id", id()}, back().front()},
        with({{"id_token_hint", hint_of(elsewhere)}}, back()),
        with({{"id_token_hint", hint_of(other)}}, back())}) {
    const auto page = it.get(logout(fields));
    EXPECT_EQ(page.status, 200) << logout(fields);
    EXPECT_THAT(page.body, HasSubstr("Keluar dari Gapura?"));
    EXPECT_TRUE(is_in(it));
  }
}

TEST_F(ClientLogout, a_logout_hint_of_somebody_else_is_worth_a_question_OIDCRPL_2) {
  auto it = logged_in("ani");
  const auto hint = hint_of(it);
  const auto page = it.get(logout({{"id_token_hint", hint}, {"logout_hint", "budi"}}));
  EXPECT_THAT(page.body, HasSubstr("Keluar dari Gapura?"));
  EXPECT_TRUE(is_in(it));
  EXPECT_EQ(it.get(logout({{"id_token_hint", hint}, {"logout_hint", " ANI"}})).location(),
            "/logged-out");
  EXPECT_FALSE(is_in(it));
}

TEST_F(ClientLogout, who_says_yes_is_logged_out_and_stays_where_no_id_token_was_shown_OIDCRPL_3) {
  auto it = logged_in("ani");
  const auto page = it.get(logout(with({{"client_id", id()}, {"state", "s1"}}, back())));
  EXPECT_THAT(page.body, HasSubstr("Web meminta Anda keluar"));
  EXPECT_EQ(it.submit(page, {}).location(), "/logged-out");
  EXPECT_FALSE(is_in(it));
  EXPECT_EQ(it.submit(page, {}).status, 303) << "the form twice";
  it = logged_in("ani");
  EXPECT_EQ(it.submit(it.get("/oauth/logout"), {}).location(), "/logged-out");
}

TEST_F(ClientLogout, OP28_whoever_shows_no_id_token_sends_nobody_anywhere) {
  const auto named = with({{"client_id", id()}, {"state", "s1"}}, back());
  auto nobody = browser();
  EXPECT_EQ(nobody.get(logout(named)).location(), "/logged-out");
  EXPECT_EQ(nobody.follow(post_from_elsewhere(named)).location(), "/logged-out");
  auto it = logged_in("ani");
  const auto page = it.get(logout(named));
  EXPECT_THAT(*page.header("Content-Security-Policy"), Not(HasSubstr("client-app.com")));
  const auto form = support::forms_of(page).back();
  auto fields = form.hidden;
  fields.emplace_back("id_token_hint", "");
  EXPECT_EQ(it.post(form.action, fields).location(), "/logged-out");
}

TEST_F(ClientLogout, a_token_of_another_session_still_says_where_to_go_back_to) {
  auto elsewhere = logged_in("ani");
  auto it = logged_in("ani");
  const auto page =
      it.get(logout(with({{"id_token_hint", hint_of(elsewhere)}, {"state", "s1"}}, back())));
  EXPECT_EQ(it.submit(page, {}).location(), std::string(kAfter) + "&state=s1");
  EXPECT_TRUE(is_in(elsewhere));
}

TEST_F(ClientLogout, OP28_nobody_is_sent_where_no_client_is_registered) {
  auto it = logged_in("ani");
  const auto hint = hint_of(it);
  auto forged = hint;
  forged[forged.size() - 10] = forged[forged.size() - 10] == 'A' ? 'B' : 'A';
  const auto claims = hint.substr(hint.find('.'), hint.rfind('.') - hint.find('.') + 1);
  const auto bare = base::to_base64url(base::bytes_of(R"({"alg":"none"})")) + claims;
  const auto access = std::string(tokens_of(it).at("access_token").as_string());
  const struct {
    const char* what;
    support::Fields fields;
    const char* clause;
  } cases[] = {
      {"no client", back(), "OIDCRPL-3"},
      {"another address",
       {{"client_id", id()}, {"post_logout_redirect_uri", "https://evil.example/"}},
       "OIDCRPL-3"},
      {"one octet more",
       {{"id_token_hint", hint}, {"post_logout_redirect_uri", std::string(kAfter) + "/"}},
       "OIDCRPL-3"},
      {"a redirect URI is none",
       {{"client_id", id()}, {"post_logout_redirect_uri", kCallback}},
       "OIDCRPL-3"},
      {"an unknown client", with({{"client_id", "x"}}, back()), "OIDCRPL-2"},
      {"two clients",
       with({{"client_id", other_.client.id.text()}, {"id_token_hint", hint}}, back()),
       "OIDCRPL-2"},
      {"a forged token", with({{"id_token_hint", forged}}, back()), "OIDCRPL-2"},
      {"a token that says to need no signature", with({{"id_token_hint", bare}}, back()),
       "OIDCRPL-2"},
      {"no token", with({{"id_token_hint", "x"}}, back()), "OIDCRPL-2"},
      {"TK14: an access token", with({{"id_token_hint", access}}, back()), "OIDCRPL-2"},
      {"an address twice", with(with({{"id_token_hint", hint}}, back()), back()), "OIDCRPL-2"},
  };
  for (const auto& [what, fields, clause] : cases) {
    const auto page = it.get(logout(fields));
    EXPECT_EQ(page.status, 400) << what;
    EXPECT_THAT(page.body, HasSubstr(clause)) << what;
    EXPECT_FALSE(page.header("Location")) << what;
  }
  EXPECT_TRUE(is_in(it));
}

TEST_F(ClientLogout, a_form_that_is_not_this_sessions_ends_nothing) {
  auto it = logged_in("ani");
  auto other = logged_in("budi", kNew);
  const auto page = other.get("/oauth/logout");
  auto fields = support::forms_of(page).back().hidden;
  EXPECT_EQ(it.post("/oauth/logout/confirm", fields).status, 403);
  EXPECT_EQ(it.post("/oauth/logout/confirm", {}).status, 403);
  EXPECT_EQ(it.submit(it.get("/oauth/logout"), {}, {{"Origin", "https://client-app.com"}}).status,
            403)
      << "AZ14";
  auto changed = support::forms_of(it.get(logout(with({{"client_id", id()}}, back())))).back();
  for (auto& [name, value] : changed.hidden) {
    if (name == "post_logout_redirect_uri") {
      value = "https://evil.example/";
    }
  }
  EXPECT_EQ(it.post(changed.action, changed.hidden).status, 400);
  EXPECT_TRUE(is_in(it));
}

TEST_F(ClientLogout, AZ14_a_post_of_another_site_waits_and_is_answered_by_a_get_of_the_same) {
  auto it = logged_in("ani");
  const auto hint = hint_of(it);
  const auto sent = post_from_elsewhere(with({{"id_token_hint", hint}, {"state", "s1"}}, back()));
  EXPECT_EQ(sent.status, 303);
  EXPECT_THAT(sent.location(), testing::MatchesRegex("/oauth/logout/[0-9a-z]{26}"))
      << "nothing of it stands in an address, which histories and proxies keep";
  EXPECT_TRUE(is_in(it));
  EXPECT_EQ(it.follow(sent).location(), std::string(kAfter) + "&state=s1");
  EXPECT_FALSE(is_in(it));
}

TEST_F(ClientLogout, AZ14_what_waits_is_taken_up_at_its_own_door_and_in_time) {
  auto it = logged_in("ani");
  const support::Fields hint{{"id_token_hint", hint_of(it)}};
  const auto kept = post_from_elsewhere(hint).location();
  const auto id = kept.substr(kept.rfind('/') + 1);
  EXPECT_EQ(it.get("/oauth/authorize/" + id).status, 400) << "it is no request for a code";
  EXPECT_EQ(it.get("/login/" + id).status, 404) << "nor a login";
  EXPECT_EQ(it.get("/oauth/logout/x").status, 400);
  clock_.advance(std::chrono::minutes(30));
  EXPECT_EQ(it.get(kept).status, 400);
  EXPECT_TRUE(is_in(it));
  EXPECT_EQ(post_from_elsewhere({{"id_token_hint", "x"}}).status, 400) << "nothing of it waits";
}

TEST_F(ClientLogout, what_looks_ahead_ends_nothing) {
  auto it = logged_in("ani");
  const auto target = logout({{"id_token_hint", hint_of(it)}});
  const auto cookie = "gapura_session=" + it.cookie("gapura_session").value();
  EXPECT_EQ(answer({"GET", target, {{"Cookie", cookie}, {"Sec-Purpose", "prefetch"}}, ""}).status,
            204);
  EXPECT_EQ(answer({"GET", target, {{"Cookie", cookie}, {"Sec-Fetch-Mode", "no-cors"}}, ""}).status,
            204);
  EXPECT_TRUE(is_in(it));
}

TEST_F(ClientLogout, asks_in_a_language_that_the_client_names) {
  auto it = logged_in("ani");
  EXPECT_THAT(it.get(logout({{"ui_locales", "fr-CA en-GB id"}})).body,
              HasSubstr("Sign out of Gapura?"));
  EXPECT_THAT(it.get(logout({{"ui_locales", "fr"}})).body, HasSubstr("Keluar dari Gapura?"));
  EXPECT_THAT(it.get(logout({{"ui_locales", "en"}, {"lang", "id"}})).body,
              HasSubstr("Keluar dari Gapura?"));
}

}  // namespace
}  // namespace endpoints
