// What the RFCs print of tokens in the compact form and of keys: RFC 7515 appendices A.1 to A.5,
// RFC 7517 appendices A.1 to A.3, RFC 7520 sections 4.1 to 4.4, RFC 7638 section 3.1, RFC 8037
// appendices A.1 to A.5. The forms of RFC 7515 appendices A.6, A.7 and F and of RFC 7520
// sections 4.5 to 4.8 are not ours: printed tokens that are put into them are refused.
#include "tests/support/vectors.h"

#include <gtest/gtest.h>

#include "jose/jwk.h"
#include "jose/mac.h"
#include "jose/private_jwk.h"
#include "jose/signer.h"
#include "jose/verifier.h"

namespace jose {
namespace {

using support::text_of;

struct Vector {
  std::string name;
  base::json::object content;

  std::string at(std::string_view member) const { return text_of(content.at(member)); }
  std::string compact() const { return at("compact"); }
  std::string payload() const {
    const std::string text = compact();
    const std::size_t first = text.find('.') + 1;
    const auto octets =
        base::from_base64url(std::string_view(text).substr(first, text.rfind('.') - first));
    return std::string(base::text_of(*octets));
  }
  bool is_mac() const { return at("alg").starts_with("HS"); }
  bool signature_repeats() const { return content.contains("signature_repeats"); }
};

std::vector<Vector> all_vectors() {
  std::vector<Vector> vectors;
  for (const std::string file : {"rfc7515", "rfc7520", "rfc8037"}) {
    for (const auto& vector : support::read_vectors(file + ".json").at("vectors").as_array()) {
      vectors.push_back({file + "_" + text_of(vector.at("name")), vector.as_object()});
    }
  }
  return vectors;
}

SharedKey shared_key(const Vector& vector) {
  const auto& jwk = vector.content.at("key").as_object();
  return *SharedKey::make(crypto::mac_algorithm(vector.at("alg")).value(),
                          jwk.contains("kid") ? text_of(jwk.at("kid")) : "",
                          base::Secret(base::from_base64url(text_of(jwk.at("k"))).value()));
}

PrivateJwk private_jwk(const Vector& vector) {
  auto key = parse_private_jwk(base::Secret(base::json::serialize(vector.content.at("key"))),
                               crypto::signature_algorithm(vector.at("alg")));
  if (!key) {
    throw std::runtime_error(key.error().description);
  }
  return *std::move(key);
}

base::Result<VerifiedOctets> verify(const Vector& vector, const std::string& compact) {
  const std::string typ = vector.at("typ");
  if (vector.is_mac()) {
    return MacVerifier(shared_key(vector)).verify_octets(compact, {.typ = typ});
  }
  PrivateJwk key = private_jwk(vector);
  KeySet keys;
  TRY(keys.add({.kid = key.kid, .key = key.key.public_key()}));
  return Verifier(std::move(keys)).verify_octets(compact, {.typ = typ});
}

std::string sign(const Vector& vector) {
  if (vector.is_mac()) {
    return MacSigner(shared_key(vector)).sign(vector.at("typ"), vector.payload());
  }
  PrivateJwk key = private_jwk(vector);
  return Signer(key.kid, std::move(key.key)).sign(vector.at("typ"), vector.payload());
}

// What a compact token holds, for the forms that we do not take.
struct Parts {
  std::string header;
  std::string payload;
  std::string signature;

