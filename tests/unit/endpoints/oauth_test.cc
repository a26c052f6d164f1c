// Contract 1 and OpenID Connect as browsers and clients walk them: to the login, back with a code,
// and to whoever the token is about.
#include <functional>
#include <utility>

#include "oauth/scope/scope.h"
#include "tests/unit/endpoints/people.h"

namespace endpoints {
namespace {

using ::testing::StartsWith;

constexpr const char* kCallback = "https://client-app.com/callback";

class Oauth : public PeopleTest {
 protected:
  Oauth() : ani_(add_with_password("ani", kPassword)) {
    users_
        .set(act_, identity::users::Editor::administrator, ani_.id, std::nullopt,
             {{"name", "Nama Bendahara"}, {"email", "test@gmail.com"}})
        .value();
    sso_ = add({.name = "Satker",
                .profile = oauth::Profile::sso,
                .redirect_uris = {kCallback},
                .scopes = {"view-user"}});
    web_ = add({.name = "Web",
                .redirect_uris = {std::string(kCallback) + "?dummy1=lorem&dummy2=ipsum"},
                .scopes = {"openid", "profile", "email"}});
  }
  oauth::ClientWithSecret add(oauth::NewClient wanted) {
    wanted.first_party = true;
    wanted.id_token_algorithm = crypto::SignatureAlgorithm::EdDSA;
    return oauth_.clients().add(act_, wanted).value();
  }
  static support::Fields request_of(const oauth::ClientWithSecret& by,
                                    const support::Fields& more = {}) {
    support::Fields fields{{"client_id", by.client.id.text()},
                           {"redirect_uri", by.client.redirect_uris.front()},
                           {"response_type", "code"},
                           {"scope", oauth::to_text(by.client.scopes)},
                           {"state", "xyz 123"}};
    fields.insert(fields.end(), more.begin(), more.end());
    return fields;
  }
  static std::string authorize(const support::Fields& fields) {
    return "/oauth/authorize?" + support::form_body(fields);
  }
  static std::string code_in(const Page& page) {
    const std::string location = page.location();
    const auto at = location.find("code=");
    return at == std::string::npos ? "" : location.substr(at + 5, 51);
  }
  // A client's server, which is no browser.
  Page ask(const std::string& method, const std::string& target, const support::Fields& headers,
           const std::string& body = "") {
    support::Fields all = headers;
    if (!body.empty()) {
      all.emplace_back("Content-Type", "application/x-www-form-urlencoded");
    }
    return answer({method, target, all, body});
  }
  support::Fields redemption(const oauth::ClientWithSecret& by, const std::string& code) {
    return {{"grant_type", "authorization_code"},
            {"client_id", by.client.id.text()},
            {"client_secret", std::string(by.secret.reveal_text())},
            {"redirect_uri", by.client.redirect_uris.front()},
            {"code", code}};
  }
  Page redeem(const support::Fields& fields) {
    return ask("POST", "/oauth/token", {}, support::form_body(fields));
  }
  std::string token_of(const oauth::ClientWithSecret& by) {
    auto it = logged_in("ani");
    const auto page = redeem(redemption(by, code_in(it.get(authorize(request_of(by))))));
    return std::string(json_of(page).at("access_token").as_string());
  }
  static base::json::object json_of(const Page& page) {
    return base::parse_json_object(page.body).value();
  }
  static support::Fields bearing(const std::string& token) {
    return {{"Authorization", "Bearer " + token}};
  }
  std::size_t codes() { return vouchers_.rows().size(); }

