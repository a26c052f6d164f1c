#include "oauth/introspection/introspection.h"

#include "tests/unit/oauth/oauth_house.h"

namespace oauth {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

// Of a token: whether it is good, and that it is not.
class AboutTokens : public OauthHouse {
 protected:
  AboutTokens()
      : app_(add_client({.name = "Refreshing",
                         .redirect_uris = {kCallback},
                         .scopes = {"openid", "api"},
                         .refreshes = true,
                         .for_itself = true})),
        opaque_(add_client({.name = "Opaque",
                            .redirect_uris = {kCallback},
                            .scopes = {"openid", "api"},
                            .refreshes = true,
                            .for_itself = true,
                            .access_tokens = AccessTokens::opaque})) {}

  token::Given begin(const ClientWithSecret& by) {
    return std::get<token::Given>(
        ask(by, redemption(code_for(by.client, {{"scope", "openid api"}}))));
  }
  base::json::object about(const ClientWithSecret& by, const std::string& token,
                           const std::string& hint = "") {
    auto answer = introspection_
                      .ask(caller_, shown_by(by),
                           Parameters(changed({{"token", token}}, {{"token_type_hint", hint}})))
                      .value();
    return std::get<base::json::object>(std::move(answer));
  }
  bool is_active(const ClientWithSecret& by, const std::string& token) {
    const auto told = about(by, token);
    if (told.at("active") == false) {
      EXPECT_EQ(told.size(), 1U) << "and nothing of why";
    }
    return told.at("active").as_bool();
  }
  std::string error_of_asking(const Shown& shown, const Fields& form) {
    const auto answer = introspection_.ask(caller_, shown, Parameters(form)).value();
    const auto* wrong = std::get_if<Wrong>(&answer);
    return wrong == nullptr ? "" : wrong->clause + " " + wrong->error;
  }
  std::string revoke(const ClientWithSecret& by, const std::string& token,
                     const std::string& hint = "") {
    const auto wrong =
        revocation_
            .ask(caller_, shown_by(by),
                 Parameters(changed({{"token", token}}, {{"token_type_hint", hint}})))
            .value();
    return wrong ? wrong->error : "";
  }

