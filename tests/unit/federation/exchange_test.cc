#include "federation/exchange.h"

#include <gtest/gtest.h>

#include "jose/jwk.h"
#include "jose/verifier.h"
#include "tests/support/pretend_provider.h"
#include "tests/unit/federation/providers_house.h"

namespace federation {
namespace {

class Answering final : public Line {
 public:
  base::Result<Reply> ask(const Question& question) override {
    asked = question;
    return reply;
  }
  Question asked;
  Reply reply{.status = 200, .body = R"({"access_token":"at","id_token":"it"})"};
};

class ExchangeTest : public ProvidersHouse {
 protected:
  Provider added(ClientAuth auth, const std::string& algorithm = "") {
    Wishes wishes{.issuer = "https://a.test", .client_id = "us:1", .auth = auth};
    if (auth == ClientAuth::private_key_jwt) {
      wishes.key_algorithm = algorithm;
    } else {
      wishes.secret = base::Secret("a b/+");
    }
    return providers_.add(act_, {.name = "a", .wishes = std::move(wishes)}).value();
  }
  std::map<std::string, std::string> form(const Provider& provider) {
    EXPECT_TRUE(exchange_.tokens(provider, {.token_endpoint = "https://a.test/t"},
                                 {.code = "c", .verifier = "v", .redirect = "r"}));
    return support::fields_in(line_.asked.form);
  }
  std::string header(std::string_view name) const {
    for (const auto& [each, value] : line_.asked.headers) {
      if (each == name) {
        return value;
      }
    }
    return "";
  }

  Answering line_;
  Exchange exchange_{{.line = line_, .sealer = sealer_, .clock = clock_, .random = random_}};
};

TEST_F(ExchangeTest, shows_a_secret_in_the_header_both_halves_encoded_RFC6749_2_3_1) {
  const auto sent = form(added(ClientAuth::client_secret_basic));
  EXPECT_EQ(header("Authorization"),
            "Basic " + base::to_base64(base::bytes_of("us%3A1:a%20b%2F%2B")));
  EXPECT_FALSE(sent.contains("client_secret"));
  EXPECT_EQ(sent.at("grant_type"), "authorization_code");
  EXPECT_EQ(sent.at("code"), "c");
  EXPECT_EQ(sent.at("code_verifier"), "v");
  EXPECT_EQ(sent.at("redirect_uri"), "r");
}

TEST_F(ExchangeTest, shows_a_secret_in_the_form) {
  const auto sent = form(added(ClientAuth::client_secret_post));
  EXPECT_EQ(header("Authorization"), "");
  EXPECT_EQ(sent.at("client_id"), "us:1");
  EXPECT_EQ(sent.at("client_secret"), "a b/+");
}

TEST_F(ExchangeTest, signs_who_we_are_with_a_key_of_that_provider_RFC7523_3) {
  for (const char* algorithm : {"ES256", "ES512"}) {
    const auto provider = added(ClientAuth::private_key_jwt, algorithm);
    const auto sent = form(provider);
    EXPECT_EQ(sent.at("client_assertion_type"),
              "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
    EXPECT_FALSE(sent.contains("client_secret"));
    jose::KeySet keys;
    auto key = jose::parse_jwk(base::parse_json_object(provider.public_jwk).value()).value();
    EXPECT_EQ(crypto::to_string(key.key.algorithm()), algorithm);
    ASSERT_TRUE(keys.add(std::move(key)));
    const auto verified =
        jose::Verifier(std::move(keys)).verify(sent.at("client_assertion"), {.typ = "JWT"});
    ASSERT_TRUE(verified) << verified.error().description;
    const auto& claims = verified->claims();
    EXPECT_EQ(claims.at("iss"), "us:1");
    EXPECT_EQ(claims.at("sub"), "us:1");
    EXPECT_EQ(claims.at("aud"), "https://a.test/t");
    EXPECT_EQ(claims.at("exp").as_int64() - claims.at("iat").as_int64(), 60);
    const auto again = form(provider);
    EXPECT_NE(again.at("client_assertion"), sent.at("client_assertion"));
    ASSERT_TRUE(providers_.remove(act_, "a"));
  }
}

TEST_F(ExchangeTest, a_key_stays_until_another_is_asked_for) {
  const auto first = added(ClientAuth::private_key_jwt, "ES256");
  EXPECT_EQ(providers_.set(act_, "a", {.title = "T"}).value().public_jwk, first.public_jwk);
  const auto next = providers_.set(act_, "a", {.key_algorithm = "ES512"}).value();
  EXPECT_NE(next.public_jwk, first.public_jwk);
  EXPECT_FALSE(base::json::serialize(to_json(next)).contains("\"d\""));
  EXPECT_EQ(providers_.set(act_, "a", {.key_algorithm = "RS256"}).error().clause,
            "provider.key_algorithm");
  EXPECT_EQ(providers_.set(act_, "a", {.auth = ClientAuth::client_secret_post}).error().clause,
            "provider.secret");
}

TEST_F(ExchangeTest, tells_a_refusal_from_a_fault) {
  const auto provider = added(ClientAuth::client_secret_post);
  const auto code = [&](int status, const std::string& body) {
    line_.reply = {.status = status, .body = body};
    return exchange_.tokens(provider, {.token_endpoint = "https://a.test/t"}, {}).error().code;
  };
  EXPECT_EQ(code(400, R"({"error":"invalid_grant"})"), base::ErrorCode::unauthorized);
  EXPECT_EQ(code(401, "x"), base::ErrorCode::unauthorized);
  EXPECT_EQ(code(500, "x"), base::ErrorCode::unavailable);
  EXPECT_EQ(code(200, "x"), base::ErrorCode::unavailable);
}

TEST_F(ExchangeTest, what_it_says_of_a_refusal_is_a_word_and_no_more) {
  const auto provider = added(ClientAuth::client_secret_post);
  line_.reply = {.status = 400,
                 .body = R"({"error":"no\u001b[2J\n2026 forged)" + std::string(60000, 'x') + "\"}"};
  const auto refused = exchange_.tokens(provider, {.token_endpoint = "https://a.test/t"}, {});
  EXPECT_EQ(refused.error().detail, "no??2J?2026?forged" + std::string(42, 'x'));
}

}  // namespace
}  // namespace federation