  explicit Parts(const Vector& vector) {
    const std::string text = vector.compact();
    const std::size_t first = text.find('.');
    const std::size_t last = text.rfind('.');
    header = text.substr(0, first);
    payload = text.substr(first + 1, last - first - 1);
    signature = text.substr(last + 1);
  }
  base::json::object signed_by(std::string_view kid) const {
    return {{"protected", header},
            {"header", base::json::object{{"kid", kid}}},
            {"signature", signature}};
  }
};

class Vectors : public testing::TestWithParam<Vector> {};

TEST_P(Vectors, the_printed_token_verifies) {
  const auto verified = verify(GetParam(), GetParam().compact());
  ASSERT_TRUE(verified.has_value()) << verified.error().description;
  EXPECT_EQ(base::text_of(verified->payload()), GetParam().payload());
}

TEST_P(Vectors, our_signature_of_the_printed_payload_verifies) {
  EXPECT_TRUE(verify(GetParam(), sign(GetParam())).has_value());
}

// PKCS #1 v1.5, HMAC and Ed25519 have one signature for a text; RFC 7515 appendix A.1 orders its
// header differently.
TEST_P(Vectors, a_signature_that_is_not_random_is_the_printed_one) {
  if (GetParam().signature_repeats()) {
    EXPECT_EQ(sign(GetParam()), GetParam().compact());
  }
}

TEST_P(Vectors, any_other_last_octet_is_refused) {
  std::string compact = GetParam().compact();
  const std::size_t at = compact.size() - 3;
  compact[at] = compact[at] == 'A' ? 'B' : 'A';
  EXPECT_FALSE(verify(GetParam(), compact).has_value());
}

TEST_P(Vectors, detached_from_its_payload_is_refused_RFC7520_4_5) {
  const Parts parts(GetParam());
  ASSERT_EQ(parts.header + "." + parts.payload + "." + parts.signature, GetParam().compact());
  EXPECT_FALSE(verify(GetParam(), parts.header + ".." + parts.signature).has_value());
}

TEST_P(Vectors, in_the_flattened_form_is_refused_RFC7515_A_7_and_RFC7520_4_6) {
  const Parts parts(GetParam());
  base::json::object flat = parts.signed_by("flattened");
  flat["payload"] = parts.payload;
  EXPECT_FALSE(verify(GetParam(), base::json::serialize(flat)).has_value());
  // Content alone is protected.
  flat.erase("protected");
  EXPECT_FALSE(verify(GetParam(), base::json::serialize(flat)).has_value());
}

INSTANTIATE_TEST_SUITE_P(printed, Vectors, testing::ValuesIn(all_vectors()),
                         [](const auto& instance) { return instance.param.name; });

// One payload, signed by RS256 and by ES256 in one token.
TEST(GeneralForm_RFC7515_A_6, is_refused_by_the_keys_of_its_signatures) {
  const auto vectors = all_vectors();
  const Vector& by_rsa = vectors.at(1);
  const Vector& by_ec = vectors.at(2);
  const Parts rsa(by_rsa);
  const Parts ec(by_ec);
  ASSERT_EQ(rsa.payload, ec.payload);
  const std::string token = base::json::serialize(base::json::object{
      {"payload", rsa.payload},
      {"signatures", base::json::array{rsa.signed_by("2010-12-29"),
                                       ec.signed_by("e9bc097a-ce51-4036-9562-d2ade882db0d")}}});
  EXPECT_FALSE(verify(by_rsa, token).has_value());
  EXPECT_FALSE(verify(by_ec, token).has_value());
}

TEST(Unsecured_RFC7515_A_5, is_refused_by_every_key_TK12) {
  const std::string unsecured = text_of(support::read_vectors("rfc7515.json").at("unsecured"));
  for (const Vector& vector : all_vectors()) {
    EXPECT_FALSE(verify(vector, unsecured).has_value()) << vector.name;
  }
}

TEST(Jwk_RFC7517_A_1, the_set_gives_its_signature_key_and_leaves_the_other) {
  const auto file = support::read_vectors("rfc7517.json");
  const auto keys = parse_jwks(base::json::serialize(file.at("public_set")));
  ASSERT_TRUE(keys.has_value());
  ASSERT_EQ(keys->size(), 1U);
  const auto* key = keys->find("2011-04-29");
  ASSERT_NE(key, nullptr);
  EXPECT_EQ(key->key.algorithm(), crypto::SignatureAlgorithm::RS256);
}

TEST(Jwk_RFC7517_A_2, the_private_keys_are_of_their_public_halves) {
  const auto file = support::read_vectors("rfc7517.json");
  const auto rsa = parse_private_jwk(base::Secret(base::json::serialize(file.at("private_rsa"))));
  ASSERT_TRUE(rsa.has_value());
  EXPECT_EQ(rsa->kid, "2011-04-29");
  // Its use is enc, so that it signs only when that is taken away.
  base::json::object ec = file.at("private_ec").as_object();
  EXPECT_FALSE(parse_private_jwk(base::Secret(base::json::serialize(ec))).has_value());
  ec.erase("use");
  EXPECT_TRUE(parse_private_jwk(base::Secret(base::json::serialize(ec))).has_value());
}

// Secrets have no place in a key set; one is agreed on with whoever signs by it.
TEST(Jwk_RFC7517_A_3, symmetric_keys_are_no_key_set_and_the_one_for_HMAC_is_a_shared_key) {
  const auto set = support::read_vectors("rfc7517.json").at("symmetric_set");
  EXPECT_FALSE(parse_jwks(base::json::serialize(set)).has_value());
  const auto key = [&](std::size_t at) {
    return SharedKey::make(
        crypto::MacAlgorithm::HS256, "",
        base::Secret(base::from_base64url(text_of(set.at("keys").at(at).at("k"))).value()));
  };
  EXPECT_FALSE(key(0).has_value()) << "16 octets, for A128KW";
  const auto printed = all_vectors().front();
  EXPECT_TRUE(MacVerifier(key(1).value())
                  .verify_octets(printed.compact(), {.typ = printed.at("typ")})
                  .has_value());
}

TEST(Thumbprint_RFC7638_3_1, of_the_printed_key) {
  const auto file = support::read_vectors("rfc7517.json");
  const auto key = parse_jwk(file.at("public_set").at("keys").at(1).as_object());
  ASSERT_TRUE(key.has_value());
  EXPECT_EQ(thumbprint(key->key), text_of(file.at("rsa_thumbprint")));
}

TEST(Thumbprint_RFC8037_A_3, of_the_printed_key) {
  const auto file = support::read_vectors("rfc8037.json");
  base::json::object jwk = file.at("vectors").at(0).at("key").as_object();
  jwk.erase("d");
  const auto key = parse_jwk(jwk);
  ASSERT_TRUE(key.has_value());
  EXPECT_EQ(thumbprint(key->key), text_of(file.at("thumbprint")));
}

}  // namespace
}  // namespace jose