  ClientWithSecret app_;
  ClientWithSecret opaque_;
};

TEST_F(AboutTokens, an_access_token_is_told_by_its_claims_RFC7662_2_2) {
  for (const auto* client : {&app_, &opaque_}) {
    const auto token = begin(*client);
    const auto told = about(*client, token.access_token);
    const auto now = base::to_seconds(clock_.now());
    EXPECT_EQ(told.at("active"), true);
    EXPECT_EQ(told.at("token_type"), "Bearer");
    EXPECT_EQ(told.at("scope"), "openid api");
    EXPECT_EQ(told.at("client_id").as_string(), client->client.id.text());
    EXPECT_EQ(told.at("sub").as_string(), ani_.sub);
    EXPECT_EQ(told.at("username"), "ani");
    EXPECT_EQ(told.at("iss"), kIssuer);
    EXPECT_EQ(told.at("aud"), kIssuer);
    EXPECT_EQ(told.at("iat"), now);
    EXPECT_EQ(told.at("exp"), now + 3600);
    EXPECT_EQ(told.at("jti").as_string().size(), 26U);
    EXPECT_EQ(told.size(), 11U);
  }
}

TEST_F(AboutTokens, a_refresh_token_is_told_by_its_family) {
  const auto first = begin(app_);
  const auto told = about(app_, *first.refresh_token);
  const auto now = base::to_seconds(clock_.now());
  EXPECT_EQ(told.at("active"), true);
  EXPECT_EQ(told.at("scope"), "openid api");
  EXPECT_EQ(told.at("sub").as_string(), ani_.sub);
  EXPECT_EQ(told.at("iat"), now);
  EXPECT_EQ(told.at("exp"), now + 30 * 24 * 3600);
  EXPECT_FALSE(told.contains("token_type")) << "it is no bearer's";
  const auto second = std::get<token::Given>(
      ask(app_, {{"grant_type", "refresh_token"}, {"refresh_token", *first.refresh_token}}));
  EXPECT_FALSE(is_active(app_, *first.refresh_token)) << "it has a successor";
  EXPECT_TRUE(is_active(app_, *second.refresh_token));
}

TEST_F(AboutTokens, a_hint_that_is_wrong_changes_nothing_RFC7662_2_1) {
  const auto token = begin(app_);
  for (const auto* hint : {"access_token", "refresh_token", "pct", "x"}) {
    EXPECT_EQ(about(app_, token.access_token, hint).at("active"), true) << hint;
    EXPECT_EQ(about(app_, *token.refresh_token, hint).at("active"), true) << hint;
  }
}

TEST_F(AboutTokens, to_another_client_there_is_no_such_token_RFC7662_4) {
  const auto token = begin(app_);
  for (const auto& text : {token.access_token, *token.refresh_token}) {
    EXPECT_FALSE(is_active(web_, text));
    EXPECT_FALSE(is_active(opaque_, text));
  }
}

TEST_F(AboutTokens, what_is_no_token_is_not_active) {
  const auto token = begin(app_);
  for (const auto& text : {std::string("x"), std::string("a.b.c"), *token.id_token,
                           token.access_token + "x", *token.refresh_token + "A"}) {
    EXPECT_FALSE(is_active(app_, text)) << text;
  }
}

TEST_F(AboutTokens, TK8_what_came_of_a_session_that_has_ended_is_not_active) {
  const auto jwt = begin(app_);
  const auto opaque = begin(opaque_);
  EXPECT_TRUE(is_active(app_, jwt.access_token));
  EXPECT_TRUE(is_active(opaque_, opaque.access_token));
  sessions_.end(act_, ani_.id, session_->session().id).value();
  EXPECT_FALSE(is_active(app_, jwt.access_token));
  EXPECT_FALSE(is_active(app_, *jwt.refresh_token));
  EXPECT_FALSE(is_active(opaque_, opaque.access_token));
  EXPECT_FALSE(is_active(opaque_, *opaque.refresh_token));
}

TEST_F(AboutTokens, TK8_what_a_client_may_no_longer_use_is_not_active) {
  const auto token = begin(app_);
  const auto own = std::get<token::Given>(ask(app_, {{"grant_type", "client_credentials"}}));
  clients_.set(act_, app_.client.id, {.refreshes = false}).value();
  EXPECT_FALSE(is_active(app_, *token.refresh_token));
  EXPECT_TRUE(is_active(app_, token.access_token));
  clients_.set(act_, app_.client.id, {.enabled = false}).value();
  EXPECT_EQ(error_of_asking(shown_by(app_), {{"token", own.access_token}}),
            "RFC6749-5.2 invalid_client");
  for (const auto& text : {own.access_token, token.access_token}) {
    EXPECT_TRUE(std::holds_alternative<resource::Refused>(bearers_.token(text).value()));
  }
}

TEST_F(AboutTokens, TK8_of_a_disabled_person_no_token_is_active) {
  const auto jwt = begin(app_);
  const auto opaque = begin(opaque_);
  users_.disable(act_, ani_.id).value();
  for (const auto& text : {jwt.access_token, *jwt.refresh_token}) {
    EXPECT_FALSE(is_active(app_, text));
  }
  for (const auto& text : {opaque.access_token, *opaque.refresh_token}) {
    EXPECT_FALSE(is_active(opaque_, text));
    EXPECT_FALSE(opens(text));
  }
}

TEST_F(AboutTokens, TK14_an_access_token_is_over_in_its_hour_whatever_it_is) {
  const auto jwt = begin(app_);
  const auto opaque = begin(opaque_);
  EXPECT_TRUE(opens(opaque.access_token));
  EXPECT_FALSE(opens(*opaque.refresh_token)) << "a refresh token is no access token";
  clock_.advance(hours(1));
  EXPECT_FALSE(is_active(opaque_, opaque.access_token));
  EXPECT_FALSE(opens(opaque.access_token));
  clock_.advance(seconds(61));
  EXPECT_FALSE(is_active(app_, jwt.access_token)) << "clocks may differ by a minute";
  EXPECT_EQ(error_of(ask(opaque_, {{"grant_type", "refresh_token"},
                                   {"refresh_token", opaque.access_token}})),
            "invalid_grant")
      << "and an access token refreshes nothing";
}

TEST_F(AboutTokens, TK9_an_opaque_token_holds_the_scope_that_it_was_narrowed_to) {
  const auto first = begin(opaque_);
  const auto narrow = std::get<token::Given>(ask(opaque_, {{"grant_type", "refresh_token"},
                                                           {"refresh_token", *first.refresh_token},
                                                           {"scope", "api"}}));
  EXPECT_EQ(about(opaque_, narrow.access_token).at("scope"), "api");
  EXPECT_EQ(about(opaque_, first.access_token).at("scope"), "openid api");
  const auto looked = bearers_.look(narrow.access_token).value();
  EXPECT_EQ(std::get<resource::Bearer>(looked).scopes, std::vector<std::string>{"api"});
  EXPECT_FALSE(first.access_token.contains('.'));
}

TEST_F(AboutTokens, TK9_a_scope_that_was_taken_from_the_client_is_told_of_no_token) {
  for (const auto* client : {&app_, &opaque_}) {
    const auto token = begin(*client);
    const auto own =
        std::get<token::Given>(ask(*client, {{"grant_type", "client_credentials"}})).access_token;
    clients_.set(act_, client->client.id, {.scopes = {{"openid"}}}).value();
    for (const auto& text : {token.access_token, *token.refresh_token, own}) {
      const auto told = about(*client, text);
      EXPECT_EQ(told.at("active"), true) << "the rest of it goes on";
      EXPECT_EQ(told.at("scope").as_string().find("api"), base::json::string::npos) << told;
    }
    EXPECT_EQ(about(*client, token.access_token).at("scope"), "openid");
    clients_.set(act_, client->client.id, {.scopes = {{"openid", "api"}}}).value();
    EXPECT_EQ(about(*client, token.access_token).at("scope"), "openid api");
  }
}

TEST_F(AboutTokens, a_token_of_the_client_itself_is_told_without_a_person) {
  for (const auto* client : {&app_, &opaque_}) {
    const auto token = std::get<token::Given>(ask(*client, {{"grant_type", "client_credentials"}}));
    const auto told = about(*client, token.access_token);
    EXPECT_EQ(told.at("active"), true);
    EXPECT_EQ(told.at("sub").as_string(), client->client.id.text());
    EXPECT_FALSE(told.contains("username"));
    EXPECT_FALSE(is_active(web_, token.access_token));
    EXPECT_EQ(revoke(*client, token.access_token), "unsupported_token_type") << "RFC7009-2.2.1";
    EXPECT_EQ(revoke(web_, token.access_token), "");
  }
}

TEST_F(AboutTokens, only_who_authenticates_is_told_RFC7662_2_1) {
  const auto token = begin(app_).access_token;
  const Fields form{{"token", token}};
  EXPECT_EQ(error_of_asking({.client_id = native_.client.id.text()}, form),
            "RFC7662-2.1 invalid_client");
  EXPECT_EQ(error_of_asking({.client_id = app_.client.id.text()}, form),
            "RFC6749-5.2 invalid_client");
  EXPECT_EQ(error_of_asking({}, form), "RFC6749-5.2 invalid_client");
  EXPECT_EQ(error_of_asking(shown_by(app_), {}), "RFC7662-2.1 invalid_request");
  EXPECT_EQ(revocation_.ask(caller_, shown_by(app_), Parameters()).value()->clause, "RFC7009-2.1");
  EXPECT_EQ(error_of_asking(shown_by(app_), {{"token", token}, {"token", token}}),
            "RFC6749-3.2 invalid_request");
}

TEST_F(AboutTokens, whoever_is_wrong_too_often_is_slowed_and_written_no_more_RFC6585_4) {
  const auto ask_wrongly = [&] {
    Shown wrong{.client_id = app_.client.id.text(), .secret = base::Secret("wrong")};
    wrong.from.emplace();
    return wrong;
  };
  const Parameters form({{"token", "x"}});
  for (int time = 0; time < 5; ++time) {
    EXPECT_EQ(std::get<Wrong>(introspection_.ask(caller_, ask_wrongly(), form).value()).error,
              "invalid_client");
  }
  const auto before = trail_.types().size();
  EXPECT_TRUE(
      std::get<Wrong>(introspection_.ask(caller_, ask_wrongly(), form).value()).retry_after);
  EXPECT_TRUE(revocation_.ask(caller_, ask_wrongly(), form).value()->retry_after);
  EXPECT_EQ(trail_.types().size(), before);
}

TEST_F(AboutTokens,
       DS2_who_tries_tokens_without_end_is_slowed_and_what_is_theirs_is_told_RFC7662_4) {
  const auto token = begin(app_).access_token;
  const auto ended = begin(opaque_).access_token;
  ASSERT_EQ(revoke(opaque_, ended), "");
  const auto is_slowed = [&](const ClientWithSecret& by, const std::string& text) {
    const auto answer =
        introspection_.ask(caller_, shown_by(by), Parameters({{"token", text}})).value();
    const auto* wrong = std::get_if<Wrong>(&answer);
    return wrong != nullptr && wrong->retry_after;
  };
  for (const auto& text : {std::string("x"), std::string("a.b.c"), token, ended, token}) {
    EXPECT_FALSE(is_slowed(web_, text));
  }
  for (const auto& text : {std::string("x"), std::string("a.b.c"), token, ended}) {
    EXPECT_TRUE(is_slowed(web_, text));
  }
  for (int time = 0; time < 10; ++time) {
    EXPECT_FALSE(is_active(opaque_, ended)) << "their own is counted by nobody";
  }
  EXPECT_FALSE(is_slowed(app_, "x")) << "another client's is its own";
  const auto own =
      std::get<token::Given>(ask(web_, {{"grant_type", "client_credentials"}})).access_token;
  EXPECT_TRUE(is_active(web_, own)) << "what is right is not held up";
  Shown anybody{.client_id = native_.client.id.text(), .from = identity::budget::AddressBytes{}};
  const auto of_network = [&] {
    return std::get<Wrong>(
               introspection_.ask(caller_, anybody, Parameters({{"token", "x"}})).value())
        .error;
  };
  for (int time = 0; time < 5; ++time) {
    EXPECT_EQ(of_network(), "invalid_client");
  }
  EXPECT_EQ(of_network(), "temporarily_unavailable");
}

TEST_F(AboutTokens, DS2_who_revokes_what_is_not_theirs_is_slowed_and_what_is_ends_RFC7009_2_2) {
  const auto anothers = begin(app_);
  const auto refresh = begin(app_);
  const Fields here{{"redirect_uri", "http://127.0.0.1:51004/cb"}};
  const auto own = std::get<token::Given>(ask(
      native_,
      redemption(code_for(native_.client, here), changed(here, {{"code_verifier", kVerifier}}))));
  const auto told = [&](const ClientWithSecret& by, const std::string& text) {
    Shown shown = shown_by(by);
    shown.from.emplace();
    const auto wrong = revocation_.ask(caller_, shown, Parameters({{"token", text}})).value();
    return !wrong ? "" : wrong->retry_after ? wrong->clause : wrong->error;
  };
  for (const auto* by : {&web_, &native_}) {
    for (const auto& text : {std::string("x"), std::string("a.b.c"), anothers.access_token,
                             *anothers.refresh_token, *anothers.id_token}) {
      EXPECT_EQ(told(*by, text), "");
    }
    for (const auto& text : {std::string("x"), anothers.access_token, *anothers.refresh_token}) {
      EXPECT_EQ(told(*by, text), "RFC6585-4");
    }
  }
  EXPECT_TRUE(opens(anothers.access_token));
  for (int time = 0; time < 10; ++time) {
    EXPECT_EQ(told(app_, *refresh.refresh_token), "") << "what was theirs is";
    EXPECT_EQ(told(app_, refresh.access_token), "") << "what was theirs is";
  }
  EXPECT_EQ(told(native_, own.access_token), "");
  EXPECT_FALSE(opens(own.access_token)) << "what is right is not held up";
}

TEST_F(AboutTokens, asking_writes_nothing) {
  const auto token = begin(app_);
  const auto before = trail_.types().size();
  about(app_, token.access_token);
  about(app_, *token.refresh_token);
  about(app_, "x");
  about(web_, token.access_token);
  EXPECT_EQ(trail_.types().size(), before);
}

TEST_F(AboutTokens, a_revoked_token_takes_its_family_with_it_RFC7009_2_1) {
  for (const auto* client : {&app_, &opaque_}) {
    for (const bool refresh : {true, false}) {
      const auto token = begin(*client);
      EXPECT_EQ(revoke(*client, refresh ? *token.refresh_token : token.access_token), "");
      EXPECT_EQ(trail_.chains().at("node-a").back().event.type, "family.ended");
      EXPECT_EQ(last_reason(), "revoked by its client");
      EXPECT_FALSE(opens(token.access_token));
      EXPECT_FALSE(is_active(*client, *token.refresh_token));
      EXPECT_EQ(error_of(ask(*client, {{"grant_type", "refresh_token"},
                                       {"refresh_token", *token.refresh_token}})),
                "invalid_grant");
    }
  }
}

TEST_F(AboutTokens, of_its_refresh_tokens_an_older_one_does_as_well) {
  const auto first = begin(app_);
  const auto second = std::get<token::Given>(
      ask(app_, {{"grant_type", "refresh_token"}, {"refresh_token", *first.refresh_token}}));
  EXPECT_EQ(revoke(app_, *first.refresh_token, "access_token"), "") << "whatever the hint says";
  EXPECT_FALSE(opens(second.access_token));
}

TEST_F(AboutTokens, nothing_is_wrong_with_revoking_what_is_no_more_or_anothers_RFC7009_2_2) {
  const auto token = begin(app_);
  const auto before = trail_.types().size();
  for (const auto& text : {std::string("x"), *token.id_token, std::string("a.b.c")}) {
    EXPECT_EQ(revoke(app_, text), "");
  }
  EXPECT_EQ(revoke(web_, token.access_token), "");
  EXPECT_EQ(revoke(web_, *token.refresh_token), "");
  EXPECT_EQ(trail_.types().size(), before);
  EXPECT_TRUE(opens(token.access_token)) << "it was somebody else's";
  EXPECT_EQ(revoke(app_, token.access_token), "");
  EXPECT_EQ(revoke(app_, token.access_token), "");
  EXPECT_EQ(trail_.types().size(), before + 1);
}

TEST_F(AboutTokens, a_public_client_revokes_its_own_by_its_id) {
  const Fields here{{"redirect_uri", "http://127.0.0.1:51004/cb"}};
  const auto token = std::get<token::Given>(ask(
      native_,
      redemption(code_for(native_.client, here), changed(here, {{"code_verifier", kVerifier}}))));
  EXPECT_TRUE(opens(token.access_token));
  EXPECT_EQ(revoke(native_, token.access_token), "");
  EXPECT_FALSE(opens(token.access_token));
  EXPECT_EQ(revocation_.ask(caller_, {}, Parameters({{"token", "x"}})).value()->error,
            "invalid_client");
}

}  // namespace
}  // namespace oauth
