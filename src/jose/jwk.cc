#include "jose/jwk.h"

#include <array>

#include "crypto/digest.h"
#include "jose/jwk_members.h"

namespace jose {
namespace {

using crypto::SignatureAlgorithm;

// RFC 7518 sections 6.2.2, 6.3.2 and 6.4; RFC 8037 section 2.
constexpr std::array<std::string_view, 8> kPrivateMembers = {"d",  "p",  "q",   "dp",
                                                             "dq", "qi", "oth", "k"};

std::unexpected<base::Error> refused(std::string_view clause, std::string why) {
  return base::reject(base::ErrorCode::invalid_request, clause, std::move(why));
}

base::Done check_public(const base::json::object& jwk) {
  for (const std::string_view name : kPrivateMembers) {
    if (jwk.contains(name)) {
      return refused("RFC7517-9.2", "the key carries its private half and is burnt");
    }
  }
  return {};
}

base::Result<VerificationKey> parse_checked(const base::json::object& jwk,
                                            std::optional<SignatureAlgorithm> bound) {
  TRY_VAL(kid, kid_of(jwk));
  TRY_VAL(algorithm, algorithm_of(jwk, bound));
  TRY_VAL(parts, public_parts(jwk, algorithm));
  TRY_VAL(key, crypto::PublicKey::make(algorithm, std::move(parts)));
  return VerificationKey{.kid = std::move(kid), .key = std::move(key)};
}

// The required members alone, by name in order, without white space (RFC 7638 section 3).
std::string canonical(const crypto::PublicKey& key) {
  const auto& parts = key.parts();
  const std::string kty(kty_of(key.algorithm()));
  const std::string curve(crypto::curve_of(key.algorithm()));
  if (const auto* rsa = std::get_if<crypto::RsaPublic>(&parts)) {
    return R"({"e":")" + base::to_base64url(rsa->e) + R"(","kty":")" + kty + R"(","n":")" +
           base::to_base64url(rsa->n) + R"("})";
  }
  const std::string start = R"({"crv":")" + curve + R"(","kty":")" + kty + R"(","x":")";
  if (const auto* ec = std::get_if<crypto::EcPublic>(&parts)) {
    return start + base::to_base64url(ec->x) + R"(","y":")" + base::to_base64url(ec->y) + R"("})";
  }
  return start + base::to_base64url(std::get<crypto::Ed25519Public>(parts).x) + R"("})";
}

}  // namespace

base::json::object to_jwk(const VerificationKey& key) {
  const SignatureAlgorithm algorithm = key.key.algorithm();
  base::json::object jwk;
  jwk["kty"] = kty_of(algorithm);
  if (const std::string_view curve = crypto::curve_of(algorithm); !curve.empty()) {
    jwk["crv"] = curve;
  }
  const auto& parts = key.key.parts();
  if (const auto* rsa = std::get_if<crypto::RsaPublic>(&parts)) {
    jwk["n"] = base::to_base64url(rsa->n);
    jwk["e"] = base::to_base64url(rsa->e);
  } else if (const auto* ec = std::get_if<crypto::EcPublic>(&parts)) {
    jwk["x"] = base::to_base64url(ec->x);
    jwk["y"] = base::to_base64url(ec->y);
  } else {
    jwk["x"] = base::to_base64url(std::get<crypto::Ed25519Public>(parts).x);
  }
  jwk["use"] = "sig";
  jwk["alg"] = crypto::to_string(algorithm);
  if (!key.kid.empty()) {
    jwk["kid"] = key.kid;
  }
  return jwk;
}

std::string to_jwks(const KeySet& keys) {
  base::json::array list;
  for (const VerificationKey& key : keys) {
    list.push_back(to_jwk(key));
  }
  return base::to_text(base::json::object{{"keys", std::move(list)}});
}

base::Result<VerificationKey> parse_jwk(const base::json::object& jwk,
                                        std::optional<SignatureAlgorithm> bound) {
  TRY(check_public(jwk));
  return parse_checked(jwk, bound);
}

base::Result<KeySet> parse_jwks(std::string_view text, std::optional<SignatureAlgorithm> bound) {
  if (text.size() > kMostJwks) {
    return base::reject(base::ErrorCode::too_large, "RFC7517-5", "the key set is too long");
  }
  TRY_VAL(object, base::parse_json_object(text));
  const auto* member = object.if_contains("keys");
  const auto* list = member == nullptr ? nullptr : member->if_array();
  if (list == nullptr || list->size() > kMostKeys) {
    return refused("RFC7517-5.1", "a key set has a list of at most 64 keys");
  }
  KeySet keys;
  std::string why = "it is empty";
  for (const auto& entry : *list) {
    const auto* jwk = entry.if_object();
    if (jwk == nullptr) {
      return refused("RFC7517-5.1", "a key is an object");
    }
    TRY(check_public(*jwk));
    if (auto key = parse_checked(*jwk, bound)) {
      TRY(keys.add(*std::move(key)));
    } else {
      why = key.error().description;
    }
  }
  if (keys.size() == 0) {
    return refused("RFC7517-5", "the key set has no key that can be used: " + why);
  }
  return keys;
}

std::string thumbprint(const crypto::PublicKey& key) {
  return base::to_base64url(crypto::sha256(base::bytes_of(canonical(key))));
}

}  // namespace jose
