#include "oauth/registry/clients.h"

#include <gtest/gtest.h>

#include "crypto/digest.h"
#include "tests/support/kept_trail.h"
#include "tests/support/manual_clock.h"
#include "tests/support/misleading_names.h"
#include "tests/unit/oauth/kept_clients.h"

namespace oauth {
namespace {

using std::chrono::hours;

class ClientsTest : public testing::Test {
 protected:
  static NewClient web() {
    return {.name = "Travelin",
            .redirect_uris = {"https://a.example/cb"},
            .scopes = {"openid", "view-user"},
            .first_party = true};
  }
  std::string clause_of(const auto& result) { return result ? "" : result.error().clause; }
  std::string clause(const NewClient& wanted) { return clause_of(clients_.add(act_, wanted)); }

  support::ManualClock clock_;
  base::SystemRandom random_;
  base::IdSource ids_{clock_, random_};
  const crypto::Sealer sealer_{base::Secret(base::Bytes(32, 7)), random_};
  const audit::ChainKey chain_key_{base::Secret(base::Bytes(32, 5))};
  support::KeptTrail trail_{clock_, "node-a", chain_key_};
  support::KeptClients rows_{trail_};
  Clients clients_{{.store = rows_,
                    .clock = clock_,
                    .random = random_,
                    .ids = ids_,
                    .sealer = sealer_,
                    .plain = PlainHttp::on_loopback}};
  const identity::Act act_{.actor = "cli", .address = "", .request_id = "r1"};
};

TEST_F(ClientsTest, a_new_client_has_a_secret_and_either_way_to_show_it) {
  const auto made = clients_.add(act_, web());
  ASSERT_TRUE(made);
  EXPECT_EQ(made->secret.size(), 43U);
  EXPECT_EQ(made->client.secrets.front().sha256, crypto::sha256(made->secret.reveal()));
  EXPECT_EQ(made->client.auth_methods,
            (std::vector{AuthMethod::client_secret_basic, AuthMethod::client_secret_post}));
  EXPECT_EQ(made->client.grants, std::vector{Grant::authorization_code});
  EXPECT_FALSE(made->client.needs_pkce);
  EXPECT_EQ(clients_.show(made->client.id).value(), made->client);
  const std::string shown = base::json::serialize(to_json(made->client));
  EXPECT_EQ(shown.find(base::to_hex(made->client.secrets.front().sha256)), std::string::npos);
}

TEST_F(ClientsTest, AZ9_a_public_client_has_no_secret_and_always_uses_pkce) {
  auto wanted = web();
  wanted.is_public = true;
  const auto made = clients_.add(act_, wanted).value();
  EXPECT_TRUE(made.secret.empty());
  EXPECT_TRUE(made.client.is_public());
  EXPECT_TRUE(made.client.needs_pkce);
  EXPECT_EQ(clause_of(clients_.set(act_, made.client.id, {.needs_pkce = false})), "RFC9700-2.1.1");
  EXPECT_EQ(clause_of(clients_.rotate_secret(act_, made.client.id, hours(1))), "RFC6749-2.1");
  wanted.for_itself = true;
  EXPECT_EQ(clause(wanted), "RFC6749-4.4");
}

TEST_F(ClientsTest, a_way_to_authenticate_fits_what_the_client_is) {
  auto wanted = web();
  wanted.auth_methods = {AuthMethod::none};
  EXPECT_EQ(clause(wanted), "client.auth_method");
  wanted.is_public = true;
  EXPECT_EQ(clause(wanted), "");
  wanted.auth_methods = {AuthMethod::client_secret_basic};
  EXPECT_EQ(clause(wanted), "client.auth_method");
}

TEST_F(ClientsTest, nothing_is_granted_that_nobody_was_asked_for) {
  auto wanted = web();
  wanted.redirect_uris = {};
  EXPECT_EQ(clause(wanted), "client.grants");
  wanted.for_itself = true;
  const auto made = clients_.add(act_, wanted);
  ASSERT_TRUE(made);
  EXPECT_EQ(made->client.grants, std::vector{Grant::client_credentials});
  wanted.refreshes = true;
  EXPECT_EQ(clause(wanted), "RFC6749-1.5");
}

TEST_F(ClientsTest, addresses_that_people_are_shown_are_addresses) {
  for (const char* bad : {"javascript:alert(1)", "https://a.example/?code=x", "//a.example/x"}) {
    for (auto member : {&NewClient::policy_uri, &NewClient::tos_uri, &NewClient::logo_uri}) {
      auto wanted = web();
      wanted.*member = bad;
      EXPECT_NE(clause(wanted), "") << bad;
    }
    auto wanted = web();
    wanted.post_logout_redirect_uris = {bad};
    EXPECT_NE(clause(wanted), "") << bad;
  }
  auto wanted = web();
  wanted.policy_uri = "https://a.example/privasi";
  wanted.logo_uri = "https://a.example/logo.svg";
  wanted.post_logout_redirect_uris = {"https://a.example/keluar"};
  const auto made = clients_.add(act_, wanted).value().client;
  EXPECT_EQ(made.policy_uri, wanted.policy_uri);
  const auto changed =
      clients_.set(act_, made.id, {.policy_uri = "", .tos_uri = "https://a.example/syarat"})
          .value();
  EXPECT_EQ(changed.policy_uri, "");
  EXPECT_EQ(changed.tos_uri, "https://a.example/syarat");
  EXPECT_EQ(changed.logo_uri, wanted.logo_uri);
  EXPECT_EQ(changed.post_logout_redirect_uris, wanted.post_logout_redirect_uris);
  wanted.post_logout_redirect_uris.emplace_back("https://a.example/keluar");
  EXPECT_EQ(clause(wanted), "client.post_logout_redirect_uris");
}

TEST_F(ClientsTest, a_look_is_checked_kept_and_taken_back) {
  auto wanted = web();
  wanted.look = {.accent = "teal"};
  EXPECT_EQ(clause(wanted), "look.accent");
  wanted.look = {.accent = "#0e5a52", .help_url = "ftp://a.example/"};
  EXPECT_EQ(clause(wanted), "look.help_url");
  wanted.look = {.accent = "#0e5a52", .login_text_id = "Untuk pegawai."};
  auto made = clients_.add(act_, wanted).value().client;
  EXPECT_EQ(to_json(made).at("accent"), "#0e5a52");
  const auto changed = clients_.set(act_, made.id, {.look = {.accent = ""}}).value();
  EXPECT_EQ(changed.look, (redirect_sso::Look{.login_text_id = "Untuk pegawai."}));
  EXPECT_FALSE(clients_.set(act_, made.id, {.look = {.accent_dark = "#8fd3c7"}}));
  auto read = changed;
  read.look = {};
  ASSERT_TRUE(read_body(read, body_to_text(changed)));
  EXPECT_EQ(read.look, changed.look);
}

TEST_F(ClientsTest, AZ8_is_answered_in_either_way_unless_it_is_registered_for_one) {
  const auto either = clients_.add(act_, web()).value().client;
  EXPECT_TRUE(either.takes(ResponseMode::query));
  EXPECT_TRUE(either.takes(ResponseMode::form_post));
  auto wanted = web();
  wanted.response_modes = {ResponseMode::form_post};
  const auto one = clients_.add(act_, wanted).value().client;
  EXPECT_FALSE(one.takes(ResponseMode::query));
  auto read = one;
  read.response_modes = {ResponseMode::query};
  ASSERT_TRUE(read_body(read, body_to_text(one)));
  EXPECT_EQ(read.response_modes, one.response_modes);
  auto body = base::parse_json_object(body_to_text(one)).value();
  body.erase("response_modes");
  auto old = Client{.id = one.id};
  ASSERT_TRUE(read_body(old, base::json::serialize(body)));
  EXPECT_EQ(old.response_modes, either.response_modes) << "registered before there was a choice";
  body["response_modes"] = base::json::array{"fragment"};
  EXPECT_FALSE(read_body(old, base::json::serialize(body)));
  EXPECT_EQ(clause_of(clients_.set(act_, one.id, {.response_modes = {{}}})),
            "client.response_modes");
  EXPECT_TRUE(clients_.set(act_, one.id, {.response_modes = either.response_modes})
                  .value()
                  .takes(ResponseMode::query));
}

TEST_F(ClientsTest, who_was_registered_before_a_member_was_there_has_none) {
  auto client = clients_.add(act_, web()).value().client;
  auto body = base::parse_json_object(body_to_text(client)).value();
  for (const char* later :
       {"policy_uri", "tos_uri", "logo_uri", "post_logout_redirect_uris", "accent", "help_url"}) {
    body.erase(later);
  }
  EXPECT_TRUE(read_body(client, base::json::serialize(body)));
  for (const char* later : {"policy_uri", "post_logout_redirect_uris", "accent"}) {
    auto wrong = body;
    wrong[later] = 7;
    EXPECT_FALSE(read_body(client, base::json::serialize(wrong))) << later;
  }
}

TEST_F(ClientsTest, AZ4_nothing_is_registered_that_could_be_read_in_two_ways) {
  const auto uri = [this](std::string text, bool is_public = false) {
    auto wanted = web();
    wanted.is_public = is_public;
    wanted.redirect_uris = {std::move(text)};
    return clause(wanted);
  };
  for (const auto text :
       {"javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "file:///etc/passwd", "*",
        "https://*.x", "http://localhost.evil.test/", "http://a.example/cb",
        "https://a.example/cb#x", "https://u@a.example/", "https://a.example/a/../b",
        "com.example.app:/cb", "https://a.example/\tcb", "https://a.example/cb\r\n",
        "https://b\xc3\xbc.example/"}) {
    EXPECT_EQ(uri(text), "RFC6749-3.1.2") << text;
  }
  EXPECT_EQ(uri("https://a.example/cb?dummy1=lorem&dummy2=ipsum"), "");
  EXPECT_EQ(uri("http://127.0.0.1/cb"), "");
  EXPECT_EQ(uri("com.example.app:/cb", true), "");
  for (const auto text : {"myapp:/cb", "com.example.app://cb", "com.example.app:cb", "com..a:/cb",
                          "Com.example:/cb", "javascript.:/x"}) {
    EXPECT_EQ(uri(text, true), "RFC6749-3.1.2") << text;
  }
  auto twice = web();
  twice.redirect_uris.push_back(twice.redirect_uris.front());
  EXPECT_EQ(clause(twice), "client.redirect_uris");
}

TEST_F(ClientsTest, AZ3_a_query_names_no_parameter_of_a_response_however_it_is_written) {
  const auto uri = [this](const std::string& query) {
    auto wanted = web();
    wanted.redirect_uris = {"https://a.example/cb?" + query};
    return clause(wanted);
  };
  for (const std::string name :
       {"code",       "state",      "iss",           "error",        "error_description",
        "error_uri",  "response",   "session_state", "access_token", "id_token",
        "token_type", "expires_in", "Code",          "STATE",        "Iss",
        "eRROR",      "Id_Token",   "code.x",        "+code",        "state+"}) {
    EXPECT_EQ(uri(name + "=1"), "RFC6749-4.1.2") << name;
    EXPECT_EQ(uri("x=1&" + name), "RFC6749-4.1.2") << name;
  }
  for (const std::string name : {"%63ode", "code%00", "code[]", "code%5B%5D", "co;de"}) {
    EXPECT_EQ(uri(name + "=1"), "RFC6749-3.1.2") << name;
  }
  for (const std::string name : {"codec", "my_state", "issuer", "errors", "lang"}) {
    EXPECT_EQ(uri(name + "=1"), "") << name;
  }
}

TEST_F(ClientsTest, scopes_and_names_are_what_the_wire_can_carry) {
  auto wanted = web();
  wanted.scopes = {"a b"};
  EXPECT_EQ(clause(wanted), "RFC6749-3.3");
  wanted.scopes = {"a", "a"};
  EXPECT_EQ(clause(wanted), "client.scopes");
  for (const std::string& name : support::kMisleadingNames) {
    wanted = web();
    wanted.name = name;
    EXPECT_EQ(clause(wanted), "client.name") << name;
  }
}

TEST_F(ClientsTest, changes_are_by_the_same_rules_and_leave_the_rest) {
  const auto made = clients_.add(act_, web()).value().client;
  const auto changed = clients_.set(
      act_, made.id, {.name = "Lain", .scopes = {{"openid"}}, .refreshes = true, .enabled = false});
  ASSERT_TRUE(changed);
  EXPECT_EQ(changed->name, "Lain");
  EXPECT_EQ(changed->scopes, std::vector<std::string>{"openid"});
  EXPECT_TRUE(changed->may(Grant::refresh_token));
  EXPECT_FALSE(changed->enabled);
  EXPECT_EQ(changed->redirect_uris, made.redirect_uris);
  EXPECT_EQ(changed->version, made.version + 1);
  EXPECT_EQ(clause_of(clients_.set(act_, made.id, {.redirect_uris = {{}}})), "RFC6749-1.5");
  EXPECT_EQ(clause_of(clients_.set(act_, ClientId({1}), {})), "client.unknown");
}

TEST_F(ClientsTest, what_was_registered_under_other_rules_holds_up_no_other_change) {
  Clients before({.store = rows_,
                  .clock = clock_,
                  .random = random_,
                  .ids = ids_,
                  .sealer = sealer_,
                  .plain = PlainHttp::anywhere});
  auto wanted = web();
  wanted.redirect_uris = {"http://lama.example/cb"};
  wanted.policy_uri = "http://lama.example/privasi";
  wanted.look.help_url = "http://lama.example/bantuan";
  wanted.post_logout_redirect_uris = {"http://lama.example/keluar"};
  const auto old = before.add(act_, wanted).value().client;
  EXPECT_FALSE(clients_.set(act_, old.id, {.enabled = false}).value().enabled);
  EXPECT_EQ(clients_.set(act_, old.id, {.look = {.accent = "#123456"}}).value().look.accent,
            "#123456");
  EXPECT_EQ(clients_.set(act_, old.id, {.tos_uri = "https://a.example/syarat"}).value().tos_uri,
            "https://a.example/syarat");
  EXPECT_EQ(clients_.show(old.id).value().redirect_uris, old.redirect_uris);
  EXPECT_EQ(clause_of(clients_.set(act_, old.id, {.redirect_uris = old.redirect_uris})),
            "RFC6749-3.1.2");
  EXPECT_EQ(clause_of(clients_.set(act_, old.id, {.policy_uri = old.policy_uri})), "RFC6749-3.1.2");
  EXPECT_EQ(clause_of(clients_.set(act_, old.id,
                                   {.post_logout_redirect_uris = old.post_logout_redirect_uris})),
            "RFC6749-3.1.2");
}

TEST_F(ClientsTest, another_way_to_authenticate_leaves_nothing_of_the_one_before) {
  const auto made = clients_.add(act_, web()).value().client;
  const auto changed = [&](const ClientChanges& changes) {
    return clients_.set(act_, made.id, changes).value();
  };
  const auto narrowed = changed({.auth_method = AuthMethod::client_secret_post});
  EXPECT_EQ(narrowed.auth_methods, std::vector{AuthMethod::client_secret_post});
  EXPECT_EQ(narrowed.secrets, made.secrets);
  EXPECT_TRUE(changed({.auth_method = AuthMethod::client_secret_jwt}).secrets.empty())
      << "a hash verifies no signature";
  clients_.rotate_secret(act_, made.id, hours(1)).value();
  EXPECT_FALSE(clients_.show(made.id)->secrets.front().sealed.empty());
  const auto plain = changed({.auth_method = AuthMethod::client_secret_basic});
  ASSERT_EQ(plain.secrets.size(), 1U) << "it stays good";
  EXPECT_TRUE(plain.secrets.front().sealed.empty());
  EXPECT_EQ(clause_of(clients_.set(act_, made.id, {.auth_method = AuthMethod::private_key_jwt})),
            "client.jwks");
  const std::string jwks =
      R"({"keys":[{"kty":"OKP","crv":"Ed25519","alg":"EdDSA","kid":"k","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]})";
  const auto signing = changed({.jwks = jwks, .auth_method = AuthMethod::private_key_jwt});
  EXPECT_TRUE(signing.secrets.empty());
  EXPECT_TRUE(changed({.auth_method = AuthMethod::client_secret_basic}).jwks.empty());
  EXPECT_EQ(clause_of(clients_.set(act_, made.id, {.auth_method = AuthMethod::none})),
            "client.auth_method");
  auto app = web();
  app.is_public = true;
  const auto native = clients_.add(act_, app).value().client;
  EXPECT_EQ(
      clause_of(clients_.set(act_, native.id, {.auth_method = AuthMethod::client_secret_post})),
      "client.auth_method");
  EXPECT_EQ(clause_of(clients_.set(act_, native.id, {.for_itself = true})), "RFC6749-4.4");
}

