#include "crypto/signing_key.h"

#include <thread>

#include <gtest/gtest.h>

#include "crypto/digest.h"

namespace crypto {
namespace {

constexpr SignatureAlgorithm kAll[] = {SignatureAlgorithm::RS256, SignatureAlgorithm::RS384,
                                       SignatureAlgorithm::RS512, SignatureAlgorithm::PS256,
                                       SignatureAlgorithm::PS384, SignatureAlgorithm::PS512,
                                       SignatureAlgorithm::ES256, SignatureAlgorithm::ES384,
                                       SignatureAlgorithm::ES512, SignatureAlgorithm::EdDSA};

class EveryAlgorithm : public testing::TestWithParam<SignatureAlgorithm> {
 protected:
  SigningKey generate() {
    auto key = SigningKey::generate(GetParam(), random_);
    EXPECT_TRUE(key.has_value());
    return *std::move(key);
  }
  base::SystemRandom random_;
  const base::Bytes message_ = random_.bytes(300);
};

TEST_P(EveryAlgorithm, verifies_what_it_signed_and_nothing_else) {
  const SigningKey key = generate();
  const base::Bytes signature = key.sign(message_);
  const PublicKey public_key = key.public_key();
  EXPECT_EQ(signature.size(), public_key.signature_size());
  EXPECT_TRUE(public_key.verify(message_, signature));

  base::Bytes other_message = message_;
  other_message[17] ^= 1;
  EXPECT_FALSE(public_key.verify(other_message, signature));
  EXPECT_FALSE(generate().public_key().verify(message_, signature));
  for (const std::size_t at : {std::size_t{0}, signature.size() / 2, signature.size() - 1}) {
    base::Bytes changed = signature;
    changed[at] ^= 1;
    EXPECT_FALSE(public_key.verify(message_, changed)) << at;
  }
}

TEST_P(EveryAlgorithm, refuses_a_signature_of_another_length_TK12) {
  const SigningKey key = generate();
  const base::Bytes signature = key.sign(message_);
  base::Bytes longer = signature;
  longer.push_back(0);
  EXPECT_FALSE(key.public_key().verify(message_, longer));
  EXPECT_FALSE(
      key.public_key().verify(message_, base::BytesView(signature).first(signature.size() - 1)));
  EXPECT_FALSE(key.public_key().verify(message_, {}));
}

TEST_P(EveryAlgorithm, survives_pkcs8_and_its_parts) {
  const SigningKey key = generate();
  const auto from_der = SigningKey::from_pkcs8(GetParam(), key.to_pkcs8());
  ASSERT_TRUE(from_der.has_value());
  EXPECT_TRUE(key.public_key().verify(message_, from_der->sign(message_)));
  const auto from_parts = SigningKey::make(GetParam(), key.private_parts());
  ASSERT_TRUE(from_parts.has_value());
  EXPECT_TRUE(key.public_key().verify(message_, from_parts->sign(message_)));
  const auto public_key = PublicKey::make(GetParam(), key.public_key().parts());
  ASSERT_TRUE(public_key.has_value());
  EXPECT_TRUE(public_key->verify(message_, key.sign(message_)));
}

TEST_P(EveryAlgorithm, does_not_take_the_key_of_another_family_TK12) {
  const SigningKey key = generate();
  for (const SignatureAlgorithm other : kAll) {
    const bool same_parts = curve_of(other) == curve_of(GetParam());
    EXPECT_EQ(PublicKey::make(other, key.public_key().parts()).has_value(), same_parts);
    EXPECT_EQ(SigningKey::from_pkcs8(other, key.to_pkcs8()).has_value(), same_parts);
    EXPECT_EQ(SigningKey::make(other, key.private_parts()).has_value(), same_parts);
  }
}

TEST_P(EveryAlgorithm, one_key_signs_on_many_threads) {
  const SigningKey key = generate();
  const PublicKey public_key = key.public_key();
  std::atomic<int> wrong = 0;
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 4; ++t) {
      threads.emplace_back([&] {
        for (int i = 0; i < 8; ++i) {
          wrong += public_key.verify(message_, key.sign(message_)) ? 0 : 1;
        }
      });
    }
  }
  EXPECT_EQ(wrong, 0);
}

INSTANTIATE_TEST_SUITE_P(all, EveryAlgorithm, testing::ValuesIn(kAll), [](const auto& instance) {
  return std::string(to_string(instance.param));
});

TEST(SignatureAlgorithm_RFC7518_3_1, takes_exact_names_only) {
  for (const SignatureAlgorithm algorithm : kAll) {
    EXPECT_EQ(signature_algorithm(to_string(algorithm)), algorithm);
  }
  for (const char* name :
       {"", "none", "None", "nOnE", "rs256", "RS256 ", "RSA1_5", "HS256", "ES256K"}) {
    EXPECT_FALSE(signature_algorithm(name).has_value()) << name;
  }
  EXPECT_FALSE(mac_algorithm("RS256").has_value());
  EXPECT_EQ(mac_algorithm("HS512"), MacAlgorithm::HS512);
}

class WeakKeys_TK12 : public testing::Test {
 protected:
  RsaPublic strong() {
    auto key = SigningKey::generate(SignatureAlgorithm::RS256, random_);
    return std::get<RsaPublic>(key->public_key().parts());
  }
  static bool taken(PublicParts parts, SignatureAlgorithm algorithm = SignatureAlgorithm::RS256) {
    return PublicKey::make(algorithm, std::move(parts)).has_value();
  }
  base::SystemRandom random_;
};

