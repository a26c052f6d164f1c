#include <gtest/gtest.h>

#include "base/random.h"
#include "jose/jwk.h"
#include "jose/mac.h"
#include "jose/private_jwk.h"
#include "jose/signer.h"
#include "jose/verifier.h"

namespace jose {
namespace {

using crypto::MacAlgorithm;
using crypto::SignatureAlgorithm;

constexpr SignatureAlgorithm kAll[] = {SignatureAlgorithm::RS256, SignatureAlgorithm::RS384,
                                       SignatureAlgorithm::RS512, SignatureAlgorithm::PS256,
                                       SignatureAlgorithm::PS384, SignatureAlgorithm::PS512,
                                       SignatureAlgorithm::ES256, SignatureAlgorithm::ES384,
                                       SignatureAlgorithm::ES512, SignatureAlgorithm::EdDSA};

class EveryAlgorithm : public testing::TestWithParam<SignatureAlgorithm> {
 protected:
  base::SystemRandom random_;
  const Signer signer_{"key-1", *crypto::SigningKey::generate(GetParam(), random_)};
};

TEST_P(EveryAlgorithm, a_token_survives_the_published_set) {
  KeySet keys;
  ASSERT_TRUE(keys.add({.kid = "key-1", .key = signer_.public_key()}).has_value());
  auto published = parse_jwks(to_jwks(keys));
  ASSERT_TRUE(published.has_value());
  const Verifier verifier(*std::move(published));

  const auto verified =
      verifier.verify(signer_.sign("at+jwt", R"({"sub":"23"})"), {.typ = "at+jwt"});
  ASSERT_TRUE(verified.has_value());
  EXPECT_EQ(verified->claims().at("sub").as_string(), "23");
  EXPECT_EQ(verified->kid(), "key-1");
  EXPECT_EQ(verified->typ(), "at+jwt");
}

TEST_P(EveryAlgorithm, a_type_that_was_not_named_at_the_start_is_signed_too) {
  KeySet keys;
  ASSERT_TRUE(keys.add({.kid = "key-1", .key = signer_.public_key()}).has_value());
  const Verifier verifier(std::move(keys));
  EXPECT_TRUE(
      verifier.verify(signer_.sign("secevent+jwt", "{}"), {.typ = "secevent+jwt"}).has_value());
}

TEST_P(EveryAlgorithm, a_private_jwk_comes_back_as_the_same_key) {
  const auto key = crypto::SigningKey::generate(GetParam(), random_);
  const auto back = parse_private_jwk(to_private_jwk("k", *key));
  ASSERT_TRUE(back.has_value());
  EXPECT_EQ(back->kid, "k");
  EXPECT_EQ(back->key.algorithm(), GetParam());
  EXPECT_EQ(thumbprint(back->key.public_key()), thumbprint(key->public_key()));
}

INSTANTIATE_TEST_SUITE_P(all, EveryAlgorithm, testing::ValuesIn(kAll), [](const auto& instance) {
  return std::string(crypto::to_string(instance.param));
});

class EveryMac : public testing::TestWithParam<MacAlgorithm> {
 protected:
  base::SystemRandom random_;
  const base::Secret secret_{random_.bytes(64)};
};

TEST_P(EveryMac, verifies_what_it_signed_and_nothing_of_another_secret) {
  const auto key = SharedKey::make(GetParam(), "site", secret_);
  const auto other = SharedKey::make(GetParam(), "site", base::Secret(random_.bytes(64)));
  ASSERT_TRUE(key.has_value() && other.has_value());
  const std::string token = MacSigner(*key).sign("JWT", R"({"sub":"23"})");
  const auto verified = MacVerifier(*key).verify(token, {.typ = "JWT"});
  ASSERT_TRUE(verified.has_value());
  EXPECT_EQ(verified->claims().at("sub").as_string(), "23");
  EXPECT_FALSE(MacVerifier(*other).verify(token, {.typ = "JWT"}).has_value());
}

TEST_P(EveryMac, a_secret_shorter_than_the_hash_is_refused_RFC7518_3_2) {
  const std::size_t least = crypto::size_of(crypto::hash_of(GetParam()));
  EXPECT_TRUE(SharedKey::make(GetParam(), "", base::Secret(random_.bytes(least))).has_value());
  EXPECT_FALSE(SharedKey::make(GetParam(), "", base::Secret(random_.bytes(least - 1))).has_value());
}

INSTANTIATE_TEST_SUITE_P(
    all, EveryMac, testing::Values(MacAlgorithm::HS256, MacAlgorithm::HS384, MacAlgorithm::HS512),
    [](const auto& instance) { return std::string(crypto::to_string(instance.param)); });

}  // namespace
}  // namespace jose