TEST_F(ClientsTest, what_adding_decides_can_be_changed) {
  const auto made = clients_.add(act_, web()).value().client;
  const auto changed = clients_
                           .set(act_, made.id,
                                {.profile = Profile::sso,
                                 .refreshes = true,
                                 .for_itself = true,
                                 .id_token_algorithm = crypto::SignatureAlgorithm::ES256})
                           .value();
  EXPECT_EQ(changed.profile, Profile::sso);
  EXPECT_EQ(changed.grants, (std::vector{Grant::authorization_code, Grant::refresh_token,
                                         Grant::client_credentials}));
  EXPECT_EQ(changed.id_token_algorithm, crypto::SignatureAlgorithm::ES256);
  EXPECT_EQ(clients_.set(act_, made.id, {.for_itself = false})->grants,
            (std::vector{Grant::authorization_code, Grant::refresh_token}));
}

TEST_F(ClientsTest, two_secrets_are_good_while_one_gives_way_to_the_other) {
  const auto made = clients_.add(act_, web()).value();
  const auto second = clients_.rotate_secret(act_, made.client.id, hours(24)).value();
  ASSERT_EQ(second.client.secrets.size(), 2U);
  EXPECT_EQ(second.client.secrets.back().good_until, clock_.now() + hours(24));
  EXPECT_FALSE(second.client.secrets.front().good_until);
  EXPECT_EQ(clients_.rotate_secret(act_, made.client.id, hours(48)).value().client.secrets.size(),
            2U);
  EXPECT_EQ(clients_.rotate_secret(act_, made.client.id, hours(0)).value().client.secrets.size(),
            1U);
  EXPECT_EQ(clause_of(clients_.rotate_secret(act_, made.client.id, hours(24 * 31))),
            "client.grace");
}

