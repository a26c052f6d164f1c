// Clients that sign instead of showing a secret (OpenID Connect Core section 9), as an operator
// registers them and nodes let them in: an assertion is good once, wherever and whenever it comes
// again (TK11).
#include <fstream>
#include <set>

#include <gtest/gtest.h>

#include "base/random.h"
#include "jose/jwk.h"
#include "jose/mac.h"
#include "jose/signer.h"
#include "tests/support/oauth_client.h"
#include "tests/support/racing_nodes.h"

namespace {

using support::EngineKind;

class SigningClients : public testing::TestWithParam<EngineKind> {
 protected:
  base::json::object add(const std::vector<std::string>& more) {
    std::vector<std::string> arguments{
        "client",  "add", "--name",       "Mesin", "--client-credentials",
        "--scope", "api", "--auth-method"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return nodes.json(arguments);
  }
  // The file that an operator is given by whoever keeps the key.
  std::string jwks_of(const crypto::SigningKey& key) {
    jose::KeySet keys;
    EXPECT_TRUE(keys.add({.kid = "k1", .key = key.public_key()}));
    const auto file = nodes.installation().folder() / "jwks.json";
    std::ofstream(file) << jose::to_jwks(keys);
    return file.string();
  }
  static std::string claims_of(const base::json::object& client, const std::string& jti) {
    const auto now = base::to_seconds(base::SystemClock().now());
    return base::json::serialize(base::json::object{{"iss", client.at("client_id")},
                                                    {"sub", client.at("client_id")},
                                                    {"aud", support::RacingNodes::kIssuer},
                                                    {"jti", jti},
                                                    {"iat", now},
                                                    {"exp", now + 240}});
  }
  static support::Page show(std::uint16_t port, const std::string& assertion) {
    return support::carry(
        port,
        {.method = "POST",
         .target = "/oauth/token",
         .headers = {{"Content-Type", "application/x-www-form-urlencoded"}},
         .body = support::form_body(
             {{"grant_type", "client_credentials"},
              {"client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"},
              {"client_assertion", assertion}})});
  }

  support::RacingNodes nodes{GetParam()};
};

INSTANTIATE_TEST_SUITE_P(engines, SigningClients,
                         testing::Values(EngineKind::sqlite, EngineKind::postgres),
                         [](const auto& info) { return support::name_of(info.param); });

TEST_P(SigningClients, TK11_a_key_lets_its_client_in_once_for_each_assertion_on_any_node) {
  nodes.start();
  base::SystemRandom random;
  auto key = crypto::SigningKey::generate(crypto::SignatureAlgorithm::ES256, random).value();
  const auto client = add({"private_key_jwt", "--jwks", jwks_of(key)});
  EXPECT_TRUE(client.at("client_secret").is_null());
  const jose::Signer signer("k1", std::move(key), {"JWT"});
  const auto first = signer.sign("JWT", claims_of(client, "j1"));
  EXPECT_EQ(show(nodes.first().port(), first).status, 200);
  EXPECT_EQ(show(nodes.last().port(), first).status, 401);
  EXPECT_EQ(show(nodes.last().port(), signer.sign("JWT", claims_of(client, "j2"))).status, 200);
  std::atomic<int> let_in = 0;
  const auto many = signer.sign("JWT", claims_of(client, "j3"));
  nodes.race([&](std::uint16_t port) { let_in += show(port, many).status == 200 ? 1 : 0; });
  EXPECT_EQ(let_in, 1);
  nodes.kill();
  nodes.start();
  EXPECT_EQ(show(nodes.first().port(), many).status, 401) << "nor after a kill -9";
  EXPECT_EQ(show(nodes.last().port(), signer.sign("JWT", claims_of(client, "j4"))).status, 200);
}

TEST_P(SigningClients, TK10_OP11_a_secret_signs_and_is_not_shown) {
  nodes.start();
  const auto client = add({"client_secret_jwt"});
  const std::string secret(client.at("client_secret").as_string());
  EXPECT_GE(secret.size(), 43U) << "HS256 takes no less than 32 octets";
  const jose::MacSigner signer(
      jose::SharedKey::make(crypto::MacAlgorithm::HS256, "", base::Secret(secret)).value());
  const auto port = nodes.last().port();
  EXPECT_EQ(show(port, signer.sign("JWT", claims_of(client, "j1"))).status, 200);
  const support::OauthClient shown(client, "");
  EXPECT_EQ(shown.post(port, "/oauth/token", {{"grant_type", "client_credentials"}}).status, 401);
  const auto fresh = nodes.json({"client", "rotate-secret",
                                 std::string(client.at("client_id").as_string()), "--grace", "0s"});
  EXPECT_NE(fresh.at("client_secret"), client.at("client_secret"));
  EXPECT_TRUE(support::eventually([&, jti = 2]() mutable {
    return show(port, signer.sign("JWT", claims_of(client, "j" + std::to_string(jti++)))).status ==
           401;
  }));
}

}  // namespace
