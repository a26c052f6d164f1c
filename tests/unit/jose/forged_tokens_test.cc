// TK12 and TK13 of the attack cases, against verifiers that hold the keys of RFC 7515.
#include <gtest/gtest.h>

#include "base/random.h"
#include "crypto/digest.h"
#include "jose/jwk.h"
#include "jose/mac.h"
#include "jose/private_jwk.h"
#include "jose/signer.h"
#include "jose/verifier.h"
#include "tests/support/vectors.h"

namespace jose {
namespace {

using support::text_of;

constexpr std::string_view kClaims = R"({"sub":"1"})";

std::string b64(std::string_view text) { return base::to_base64url(base::bytes_of(text)); }

std::string b64(const base::Bytes& octets) { return base::to_base64url(octets); }

// A header as an attacker writes it, over a signature of any octets.
std::string forged(std::string_view header, const base::Bytes& signature) {
  return b64(header) + "." + b64(kClaims) + "." + b64(signature);
}

class ForgedToken : public testing::Test {
 protected:
  ForgedToken() {
    const auto file = support::read_vectors("rfc7515.json");
    for (const auto& [name, kid, algorithm] :
         {std::tuple{"A_2", "rs", crypto::SignatureAlgorithm::RS256},
          std::tuple{"A_2", "ps", crypto::SignatureAlgorithm::PS256},
          std::tuple{"A_3", "es", crypto::SignatureAlgorithm::ES256},
          std::tuple{"A_4", "es5", crypto::SignatureAlgorithm::ES512}}) {
      for (const auto& vector : file.at("vectors").as_array()) {
        if (vector.at("name").as_string() == name) {
          add(kid,
              *parse_private_jwk(base::Secret(base::json::serialize(vector.at("key"))), algorithm));
        }
      }
    }
    add("ed", {.kid = "ed",
               .key = *crypto::SigningKey::generate(crypto::SignatureAlgorithm::EdDSA, random_)});
  }

  void add(const std::string& kid, PrivateJwk jwk) {
    EXPECT_TRUE(keys_.add({.kid = kid, .key = jwk.key.public_key()}).has_value());
    signing_.emplace(kid, jwk.key);
    signers_.emplace(kid, Signer(kid, jwk.key));
  }

  // The genuine signature of a header that a signer of ours would never write.
  std::string signed_by(const std::string& kid, std::string_view header,
                        std::string_view claims = kClaims) const {
    const std::string input = b64(header) + "." + b64(claims);
    return input + "." + b64(signing_.at(kid).sign(base::bytes_of(input)));
  }

  base::Result<Verified> verify(std::string_view token) const {
    return Verifier(keys_).verify(token, {.typ = "at+jwt"});
  }
  std::string clause(std::string_view token) const {
    const auto verified = verify(token);
    return verified ? "taken" : verified.error().clause;
  }

