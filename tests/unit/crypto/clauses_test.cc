// What is wrong with a key is said by the clause it breaks (TK12).
#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "base/random.h"
#include "crypto/signing_key.h"

namespace crypto {
namespace {

class ClausesOfKeys_TK12 : public testing::Test {
 protected:
  template <class Parts>
  Parts made(SignatureAlgorithm algorithm) {
    return std::get<Parts>(SigningKey::generate(algorithm, random_)->private_parts());
  }
  static std::string of(SignatureAlgorithm algorithm, PublicParts parts) {
    return PublicKey::make(algorithm, std::move(parts)).error().clause;
  }
  static std::string of(SignatureAlgorithm algorithm, const PrivateParts& parts) {
    return SigningKey::make(algorithm, parts).error().clause;
  }
  base::SystemRandom random_;
};

TEST_F(ClausesOfKeys_TK12, rsa) {
  const RsaPublic good = made<RsaPrivate>(SignatureAlgorithm::RS256).public_part;
  const auto with = [&](base::Bytes n, base::Bytes e) {
    return of(SignatureAlgorithm::RS256, PublicParts(RsaPublic{std::move(n), std::move(e)}));
  };
  EXPECT_EQ(with({}, good.e), "RFC7518-6.3.1");
  EXPECT_EQ(with(base::Bytes(255, 0xFF), good.e), "RFC7518-3.3");
  EXPECT_EQ(with(base::Bytes(513, 0xFF), good.e), "RFC7518-3.3");
  EXPECT_EQ(with(base::Bytes(256, 0xFE), good.e), "RFC7518-6.3.1.1");
  EXPECT_EQ(with(good.n, {3}), "RFC7518-6.3.1.2");
  EXPECT_EQ(SigningKey::generate(SignatureAlgorithm::RS256, random_, 1024).error().clause,
            "RFC7518-3.3");
  auto without_p = made<RsaPrivate>(SignatureAlgorithm::RS256);
  without_p.p = base::Secret();
  EXPECT_EQ(of(SignatureAlgorithm::RS256, PrivateParts(std::move(without_p))), "RFC7518-6.3.2");
}

TEST_F(ClausesOfKeys_TK12, ec) {
  auto key = made<EcPrivate>(SignatureAlgorithm::ES256);
  EcPublic off_curve = key.public_part;
  off_curve.y[31] ^= 1;
  EXPECT_EQ(of(SignatureAlgorithm::ES256, PublicParts(off_curve)), "RFC7518-6.2.1");
  EcPublic shorter = key.public_part;
  shorter.x.pop_back();
  EXPECT_EQ(of(SignatureAlgorithm::ES256, PublicParts(shorter)), "RFC7518-6.2.1.2");
  key.d = base::Secret(base::Bytes(31, 1));
  EXPECT_EQ(of(SignatureAlgorithm::ES256, PrivateParts(std::move(key))), "RFC7518-6.2.2.1");
  for (const auto& scalar : {base::Bytes(32), base::Bytes(32, 0xFF)}) {
    auto beyond = made<EcPrivate>(SignatureAlgorithm::ES256);
    beyond.d = base::Secret(scalar);
    EXPECT_EQ(of(SignatureAlgorithm::ES256, PrivateParts(std::move(beyond))), "RFC7518-6");
  }
  auto mixed = made<EcPrivate>(SignatureAlgorithm::ES256);
  mixed.public_part = made<EcPrivate>(SignatureAlgorithm::ES256).public_part;
  EXPECT_EQ(of(SignatureAlgorithm::ES256, PrivateParts(std::move(mixed))), "RFC7518-6");
}

TEST_F(ClausesOfKeys_TK12, ed25519) {
  EXPECT_EQ(of(SignatureAlgorithm::EdDSA, PublicParts(Ed25519Public{.x = base::Bytes(32)})),
            "RFC8037-2");
  auto key = made<Ed25519Private>(SignatureAlgorithm::EdDSA);
  key.d = base::Secret(base::Bytes(31, 1));
  EXPECT_EQ(of(SignatureAlgorithm::EdDSA, PrivateParts(std::move(key))), "RFC8037-2");
  EXPECT_EQ(of(SignatureAlgorithm::ES256,
               PublicParts(made<Ed25519Private>(SignatureAlgorithm::EdDSA).public_part)),
            "RFC8725-3.1");
}

TEST_F(ClausesOfKeys_TK12, pkcs8) {
  const auto of_der = [&](SignatureAlgorithm algorithm, const base::Secret& der) {
    return SigningKey::from_pkcs8(algorithm, der).error().clause;
  };
  EXPECT_EQ(of_der(SignatureAlgorithm::ES256, base::Secret()), "RFC5958-2");
  EXPECT_EQ(of_der(SignatureAlgorithm::ES256,
                   SigningKey::generate(SignatureAlgorithm::ES384, random_)->to_pkcs8()),
            "RFC5958-2");
  EXPECT_EQ(of_der(SignatureAlgorithm::EdDSA, base::Secret()), "RFC8410-7");
}

}  // namespace
}  // namespace crypto