TEST_F(WeakKeys_TK12, a_public_exponent_of_three_one_even_or_huge_is_refused) {
  const RsaPublic good = strong();
  EXPECT_TRUE(taken(good));
  for (const base::Bytes& exponent :
       {base::Bytes{3}, base::Bytes{1}, base::Bytes{17}, base::Bytes{0, 1, 0, 1}, base::Bytes{},
        base::Bytes{1, 0, 0}, base::Bytes{1, 0, 0, 0, 1}, base::Bytes(256, 0xFF)}) {
    EXPECT_FALSE(taken(RsaPublic{.n = good.n, .e = exponent})) << base::to_hex(exponent);
  }
}

TEST_F(WeakKeys_TK12, a_modulus_below_2048_or_above_4096_bits_is_refused) {
  const base::Bytes e{1, 0, 1};
  for (const std::size_t octets : {0UL, 1UL, 64UL, 128UL, 255UL, 513UL, 2048UL}) {
    EXPECT_FALSE(taken(RsaPublic{.n = base::Bytes(octets, 0xFF), .e = e})) << octets;
  }
  base::Bytes bits_2047(256, 0xFF);
  bits_2047[0] = 0x7F;
  EXPECT_FALSE(taken(RsaPublic{.n = bits_2047, .e = e}));
  base::Bytes padded(257, 0xFF);
  padded[0] = 0;
  EXPECT_FALSE(taken(RsaPublic{.n = padded, .e = e}));
  EXPECT_FALSE(SigningKey::generate(SignatureAlgorithm::RS256, random_, 1024).has_value());
  EXPECT_FALSE(SigningKey::generate(SignatureAlgorithm::PS256, random_, 8192).has_value());
}

TEST_F(WeakKeys_TK12, a_point_off_the_curve_is_refused) {
  const auto key = SigningKey::generate(SignatureAlgorithm::ES256, random_);
  EcPublic point = std::get<EcPublic>(key->public_key().parts());
  EXPECT_TRUE(taken(point, SignatureAlgorithm::ES256));
  point.y[31] ^= 1;
  EXPECT_FALSE(taken(point, SignatureAlgorithm::ES256));
  EXPECT_FALSE(
      taken(EcPublic{.x = base::Bytes(32), .y = base::Bytes(32)}, SignatureAlgorithm::ES256));
  EXPECT_FALSE(taken(EcPublic{.x = {}, .y = {}}, SignatureAlgorithm::ES256));
}

TEST_F(WeakKeys_TK12, an_ed25519_point_of_small_order_is_refused) {
  base::Bytes identity(32);
  identity[0] = 1;
  EXPECT_FALSE(taken(Ed25519Public{.x = identity}, SignatureAlgorithm::EdDSA));
  EXPECT_FALSE(taken(Ed25519Public{.x = base::Bytes(32)}, SignatureAlgorithm::EdDSA));
  EXPECT_FALSE(taken(Ed25519Public{.x = base::Bytes(31, 7)}, SignatureAlgorithm::EdDSA));
}

TEST_F(WeakKeys_TK12, an_ecdsa_signature_of_zeros_or_in_der_is_refused) {
  for (const auto algorithm :
       {SignatureAlgorithm::ES256, SignatureAlgorithm::ES384, SignatureAlgorithm::ES512}) {
    const auto key = SigningKey::generate(algorithm, random_);
    const base::Bytes message = random_.bytes(40);
    const base::Bytes good = key->sign(message);
    const std::size_t half = good.size() / 2;
    const auto half_zero = [&](std::size_t from) {
      base::Bytes changed = good;
      std::fill_n(changed.begin() + static_cast<std::ptrdiff_t>(from), half, std::uint8_t{0});
      return changed;
    };
    EXPECT_FALSE(key->public_key().verify(message, base::Bytes(good.size())));
    EXPECT_FALSE(key->public_key().verify(message, half_zero(0)));
    EXPECT_FALSE(key->public_key().verify(message, half_zero(half)));
    base::Bytes der{0x30, 0x06, 0x02, 0x01, 0x01, 0x02, 0x01, 0x01};
    EXPECT_FALSE(key->public_key().verify(message, der));
    der.resize(good.size());
    EXPECT_FALSE(key->public_key().verify(message, der));
  }
}

TEST_F(WeakKeys_TK12, a_private_half_of_another_public_half_is_refused) {
  for (const auto algorithm :
       {SignatureAlgorithm::RS256, SignatureAlgorithm::ES256, SignatureAlgorithm::EdDSA}) {
    auto mine = SigningKey::generate(algorithm, random_)->private_parts();
    const auto theirs = SigningKey::generate(algorithm, random_)->private_parts();
    std::visit(
        [&](auto& parts) {
          parts.public_part = std::get<std::decay_t<decltype(parts)>>(theirs).public_part;
        },
        mine);
    EXPECT_FALSE(SigningKey::make(algorithm, mine).has_value()) << to_string(algorithm);
  }
}

TEST_F(WeakKeys_TK12, what_is_not_pkcs8_is_refused) {
  for (const auto algorithm : kAll) {
    EXPECT_FALSE(SigningKey::from_pkcs8(algorithm, base::Secret()).has_value());
    EXPECT_FALSE(SigningKey::from_pkcs8(algorithm, base::Secret(random_.bytes(300))).has_value());
    auto key = SigningKey::generate(algorithm, random_)->to_pkcs8();
    base::Bytes longer(key.reveal().begin(), key.reveal().end());
    longer.push_back(0);
    EXPECT_FALSE(SigningKey::from_pkcs8(algorithm, base::Secret(std::move(longer))).has_value());
  }
}

}  // namespace
}  // namespace crypto
