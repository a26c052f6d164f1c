// A token of one door at another (TK14): those of clients at the Auth API, and those of the Auth
// API at the doors of clients.
#include <map>

#include "tests/support/spa.h"
#include "tests/unit/endpoints/people.h"

namespace endpoints {
namespace {

using support::Fields;
using support::Spa;

constexpr const char* kCallback = "https://client-app.com/callback";

class AuthConfusion : public PeopleTest {
 protected:
  AuthConfusion() : ani_(add_with_password("ani", kPassword)) {}

  Spa spa() {
    return {[this](const support::Asked& asked) { return answer(asked); }, kFrontend};
  }
  Spa logged_in_spa() {
    auto one = spa();
    EXPECT_EQ(one.log_in("ani", kPassword).status, 200);
    return one;
  }
  oauth::ClientWithSecret add(oauth::AccessTokens kind) {
    return oauth_.clients()
        .add(act_, {.name = "Web",
                    .redirect_uris = {kCallback},
                    .scopes = {"openid", "profile"},
                    .first_party = true,
                    .refreshes = true,
                    .access_tokens = kind,
                    .id_token_algorithm = crypto::SignatureAlgorithm::EdDSA})
        .value();
  }
  Page ask(const oauth::ClientWithSecret& by, const std::string& target, Fields fields) {
    fields.emplace_back("client_id", by.client.id.text());
    fields.emplace_back("client_secret", std::string(by.secret.reveal_text()));
    return answer({"POST",
                   target,
                   {{"Content-Type", "application/x-www-form-urlencoded"}},
                   support::form_body(fields)});
  }
  // What a client is given for ani.
  std::map<std::string, std::string> given_to(const oauth::ClientWithSecret& client) {
    auto it = logged_in("ani");
    const auto page =
        it.get("/oauth/authorize?" + support::form_body({{"client_id", client.client.id.text()},
                                                         {"redirect_uri", kCallback},
                                                         {"response_type", "code"},
                                                         {"scope", "openid profile"},
                                                         {"state", "s"}}));
    const auto location = page.location();
    const auto code = location.substr(location.find("code=") + 5, 51);
    const auto answer =
        ask(client, "/oauth/token",
            {{"grant_type", "authorization_code"}, {"redirect_uri", kCallback}, {"code", code}});
    EXPECT_EQ(answer.status, 200) << answer.body;
    const auto said = base::parse_json_object(answer.body).value();
    std::map<std::string, std::string> tokens;
    for (const char* name : {"access_token", "id_token", "refresh_token"}) {
      tokens[name] = said.at(name).as_string();
    }
    return tokens;
  }