TEST_F(ClientsTest, what_is_deleted_is_gone) {
  const auto made = clients_.add(act_, web()).value().client;
  ASSERT_TRUE(clients_.remove(act_, made.id));
  EXPECT_EQ(clause_of(clients_.remove(act_, made.id)), "client.unknown");
  EXPECT_EQ(clause_of(clients_.show(made.id)), "client.unknown");
}

TEST_F(ClientsTest, columns_read_back_what_was_written) {
  auto wanted = web();
  wanted.for_itself = true;
  wanted.id_token_algorithm = crypto::SignatureAlgorithm::EdDSA;
  const auto made = clients_.add(act_, wanted).value().client;
  Client read{.id = made.id};
  ASSERT_TRUE(read_body(read, body_to_text(made)));
  EXPECT_EQ(body_to_text(read), body_to_text(made));
  for (const auto text : {"", "{}", R"({"auth_methods":["x"]})", R"({"auth_methods":1})"}) {
    EXPECT_FALSE(read_body(read, text)) << text;
  }
}

Client with(std::vector<std::string> uris, bool is_public) {
  return {.id = ClientId({1}),
          .auth_methods = {is_public ? AuthMethod::none : AuthMethod::client_secret_basic},
          .redirect_uris = std::move(uris)};
}

TEST(RedirectUri, AZ1_AZ2_is_compared_octet_by_octet_RFC9700_2_1) {
  const auto client = with({"https://ok.example/cb"}, false);
  EXPECT_TRUE(is_registered(client, "https://ok.example/cb"));
  for (const auto uri :
       {"https://ok.example@evil/cb", "https://evil@@ok.example/cb", "https://ok.example%40evil/cb",
        "https://ok.example/cb/../x", "https://ok.example/cb/..;/x",
        "https://ok.example/cb/%2e%2e/x", "https://ok.example//cb", "https://ok.example/\\cb",
        "https://ok.example/cb;a=b", "https://ok.example/cb/", "https://ok.example/cb.",
        "https://ok.example/CB", "https://OK.example/cb", "https://ok.example:443/cb",
        "https://ok.example/cb?x=1", "https://ok.example/cb#x", "", "https://ok.example/c"}) {
    EXPECT_FALSE(is_registered(client, uri)) << uri;
  }
}

