#include "oauth/authorize/authorization.h"

#include "oauth/authorize/checks.h"
#include "tests/unit/oauth/oauth_house.h"

namespace oauth::authorize {
namespace {

class AuthorizationTest : public OauthHouse {
 protected:
  std::string unanswerable(const Fields& fields) {
    const auto opening = open(fields);
    const auto* page = std::get_if<Unanswerable>(&opening);
    return page == nullptr ? "" : page->why.clause;
  }
  std::map<std::string, std::string> reply(const Fields& fields) {
    const auto opening = open(fields);
    const auto* reply = std::get_if<Reply>(&opening);
    return reply == nullptr ? std::map<std::string, std::string>() : map_of(*reply);
  }
  // "" when they are good.
  std::string wrong_claims(const std::string& claims) {
    const auto opening = open(request_of(web_.client, {{"claims", claims}}));
    const auto* refused = std::get_if<Reply>(&opening);
    return refused == nullptr ? "" : map_of(*refused)["error"];
  }
  std::string error(const ClientWithSecret& by, const Fields& otherwise) {
    return reply(request_of(by.client, otherwise))["error"];
  }
};

TEST_F(AuthorizationTest, a_good_request_waits_for_the_person) {
  const auto opening = open(request_of(web_.client, {{"scope", "openid api other"},
                                                     {"prompt", "login"},
                                                     {"max_age", "60"},
                                                     {"ui_locales", "fr en"},
                                                     {"login_hint", "ani"}}));
  const auto& wish = std::get<Good>(opening).wish;
  EXPECT_EQ(wish.door, kDoor);
  EXPECT_EQ(wish.client, "Web");
  EXPECT_TRUE(wish.asked.log_in);
  EXPECT_EQ(wish.asked.max_age, std::chrono::seconds(60));
  EXPECT_TRUE(wish.may_ask);
  EXPECT_EQ(wish.login_hint, "ani");
  EXPECT_EQ(wish.locale, "fr en");
  const auto request = from_text(wish.request).value();
  EXPECT_EQ(request.scopes, (std::vector<std::string>{"openid", "api"}));
  EXPECT_EQ(request.state, "xyz123");
  EXPECT_FALSE(from_text("{}"));
}

TEST_F(AuthorizationTest, AZ6_AZ7_what_cannot_be_answered_is_ours_to_show) {
  for (const auto& prompt : {"", "none"}) {
    EXPECT_EQ(unanswerable(request_of(web_.client, {{"client_id", ""}, {"prompt", prompt}})),
              "RFC6749-4.1.2.1");
    EXPECT_EQ(unanswerable(request_of(web_.client, {{"client_id", "x"}, {"prompt", prompt}})),
              "RFC6749-4.1.2.1");
    EXPECT_EQ(unanswerable(request_of(web_.client, {{"redirect_uri", ""}, {"prompt", prompt}})),
              "RFC6749-3.1.2.4");
    EXPECT_EQ(unanswerable(request_of(web_.client, {{"redirect_uri", std::string(kCallback) + "/"},
                                                    {"prompt", prompt}})),
              "RFC6749-3.1.2.4");
  }
  for (const auto* name : {"client_id", "redirect_uri"}) {
    for (const std::string more : {"", "x"}) {
      auto twice = request_of(web_.client);
      const auto first = std::ranges::find(twice, name, &Parameters::Entry::first)->second;
      twice.emplace_back(name, first + more);
      EXPECT_EQ(unanswerable(twice), "RFC6749-3.1") << name;
    }
  }
  clients_.set(act_, web_.client.id, {.enabled = false}).value();
  EXPECT_EQ(unanswerable(request_of(web_.client)), "RFC6749-4.1.2.1");
}

TEST_F(AuthorizationTest, AZ7_a_parameter_that_stands_twice_is_refused_and_unknown_ones_ignored) {
  const Fields sent{{"response_type", "code"},
                    {"response_mode", "query"},
                    {"scope", "openid"},
                    {"state", "xyz123"},
                    {"nonce", "n-1"},
                    {"code_challenge", kChallenge},
                    {"code_challenge_method", "S256"},
                    {"prompt", "login"},
                    {"max_age", "60"},
                    {"claims", "{}"},
                    {"acr_values", "one_factor"},
                    {"login_hint", "ani"},
                    {"id_token_hint", "a.b.c"},
                    {"ui_locales", "id"},
                    {"request", "a.b.c"},
                    {"request_uri", "urn:x"},
                    {"registration", "{}"},
                    {"x", "1"},
                    {"a[]", "1"}};
  for (const auto& [name, value] : sent) {
    for (const auto& second : {value, value + "x", std::string()}) {
      auto twice = request_of(native_.client, {{name, value}});
      twice.emplace_back(name, second);
      const auto answer = reply(twice);
      EXPECT_EQ(answer.at("error"), "invalid_request") << name;
      EXPECT_EQ(answer.at("error_description"), "a parameter was sent more than once") << name;
      EXPECT_EQ(answer.contains("state"), name != "state");
    }
  }
  EXPECT_TRUE(
      std::holds_alternative<Good>(open(request_of(web_.client, {{"x", "1"}, {"y[]", "2"}}))));
}

TEST_F(AuthorizationTest, AZ8_there_is_one_response_type_and_two_modes) {
  EXPECT_EQ(error(web_, {{"response_type", ""}}), "invalid_request");
  for (const auto* type :
       {"token", "id_token", "id_token token", "token id_token", "code token", "token code",
        "code id_token", "id_token code", "code id_token token", "none", "CODE", "code code"}) {
    EXPECT_EQ(error(web_, {{"response_type", type}}), "unsupported_response_type") << type;
  }
  for (const auto* mode : {"fragment", "query.jwt", "form_post.jwt", "web_message", "QUERY"}) {
    EXPECT_EQ(error(web_, {{"response_mode", mode}}), "invalid_request") << mode;
  }
  EXPECT_EQ(error(web_, {{"response_mode", "query"}}), "");
  EXPECT_EQ(error(web_, {{"response_mode", "form_post"}}), "");
}

TEST_F(AuthorizationTest, AZ8_a_client_is_answered_in_no_way_that_it_is_not_registered_for) {
  clients_.set(act_, web_.client.id, {.response_modes = {{ResponseMode::query}}}).value();
  const auto refused = reply(request_of(web_.client, {{"response_mode", "form_post"}}));
  EXPECT_EQ(refused.at("error"), "invalid_request");
  EXPECT_EQ(refused.at("state"), "xyz123");
  EXPECT_EQ(error(web_, {}), "");
  clients_.set(act_, web_.client.id, {.response_modes = {{ResponseMode::form_post}}}).value();
  EXPECT_EQ(error(web_, {{"response_mode", "form_post"}}), "");
  EXPECT_EQ(error(web_, {{"response_mode", "query"}}), "invalid_request");
  EXPECT_EQ(error(web_, {}), "invalid_request") << "what is left out is query";
}

TEST_F(AuthorizationTest, AZ11_an_answer_by_post_is_one_with_all_that_it_holds) {
  const auto good = std::get<Good>(open(request_of(web_.client, {{"response_mode", "form_post"}})));
  const auto answer = std::get<Reply>(grant(good.wish.request));
  EXPECT_TRUE(answer.by_post);
  EXPECT_EQ(map_of(answer).at("iss"), kIssuer);
  const auto wrong = open(request_of(web_.client, {{"response_mode", "form_post"}, {"scope", ""}}));
  EXPECT_TRUE(std::get<Reply>(wrong).by_post);
  const auto app = add_client({.name = "App",
                               .redirect_uris = {"com.example.app:/cb"},
                               .scopes = {"openid"},
                               .is_public = true});
  EXPECT_EQ(error(app, {{"response_mode", "form_post"}}), "invalid_request");
}

TEST_F(AuthorizationTest, claims_are_asked_for_one_by_one_OIDC_5_5_OIDC_5_5_1_OIDC_5_5_1_1) {
  const auto wish = [&](const std::string& claims) {
    return std::get<Good>(open(request_of(web_.client, {{"claims", claims}}))).wish;
  };
  const auto request = from_text(wish(R"({"userinfo":{"name":null,"email":{"essential":true}},)"
                                      R"("id_token":{"auth_time":{"essential":true}},"x":1})")
                                     .request)
                           .value();
  EXPECT_EQ(request.userinfo_claims, (std::vector<std::string>{"name", "email"}));
  EXPECT_TRUE(request.id_token_claims.empty()) << "none that a person can have";
  EXPECT_EQ(wish(R"({"id_token":{"sub":{"value":")" + ani_.sub + R"("}}})").asked.only, ani_.id);
  for (const std::string acr : {R"({"essential":true,"values":["x","one_factor"]})",
                                R"({"values":["x"]})", "null", R"({"essential":true})"}) {
    EXPECT_EQ(wish(R"({"id_token":{"acr":)" + acr + "}}").asked.level,
              identity::sessions::Level::one_factor)
        << acr;
  }
  for (const std::string text : {"x", "[]", R"({"userinfo":[]})", R"({"id_token":{"name":1}})"}) {
    EXPECT_EQ(wrong_claims(text), "invalid_request") << text;
  }
  EXPECT_EQ(wrong_claims(R"({"x":")" + std::string(4000, 'x') + R"("})"), "invalid_request");
}

TEST_F(AuthorizationTest, an_acr_that_is_essential_is_held_to_in_both_parts_OIDC_5_5_1_1) {
  const auto essential = [](const std::string& more) {
    return R"({"essential":true)" + (more.empty() ? "" : "," + more) + "}";
  };
  const auto in_both = [](const std::string& one, const std::string& other) {
    return R"({"userinfo":{"acr":)" + one + R"(},"id_token":{"acr":)" + other + "}}";
  };
  const auto unreached = essential(R"("values":["x"])");
  const auto reached = essential(R"("values":["x","one_factor"])");
  EXPECT_EQ(wrong_claims(in_both(unreached, "null")), "access_denied");
  EXPECT_EQ(wrong_claims(in_both(unreached, essential(""))), "access_denied");
  EXPECT_EQ(wrong_claims(in_both(unreached, reached)), "access_denied");
  EXPECT_EQ(wrong_claims(in_both(reached, unreached)), "access_denied");
  const auto higher = in_both(essential(R"("value":"two_factors")"), "null");
  EXPECT_EQ(std::get<Good>(open(request_of(web_.client, {{"claims", higher}}))).wish.asked.level,
            identity::sessions::Level::two_factors)
      << "there are factors that reach it";
  EXPECT_EQ(wrong_claims(in_both(essential(R"("value":"none")"), "null")), "access_denied");
  EXPECT_EQ(wrong_claims(in_both(essential(R"("value":"two_factors")"),
                                 essential(R"("value":"one_factor")"))),
            "access_denied");
  EXPECT_EQ(wrong_claims(in_both(reached, reached)), "");
  for (const auto* malformed :
       {R"("value":1)", R"("values":"two_factors")", R"("values":[])", R"("values":[1])"}) {
    EXPECT_EQ(wrong_claims(in_both(essential(malformed), "null")), "invalid_request") << malformed;
  }
  EXPECT_EQ(wrong_claims(in_both(R"({"essential":"yes"})", "null")), "invalid_request");
}

TEST_F(AuthorizationTest, a_sub_that_is_asked_for_is_of_one_who_is_here_OIDC_5_5_1) {
  const auto budi = add_with_password("budi", kPassword);
  const auto name = [](const std::string& sub) { return '"' + sub + '"'; };
  const auto sub = [](const std::string& asked) { return R"({"id_token":{"sub":)" + asked + "}}"; };
  const auto values = [&](const std::string& list) { return sub(R"({"values":[)" + list + "]}"); };
  const auto both = R"({"userinfo":{"sub":{"value":)" + name(ani_.sub) +
                    R"(}},"id_token":{"sub":{"value":)" + name(budi.sub) + "}}}";
  EXPECT_EQ(wrong_claims(sub(R"({"value":"nobody"})")), "login_required");
  EXPECT_EQ(wrong_claims(both), "login_required") << "two at once are nobody";
  EXPECT_EQ(wrong_claims(sub(R"({"value":1})")), "invalid_request");
  EXPECT_EQ(wrong_claims(values(name(ani_.sub) + "," + name(budi.sub))), "invalid_request");
  std::string many = name("x");
  for (int more = 0; more < 20; ++more) {
    many += "," + name("x");
  }
  EXPECT_EQ(wrong_claims(values(many)), "invalid_request");
  EXPECT_EQ(wrong_claims(values(name("nobody") + "," + name(ani_.sub))), "");
  users_.erase(act_, budi.id).value();
  EXPECT_EQ(wrong_claims(values(name(budi.sub) + "," + name(ani_.sub))), "");
  EXPECT_EQ(wrong_claims(values(name(budi.sub))), "login_required") << "erased";
}

TEST_F(AuthorizationTest, a_resource_may_stand_twice_and_is_ourselves_each_time_RFC8707_2) {
  auto twice = request_of(web_.client, {{"resource", kIssuer}});
  twice.emplace_back("resource", kIssuer);
  EXPECT_TRUE(std::holds_alternative<Good>(open(twice)));
  twice.emplace_back("resource", "https://other.example");
  EXPECT_EQ(reply(twice).at("error"), "invalid_target");
}

TEST_F(AuthorizationTest, AZ9_a_challenge_is_well_formed_and_S256) {
  const std::string challenge = kChallenge;
  EXPECT_EQ(error(native_, {{"code_challenge", ""}, {"code_challenge_method", ""}}),
            "invalid_request");
  for (const auto& [text, method] :
       std::vector<std::pair<std::string, std::string>>{{challenge, "plain"},
                                                        {challenge, ""},
                                                        {challenge, "s256"},
                                                        {"", "S256"},
                                                        {challenge.substr(1), "S256"},
                                                        {challenge + "A", "S256"},
                                                        {challenge.substr(1) + "!", "S256"}}) {
    EXPECT_EQ(error(web_, {{"code_challenge", text}, {"code_challenge_method", method}}),
              "invalid_request")
        << text << " " << method;
  }
  EXPECT_EQ(error(web_, {{"code_challenge", challenge}, {"code_challenge_method", "S256"}}), "");
}

// The clauses of checks/, each by what breaks it.
TEST_F(AuthorizationTest, each_check_says_what_is_wrong) {
  struct Row {
    const char* clause;
    const char* error;
    Fields otherwise;
  };
  const std::vector<Row> rows = {
      {"RFC6749-4.1.1", "invalid_request", {{"response_type", ""}}},
      {"RFC6749-4.1.2.1", "unsupported_response_type", {{"response_type", "token"}}},
      {"OIDC-3.1.2.6", "request_not_supported", {{"request", "e30.e30."}}},
      {"OIDC-3.1.2.6", "request_uri_not_supported", {{"request_uri", "https://x.example/"}}},
      {"OIDC-3.1.2.6", "registration_not_supported", {{"registration", "{}"}}},
      {"", "invalid_request", {{"state", std::string(2001, 's')}}},
      {"RFC6749-3.3", "invalid_scope", {{"scope", ""}}},
      {"RFC6749-3.3", "invalid_scope", {{"scope", "openid  api"}}},
      {"RFC6749-3.3", "invalid_scope", {{"scope", "other"}}},
      {"RFC7636-4.3", "invalid_request", {{"code_challenge_method", "S256"}}},
      {"RFC7636-4.4.1", "invalid_request", {{"code_challenge", kChallenge}}},
      {"RFC7636-4.2",
       "invalid_request",
       {{"code_challenge", "x"}, {"code_challenge_method", "S256"}}},
      {"", "invalid_request", {{"nonce", std::string(1001, 'n')}}},
      {"OIDC-3.1.2.1", "invalid_request", {{"prompt", "none login"}}},
      {"OIDC-3.1.2.1", "invalid_request", {{"max_age", "-1"}}},
      {"OIDC-3.1.2.1", "invalid_request", {{"max_age", "9999999999"}}},
      {"OIDC-5.5", "invalid_request", {{"claims", "[]"}}},
      {"RFC8707-2", "invalid_target", {{"resource", "https://other.example"}}},
  };
  for (const Row& row : rows) {
    const Parameters sent(request_of(web_.client, row.otherwise));
    const auto wrong = check({sent, web_.client, kIssuer});
    ASSERT_TRUE(wrong) << row.error << " " << row.clause;
    EXPECT_EQ(wrong->clause, row.clause);
    EXPECT_EQ(wrong->error, row.error);
    const bool plain = std::ranges::all_of(
        wrong->description, [](char c) { return c >= 0x20 && c < 0x7F && c != '"' && c != '\\'; });
    EXPECT_TRUE(plain) << wrong->description;
  }
  const Parameters good(request_of(web_.client, {{"resource", kIssuer}}));
  EXPECT_FALSE(check({good, web_.client, kIssuer}));
}

TEST_F(AuthorizationTest, contract_1_makes_state_required) {
  EXPECT_EQ(error(sso_, {{"state", ""}}), "invalid_request");
  EXPECT_EQ(error(web_, {{"state", ""}}), "");
}

TEST_F(AuthorizationTest, AZ11_every_answer_names_the_issuer_RFC9207_2) {
  EXPECT_EQ(reply(request_of(web_.client, {{"scope", ""}})).at("iss"), kIssuer);
  const auto good = std::get<Good>(open(request_of(web_.client)));
  const auto answer = map_of(std::get<Reply>(grant(good.wish.request)));
  EXPECT_EQ(answer.at("iss"), kIssuer);
  EXPECT_EQ(answer.at("state"), "xyz123");
  EXPECT_EQ(answer.at("code").size(), 51U);
  EXPECT_EQ(answer.size(), 3U);
}

TEST_F(AuthorizationTest, contract_1_gets_a_code_its_state_and_the_issuer) {
  const auto good = std::get<Good>(open(request_of(sso_.client)));
  const auto reply = std::get<Reply>(grant(good.wish.request));
  EXPECT_EQ(reply.redirect_uri, kCallback);
  ASSERT_EQ(reply.parameters.size(), 3U);
  EXPECT_EQ(reply.parameters[0].first, "code");
  EXPECT_EQ(reply.parameters[1], (Parameters::Entry{"state", "xyz123"}));
  EXPECT_EQ(reply.parameters[2], (Parameters::Entry{"iss", kIssuer})) << "AZ11";
}

TEST_F(AuthorizationTest, AZ13_without_a_page_nothing_is_asked) {
  const auto opening = open(request_of(web_.client, {{"prompt", "none"}}));
  const auto& wish = std::get<Good>(opening).wish;
  EXPECT_FALSE(wish.may_ask);
  const auto refused = authorization_.refuse(wish.request, {"login_required", "", "no session"});
  EXPECT_EQ(map_of(std::get<Reply>(refused.value())).at("error"), "login_required");
}

TEST_F(AuthorizationTest,
       AZ13_whoever_any_program_can_say_to_be_is_never_granted_silently_RFC8252_8_6) {
  const auto asks = [&](const ClientWithSecret& by, const Fields& otherwise = {}) {
    const auto opening = open(request_of(by.client, otherwise));
    return std::get<Good>(opening).wish.asked.choose_account;
  };
  const auto page = add_client({.name = "Spa",
                                .redirect_uris = {kCallback, "com.example.app:/cb"},
                                .scopes = {"openid"},
                                .is_public = true});
  EXPECT_TRUE(asks(native_));
  EXPECT_TRUE(asks(native_, {{"redirect_uri", "http://127.0.0.1:4711/cb"}}));
  EXPECT_TRUE(asks(page, {{"redirect_uri", "com.example.app:/cb"}}));
  EXPECT_FALSE(asks(page));
  EXPECT_FALSE(asks(web_));
}

TEST_F(AuthorizationTest, HP4_a_hint_that_would_have_to_be_cut_is_dropped) {
  const auto hint = [&](const std::string& text) {
    return std::get<Good>(open(request_of(web_.client, {{"login_hint", text}}))).wish.login_hint;
  };
  std::string long_one(255, 'a');
  EXPECT_EQ(hint(long_one + "b"), long_one + "b");
  EXPECT_EQ(hint(long_one + "é"), "");
  EXPECT_EQ(hint("ani\xc3"), "");
}

TEST_F(AuthorizationTest, every_gate_is_asked_when_the_code_is_made) {
  const auto request = std::get<Good>(open(request_of(web_.client))).wish.request;
  clients_.set(act_, web_.client.id, {.scopes = {{"profile"}}}).value();
  EXPECT_EQ(map_of(std::get<Reply>(grant(request))).at("error"), "access_denied");
  EXPECT_EQ(last_reason(), "scope withdrawn");
  clients_.set(act_, web_.client.id, {.redirect_uris = {{"https://b.example/cb"}}}).value();
  EXPECT_TRUE(std::holds_alternative<Unanswerable>(grant(request)));
  EXPECT_TRUE(std::holds_alternative<Unanswerable>(
      authorization_.refuse(request, {"login_required", "", ""}).value()));
  EXPECT_TRUE(authorization_.client_of(request).value());
  clients_.remove(act_, web_.client.id).value();
  EXPECT_TRUE(std::holds_alternative<Unanswerable>(grant(request)));
  EXPECT_FALSE(authorization_.client_of(request).value());
}

TEST_F(AuthorizationTest, AZ13_nothing_is_granted_that_the_person_has_not_agreed_to) {
  Client third = clients_.show(web_.client.id).value();
  third.first_party = false;
  ASSERT_TRUE(client_rows_.update(third, {}));
  const auto granting = [&](const Fields& otherwise, Asked asked = Asked::no) {
    const auto request = std::get<Good>(open(request_of(web_.client, otherwise))).wish.request;
    const auto beginning = logins_.begin({}, session_.get()).value();
    return authorization_
        .grant(act_, request, *session_, std::get<identity::login::Satisfied>(beginning).factors,
               asked)
        .value();
  };
  const auto agreed = [](const Granting& result) {
    return std::holds_alternative<Outcome>(result);
  };
  const Fields both{{"scope", "openid profile"}};
  const auto wanted = granting(both);
  ASSERT_FALSE(agreed(wanted));
  EXPECT_EQ(std::get<NotAgreed>(wanted).client, web_.client.id);
  EXPECT_EQ(std::get<NotAgreed>(wanted).scopes, (std::vector<std::string>{"openid", "profile"}));
  EXPECT_FALSE(agreed(granting(both, Asked::just_now))) << "the record counts, not the page";
  consent_rows_.give(ani_.id, third.id.text(), {"openid"}, clock_.now());
  EXPECT_FALSE(agreed(granting(both)));
  EXPECT_TRUE(agreed(granting({{"scope", "openid"}})));
  consent_rows_.give(ani_.id, third.id.text(), {"profile"}, clock_.now());
  EXPECT_TRUE(agreed(granting(both)));
  const Fields again{{"scope", "openid"}, {"prompt", "consent"}};
  EXPECT_FALSE(agreed(granting(again))) << "OIDC-3.1.2.1";
  EXPECT_TRUE(agreed(granting(again, Asked::just_now)));
}

TEST_F(AuthorizationTest, whoever_no_secret_tells_apart_asks_every_time_RFC8252_8_6) {
  const auto asks = [](const Client& client, const char* callback) {
    return asks_every_time(client, {.redirect_uri = callback, .asks_consent = true});
  };
  Client native = native_.client;
  EXPECT_FALSE(asks(native, "http://127.0.0.1:4711/cb")) << "of the house";
  native.first_party = false;
  EXPECT_TRUE(asks(native, "http://127.0.0.1:4711/cb"));
  EXPECT_TRUE(asks(native, "com.example.app:/cb"));
  EXPECT_FALSE(asks(native, "https://app.example/cb"));
  EXPECT_FALSE(asks(web_.client, kCallback));
  Client third = web_.client;
  third.first_party = false;
  EXPECT_FALSE(asks(third, kCallback)) << "prompt=consent asks this once";
}

TEST_F(AuthorizationTest, a_hint_says_whom_the_request_is_about_OIDC_3_1_2_1) {
  const auto tokens = std::get<token::Given>(ask(web_, redemption(code_for(web_.client))));
  const auto asked = [&](const ClientWithSecret& by, const std::string& hint) {
    const auto opening = open(request_of(by.client, {{"id_token_hint", hint}}));
    return std::get<Good>(opening).wish.asked;
  };
  clock_.advance(std::chrono::hours(2));
  EXPECT_EQ(asked(web_, *tokens.id_token).only, ani_.id) << "its time does not count";
  EXPECT_FALSE(asked(web_, *tokens.id_token).choose_account);
  std::string forged = *tokens.id_token;
  forged[forged.rfind('.') + 1] ^= 1;
  for (const auto& [by, hint] :
       std::vector<std::pair<ClientWithSecret*, std::string>>{{&sso_, *tokens.id_token},
                                                              {&web_, tokens.access_token},
                                                              {&web_, forged},
                                                              {&web_, "x"}}) {
    EXPECT_FALSE(asked(*by, hint).only) << hint;
    EXPECT_TRUE(asked(*by, hint).choose_account) << hint;
    EXPECT_EQ(error(*by, {{"id_token_hint", hint}, {"prompt", "none"}}), "login_required");
  }
  EXPECT_EQ(error(web_, {{"id_token_hint", *tokens.id_token}, {"prompt", "none"}}), "");
}

TEST_F(AuthorizationTest, AZ9_what_should_be_new_each_time_and_is_not_is_told_once) {
  const auto told = [&] {
    return std::ranges::count_if(trail_.chains().at("node-a"), [](const auto& entry) {
      return entry.event.type == "authorization.repeated";
    });
  };
  const auto go = [&](const std::string& state, const std::string& nonce) {
    code_for(web_.client, {{"state", state}, {"nonce", nonce}});
  };
  go("s1", "n1");
  go("s2", "n2");
  go("s2", "n2");
  EXPECT_EQ(told(), 0) << "a page that is loaded again is the same request";
  go("s3", "n2");
  EXPECT_EQ(told(), 1);
  EXPECT_EQ(last_of("authorization.repeated").subject, subject_of(web_.client.id));
  go("s4", "n2");
  EXPECT_EQ(told(), 1);
  const Fields native{{"redirect_uri", "http://127.0.0.1:51004/cb"}};
  code_for(native_.client, native);
  code_for(native_.client, changed(native, {{"state", "other"}}));
  EXPECT_EQ(told(), 2) << "the challenge of every request here is the same";
}

TEST_F(AuthorizationTest, AZ4_plain_http_that_is_no_longer_allowed_is_refused_at_use) {
  Client old = web_.client;
  old.redirect_uris = {"http://web.example/cb", "http://localhost/cb"};
  old = std::get<Client>(client_rows_.update(old, {}).value());
  EXPECT_EQ(unanswerable(request_of(old)), "RFC6749-3.1.2.4");
  EXPECT_EQ(unanswerable(request_of(old, {{"redirect_uri", "http://localhost/cb"}})), "");
  EXPECT_FALSE(clients_.set(act_, old.id, {.redirect_uris = {{"http://web.example/cb"}}}));
  EXPECT_FALSE(clients_.set(act_, old.id, {.enabled = false}).value().enabled)
      << "what was registered under other rules holds up no other change";
}

TEST_F(AuthorizationTest, offline_access_is_kept_of_whoever_is_registered_for_it_OIDC_11) {
  Client third = web_.client;
  third.first_party = false;
  const auto scopes = [&](const Fields& otherwise) {
    const auto opening =
        open(request_of(third, changed({{"scope", "openid offline_access"}}, otherwise)));
    return from_text(std::get<Good>(opening).wish.request).value().scopes;
  };
  using Scopes = std::vector<std::string>;
  third = std::get<Client>(client_rows_.update(third, {}).value());
  EXPECT_EQ(scopes({}), Scopes{"openid"}) << "it has nothing to refresh with";
  third.scopes.emplace_back("offline_access");
  third = std::get<Client>(client_rows_.update(third, {}).value());
  EXPECT_EQ(scopes({}), (Scopes{"openid", "offline_access"}));
  EXPECT_EQ(scopes({{"prompt", "consent"}}), (Scopes{"openid", "offline_access"}));
}

}  // namespace
}  // namespace oauth::authorize
