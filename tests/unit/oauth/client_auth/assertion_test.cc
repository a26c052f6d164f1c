// Clients that sign (RFC 7523 section 3, OpenID Connect Core section 9), at the token endpoint.
#include "oauth/client_auth/assertion.h"

#include "jose/jwk.h"
#include "jose/mac.h"
#include "jose/signer.h"
#include "oauth/registry/credentials.h"
#include "tests/unit/oauth/oauth_house.h"

namespace oauth {
namespace {

using crypto::SignatureAlgorithm;
using std::chrono::minutes;
using std::chrono::seconds;

class AssertionTest : public OauthHouse {
 protected:
  static crypto::SigningKey key(SignatureAlgorithm algorithm = SignatureAlgorithm::ES256) {
    base::SystemRandom random;
    return crypto::SigningKey::generate(algorithm, random).value();
  }
  static std::string jwks_of(const crypto::SigningKey& key, const std::string& kid = "k1") {
    jose::KeySet keys;
    EXPECT_TRUE(keys.add({.kid = kid, .key = key.public_key()}));
    return jose::to_jwks(keys);
  }
  ClientWithSecret signing_client(const std::string& jwks) {
    return add_client({.name = "Signs",
                       .scopes = {"api"},
                       .jwks = jwks,
                       .auth_methods = {AuthMethod::private_key_jwt},
                       .for_itself = true});
  }
  // A good assertion of that client; every one has a jti of its own.
  base::json::object claims_for(const ClientWithSecret& client) {
    const auto now = base::to_seconds(clock_.now());
    return {{"iss", client.client.id.text()},
            {"sub", client.client.id.text()},
            {"aud", kIssuer},
            {"jti", "j" + std::to_string(++jtis_)},
            {"iat", now},
            {"exp", now + 60}};
  }
  static std::string signed_by(crypto::SigningKey key, const base::json::object& claims,
                               const std::string& typ = "JWT", const std::string& kid = "k1") {
    return jose::Signer(kid, std::move(key), {typ}).sign(typ, base::json::serialize(claims));
  }
  static std::string signed_with(const base::Secret& secret, const base::json::object& claims) {
    auto shared = jose::SharedKey::make(crypto::MacAlgorithm::HS256, "", secret).value();
    return jose::MacSigner(std::move(shared)).sign("JWT", base::json::serialize(claims));
  }
  static Shown showing(std::string assertion) {
    return {.assertion = std::move(assertion), .assertion_type = std::string(kAssertionType)};
  }
  std::string error_when(const Shown& shown) {
    return error_of(endpoint_
                        .ask(caller_, shown,
                             Parameters({{"grant_type", "client_credentials"}, {"scope", "api"}}))
                        .value());
  }
  std::string error_with(std::string assertion) {
    return error_when(showing(std::move(assertion)));
  }

