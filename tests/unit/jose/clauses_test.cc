// What is wrong with a JWK is said by the clause it breaks.
#include <string>

#include <gtest/gtest.h>

#include "base/random.h"
#include "jose/jwk.h"
#include "jose/private_jwk.h"

namespace jose {
namespace {

using crypto::SignatureAlgorithm;

struct Change {
  const char* clause;
  const char* member;
  const char* value;  // JSON; null: without the member
};

class ClausesOfJwk : public testing::TestWithParam<Change> {
 protected:
  base::SystemRandom random_;
};

TEST_P(ClausesOfJwk, name_what_is_wrong) {
  const auto key = crypto::SigningKey::generate(SignatureAlgorithm::RS256, random_);
  auto jwk = to_jwk({.kid = "k", .key = key->public_key()});
  ASSERT_TRUE(parse_jwk(jwk).has_value());
  if (GetParam().value == nullptr) {
    jwk.erase(GetParam().member);
  } else {
    jwk[GetParam().member] = base::parse_json(GetParam().value).value();
  }
  const auto parsed = parse_jwk(jwk);
  ASSERT_FALSE(parsed.has_value());
  EXPECT_EQ(parsed.error().clause, GetParam().clause);
}

INSTANTIATE_TEST_SUITE_P(table, ClausesOfJwk,
                         testing::Values(Change{"RFC7517-4.2", "use", R"("enc")"},
                                         Change{"RFC7517-4.3", "key_ops", R"(["encrypt"])"},
                                         Change{"RFC7517-4.4", "alg", R"("RSA-OAEP")"},
                                         Change{"RFC7517-4.5", "kid", "7"},
                                         Change{"RFC7518-6", "n", nullptr},
                                         Change{"RFC7518-6.1", "kty", R"("EC")"},
                                         Change{"RFC8725-3.1", "alg", nullptr}));

TEST(ClausesOfJwks, a_set_is_a_list_of_objects) {
  EXPECT_EQ(parse_jwks(R"({"keys":{}})").error().clause, "RFC7517-5.1");
  EXPECT_EQ(parse_jwks(R"({"keys":[1]})").error().clause, "RFC7517-5.1");
}

TEST(ClausesOfPrivateJwk, more_than_two_primes) {
  base::SystemRandom random;
  const auto key = crypto::SigningKey::generate(SignatureAlgorithm::RS256, random);
  auto jwk = base::parse_json_object(to_private_jwk("k", *key).reveal_text()).value();
  jwk["oth"] = base::json::array{};
  EXPECT_EQ(parse_private_jwk(base::Secret(base::json::serialize(jwk))).error().clause,
            "RFC7518-6.3.2.7");
}

}  // namespace
}  // namespace jose
