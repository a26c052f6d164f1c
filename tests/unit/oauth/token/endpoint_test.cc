#include "oauth/token/endpoint.h"

#include <functional>
#include <string_view>

#include "base/bytes.h"
#include "crypto/digest.h"
#include "oauth/pkce/pkce_gate.h"
#include "oauth/scope/scope_gate.h"
#include "tests/unit/oauth/oauth_house.h"

namespace oauth::token {
namespace {

class TokenTest : public OauthHouse {
 protected:
  Given given(const ClientWithSecret& by, const Fields& form) {
    auto answer = ask(by, form);
    EXPECT_EQ(error_of(answer), "");
    return std::get<Given>(std::move(answer));
  }
  std::string error(const ClientWithSecret& by, const Fields& form) {
    return error_of(ask(by, form));
  }
  std::string error_when(const Shown& shown, const Fields& form) {
    return error_of(endpoint_.ask(caller_, shown, Parameters(form)).value());
  }
  // Done by another node while this one remembers the session.
  void expect_nothing_after(const std::function<void()>& close, std::string_view reason) {
    const auto code = code_for(web_.client);
    ASSERT_TRUE(lately_gate_.check(cookie_).has_value());
    ASSERT_TRUE(lately_.check_remembered(cookie_));
    close();
    ASSERT_TRUE(lately_.check_remembered(cookie_));
    EXPECT_EQ(error(web_, redemption(code)), "invalid_grant");
    EXPECT_EQ(last_reason(), reason);
    EXPECT_EQ(count("family.opened"), 0U);
    EXPECT_EQ(count("token.issued"), 0U);
  }
  const Fields itself_{{"grant_type", "client_credentials"}};
};

TEST_F(TokenTest, contract_1_gets_a_token_that_opens) {
  const auto token = given(sso_, redemption(code_for(sso_.client)));
  EXPECT_EQ(token.expires_in, std::chrono::seconds(3600));
  EXPECT_FALSE(token.id_token);
  EXPECT_FALSE(token.scope);
  const auto claims = claims_of(token.access_token, "at+jwt");
  EXPECT_EQ(claims.at("iss"), kIssuer);
  EXPECT_EQ(claims.at("aud"), kIssuer);
  EXPECT_EQ(claims.at("sub").as_string(), ani_.sub);
  EXPECT_EQ(claims.at("client_id").as_string(), sso_.client.id.text());
  EXPECT_EQ(claims.at("scope"), "view-user");
  const auto looked = bearers_.look(token.access_token).value();
  const auto& bearer = std::get<resource::Bearer>(looked);
  EXPECT_EQ(bearer.user().id, ani_.id);
  EXPECT_EQ(bearer.scopes, std::vector<std::string>{"view-user"});
}

TEST_F(TokenTest, with_openid_comes_an_id_token_that_echoes_the_nonce) {
  const auto code = code_for(web_.client, {{"nonce", "n-1"}});
  const auto token = given(web_, redemption(code));
  ASSERT_TRUE(token.id_token);
  const auto claims = claims_of(*token.id_token, "JWT");
  EXPECT_EQ(claims.at("nonce"), "n-1");
  EXPECT_EQ(claims.at("aud").as_string(), web_.client.id.text());
  EXPECT_EQ(claims.at("sub").as_string(), ani_.sub);
  EXPECT_TRUE(claims.contains("auth_time"));
  EXPECT_TRUE(claims.contains("at_hash"));
  EXPECT_FALSE(claims.contains("scope"));
  EXPECT_FALSE(opens(*token.id_token)) << "TK14: an ID token is no access token";
  const auto without = given(web_, redemption(code_for(web_.client)));
  EXPECT_FALSE(claims_of(*without.id_token, "JWT").contains("nonce"));
}

TEST_F(TokenTest, a_claim_that_is_asked_for_by_name_opens_no_more_than_a_scope_OIDC_5_5) {
  const Fields asked{
      {"claims", R"({"id_token":{"profile":null,"other":null},"userinfo":{"api":null}})"}};
  const auto token = given(web_, redemption(code_for(web_.client, asked)));
  const auto claims = claims_of(*token.id_token, "JWT");
  EXPECT_EQ(claims.at("profile"), "ani") << "the client is the house's, and registered for it";
  EXPECT_FALSE(claims.contains("other"));
  const auto bearer = std::get<resource::Bearer>(bearers_.look(token.access_token).value());
  EXPECT_EQ(bearer.claims, std::vector<std::string>{"api"});
  EXPECT_EQ(bearer.claim_scopes, web_.client.scopes);
  Client third = web_.client;
  third.first_party = false;
  EXPECT_EQ(claim_scopes(third, {"openid"}), std::vector<std::string>{"openid"});
}

TEST_F(TokenTest, a_scope_that_is_not_what_was_asked_for_is_told) {
  const auto token =
      given(web_, redemption(code_for(web_.client, {{"scope", "profile other api"}})));
  EXPECT_EQ(token.scope, "profile api");
}

TEST_F(TokenTest, TK1_a_code_is_good_once_and_a_replay_ends_what_came_of_it_RFC9700_2_1_1) {
  const auto code = code_for(web_.client);
  const auto token = given(web_, redemption(code));
  EXPECT_TRUE(opens(token.access_token));
  EXPECT_EQ(error(web_, redemption(code)), "invalid_grant");
  EXPECT_FALSE(opens(token.access_token));
}

TEST_F(TokenTest, TK1_of_two_at_once_one_takes_the_code_and_the_other_ends_what_came_of_it) {
  const auto code = code_for(web_.client);
  std::string access_token;
  // Between the look at the code and its taking.
  vouchers_.before_opening([&] { access_token = given(web_, redemption(code)).access_token; });
  EXPECT_EQ(error(web_, redemption(code)), "invalid_grant");
  EXPECT_FALSE(opens(access_token));
  EXPECT_EQ(count("family.opened"), 1U);
  EXPECT_EQ(count("family.ended"), 1U);
}

TEST_F(TokenTest, TK8_a_session_that_ends_between_the_look_and_the_taking_leaves_nothing) {
  const auto code = code_for(web_.client);
  vouchers_.before_opening(
      [&] { ASSERT_TRUE(sessions_.end(act_, ani_.id, session_->session().id)); });
  EXPECT_EQ(error(web_, redemption(code)), "invalid_grant");
  EXPECT_EQ(last_reason(), "session ended");
  EXPECT_EQ(count("family.opened"), 0U);
  EXPECT_EQ(error(web_, redemption(code)), "invalid_grant");
  EXPECT_EQ(count("authorization_code.replayed"), 1U) << "it was taken all the same";
}

TEST_F(TokenTest, TK8_nor_does_a_person_who_is_disabled_in_that_moment) {
  const auto code = code_for(web_.client);
  vouchers_.before_opening([&] { users_.disable(act_, ani_.id).value(); });
  EXPECT_EQ(error(web_, redemption(code)), "invalid_grant");
  EXPECT_EQ(last_reason(), "person not active");
  EXPECT_EQ(count("family.opened"), 0U);
  EXPECT_EQ(count("authorization_code.spent"), 1U) << "it was taken all the same";
}

TEST_F(TokenTest, TK8_what_is_remembered_of_a_session_gives_nothing_when_it_has_ended) {
  expect_nothing_after([&] { sessions_.end(act_, ani_.id, session_->session().id).value(); },
                       "session ended");
}

TEST_F(TokenTest, TK8_nor_when_its_person_was_disabled) {
  expect_nothing_after([&] { users_.disable(act_, ani_.id).value(); }, "person not active");
}

TEST_F(TokenTest, TK8_nor_when_its_person_was_erased) {
  expect_nothing_after([&] { users_.erase(act_, ani_.id).value(); }, "person not active");
}

TEST_F(TokenTest, LO2_the_trail_tells_to_which_client_for_whom_and_for_what) {
  const auto token = given(web_, redemption(code_for(web_.client)));
  const auto& entries = trail_.chains().at("node-a");
  const auto opened = std::ranges::find(entries, "family.opened",
                                        [](const auto& entry) { return entry.event.type; });
  ASSERT_NE(opened, entries.end());
  const auto details = base::parse_json_object(opened->event.details).value();
  EXPECT_EQ(details.at("user").as_string(), "user:" + std::to_string(ani_.id.value));
  EXPECT_EQ(details.at("client").as_string(), web_.client.id.text());
  EXPECT_EQ(opened->event.details.find(token.access_token), std::string::npos);
}

TEST_F(TokenTest, TK1_a_replay_by_another_client_or_without_the_verifier_ends_nothing) {
  const auto code =
      code_for(web_.client, {{"code_challenge", kChallenge}, {"code_challenge_method", "S256"}});
  const auto token = given(web_, redemption(code, {{"code_verifier", kVerifier}}));
  EXPECT_EQ(error(sso_, redemption(code, {{"code_verifier", kVerifier}})), "invalid_grant");
  EXPECT_EQ(error(web_, redemption(code)), "invalid_grant");
  EXPECT_TRUE(opens(token.access_token));
}

TEST_F(TokenTest, AZ10_anothers_code_is_refused_and_burnt) {
  const auto code = code_for(web_.client);
  EXPECT_EQ(error(sso_, redemption(code)), "invalid_grant");
  EXPECT_EQ(error(web_, redemption(code)), "invalid_grant");
  EXPECT_EQ(families_.size(), 1U) << "the replay's, which has ended";
}

TEST_F(TokenTest, TK1_a_replay_after_the_code_has_expired_ends_what_came_of_it_too) {
  const auto code = code_for(web_.client);
  const auto token = given(web_, redemption(code));
  clock_.advance(std::chrono::minutes(30));
  EXPECT_TRUE(opens(token.access_token));
  EXPECT_EQ(error(web_, redemption(code)), "invalid_grant");
  EXPECT_FALSE(opens(token.access_token));
}

TEST_F(TokenTest, DS2_what_is_wrong_too_often_is_429_and_writes_nothing_RFC6585_4) {
  const auto wait = [&](const ClientWithSecret& by, const Fields& form) {
    const auto answer = ask(by, form);
    const auto* wrong = std::get_if<Wrong>(&answer);
    return wrong != nullptr && wrong->retry_after ? wrong->clause : "";
  };
  const auto code = code_for(web_.client);
  for (int tries = 0; tries < 5; ++tries) {
    EXPECT_EQ(wait(web_, redemption("unknown")), "");
  }
  const auto written = [&] { return trail_.chains().at("node-a").size(); };
  const auto before = written();
  EXPECT_EQ(wait(web_, redemption("unknown")), "RFC6585-4");
  EXPECT_EQ(written(), before);
  EXPECT_EQ(wait(sso_, redemption("unknown")), "") << "another client's is its own";
  const auto token = given(web_, redemption(code));
  EXPECT_TRUE(opens(token.access_token)) << "what is good is not held up";
  const auto now = written();
  EXPECT_EQ(wait(web_, redemption(code)), "RFC6585-4");
  EXPECT_FALSE(opens(token.access_token)) << "TK1: nor is what a replay ends";
  EXPECT_EQ(wait(web_, redemption(code)), "RFC6585-4");
  EXPECT_EQ(written(), now + 1) << "once";
  clock_.advance(std::chrono::minutes(10));
  EXPECT_EQ(wait(web_, redemption("unknown")), "");
}

TEST_F(TokenTest, DS2_who_is_nobody_is_counted_as_a_network) {
  const auto refused = [&](std::uint8_t network) {
    Shown shown{.client_id = "x", .from = identity::budget::AddressBytes{0x20, 0x01, network}};
    const auto answer = endpoint_.ask(caller_, shown, Parameters(itself_)).value();
    return std::get<Wrong>(answer).error;
  };
  for (int tries = 0; tries < 5; ++tries) {
    EXPECT_EQ(refused(1), "invalid_client");
  }
  const auto before = trail_.chains().at("node-a").size();
  EXPECT_EQ(refused(1), "temporarily_unavailable");
  EXPECT_EQ(trail_.chains().at("node-a").size(), before);
  EXPECT_EQ(refused(2), "invalid_client");
}

TEST_F(TokenTest, DS2_who_asks_for_too_much_without_end_is_429_and_writes_nothing_RFC6585_4) {
  const std::vector<std::pair<Fields, std::string>> refusals = {
      {itself_, "unauthorized_client"},
      {redemption("x", {{"resource", "https://x.example"}}), "invalid_target"}};
  // Anybody can be who has no secret: they are of their network.
  std::uint8_t network = 0;
  for (const auto& [form, error] : refusals) {
    const auto ask_again = [&] {
      Shown shown = shown_by(native_);
      shown.from = identity::budget::AddressBytes{0x20, 0x01, network};
      return error_of(endpoint_.ask(caller_, shown, Parameters(form)).value());
    };
    ++network;
    for (int tries = 0; tries < 5; ++tries) {
      EXPECT_EQ(ask_again(), error);
      EXPECT_EQ(trail_.chains().at("node-a").back().event.type, "token.refused");
      EXPECT_EQ(last_reason(), error);
    }
    const auto before = trail_.chains().at("node-a").size();
    EXPECT_EQ(ask_again(), "temporarily_unavailable");
    EXPECT_EQ(trail_.chains().at("node-a").size(), before) << error;
  }
  const auto too_much = changed(itself_, {{"scope", "other"}});
  for (int tries = 0; tries < 5; ++tries) {
    EXPECT_EQ(error(web_, too_much), "invalid_scope");
  }
  EXPECT_EQ(count("token.refused"), 15U);
  EXPECT_EQ(error(web_, too_much), "temporarily_unavailable");
  EXPECT_EQ(error(web_, itself_), "") << "what is right is not held up";
  EXPECT_EQ(count("token.refused"), 15U);
}

TEST_F(TokenTest, TK3_a_code_is_bound_to_its_redirect_uri_verifier_and_minute_RFC6749_4_1_3) {
  auto code = code_for(web_.client);
  EXPECT_EQ(error(web_, redemption(code, {{"redirect_uri", "https://client-app.com/other"}})),
            "invalid_grant");
  EXPECT_EQ(error(web_, redemption(code)), "invalid_grant");
  code = code_for(web_.client, {{"code_challenge", kChallenge}, {"code_challenge_method", "S256"}});
  EXPECT_EQ(error(web_, redemption(code, {{"code_verifier", std::string(43, 'a')}})),
            "invalid_grant");
  EXPECT_EQ(error(web_, redemption(code, {{"code_verifier", kVerifier}})), "invalid_grant")
      << "one wrong guess has burnt it";
  code = code_for(web_.client);
  EXPECT_EQ(error(web_, redemption(code, {{"redirect_uri", ""}})), "invalid_request");
  EXPECT_EQ(error(web_, redemption(code, {{"code", ""}})), "invalid_request");
  clock_.advance(std::chrono::seconds(60));
  EXPECT_EQ(error(web_, redemption(code)), "invalid_grant");
}

TEST_F(TokenTest, AZ9_a_verifier_comes_with_its_challenge_and_never_without) {
  const Fields challenged{{"code_challenge", kChallenge}, {"code_challenge_method", "S256"}};
  EXPECT_EQ(error(web_, redemption(code_for(web_.client, challenged))), "invalid_grant");
  EXPECT_EQ(error(web_, redemption(code_for(web_.client), {{"code_verifier", kVerifier}})),
            "invalid_grant");
  for (const auto& verifier : {std::string(43, 'a'), std::string(kChallenge)}) {
    EXPECT_EQ(
        error(web_, redemption(code_for(web_.client, challenged), {{"code_verifier", verifier}})),
        "invalid_grant");
  }
  const Fields native{{"redirect_uri", "http://127.0.0.1:51004/cb"}};
  EXPECT_EQ(error(native_, redemption(code_for(native_.client, native),
                                      changed(native, {{"code_verifier", kVerifier}}))),
            "");
}

TEST_F(TokenTest, AZ9_a_verifier_has_43_to_128_unreserved_characters_RFC7636_4_1) {
  const auto answer_to = [&](const std::string& verifier) {
    const auto challenge = base::to_base64url(crypto::sha256(base::bytes_of(verifier)));
    const auto code =
        code_for(web_.client, {{"code_challenge", challenge}, {"code_challenge_method", "S256"}});
    return error(web_, redemption(code, {{"code_verifier", verifier}}));
  };
  for (const std::size_t size : {43U, 128U}) {
    EXPECT_EQ(answer_to(std::string(size - 4, 'a') + "-._~"), "") << size;
  }
  for (const std::size_t size : {1U, 42U, 129U}) {
    EXPECT_EQ(answer_to(std::string(size, 'a')), "invalid_grant") << size;
  }
  for (const char* character : {"+", "/", "=", " ", "%", "\n", "\xC3\xA9"}) {
    EXPECT_EQ(answer_to(std::string(43, 'a') + character), "invalid_grant") << character;
  }
}

TEST_F(TokenTest, a_code_is_not_lost_for_want_of_a_key) {
  const auto code = code_for(web_.client);
  Client other = web_.client;
  other.id_token_algorithm = crypto::SignatureAlgorithm::RS256;
  ASSERT_TRUE(client_rows_.update(other, {}));
  const auto failed = endpoint_.ask(caller_, shown_by(web_), Parameters(redemption(code)));
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().code, base::ErrorCode::unavailable);
  EXPECT_TRUE(oauth_mint_->waits(mint::Purpose::authorization_code, code).value());
}

TEST_F(TokenTest, TK9_a_scope_that_is_taken_from_the_client_opens_nothing) {
  const auto token =
      given(web_, redemption(code_for(web_.client, {{"scope", "openid profile api"}})));
  clients_.set(act_, web_.client.id, {.scopes = {{"openid", "api"}}}).value();
  const auto looked = bearers_.look(token.access_token).value();
  EXPECT_EQ(std::get<resource::Bearer>(looked).scopes, (std::vector<std::string>{"openid", "api"}));
}

TEST_F(TokenTest, why_a_token_opens_nothing_is_told_by_request_where_somebody_is_refused) {
  base::Log log(lines_, clock_, base::LogLevel::info);
  resource::Bearers bearers({.keys = *oauth_ring_,
                             .families = family_gate_,
                             .users = people_,
                             .clients = recent_clients_,
                             .clock = clock_,
                             .changes = changes_,
                             .log = log,
                             .issuer = kIssuer});
  const auto token = given(web_, redemption(code_for(web_.client))).access_token;
  users_.disable(act_, ani_.id).value();
  EXPECT_TRUE(std::holds_alternative<resource::Refused>(bearers.token(token).value()));
  EXPECT_TRUE(lines_.lines().empty()) << "who asks about it is not refused anything";
  EXPECT_TRUE(std::holds_alternative<resource::Nobody>(bearers.look(token, "r-7").value()));
  ASSERT_EQ(lines_.lines().size(), 1U);
  const std::string line = lines_.lines().front();
  for (const std::string& part :
       {std::string("access_token.refused"), std::string("r-7"), web_.client.id.text()}) {
    EXPECT_NE(line.find(part), std::string::npos) << line;
  }
  EXPECT_EQ(line.find(token), std::string::npos);
}

TEST_F(TokenTest, TK8_what_ended_since_gives_no_token) {
  auto code = code_for(web_.client);
  sessions_.end(act_, ani_.id, session_->session().id).value();
  EXPECT_EQ(error(web_, redemption(code)), "invalid_grant");
  EXPECT_EQ(last_reason(), "session ended");
  log_in();
  code = code_for(web_.client);
  clients_.set(act_, web_.client.id, {.scopes = {{"api"}}}).value();
  EXPECT_EQ(error(web_, redemption(code)), "invalid_grant");
  EXPECT_EQ(last_reason(), "scope withdrawn");
  clients_.set(act_, web_.client.id, {.scopes = {{"openid"}}}).value();
  code = code_for(web_.client);
  clients_.set(act_, web_.client.id, {.enabled = false}).value();
  EXPECT_EQ(error(web_, redemption(code)), "invalid_client");
  clients_.set(act_, web_.client.id, {.enabled = true}).value();
  users_.disable(act_, ani_.id).value();
  EXPECT_EQ(error(web_, redemption(code)), "invalid_grant");
  EXPECT_EQ(last_reason(), "person not active");
}

TEST_F(TokenTest, TK8_a_consent_that_was_taken_back_gives_no_token_and_ends_those_there_are) {
  Client third = clients_.show(web_.client.id).value();
  third.first_party = false;
  ASSERT_TRUE(client_rows_.update(third, {}));
  const auto agree = [&] {
    consent_rows_.give(ani_.id, third.id.text(), {"openid"}, clock_.now());
  };
  const auto take_back = [&] {
    return consent_rows_.withdraw(ani_.id, third.id.text(), clock_.now(), {}).value();
  };
  agree();
  const auto code = code_for(web_.client);
  const auto token = given(web_, redemption(code_for(web_.client)));
  EXPECT_TRUE(opens(token.access_token));
  EXPECT_TRUE(take_back());
  EXPECT_FALSE(opens(token.access_token));
  EXPECT_EQ(error(web_, redemption(code)), "invalid_grant");
  EXPECT_EQ(last_reason(), "consent withdrawn");
  agree();
  EXPECT_FALSE(opens(token.access_token)) << "what has ended stays so";
}

TEST_F(TokenTest, TK8_a_token_dies_with_what_it_rests_on) {
  const auto token = given(web_, redemption(code_for(web_.client)));
  clients_.set(act_, web_.client.id, {.enabled = false}).value();
  EXPECT_FALSE(opens(token.access_token));
  clients_.set(act_, web_.client.id, {.enabled = true}).value();
  EXPECT_TRUE(opens(token.access_token));
  sessions_.end(act_, ani_.id, session_->session().id).value();
  EXPECT_FALSE(opens(token.access_token));
  log_in();
  const auto other = given(web_, redemption(code_for(web_.client)));
  clock_.advance(std::chrono::hours(1));
  EXPECT_FALSE(opens(other.access_token));
}

TEST_F(TokenTest, TK13_what_is_no_token_of_ours_opens_nothing) {
  for (const auto* text : {"", "x", "a.b.c", "eyJhbGciOiJub25lIn0.e30."}) {
    EXPECT_FALSE(opens(text)) << text;
  }
}

TEST_F(TokenTest, a_client_gets_a_token_for_itself_RFC6749_4_4) {
  const auto token = given(web_, itself_);
  EXPECT_EQ(token.scope, "api");
  EXPECT_FALSE(token.id_token);
  const auto claims = claims_of(token.access_token, "at+jwt");
  EXPECT_EQ(claims.at("sub").as_string(), web_.client.id.text());
  EXPECT_FALSE(opens(token.access_token)) << "there is nobody behind it";
  EXPECT_EQ(error(web_, changed(itself_, {{"scope", "openid"}})), "invalid_scope");
  EXPECT_EQ(error(web_, changed(itself_, {{"scope", "other"}})), "invalid_scope");
  EXPECT_EQ(error(web_, changed(itself_, {{"scope", "api"}})), "");
  EXPECT_EQ(error(sso_, itself_), "unauthorized_client");
}

TEST_F(TokenTest, TK10_a_client_authenticates_in_one_way_which_is_its_own_RFC6749_2_3) {
  const auto basic = [](const ClientWithSecret& made) {
    return Credentials{.client_id = made.client.id.text(), .secret = made.secret.clone()};
  };
  EXPECT_EQ(error_when({.basic = basic(web_)}, itself_), "");
  EXPECT_EQ(error_when({.basic = basic(web_), .secret = web_.secret.clone()}, itself_),
            "invalid_request");
  EXPECT_EQ(error_when({.basic = basic(web_), .assertion = "x"}, itself_), "invalid_request");
  EXPECT_EQ(error_when({.basic = basic(web_), .client_id = sso_.client.id.text()}, itself_),
            "invalid_request");
  EXPECT_EQ(error_when({.client_id = web_.client.id.text(), .assertion_type = "x"}, itself_),
            "invalid_client");
  EXPECT_EQ(error_when({.client_id = web_.client.id.text()}, itself_), "invalid_client");
  EXPECT_EQ(
      error_when({.client_id = web_.client.id.text(), .secret = sso_.secret.clone()}, itself_),
      "invalid_client");
  EXPECT_EQ(
      error_when({.client_id = native_.client.id.text(), .secret = web_.secret.clone()}, itself_),
      "invalid_client");
  EXPECT_EQ(error_when({}, itself_), "invalid_client");
  EXPECT_EQ(error_when({.client_id = "x", .secret = web_.secret.clone()}, itself_),
            "invalid_client");
  clients_.set(act_, web_.client.id, {.enabled = false}).value();
  EXPECT_EQ(error_when({.basic = basic(web_)}, itself_), "invalid_client");
}

TEST_F(TokenTest, TK10_a_way_that_is_not_registered_is_refused) {
  const auto post = add_client({.name = "Post",
                                .scopes = {"api"},
                                .auth_methods = {AuthMethod::client_secret_post},
                                .for_itself = true});
  EXPECT_EQ(error(post, itself_), "");
  EXPECT_EQ(error_when({.basic = Credentials{post.client.id.text(), post.secret.clone()}}, itself_),
            "invalid_client");
}

TEST_F(TokenTest, two_secrets_are_good_until_the_older_is_past_its_time) {
  const auto second = clients_.rotate_secret(act_, web_.client.id, std::chrono::hours(1)).value();
  EXPECT_EQ(error(web_, itself_), "");
  EXPECT_EQ(error(second, itself_), "");
  clock_.advance(std::chrono::hours(1));
  EXPECT_EQ(error(web_, itself_), "invalid_client");
  EXPECT_EQ(error(second, itself_), "");
}

TEST_F(TokenTest, the_phases_say_what_is_wrong_RFC6749_3_2_RFC6749_5_2) {
  auto twice = itself_;
  twice.emplace_back("grant_type", "client_credentials");
  EXPECT_EQ(error(web_, twice), "invalid_request");
  EXPECT_EQ(error(web_, {}), "invalid_request");
  for (const auto* type : {"password", "implicit", "x"}) {
    EXPECT_EQ(error(web_, {{"grant_type", type}}), "unsupported_grant_type") << type;
  }
  EXPECT_EQ(error(web_, changed(itself_, {{"resource", "https://x.example"}})), "invalid_target");
  EXPECT_EQ(error(web_, redemption("unknown")), "invalid_grant");
  EXPECT_EQ(error(web_, {{"grant_type", "refresh_token"}}), "unauthorized_client");
}

TEST(BasicCredentials, are_form_encoded_before_they_are_joined_RFC6749_2_3_1) {
  const auto read = [](std::string_view pair) {
    return basic_credentials("Basic " + base::to_base64(base::bytes_of(pair)));
  };
  EXPECT_EQ(read("a%3Ab+c:d%2B:e")->client_id, "a:b c");
  EXPECT_EQ(read("a:d%2B:e")->secret.reveal_text(), "d+:e");
  EXPECT_TRUE(basic_credentials("bAsIc " + base::to_base64(base::bytes_of("a:b"))));
  for (const auto pair : {"a", "a%:b", "a%4:b", "a:%zz"}) {
    EXPECT_FALSE(read(pair)) << pair;
  }
  for (const auto text : {"", "Basic", "Bearer x", "Basic !"}) {
    EXPECT_FALSE(basic_credentials(text)) << text;
  }
}

TEST(Pkce, takes_the_verifier_of_the_standard_RFC7636_B) {
  const Client client{.id = ClientId({1}), .auth_methods = {AuthMethod::none}};
  EXPECT_TRUE(PkceGate::finish(client, kChallenge, kVerifier));
  EXPECT_FALSE(PkceGate::finish(client, std::nullopt, std::nullopt));
  EXPECT_FALSE(PkceGate::finish(client, std::nullopt, kVerifier));
  EXPECT_FALSE(PkceGate::finish(client, kChallenge, std::nullopt));
}

}  // namespace
}  // namespace oauth::token