  base::SystemRandom random_;
  KeySet keys_;
  std::map<std::string, crypto::SigningKey> signing_;
  std::map<std::string, Signer> signers_;
};

TEST_F(ForgedToken, the_genuine_one_is_taken) {
  for (const auto& [kid, signer] : signers_) {
    EXPECT_EQ(clause(signer.sign("at+jwt", kClaims)), "taken") << kid;
    const std::string alg(crypto::to_string(signer.algorithm()));
    EXPECT_EQ(clause(signed_by(kid, R"({"alg":")" + alg + R"(","kid":")" + kid +
                                        R"(","typ":"application/AT+JWT"})")),
              "taken")
        << kid;
  }
}

TEST_F(ForgedToken, none_in_any_spelling_TK12) {
  for (const std::string alg : {"none", "None", "nOnE", "NONE", ""}) {
    for (const std::string kid : {"rs", "ps", "es", "es5", "ed"}) {
      const std::string header =
          R"({"alg":")" + alg + R"(","kid":")" + kid + R"(","typ":"at+jwt"})";
      EXPECT_NE(clause(forged(header, {})), "taken") << alg;
      EXPECT_NE(clause(forged(header, base::Bytes(256))), "taken") << alg;
      EXPECT_NE(clause(signed_by(kid, header)), "taken") << alg;
    }
  }
}

TEST_F(ForgedToken, an_hmac_under_our_public_key_in_any_form_TK12) {
  const auto forms = support::read_vectors("public_key_forms.json");
  for (const auto& key : forms.at("keys").as_array()) {
    const std::string kid = key.at("alg").as_string() == "RS256" ? "rs" : "es";
    std::vector<base::Bytes> secrets;
    for (const auto& member : key.as_object()) {
      const std::string name(member.key());
      if (name.ends_with("_pem")) {
        const std::string pem = text_of(member.value());
        for (const std::string& text : {pem, pem.substr(0, pem.size() - 1)}) {
          secrets.emplace_back(text.begin(), text.end());
        }
      } else if (name.ends_with("_der")) {
        secrets.push_back(support::hex_of(member.value()));
      }
    }
    for (const std::string& jwk :
         {base::json::serialize(key.at("jwk")), base::json::serialize(to_jwk(*keys_.find(kid)))}) {
      secrets.emplace_back(jwk.begin(), jwk.end());
    }
    ASSERT_GE(secrets.size(), 5U);
    for (const base::Bytes& secret : secrets) {
      const std::string input =
          b64(R"({"alg":"HS256","kid":")" + kid + R"(","typ":"at+jwt"})") + "." + b64(kClaims);
      const base::Bytes tag = crypto::hmac_sha256(secret, base::bytes_of(input));
      EXPECT_EQ(clause(input + "." + b64(tag)), "RFC8725-3.1");
    }
  }
}

// Of a JWT that others make; of one of ours it is no name.
TEST_F(ForgedToken, TK12_the_newer_name_of_EdDSA_is_one_of_its_key_alone_RFC9864_2_2) {
  const Expected newly_named{.typ = "at+jwt", .newly_named_too = true};
  for (const auto& [kid, signer] : signers_) {
    for (const std::string alg : {"Ed25519", "Ed448", "ed25519", "P-256", ""}) {
      const auto token =
          signed_by(kid, R"({"alg":")" + alg + R"(","kid":")" + kid + R"(","typ":"at+jwt"})");
      const bool right =
          alg == "Ed25519" && signer.algorithm() == crypto::SignatureAlgorithm::EdDSA;
      EXPECT_EQ(Verifier(keys_).verify(token, newly_named).has_value(), right) << kid << " " << alg;
      EXPECT_FALSE(verify(token)) << kid << " " << alg;
    }
  }
}

TEST_F(ForgedToken, an_alg_that_is_not_the_key_s_TK12) {
  for (const auto& [kid, signer] : signers_) {
    for (const std::string alg : {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256",
                                  "ES384", "ES512", "EdDSA", "HS256", "RSA1_5", "ES256K"}) {
      if (alg != crypto::to_string(signer.algorithm())) {
        EXPECT_EQ(clause(signed_by(
                      kid, R"({"alg":")" + alg + R"(","kid":")" + kid + R"(","typ":"at+jwt"})")),
                  "RFC8725-3.1")
            << kid << " " << alg;
      }
    }
  }
}

TEST_F(ForgedToken, an_ecdsa_signature_of_zeros_of_another_length_or_in_der_TK12) {
  const std::string header = R"({"alg":"ES256","kid":"es","typ":"at+jwt"})";
  EXPECT_EQ(clause(forged(header, base::Bytes(64))), "RFC7515-5.2");
  for (const std::size_t length : {1UL, 32UL, 63UL, 65UL, 70UL, 72UL, 132UL}) {
    EXPECT_EQ(clause(forged(header, base::Bytes(length, 0x11))), "RFC7515-5.2") << length;
  }
  // The same r and s as DER: a verifier that takes both forms takes two tokens for one.
  const std::string genuine = signed_by("es", header);
  const auto raw = base::from_base64url(genuine.substr(genuine.rfind('.') + 1));
  base::Bytes der{0x30, 0x46, 0x02, 0x21, 0x00};
  der.insert(der.end(), raw->begin(), raw->begin() + 32);
  der.insert(der.end(), {0x02, 0x21, 0x00});
  der.insert(der.end(), raw->begin() + 32, raw->end());
  EXPECT_EQ(clause(genuine), "taken");
  EXPECT_EQ(clause(forged(header, der)), "RFC7515-5.2");
}

struct Header {
  const char* name;
  std::string header;  // with a genuine signature by "es"
  std::string clause;
};

const Header kHeaders[] = {
    {"b64_false", R"({"alg":"ES256","kid":"es","typ":"at+jwt","b64":false})", "RFC7797-6"},
    {"b64_false_and_crit",
     R"({"alg":"ES256","kid":"es","typ":"at+jwt","b64":false,"crit":["b64"]})", "RFC7515-4.1.11"},
    {"b64_true", R"({"alg":"ES256","kid":"es","typ":"at+jwt","b64":true})", "RFC7797-6"},
    {"crit_unknown", R"({"alg":"ES256","kid":"es","typ":"at+jwt","crit":["x"],"x":1})",
     "RFC7515-4.1.11"},
    {"crit_empty", R"({"alg":"ES256","kid":"es","typ":"at+jwt","crit":[]})", "RFC7515-4.1.11"},
    {"crit_null", R"({"alg":"ES256","kid":"es","typ":"at+jwt","crit":null})", "RFC7515-4.1.11"},
    {"zip", R"({"alg":"ES256","kid":"es","typ":"at+jwt","zip":"DEF"})", "RFC7516-9"},
    {"enc", R"({"alg":"ES256","kid":"es","typ":"at+jwt","enc":"A256GCM"})", "RFC7516-9"},
    {"jku", R"({"alg":"ES256","kid":"es","typ":"at+jwt","jku":"https://evil.example/jwks"})",
     "RFC7515-4.1.2"},
    {"jwk", R"({"alg":"ES256","kid":"es","typ":"at+jwt","jwk":{"kty":"oct","k":"AA"}})",
     "RFC7515-4.1.3"},
    {"x5u", R"({"alg":"ES256","kid":"es","typ":"at+jwt","x5u":"https://evil.example/c"})",
     "RFC7515-4.1.5"},
    {"x5c", R"({"alg":"ES256","kid":"es","typ":"at+jwt","x5c":["MIIB"]})", "RFC7515-4.1.6"},
    {"two_algs", R"({"alg":"none","alg":"ES256","kid":"es","typ":"at+jwt"})", "RFC8259-2"},
    {"two_algs_escaped", R"({"alg":"ES256","\u0061lg":"none","kid":"es","typ":"at+jwt"})",
     "RFC8259-2"},
    {"two_kids", R"({"alg":"ES256","kid":"es","kid":"rs","typ":"at+jwt"})", "RFC8259-2"},
    {"alg_missing", R"({"kid":"es","typ":"at+jwt"})", "RFC7515-4.1.1"},
    {"alg_null", R"({"alg":null,"kid":"es","typ":"at+jwt"})", "RFC7515-4.1.1"},
    {"alg_list", R"({"alg":["ES256"],"kid":"es","typ":"at+jwt"})", "RFC7515-4.1.1"},
    {"alg_lower_case", R"({"alg":"es256","kid":"es","typ":"at+jwt"})", "RFC8725-3.1"},
    {"kid_missing", R"({"alg":"ES256","typ":"at+jwt"})", "RFC7515-4.1.4"},
    {"kid_number", R"({"alg":"ES256","kid":0,"typ":"at+jwt"})", "RFC7515-4.1.4"},
    {"kid_empty", R"({"alg":"ES256","kid":"","typ":"at+jwt"})", "RFC7515-4.1.4"},
    {"kid_path", R"({"alg":"ES256","kid":"../../../dev/null","typ":"at+jwt"})", "RFC7515-4.1.4"},
    {"kid_sql", R"({"alg":"ES256","kid":"es' OR '1'='1","typ":"at+jwt"})", "RFC7515-4.1.4"},
    {"kid_nul", R"({"alg":"ES256","kid":"es\u0000","typ":"at+jwt"})", "RFC7515-4.1.4"},
    {"kid_other_case", R"({"alg":"ES256","kid":"ES","typ":"at+jwt"})", "RFC7515-4.1.4"},
    {"kid_1_kib", R"({"alg":"ES256","kid":")" + std::string(1024, 'k') + R"(","typ":"at+jwt"})",
     "RFC7515-4.1.4"},
    {"kid_10_kib", R"({"alg":"ES256","kid":")" + std::string(10240, 'k') + R"(","typ":"at+jwt"})",
     "RFC7515-4"},
    {"kid_64_kib", R"({"alg":"ES256","kid":")" + std::string(65536, 'k') + R"(","typ":"at+jwt"})",
     "RFC7515-7.1"},
    {"typ_missing", R"({"alg":"ES256","kid":"es"})", "RFC8725-3.11"},
    {"typ_other", R"({"alg":"ES256","kid":"es","typ":"JWT"})", "RFC8725-3.11"},
    {"typ_prefix", R"({"alg":"ES256","kid":"es","typ":"at+jwt2"})", "RFC8725-3.11"},
    {"typ_of_another_tree", R"({"alg":"ES256","kid":"es","typ":"text/at+jwt"})", "RFC8725-3.11"},
    {"typ_list", R"({"alg":"ES256","kid":"es","typ":["at+jwt"]})", "RFC7515-4.1.9"},
    {"header_is_a_list", R"(["ES256"])", "RFC8259-2"},
    {"header_is_no_json", "alg=ES256", "RFC8259-2"},
    {"header_is_not_utf8", "{\"alg\":\"ES256\",\"kid\":\"es\",\"typ\":\"at+jwt\",\"x\":\"\xff\"}",
     "RFC8259-2"},
    {"header_is_empty", "", "RFC8259-2"},
};

class ForgedHeader_TK13 : public ForgedToken, public testing::WithParamInterface<Header> {};

TEST_P(ForgedHeader_TK13, is_refused_although_the_signature_is_genuine) {
  EXPECT_EQ(clause(signed_by("es", GetParam().header)), GetParam().clause);
}

INSTANTIATE_TEST_SUITE_P(table, ForgedHeader_TK13, testing::ValuesIn(kHeaders),
                         [](const auto& instance) { return instance.param.name; });

class ForgedText_TK13 : public ForgedToken {
 protected:
  const std::string genuine_ = signers_.at("es").sign("at+jwt", kClaims);
  const std::size_t first_ = genuine_.find('.');
  const std::size_t last_ = genuine_.rfind('.');
  std::string with(std::size_t at, std::string_view inserted) const {
    return std::string(genuine_).insert(at, inserted);
  }
};

TEST_F(ForgedText_TK13, padding_and_white_space_anywhere) {
  ASSERT_EQ(clause(genuine_), "taken");
  for (const std::string& text :
       {std::string("="), std::string("=="), std::string(" "), std::string("\n"),
        std::string("\r\n"), std::string("\t"), std::string(1, '\0'), std::string("%3D")}) {
    for (const std::size_t at :
         {std::size_t{0}, first_, first_ + 1, last_, last_ + 1, genuine_.size()}) {
      EXPECT_NE(clause(with(at, text)), "taken") << at;
    }
  }
}

TEST_F(ForgedText_TK13, letters_of_plain_base64) {
  for (const char c : {'+', '/'}) {
    std::string changed = genuine_;
    changed[last_ + 5] = c;
    EXPECT_EQ(clause(changed), "RFC7515-2");
  }
}

// 64 octets leave four bits over in the last letter; 15 of 16 letters decode to the same octets.
TEST_F(ForgedText_TK13, a_last_letter_with_stray_bits) {
  constexpr std::string_view kAlphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const std::size_t value = kAlphabet.find(genuine_.back());
  for (std::size_t bits = 1; bits < 16; ++bits) {
    std::string changed = genuine_;
    changed.back() = kAlphabet[value ^ bits];
    EXPECT_EQ(clause(changed), "RFC7515-2");
  }
}

TEST_F(ForgedText_TK13, cut_anywhere) {
  for (std::size_t length = 0; length < genuine_.size(); ++length) {
    EXPECT_NE(clause(std::string_view(genuine_).substr(0, length)), "taken") << length;
  }
}

TEST_F(ForgedText_TK13, another_number_of_parts) {
  EXPECT_EQ(clause(genuine_ + "." + genuine_), "RFC7515-7.1");
  EXPECT_EQ(clause(genuine_ + "."), "RFC7515-7.1");
  EXPECT_EQ(clause("." + genuine_), "RFC7515-7.1");
  EXPECT_EQ(clause(".."), "RFC8259-2");
  EXPECT_EQ(clause(genuine_.substr(0, last_)), "RFC7515-7.1");
  EXPECT_EQ(clause(genuine_.substr(0, last_ + 1)), "RFC8725-3.2");
}

TEST_F(ForgedText_TK13, json_serialization) {
  const std::string flattened =
      R"({"protected":")" + genuine_.substr(0, first_) + R"(","payload":"e30","signature":"AA"})";
  EXPECT_EQ(clause(flattened), "RFC7515-7.1");
}

// RFC 7516 appendix A.1's shape, PBES2 with a count that would take minutes, and a compressed one.
TEST_F(ForgedText_TK13, a_jwe_of_any_kind_TK12) {
  for (const std::string_view header :
       {R"({"alg":"RSA-OAEP","enc":"A256GCM","kid":"rs"})",
        R"({"alg":"PBES2-HS256+A128KW","enc":"A128GCM","p2s":"AAAA","p2c":2147483648})",
        R"({"alg":"dir","enc":"A128GCM","zip":"DEF"})"}) {
    EXPECT_EQ(clause(b64(header) + ".AAAA.AAAA.AAAA.AAAA"), "RFC7516-9");
  }
}

TEST_F(ForgedText_TK13, more_than_16_kib) {
  const std::string large = R"({"x":")" + std::string(13'000, 'x') + R"("})";
  EXPECT_EQ(
      clause(signers_.at("es").sign("at+jwt", R"({"x":")" + std::string(11'000, 'x') + R"("})")),
      "taken");
  EXPECT_EQ(clause(signers_.at("es").sign("at+jwt", large)), "RFC7515-7.1");
}

TEST_F(ForgedText_TK13, claims_that_are_no_object_or_say_a_thing_twice) {
  for (const std::string_view claims :
       {R"({"sub":"1","sub":"2"})", R"(["sub"])", R"("sub")", "", "{", "{} {}", "\xff"}) {
    EXPECT_EQ(clause(signers_.at("es").sign("at+jwt", claims)), "RFC8259-2") << claims;
  }
}

TEST(UntypedTokens_TK14, are_taken_only_where_the_caller_says_so) {
  base::SystemRandom random;
  const Signer signer("k",
                      *crypto::SigningKey::generate(crypto::SignatureAlgorithm::EdDSA, random));
  KeySet keys;
  ASSERT_TRUE(keys.add({.kid = "k", .key = signer.public_key()}).has_value());
  const Verifier verifier(std::move(keys));
  const std::string untyped = signer.sign("", "{}");
  EXPECT_FALSE(verifier.verify(untyped, {.typ = "JWT"}).has_value());
  EXPECT_TRUE(verifier.verify(untyped, {.typ = "JWT", .untyped_too = true}).has_value());
  EXPECT_TRUE(verifier.verify(untyped, {.typ = ""}).has_value());
  EXPECT_FALSE(verifier.verify(signer.sign("JWT", "{}"), {.typ = ""}).has_value());
  EXPECT_FALSE(verifier.verify(signer.sign("logout+jwt", "{}"), {.typ = "JWT", .untyped_too = true})
                   .has_value());
}

TEST(SharedKeys_TK12, a_public_key_algorithm_is_none_of_theirs) {
  base::SystemRandom random;
  const base::Secret secret(random.bytes(64));
  const auto hs256 = SharedKey::make(crypto::MacAlgorithm::HS256, "site", secret);
  const auto hs512 = SharedKey::make(crypto::MacAlgorithm::HS512, "site", secret);
  ASSERT_TRUE(hs256.has_value() && hs512.has_value());
  const std::string token = MacSigner(*hs256).sign("JWT", "{}");
  EXPECT_EQ(MacVerifier(*hs512).verify(token, {.typ = "JWT"}).error().clause, "RFC8725-3.1");
  EXPECT_EQ(MacVerifier(*hs256).verify(token, {.typ = "at+jwt"}).error().clause, "RFC8725-3.11");
  for (const std::string alg : {"none", "RS256", "ES256", "EdDSA", "hs256", "HS512"}) {
    const std::string input = b64(R"({"alg":")" + alg + R"(","kid":"site","typ":"JWT"})") + ".e30";
    const base::Bytes tag = hs256->key().tag(base::bytes_of(input));
    EXPECT_EQ(MacVerifier(*hs256).verify(input + "." + b64(tag), {.typ = "JWT"}).error().clause,
              "RFC8725-3.1")
        << alg;
  }
  const std::string other_kid = b64(R"({"alg":"HS256","kid":"other","typ":"JWT"})") + ".e30";
  const base::Bytes tag = hs256->key().tag(base::bytes_of(other_kid));
  EXPECT_EQ(MacVerifier(*hs256).verify(other_kid + "." + b64(tag), {.typ = "JWT"}).error().clause,
            "RFC7515-4.1.4");
}

}  // namespace
}  // namespace jose