  int jtis_ = 0;
};

TEST_F(AssertionTest, TK11_every_algorithm_that_is_registered_lets_its_client_in_OIDC_9) {
  for (const auto algorithm : {SignatureAlgorithm::RS256, SignatureAlgorithm::PS256,
                               SignatureAlgorithm::ES256, SignatureAlgorithm::EdDSA}) {
    const auto mine = key(algorithm);
    const auto client = signing_client(jwks_of(mine));
    EXPECT_TRUE(client.secret.empty());
    EXPECT_EQ(error_with(signed_by(mine, claims_for(client))), "") << crypto::to_string(algorithm);
  }
  EXPECT_FALSE(client_keys(jwks_of(key(SignatureAlgorithm::ES384))));
}

TEST_F(AssertionTest, TK11_EdDSA_by_its_newer_name_lets_its_client_in_and_no_other_RFC9864_2_2) {
  const auto encoded = [](const base::json::object& part) {
    return base::to_base64url(base::bytes_of(base::json::serialize(part)));
  };
  for (const auto algorithm : {SignatureAlgorithm::EdDSA, SignatureAlgorithm::ES256}) {
    const auto mine = key(algorithm);
    const auto client = signing_client(jwks_of(mine));
    for (const char* typ : {"JWT", "client-authentication+jwt"}) {
      const auto input = encoded({{"alg", "Ed25519"}, {"kid", "k1"}, {"typ", typ}}) + "." +
                         encoded(claims_for(client));
      const auto assertion = input + "." + base::to_base64url(mine.sign(base::bytes_of(input)));
      EXPECT_EQ(error_with(assertion),
                algorithm == SignatureAlgorithm::EdDSA ? "" : "invalid_client");
    }
  }
}

TEST_F(AssertionTest, TK11_EdDSA_by_its_newer_name_is_registered_with_an_Ed25519_key_alone) {
  const auto jwks = [](const crypto::SigningKey& key, const std::string& alg) {
    auto jwk = jose::to_jwk({.kid = "k1", .key = key.public_key()});
    jwk["alg"] = alg;
    return base::json::serialize(base::json::object{{"keys", base::json::array{jwk}}});
  };
  EXPECT_TRUE(client_keys(jwks(key(SignatureAlgorithm::EdDSA), "Ed25519")));
  EXPECT_FALSE(client_keys(jwks(key(SignatureAlgorithm::EdDSA), "Ed448")));
  EXPECT_FALSE(client_keys(jwks(key(SignatureAlgorithm::ES256), "Ed25519")));
}

// All that OP36 asks for but a list that names others beside us, which TK11 refuses.
TEST_F(AssertionTest, TK11_OP36_a_claim_that_does_not_fit_lets_nobody_in) {
  const auto mine = key();
  const auto client = signing_client(jwks_of(mine));
  const std::string id = client.client.id.text();
  const auto now = base::to_seconds(clock_.now());
  const struct {
    const char* what;
    const char* name;
    base::json::value value;  // null: without it
    bool good;
  } cases[] = {
      {"the token endpoint", "aud", base::json::string(std::string(kIssuer) + "/oauth/token"),
       true},
      {"a list of ours", "aud", base::json::array{kIssuer}, true},
      {"an empty list", "aud", base::json::array{}, false},
      {"another server", "aud", "https://other.example", false},
      {"a slash more", "aud", base::json::string(std::string(kIssuer) + "/"), false},
      {"a number", "aud", 7, false},
      {"no audience", "aud", nullptr, false},
      {"another issuer", "iss", base::json::string(web_.client.id.text()), false},
      {"no issuer", "iss", nullptr, false},
      {"another client", "sub", base::json::string(web_.client.id.text()), false},
      {"no subject", "sub", nullptr, false},
      {"no jti", "jti", nullptr, false},
      {"an empty jti", "jti", "", false},
      {"a long jti", "jti", base::json::string(257, 'j'), false},
      {"no end", "exp", nullptr, false},
      {"an end that is no number", "exp", "soon", false},
      {"five minutes", "exp", now + 300, true},
      {"more than five minutes and a half", "exp", now + 331, false},
      {"for ever", "exp", 1e300, false},
      {"over", "exp", now - 31, false},
      {"clocks differ", "exp", now - 29, true},
      {"from the future", "iat", now + 31, false},
      {"not yet", "nbf", now + 31, false},
      {"no iat", "iat", nullptr, true},
  };
  for (const auto& [what, name, value, good] : cases) {
    auto claims = claims_for(client);
    if (value.is_null()) {
      claims.erase(name);
    } else {
      claims[name] = value;
    }
    EXPECT_EQ(error_with(signed_by(mine, claims)), good ? "" : "invalid_client") << what;
  }
}

TEST_F(AssertionTest, TK11_a_list_that_names_others_beside_us_lets_nobody_in) {
  const auto mine = key();
  auto claims = claims_for(signing_client(jwks_of(mine)));
  claims["aud"] = base::json::array{kIssuer, "https://other.example"};
  EXPECT_EQ(error_with(signed_by(mine, claims)), "invalid_client");
}

TEST_F(AssertionTest, TK11_an_assertion_is_taken_once) {
  const auto mine = key();
  const auto client = signing_client(jwks_of(mine));
  const auto assertion = signed_by(mine, claims_for(client));
  EXPECT_EQ(error_with(assertion), "");
  EXPECT_EQ(error_with(assertion), "invalid_client");
  auto again = claims_for(client);
  again["jti"] = "j1";
  EXPECT_EQ(error_with(signed_by(mine, again)), "invalid_client") << "the jti, not the text";
  const auto other_key = key();
  const auto other = signing_client(jwks_of(other_key));
  auto theirs = claims_for(other);
  theirs["jti"] = "j1";
  EXPECT_EQ(error_with(signed_by(other_key, theirs)), "") << "of each client its own";
}

TEST_F(AssertionTest, TK11_a_forgery_uses_up_nothing) {
  const auto mine = key();
  const auto client = signing_client(jwks_of(mine));
  const auto claims = claims_for(client);
  EXPECT_EQ(error_with(signed_by(key(), claims)), "invalid_client");
  EXPECT_EQ(error_with(signed_by(mine, claims)), "");
}

TEST_F(AssertionTest, TK12_the_key_says_the_algorithm_and_the_header_nothing) {
  const auto mine = key();
  const auto jwks = jwks_of(mine);
  const auto client = signing_client(jwks);
  EXPECT_EQ(error_with(signed_with(base::Secret(jwks), claims_for(client))), "invalid_client")
      << "a MAC under the public key";
  EXPECT_EQ(error_with(signed_by(key(SignatureAlgorithm::EdDSA), claims_for(client))),
            "invalid_client");
  EXPECT_EQ(error_with(signed_by(mine, claims_for(client), "JWT", "k2")), "invalid_client");
  for (const char* bad : {"", "x", "a.b.c"}) {
    EXPECT_EQ(error_with(bad), "invalid_client") << bad;
  }
}

TEST_F(AssertionTest, TK14_a_token_of_another_type_is_none) {
  const auto mine = key();
  const auto client = signing_client(jwks_of(mine));
  EXPECT_EQ(error_with(signed_by(mine, claims_for(client), "client-authentication+jwt")), "");
  EXPECT_EQ(error_with(signed_by(mine, claims_for(client), "at+jwt")), "invalid_client");
  EXPECT_EQ(error_with(signed_by(mine, claims_for(client), "logout+jwt")), "invalid_client");
}

TEST_F(AssertionTest, a_secret_signs_for_its_client_and_is_kept_sealed_OIDC_9) {
  const auto client = add_client({.name = "Secret",
                                  .scopes = {"api"},
                                  .auth_methods = {AuthMethod::client_secret_jwt},
                                  .for_itself = true});
  EXPECT_EQ(error_with(signed_with(client.secret, claims_for(client))), "");
  EXPECT_EQ(error_with(signed_with(web_.secret, claims_for(client))), "invalid_client");
  EXPECT_EQ(error_with(signed_by(key(), claims_for(client))), "invalid_client");
  const auto& kept = client.client.secrets.front();
  EXPECT_FALSE(kept.sealed.empty());
  EXPECT_FALSE(std::ranges::search(kept.sealed, client.secret.reveal()).begin() !=
               kept.sealed.end());
  EXPECT_TRUE(web_.client.secrets.front().sealed.empty()) << "of nobody else";
  const auto second = clients_.rotate_secret(act_, client.client.id, std::chrono::hours(1)).value();
  EXPECT_EQ(error_with(signed_with(client.secret, claims_for(client))), "");
  EXPECT_EQ(error_with(signed_with(second.secret, claims_for(client))), "");
  clock_.advance(std::chrono::hours(1));
  EXPECT_EQ(error_with(signed_with(client.secret, claims_for(client))), "invalid_client");
  EXPECT_EQ(error_with(signed_with(second.secret, claims_for(client))), "");
}

TEST_F(AssertionTest, TK10_who_signs_does_nothing_else_RFC6749_2_3) {
  const auto mine = key();
  const auto client = signing_client(jwks_of(mine));
  const auto good = [&] { return showing(signed_by(mine, claims_for(client))); };
  auto shown = good();
  shown.client_id = client.client.id.text();
  EXPECT_EQ(error_when(shown), "");
  shown = good();
  shown.client_id = web_.client.id.text();
  EXPECT_EQ(error_when(shown), "invalid_request");
  shown = good();
  shown.secret = web_.secret.clone();
  EXPECT_EQ(error_when(shown), "invalid_request");
  shown = good();
  shown.basic = Credentials{web_.client.id.text(), web_.secret.clone()};
  EXPECT_EQ(error_when(shown), "invalid_request");
  shown = good();
  shown.assertion_type.reset();
  EXPECT_EQ(error_when(shown), "invalid_client");
  shown = good();
  shown.assertion_type = "urn:ietf:params:oauth:client-assertion-type:saml2-bearer";
  EXPECT_EQ(error_when(shown), "invalid_client");
  EXPECT_EQ(error_when({.client_id = client.client.id.text()}), "invalid_client");
  EXPECT_EQ(error_when({.client_id = client.client.id.text(), .secret = web_.secret.clone()}),
            "invalid_client");
  // Registered for a secret that is shown, and for none that signs.
  EXPECT_EQ(error_with(signed_with(web_.secret, claims_for(web_))), "invalid_client");
  EXPECT_EQ(error_with(signed_by(mine, claims_for(native_))), "invalid_client");
  clients_.set(act_, client.client.id, {.enabled = false}).value();
  EXPECT_EQ(error_when(good()), "invalid_client");
}

TEST_F(AssertionTest, keys_are_public_and_of_clients_that_sign) {
  const auto jwks = jwks_of(key());
  const auto clause = [&](std::vector<AuthMethod> methods, const std::string& keys) {
    const auto made = clients_.add(act_, {.name = "C",
                                          .scopes = {"api"},
                                          .jwks = keys,
                                          .auth_methods = std::move(methods),
                                          .for_itself = true});
    return made ? "" : made.error().clause;
  };
  EXPECT_EQ(clause({AuthMethod::private_key_jwt}, jwks), "");
  EXPECT_EQ(clause({AuthMethod::private_key_jwt}, ""), "client.jwks");
  EXPECT_EQ(clause({AuthMethod::client_secret_basic}, jwks), "client.jwks");
  EXPECT_EQ(clause({AuthMethod::private_key_jwt, AuthMethod::client_secret_post}, jwks),
            "client.auth_method");
  EXPECT_EQ(clause({AuthMethod::private_key_jwt}, jwks_of(key(SignatureAlgorithm::ES512))),
            "OIDC-9");
  EXPECT_NE(clause({AuthMethod::private_key_jwt}, "{}"), "");
  const auto client = signing_client(jwks);
  const auto rotated = clients_.rotate_secret(act_, client.client.id, std::chrono::hours(1));
  EXPECT_EQ(rotated.error().clause, "RFC6749-2.1");
  const auto other = key();
  clients_.set(act_, client.client.id, {.jwks = jwks_of(other)}).value();
  EXPECT_EQ(error_with(signed_by(other, claims_for(client))), "");
}

}  // namespace
}  // namespace oauth