  identity::users::User ani_;
  oauth::ClientWithSecret sso_{.client = {.id = oauth::ClientId({})}, .secret = {}};
  oauth::ClientWithSecret web_{.client = {.id = oauth::ClientId({})}, .secret = {}};
};

TEST_F(Oauth, who_is_not_logged_in_logs_in_and_comes_back_with_a_code) {
  auto it = browser();
  const auto page = it.get(authorize(request_of(sso_)));
  EXPECT_EQ(page.status, 200);
  EXPECT_THAT(page.body, HasSubstr("Satker"));
  EXPECT_THAT(page.body, HasSubstr("error=access_denied")) << "the way back";
  EXPECT_EQ(codes(), 0U);
  const auto back = it.submit(page, typed("ani", kPassword));
  EXPECT_EQ(back.status, 303);
  EXPECT_THAT(back.location(), StartsWith(std::string(kCallback) + "?code="));
  EXPECT_THAT(back.location(), testing::EndsWith("&state=xyz%20123&iss=https%3A%2F%2Fid.example"));
  const auto again = it.get(authorize(request_of(sso_)));
  EXPECT_EQ(again.status, 303) << "logged in: at once";
}

TEST_F(Oauth, the_query_of_a_redirect_uri_stays_RFC6749_3_1_2) {
  auto it = logged_in("ani");
  const auto back = it.get(authorize(request_of(web_)));
  EXPECT_THAT(back.location(),
              StartsWith(std::string(kCallback) + "?dummy1=lorem&dummy2=ipsum&code="));
  EXPECT_THAT(back.location(), HasSubstr("&iss=https%3A%2F%2Fid.example"));
}

TEST_F(Oauth, AZ6_a_request_of_nobody_is_answered_by_a_page) {
  auto it = logged_in("ani");
  for (const auto& [name, value] :
       support::Fields{{"client_id", "x"}, {"redirect_uri", "https://evil/"}}) {
    for (const auto& prompt : {"login", "none"}) {
      auto fields = request_of(sso_, {{"prompt", prompt}});
      std::erase_if(fields, [&](const auto& each) { return each.first == name; });
      fields.emplace_back(name, value);
      const auto page = it.get(authorize(fields));
      EXPECT_EQ(page.status, 400);
      EXPECT_EQ(page.location(), "");
      EXPECT_THAT(page.body, HasSubstr("RFC6749-"));
    }
  }
}

TEST_F(Oauth, AZ14_a_post_is_kept_and_taken_up_by_a_get_that_holds_nothing_of_it) {
  auto it = logged_in("ani");
  const auto again =
      it.post("/oauth/authorize", request_of(sso_),
              {{"Origin", "https://client-app.com"}, {"Sec-Fetch-Site", "cross-site"}});
  EXPECT_EQ(again.status, 303);
  EXPECT_THAT(again.location(), testing::MatchesRegex("/oauth/authorize/[0-9a-z]{26}"));
  EXPECT_EQ(codes(), 0U) << "AZ14: nothing is done by what another site posts";
  EXPECT_THAT(it.follow(again).location(), HasSubstr("?code="));
  EXPECT_THAT(it.get(again.location()).location(), HasSubstr("?code=")) << "a page loaded again";
  auto stranger = browser();
  const auto page = stranger.get(again.location());
  EXPECT_EQ(page.status, 200) << "as the same by GET would be";
  const auto id = page.body.substr(page.body.find("/login/") + 7, 26);
  EXPECT_EQ(it.get("/oauth/authorize/" + id).status, 400) << "AZ12: a login is no request";
  EXPECT_EQ(it.get("/oauth/authorize/x").status, 400);
  clock_.advance(std::chrono::minutes(30));
  EXPECT_THAT(it.get(again.location()).body, HasSubstr("RFC6749-4.1.1"));
}

TEST_F(Oauth, AZ7_what_stands_in_the_query_and_in_the_body_stands_twice) {
  auto it = logged_in("ani");
  for (const auto& [name, value] : request_of(sso_)) {
    for (const auto& other : {value, value + "x"}) {
      const auto page =
          it.post("/oauth/authorize?" + support::form_body({{name, other}}), request_of(sso_));
      if (name == "client_id" || name == "redirect_uri") {
        EXPECT_EQ(page.status, 400) << name;
        EXPECT_THAT(page.body, HasSubstr("RFC6749-3.1")) << name;
      } else {
        EXPECT_THAT(page.location(), StartsWith(kCallback)) << name;
        EXPECT_THAT(page.location(), HasSubstr("error=invalid_request")) << name;
      }
    }
  }
  EXPECT_EQ(codes(), 0U);
}

TEST_F(Oauth, AZ13_without_a_page_and_without_a_session_the_client_is_told) {
  auto it = browser();
  EXPECT_THAT(it.get(authorize(request_of(web_, {{"prompt", "none"}}))).location(),
              HasSubstr("&error=login_required&"));
  auto inside = logged_in("ani");
  EXPECT_THAT(inside.get(authorize(request_of(web_, {{"prompt", "none"}}))).location(),
              HasSubstr("&code="));
  clock_.advance(std::chrono::seconds(2));
  EXPECT_THAT(
      inside.get(authorize(request_of(web_, {{"prompt", "none"}, {"max_age", "1"}}))).location(),
      HasSubstr("&error=login_required&"));
  EXPECT_EQ(inside.get(authorize(request_of(web_, {{"prompt", "login"}}))).status, 200);
}

TEST_F(Oauth, AZ13_without_a_page_the_client_is_told_of_who_was_disabled_meanwhile) {
  auto it = logged_in("ani");
  users_.disable(act_, ani_.id).value();
  EXPECT_THAT(it.get(authorize(request_of(web_, {{"prompt", "none"}}))).location(),
              HasSubstr("&error=login_required&"));
  EXPECT_EQ(it.get(authorize(request_of(web_))).status, 403);
}

TEST_F(Oauth, AZ15_OP16_an_answer_by_post_is_a_page_that_sends_to_the_client_alone) {
  auto it = logged_in("ani");
  const auto page = it.get(authorize(request_of(web_, {{"response_mode", "form_post"}})));
  EXPECT_EQ(page.status, 200);
  EXPECT_THAT(page.body,
              HasSubstr("action=\"" + std::string(kCallback) + "?dummy1=lorem&amp;dummy2=ipsum\""));
  EXPECT_THAT(page.body, HasSubstr(R"(name="code" value=")"));
  EXPECT_THAT(page.body, HasSubstr(R"(name="iss" value="https://id.example")"));
  EXPECT_THAT(page.body, HasSubstr("<button"));
  EXPECT_THAT(page.body, HasSubstr(R"(<script src="/assets/send.)"));
  EXPECT_EQ(page.body.find("<script", page.body.find("<script") + 1), std::string::npos);
  EXPECT_THAT(page.body, Not(HasSubstr("rel=\"nofollow\""))) << "a link to another code";
  EXPECT_EQ(page.location(), "");
  const auto login = browser().get(authorize(request_of(web_, {{"response_mode", "form_post"}})));
  EXPECT_THAT(login.body, HasSubstr(R"(name="password")"));
  EXPECT_THAT(login.body, Not(HasSubstr("access_denied"))) << "an answer by a link";
  const auto english = it.get(
      authorize(request_of(web_, {{"response_mode", "form_post"}, {"ui_locales", "EN-us"}})));
  EXPECT_THAT(english.body, HasSubstr("<html lang=\"en\""));
  auto wrong = request_of(web_, {{"response_mode", "form_post"}});
  wrong[2].second = "token";
  const auto refused = it.get(authorize(wrong));
  EXPECT_THAT(refused.body, HasSubstr(R"(name="error" value="unsupported_response_type")"));
}

TEST_F(Oauth, OP27_who_gives_the_login_up_is_sent_back_without_by_post_as_well) {
  auto it = browser();
  const auto login = it.get(authorize(request_of(web_, {{"response_mode", "form_post"}})));
  const auto from = login.body.find("href=\"/login/");
  ASSERT_NE(from, std::string::npos);
  const auto path = login.body.substr(from + 6, login.body.find('"', from + 6) - from - 6);
  const auto back = it.get(path);
  EXPECT_EQ(back.status, 200);
  EXPECT_THAT(back.body, HasSubstr(R"(name="error" value="access_denied")"));
  EXPECT_THAT(back.body, HasSubstr("action=\"" + std::string(kCallback)));
  EXPECT_EQ(browser().get(path).status, 404) << "of another browser";
  const auto home = it.submit(login, typed("ani", kPassword));
  EXPECT_THAT(home.body, HasSubstr(R"(name="code" value=")")) << "who stays after all";
  const auto plain = browser().get("/login");
  EXPECT_THAT(plain.body, Not(HasSubstr("/cancel")));
}

TEST_F(Oauth, the_login_follows_ui_locales_unless_the_person_has_chosen_OIDC_3_1_2_1) {
  auto it = browser();
  const auto language = [&](const std::string& locales) {
    const auto body = it.get(authorize(request_of(web_, {{"ui_locales", locales}}))).body;
    return body.substr(body.find("<html lang=\"") + 12, 2);
  };
  EXPECT_EQ(language("fr-CA en-GB id"), "en");
  EXPECT_EQ(language("EN-us"), "en");
  EXPECT_EQ(language("fr"), "id");
  it.set_cookie("gapura_lang", "id");
  EXPECT_EQ(language("en"), "id");
}

TEST_F(Oauth, claims_by_name_are_told_at_userinfo_OIDC_5_5) {
  auto it = logged_in("ani");
  auto fields = request_of(web_, {{"claims", R"({"userinfo":{"name":null,"phone_number":null}})"}});
  fields[3].second = "openid";
  const auto code = code_in(it.get(authorize(fields)));
  const auto answer = redeem(redemption(web_, code));
  EXPECT_EQ(answer.header("Pragma"), "no-cache") << "RFC6749-5.1";
  const std::string token(json_of(answer).at("access_token").as_string());
  const auto shown = json_of(ask("GET", "/oauth/userinfo", bearing(token)));
  EXPECT_EQ(shown.at("name"), "Nama Bendahara");
  EXPECT_FALSE(shown.contains("email"));
  EXPECT_FALSE(shown.contains("phone_number")) << "the client is not registered for that scope";
}

TEST_F(Oauth, a_claim_by_name_stands_in_the_id_token_if_a_scope_opens_it_OIDC_5_5) {
  auto it = logged_in("ani");
  const auto code = code_in(it.get(authorize(
      request_of(web_, {{"claims", R"({"id_token":{"name":null,"nickname":null,"sub":null}})"}}))));
  const auto whole = json_of(redeem(redemption(web_, code)));
  const std::string token(whole.at("id_token").as_string());
  const auto body = token.substr(token.find('.') + 1);
  const auto text = base::from_base64url(body.substr(0, body.find('.'))).value();
  const auto claims = base::parse_json_object(base::text_of(text)).value();
  EXPECT_EQ(claims.at("name"), "Nama Bendahara");
  EXPECT_FALSE(claims.contains("nickname"));
}

TEST_F(Oauth, a_look_ahead_gets_no_code) {
  auto it = logged_in("ani");
  it.say("Sec-Purpose", "prefetch");
  EXPECT_EQ(it.get(authorize(request_of(sso_))).status, 204);
  EXPECT_EQ(codes(), 0U);
}

TEST_F(Oauth, contract_1_answers_field_by_field) {
  auto it = logged_in("ani");
  const auto code = code_in(it.get(authorize(request_of(sso_))));
  const auto page = redeem(redemption(sso_, code));
  EXPECT_EQ(page.status, 200);
  EXPECT_THAT(page.body,
              testing::MatchesRegex(
                  R"(\{"access_token":"[^"]+","token_type":"Bearer","expires_in":3600\})"));
  const std::string token(json_of(page).at("access_token").as_string());
  const auto user = users_.show(ani_.id).value();
  const auto shown = ask("GET", "/api/user-sso", bearing(token));
  EXPECT_EQ(shown.status, 200);
  EXPECT_EQ(
      shown.body,
      R"({"id":)" + std::to_string(ani_.id.value) +
          R"(,"name":"Nama Bendahara","email":"test@gmail.com","nip":"-","email_pp":[],)"
          R"("no_hp":"","kd_satker":"","nama_satker":"","email_verified_at":null,"created_at":")" +
          base::to_iso8601(user.created_at) + R"(","updated_at":")" +
          base::to_iso8601(user.updated_at) + R"(","role":"user"})");
}

TEST_F(Oauth, the_token_endpoint_speaks_of_failures_as_RFC6749_5_2_does) {
  auto fields = redemption(sso_, "nothing");
  const auto wrong = redeem(fields);
  EXPECT_EQ(wrong.status, 400);
  EXPECT_EQ(json_of(wrong).at("error"), "invalid_grant");
  fields[2].second = "wrong";
  const auto nobody = redeem(fields);
  EXPECT_EQ(nobody.status, 401);
  EXPECT_EQ(json_of(nobody).at("error"), "invalid_client");
  EXPECT_THAT(nobody.header("WWW-Authenticate").value(), StartsWith("Basic "));
  EXPECT_EQ(json_of(ask("POST", "/oauth/token?code=x", {}, "grant_type=x")).at("error"),
            "invalid_request");
  EXPECT_EQ(
      json_of(ask("POST", "/oauth/token", {{"Authorization", "Digest x"}}, "a=b")).at("error"),
      "invalid_client");
  const auto json = answer({"POST", "/oauth/token", {{"Content-Type", "application/json"}}, "{}"});
  EXPECT_EQ(json.status, 400);
  EXPECT_EQ(json_of(json).at("error"), "invalid_request");
}

TEST_F(Oauth, DS2_a_network_that_is_wrong_too_often_is_told_when_to_come_back_RFC6585_4) {
  auto fields = redemption(sso_, "nothing");
  fields[2].second = "wrong";
  for (int tries = 0; tries < 10; ++tries) {
    EXPECT_EQ(redeem(fields).status, 401);
  }
  const auto slow = redeem(fields);
  EXPECT_EQ(slow.status, 429);
  EXPECT_EQ(slow.header("Retry-After"), "1");
  EXPECT_EQ(redeem(redemption(sso_, "nothing")).status, 400) << "who is known is counted apart";
}

TEST_F(Oauth, a_client_shows_its_secret_by_basic_too) {
  const auto machine = add({.name = "M", .scopes = {"api"}, .for_itself = true});
  const auto pair = machine.client.id.text() + ":" + std::string(machine.secret.reveal_text());
  const auto page = ask("POST", "/oauth/token",
                        {{"Authorization", "Basic " + base::to_base64(base::bytes_of(pair))}},
                        "grant_type=client_credentials");
  EXPECT_EQ(page.status, 200);
  EXPECT_EQ(json_of(page).at("scope"), "api");
}

TEST_F(Oauth, userinfo_answers_by_header_and_by_body_OIDC_5_3_1) {
  const auto token = token_of(web_);
  const auto shown = ask("GET", "/oauth/userinfo", bearing(token));
  EXPECT_EQ(shown.status, 200);
  const auto claims = json_of(shown);
  EXPECT_EQ(claims.at("sub").as_string(), ani_.sub);
  EXPECT_EQ(claims.at("preferred_username"), "ani");
  EXPECT_EQ(claims.at("email_verified"), false);
  EXPECT_TRUE(claims.at("updated_at").is_int64());
  EXPECT_FALSE(claims.contains("phone_number"));
  EXPECT_EQ(ask("POST", "/oauth/userinfo", {{"Authorization", "bearer " + token}}).body,
            shown.body);
  EXPECT_EQ(ask("POST", "/oauth/userinfo", {}, "access_token=" + token).body, shown.body);
}

TEST_F(Oauth, a_token_is_shown_once_and_in_no_address_RFC6750_2) {
  const auto token = token_of(web_);
  const auto both = ask("POST", "/oauth/userinfo", bearing(token), "access_token=" + token);
  EXPECT_EQ(both.status, 400);
  EXPECT_EQ(ask("GET", "/oauth/userinfo?access_token=" + token, {}).status, 400);
  const auto none = ask("GET", "/oauth/userinfo", {});
  EXPECT_EQ(none.status, 401);
  EXPECT_EQ(none.header("WWW-Authenticate"), R"(Bearer realm="Gapura")");
  const auto wrong = ask("GET", "/api/user-sso", bearing("x" + token));
  EXPECT_EQ(wrong.status, 401);
  EXPECT_THAT(wrong.header("WWW-Authenticate").value(), HasSubstr(R"(error="invalid_token")"));
  auto json = bearing(token);
  json.emplace_back("Content-Type", "application/json");
  const auto unread = answer({"POST", "/oauth/userinfo", json, "{}"});
  EXPECT_EQ(unread.status, 415);
  EXPECT_THAT(unread.header("WWW-Authenticate").value(), HasSubstr(R"(error="invalid_request")"));
  const auto scope = ask("GET", "/api/user-sso", bearing(token));
  EXPECT_EQ(scope.status, 403);
  EXPECT_THAT(scope.header("WWW-Authenticate").value(), HasSubstr(R"(error="insufficient_scope")"));
  EXPECT_EQ(json_of(scope).at("error"), "insufficient_scope");
}

TEST_F(Oauth, TK1_a_token_dies_when_its_code_comes_again) {
  auto it = logged_in("ani");
  const auto fields = redemption(sso_, code_in(it.get(authorize(request_of(sso_)))));
  const std::string token(json_of(redeem(fields)).at("access_token").as_string());
  EXPECT_EQ(ask("GET", "/api/user-sso", bearing(token)).status, 200);
  EXPECT_EQ(redeem(fields).status, 400);
  EXPECT_EQ(ask("GET", "/api/user-sso", bearing(token)).status, 401);
}

TEST_F(Oauth, TK8_a_token_dies_with_the_logout_at_whichever_door) {
  using Leave = std::function<int(Browser&)>;
  const std::pair<const char*, Leave> doors[] = {
      {"/logout", [](Browser& it) { return it.submit(it.get("/logout"), {}).status; }},
      {"/auth/logout", [this](Browser& it) {
         return ask("POST", "/auth/logout",
                    {{"Cookie", "gapura_session=" + *it.cookie("gapura_session")}})
             .status;
       }}};
  for (const auto& [door, leave] : doors) {
    SCOPED_TRACE(door);
    auto it = logged_in("ani");
    const auto code = code_in(it.get(authorize(request_of(sso_))));
    const auto answer = json_of(redeem(redemption(sso_, code)));
    const std::string token(answer.at("access_token").as_string());
    EXPECT_EQ(ask("GET", "/api/user-sso", bearing(token)).status, 200);
    EXPECT_LT(leave(it), 400);
    EXPECT_EQ(ask("GET", "/api/user-sso", bearing(token)).status, 401);
  }
}

TEST_F(Oauth, TK8_a_token_dies_with_the_person_whatever_their_session_says) {
  const auto token = token_of(sso_);
  auto disabled = users_.show(ani_.id).value();
  disabled.status = identity::users::Status::disabled;
  const auto keys = identity::users::keys_of(disabled);
  disabled = std::get<identity::users::User>(people_.update(disabled, keys, {.type = "x"}).value());
  EXPECT_EQ(ask("GET", "/api/user-sso", bearing(token)).status, 401);
  disabled.status = identity::users::Status::active;
  ASSERT_TRUE(people_.update(disabled, keys, {.type = "x"}));
  EXPECT_EQ(ask("GET", "/api/user-sso", bearing(token)).status, 200);
}

TEST_F(Oauth, discovery_announces_what_is_there_RFC8414_2) {
  const auto page = ask("GET", "/.well-known/openid-configuration", {});
  EXPECT_EQ(page.status, 200);
  EXPECT_EQ(ask("GET", "/.well-known/oauth-authorization-server", {}).body, page.body);
  const auto said = json_of(page);
  EXPECT_EQ(said.at("issuer"), "https://id.example");
  for (const auto& [name, value] : said) {
    if (name.ends_with("_endpoint") || name == "jwks_uri") {
      const std::string path(std::string_view(value.as_string()).substr(18));
      EXPECT_NE(ask(name == "token_endpoint" ? "POST" : "GET", path, {}).status, 404) << path;
    }
  }
  EXPECT_EQ(said.at("code_challenge_methods_supported"), base::json::array{"S256"});
  for (const auto* path : {"/.well-known/openid-configuration", "/oauth/jwks"}) {
    const auto etag = ask("GET", path, {}).header("ETag").value();
    const auto again = ask("GET", path, {{"If-None-Match", etag}});
    EXPECT_EQ(again.status, 304) << path;
    EXPECT_EQ(again.header("ETag"), etag);
    EXPECT_EQ(again.body, "");
  }
  const auto keys = json_of(ask("GET", "/oauth/jwks", {})).at("keys").as_array();
  EXPECT_EQ(keys.size(), 2U);
  for (const auto& key : keys) {
    EXPECT_FALSE(key.as_object().contains("d"));
    EXPECT_FALSE(key.at("kid").as_string().empty());
  }
}

}  // namespace
}  // namespace endpoints
