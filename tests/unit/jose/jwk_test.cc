#include "jose/jwk.h"

#include <gtest/gtest.h>

#include "base/random.h"
#include "jose/private_jwk.h"

namespace jose {
namespace {

using crypto::SignatureAlgorithm;

class Jwk : public testing::Test {
 protected:
  base::json::object jwk(SignatureAlgorithm algorithm, const std::string& kid = "k") {
    const auto key = crypto::SigningKey::generate(algorithm, random_);
    return to_jwk({.kid = kid, .key = key->public_key()});
  }
  static std::string set(base::json::array keys) {
    return base::json::serialize(base::json::object{{"keys", std::move(keys)}});
  }
  base::SystemRandom random_;
};

TEST_F(Jwk, an_rsa_key_without_alg_is_bound_by_the_caller_or_refused_TK12) {
  auto key = jwk(SignatureAlgorithm::RS256);
  key.erase("alg");
  EXPECT_FALSE(parse_jwk(key).has_value());
  EXPECT_EQ(parse_jwk(key, SignatureAlgorithm::PS256)->key.algorithm(), SignatureAlgorithm::PS256);
  EXPECT_FALSE(parse_jwk(key, SignatureAlgorithm::ES256).has_value());
}

TEST_F(Jwk, RFC7517_5_a_set_of_no_use_says_why) {
  const auto without = [&](std::string_view name) {
    auto key = jwk(SignatureAlgorithm::RS256);
    key.erase(name);
    return key;
  };
  const auto with = [&](std::string_view name, std::string_view value) {
    auto key = jwk(SignatureAlgorithm::RS256);
    key[name] = value;
    return key;
  };
  const std::string short_modulus = base::to_base64url(base::Bytes(128, 0xFF));
  const std::vector<std::pair<base::json::array, std::string>> cases = {
      {{}, "it is empty"},
      {{without("alg")}, "names no alg"},
      {{without("n")}, "missing or not base64url: n"},
      {{with("use", "enc")}, "not for signatures"},
      {{with("e", "Aw")}, "exponent"},
      {{with("n", short_modulus)}, "shorter than 2048 bits"}};
  for (const auto& [keys, why] : cases) {
    const auto refused = parse_jwks(set(keys));
    ASSERT_FALSE(refused) << why;
    EXPECT_EQ(refused.error().clause, "RFC7517-5");
    EXPECT_TRUE(refused.error().description.contains(why)) << refused.error().description;
  }
}

TEST_F(Jwk, a_curve_binds_its_algorithm) {
  auto ec = jwk(SignatureAlgorithm::ES384);
  auto edwards = jwk(SignatureAlgorithm::EdDSA);
  ec.erase("alg");
  edwards.erase("alg");
  EXPECT_EQ(parse_jwk(ec)->key.algorithm(), SignatureAlgorithm::ES384);
  EXPECT_EQ(parse_jwk(edwards)->key.algorithm(), SignatureAlgorithm::EdDSA);
}

TEST_F(Jwk, an_alg_that_is_not_the_agreed_one_is_refused_TK12) {
  const auto key = jwk(SignatureAlgorithm::RS256);
  EXPECT_TRUE(parse_jwk(key, SignatureAlgorithm::RS256).has_value());
  EXPECT_FALSE(parse_jwk(key, SignatureAlgorithm::PS256).has_value());
}

TEST_F(Jwk, an_alg_of_another_curve_is_refused_TK12) {
  auto key = jwk(SignatureAlgorithm::ES256);
  key["alg"] = "ES384";
  EXPECT_FALSE(parse_jwk(key).has_value());
}

TEST_F(Jwk, a_key_that_is_not_for_signatures_is_refused) {
  const std::pair<const char*, std::string> changes[] = {{"use", R"("enc")"},
                                                         {"use", "1"},
                                                         {"use", "null"},
                                                         {"key_ops", R"(["encrypt"])"},
                                                         {"key_ops", R"("verify")"},
                                                         {"alg", R"("RSA-OAEP")"},
                                                         {"alg", R"("none")"},
                                                         {"alg", R"("HS256")"},
                                                         {"alg", "256"},
                                                         {"kid", R"("")"},
                                                         {"kid", "7"},
                                                         {"kid", '"' + std::string(300, 'k') + '"'},
                                                         {"kty", R"("oct")"},
                                                         {"kty", R"("rsa")"},
                                                         {"n", R"("")"},
                                                         {"n", R"("AA==")"},
                                                         {"n", "5"},
                                                         {"e", R"("Aw")"},
                                                         {"e", R"("AAEAAQ")"}};
  for (const auto& [name, value] : changes) {
    auto key = jwk(SignatureAlgorithm::RS256);
    key[name] = base::parse_json(value).value();
    EXPECT_FALSE(parse_jwk(key).has_value()) << name << value;
  }
  auto key = jwk(SignatureAlgorithm::RS256);
  key.erase("use");
  key["key_ops"] = base::json::array({"verify"});
  EXPECT_TRUE(parse_jwk(key).has_value());
}

TEST_F(Jwk, a_private_half_burns_the_key_and_the_set) {
  for (const auto algorithm :
       {SignatureAlgorithm::RS256, SignatureAlgorithm::ES256, SignatureAlgorithm::EdDSA}) {
    const auto key = crypto::SigningKey::generate(algorithm, random_);
    const base::Secret text = to_private_jwk("k", *key);
    const auto object = base::parse_json_object(text.reveal_text());
    ASSERT_TRUE(object.has_value());
    EXPECT_EQ(parse_jwk(*object).error().clause, "RFC7517-9.2");
    EXPECT_EQ(parse_jwks(set({jwk(SignatureAlgorithm::EdDSA, "other"), *object})).error().clause,
              "RFC7517-9.2");
  }
}

TEST_F(Jwk, a_private_key_without_all_of_its_parts_is_refused) {
  const auto key = crypto::SigningKey::generate(SignatureAlgorithm::RS256, random_);
  const auto whole = base::parse_json_object(to_private_jwk("k", *key).reveal_text());
  for (const char* name : {"d", "p", "q", "dp", "dq", "qi", "n", "e"}) {
    auto part = *whole;
    part.erase(name);
    EXPECT_FALSE(parse_private_jwk(base::Secret(base::json::serialize(part))).has_value()) << name;
    part[name] = "";
    EXPECT_FALSE(parse_private_jwk(base::Secret(base::json::serialize(part))).has_value()) << name;
  }
  auto more = *whole;
  more["oth"] = base::json::array{};
  EXPECT_FALSE(parse_private_jwk(base::Secret(base::json::serialize(more))).has_value());
}

TEST_F(Jwk, two_keys_of_one_kid_are_refused_TK13) {
  const auto twice =
      set({jwk(SignatureAlgorithm::ES256, "k"), jwk(SignatureAlgorithm::EdDSA, "k")});
  EXPECT_EQ(parse_jwks(twice).error().clause, "RFC7517-4.5");
  const auto nameless =
      set({jwk(SignatureAlgorithm::ES256, ""), jwk(SignatureAlgorithm::EdDSA, "")});
  EXPECT_EQ(parse_jwks(nameless).error().clause, "RFC7517-4.5");
}

TEST_F(Jwk, a_set_leaves_out_what_cannot_be_used_RFC7517_5) {
  auto encryption = jwk(SignatureAlgorithm::RS256, "enc");
  encryption["use"] = "enc";
  auto weak = jwk(SignatureAlgorithm::RS256, "weak");
  weak["e"] = "Aw";
  const auto keys = parse_jwks(set({encryption, weak, base::json::object{{"kty", "new"}},
                                    jwk(SignatureAlgorithm::ES256, "good")}));
  ASSERT_TRUE(keys.has_value());
  EXPECT_EQ(keys->size(), 1U);
  EXPECT_NE(keys->find("good"), nullptr);
  EXPECT_EQ(keys->find("enc"), nullptr);
}

TEST_F(Jwk, what_is_no_set_is_refused) {
  for (const std::string& text :
       {std::string(), std::string("{}"), std::string("[]"), std::string(R"({"keys":{}})"),
        std::string(R"({"keys":[]})"), std::string(R"({"keys":[1]})"),
        std::string(R"({"keys":[],"keys":[]})"),
        R"({"keys":[)" + std::string(200'000, ' ') + "]}"}) {
    EXPECT_FALSE(parse_jwks(text).has_value()) << text.substr(0, 40);
  }
  base::json::array many(65, base::json::value(base::json::object{{"kty", "new"}}));
  EXPECT_FALSE(parse_jwks(set(std::move(many))).has_value());
}

TEST_F(Jwk, without_a_kid_only_the_one_key_of_a_set_is_meant) {
  auto keys = parse_jwks(set({jwk(SignatureAlgorithm::ES256, "a")}));
  ASSERT_TRUE(keys.has_value());
  EXPECT_NE(keys->find(""), nullptr);
  keys =
      parse_jwks(set({jwk(SignatureAlgorithm::ES256, "a"), jwk(SignatureAlgorithm::ES256, "b")}));
  ASSERT_TRUE(keys.has_value());
  EXPECT_EQ(keys->find(""), nullptr);
}

}  // namespace
}  // namespace jose