TEST(RedirectUri, AZ5_the_port_of_a_loopback_address_is_free_for_native_clients_RFC8252_7_3) {
  const auto native = with({"http://127.0.0.1/cb?a=1", "http://[::1]:1234/cb"}, true);
  EXPECT_TRUE(is_registered(native, "http://127.0.0.1:51004/cb?a=1"));
  EXPECT_TRUE(is_registered(native, "http://127.0.0.1/cb?a=1"));
  EXPECT_TRUE(is_registered(native, "http://[::1]/cb"));
  for (const auto uri : {"http://127.0.0.1:51004/cb", "http://127.0.0.1:51004/cb?a=1&b=2",
                         "http://localhost:51004/cb?a=1", "http://127.0.0.1:0/cb?a=1",
                         "http://127.0.0.1:70000/cb?a=1", "http://127.0.0.1:/cb?a=1",
                         "http://127.0.0.1:1@evil/cb?a=1", "https://127.0.0.1:51004/cb?a=1",
                         "http://127.0.0.1.evil/cb?a=1"}) {
    EXPECT_FALSE(is_registered(native, uri)) << uri;
  }
  const auto confidential = with({"http://127.0.0.1/cb"}, false);
  EXPECT_FALSE(is_registered(confidential, "http://127.0.0.1:51004/cb"));
  EXPECT_FALSE(is_registered(with({"http://localhost/cb"}, true), "http://localhost:51004/cb"));
}

}  // namespace
}  // namespace oauth