  identity::users::User ani_;
};

TEST_F(AuthConfusion, TK14_no_token_of_a_client_is_one_of_the_frontend) {
  for (const auto kind : {oauth::AccessTokens::jwt, oauth::AccessTokens::opaque}) {
    const auto client = add(kind);
    const auto tokens = given_to(client);
    for (const auto& [name, token] : tokens) {
      auto one = spa();
      one.set_cookie("access_token", token);
      EXPECT_EQ(one.get("/auth/profile").status, 401) << name;
      EXPECT_EQ(one.get("/auth/sessions").status, 401) << name;
      one.set_cookie("refresh_token", token);
      EXPECT_EQ(one.post("/auth/refresh-token").status, 401) << name;
      EXPECT_EQ(one.post("/auth/logout").status, 200) << name;
    }
    EXPECT_EQ(count("session.ended"), 0U) << "nor does it log anybody out";
    EXPECT_EQ(count("family.reused"), 0U);
    EXPECT_EQ(ask(client, "/oauth/token",
                  {{"grant_type", "refresh_token"}, {"refresh_token", tokens.at("refresh_token")}})
                  .status,
              200)
        << "it cost the client nothing";
  }
}

TEST_F(AuthConfusion, TK14_no_token_of_the_frontend_is_one_of_a_client) {
  const auto client = add(oauth::AccessTokens::jwt);
  auto one = logged_in_spa();
  for (const char* name : {"access_token", "refresh_token"}) {
    const auto token = *one.cookie(name);
    const auto refreshed =
        ask(client, "/oauth/token", {{"grant_type", "refresh_token"}, {"refresh_token", token}});
    EXPECT_EQ(refreshed.status, 400) << name;
    EXPECT_THAT(refreshed.body, HasSubstr("invalid_grant")) << name;
    const auto told = ask(client, "/oauth/introspect", {{"token", token}});
    EXPECT_EQ(told.body, R"({"active":false})") << name;
    EXPECT_EQ(ask(client, "/oauth/revoke", {{"token", token}}).status, 200) << name;
    const Fields bearing{{"Authorization", "Bearer " + token}};
    EXPECT_EQ(answer({"GET", "/oauth/userinfo", bearing, ""}).status, 401) << name;
    EXPECT_EQ(answer({"GET", "/api/user-sso", bearing, ""}).status, 401) << name;
  }
  EXPECT_EQ(one.get("/auth/profile").status, 200) << "nothing was revoked";
  EXPECT_EQ(one.post("/auth/refresh-token").status, 200);
}

TEST_F(AuthConfusion, CK8_errors_are_told_apart_by_what_they_vary_with) {
  const auto expect_apart = [](const Page& page, int status) {
    EXPECT_EQ(page.status, status) << page.body;
    std::string vary;
    for (const auto& [name, value] : page.headers) {
      vary += name == "Vary" ? value + "," : "";
    }
    for (const char* name : {"Accept-Language", "Origin", "Cookie"}) {
      EXPECT_THAT(vary, HasSubstr(name)) << status;
    }
  };
  auto one = spa();
  expect_apart(one.get("/auth/profile"), 401);
  expect_apart(one.post("/auth/refresh-token"), 401);
  expect_apart(one.post("/auth/logout", "", {{"Origin", "https://evil.example"}}), 403);
  expect_apart(one.post("/auth/login", "x", {{"Content-Type", "text/plain"}}), 415);
  expect_apart(one.post("/auth/login", "{}"), 400);
  for (int guess = 0; guess < 5; ++guess) {
    one.log_in("ani", "salah");
  }
  const auto slow = one.log_in("ani", "salah");
  expect_apart(slow, 429);
  EXPECT_TRUE(slow.header("Retry-After"));
  one.set_cookie("refresh_token", "xyz");
  for (int wrong = 0; wrong < 10; ++wrong) {
    ASSERT_EQ(one.post("/auth/refresh-token").status, 401);
  }
  EXPECT_EQ(count("family.refused"), 10U);
  const auto refused = one.post("/auth/refresh-token");
  expect_apart(refused, 429);
  EXPECT_TRUE(refused.header("Retry-After"));
  EXPECT_EQ(count("family.refused"), 10U) << "and the trail is not filled";
  trail_.fail(true);
  clock_.advance(std::chrono::hours(2));
  expect_apart(one.post("/auth/refresh-token"), 503);
}

TEST_F(AuthConfusion, TK8_who_is_locked_is_told_so_and_given_nothing) {
  auto one = logged_in_spa();
  ASSERT_TRUE(users_.lock(act_, ani_.id));
  const auto refreshed = one.post("/auth/refresh-token");
  EXPECT_EQ(refreshed.status, 403);
  EXPECT_EQ(refreshed.set_cookie("access_token"), "");
  clock_.advance(std::chrono::seconds(1));
  EXPECT_EQ(one.get("/auth/profile").status, 403);
  EXPECT_EQ(one.log_in("ani", kPassword).status, 403);
  EXPECT_EQ(count("family.refused"), 1U);
  EXPECT_EQ(count("family.refreshed"), 0U);
}

}  // namespace
}  // namespace endpoints
