#include "jose/jwk_members.h"

#include <algorithm>

#include "jose/compact.h"

namespace jose {
namespace {

using crypto::Family;
using crypto::SignatureAlgorithm;

std::unexpected<base::Error> refused(std::string_view clause, std::string why) {
  return base::reject(base::ErrorCode::invalid_request, clause, std::move(why));
}

bool is_text(const base::json::object& jwk, std::string_view name, std::string_view expected) {
  const auto* value = jwk.if_contains(name);
  return value != nullptr && value->is_string() && value->get_string() == expected;
}

base::Done check_use(const base::json::object& jwk) {
  if (jwk.contains("use") && !is_text(jwk, "use", "sig")) {
    return refused("RFC7517-4.2", "the key is not for signatures");
  }
  if (const auto* operations = jwk.if_contains("key_ops")) {
    const auto* list = operations->if_array();
    const bool signs = list != nullptr && std::ranges::any_of(*list, [](const auto& operation) {
                         return operation.is_string() && (operation.get_string() == "verify" ||
                                                          operation.get_string() == "sign");
                       });
    if (!signs) {
      return refused("RFC7517-4.3", "the key is not for signatures");
    }
  }
  return {};
}

std::optional<SignatureAlgorithm> by_curve(const base::json::object& jwk) {
  for (const auto algorithm : {SignatureAlgorithm::ES256, SignatureAlgorithm::ES384,
                               SignatureAlgorithm::ES512, SignatureAlgorithm::EdDSA}) {
    if (is_text(jwk, "kty", kty_of(algorithm)) &&
        is_text(jwk, "crv", crypto::curve_of(algorithm))) {
      return algorithm;
    }
  }
  return std::nullopt;
}

}  // namespace

std::string_view kty_of(SignatureAlgorithm algorithm) {
  switch (crypto::family_of(algorithm)) {
    case Family::rsa_pkcs1:
    case Family::rsa_pss:
      return "RSA";
    case Family::ecdsa:
      return "EC";
    case Family::ed25519:
      return "OKP";
  }
  return "";
}

base::Result<std::string> kid_of(const base::json::object& jwk) {
  const auto* kid = jwk.if_contains("kid");
  if (kid == nullptr) {
    return std::string();
  }
  if (!kid->is_string() || kid->get_string().empty() || kid->get_string().size() > kMostKid) {
    return refused("RFC7517-4.5", "the kid is no text, empty or too long");
  }
  return std::string(kid->get_string());
}

// What "EdDSA" left to the curve has a name of its own by now (RFC9864-2.2).
std::optional<SignatureAlgorithm> algorithm_named(std::string_view name) {
  return name == crypto::curve_of(SignatureAlgorithm::EdDSA) ? SignatureAlgorithm::EdDSA
                                                             : crypto::signature_algorithm(name);
}

base::Result<SignatureAlgorithm> algorithm_of(const base::json::object& jwk,
                                              std::optional<SignatureAlgorithm> bound) {
  TRY(check_use(jwk));
  std::optional<SignatureAlgorithm> algorithm = bound;
  if (const auto* named = jwk.if_contains("alg")) {
    algorithm = named->is_string() ? algorithm_named(named->get_string()) : std::nullopt;
    if (!algorithm) {
      return refused("RFC7517-4.4", "the alg of the key is not supported");
    }
    if (bound && *bound != *algorithm) {
      return refused("RFC8725-3.1", "the alg of the key is not the agreed one");
    }
  } else if (!algorithm) {
    algorithm = by_curve(jwk);
  }
  if (!algorithm) {
    return refused("RFC8725-3.1", "the key names no alg and its kind does not tell");
  }
  const std::string_view curve = crypto::curve_of(*algorithm);
  if (!is_text(jwk, "kty", kty_of(*algorithm)) || (!curve.empty() && !is_text(jwk, "crv", curve))) {
    return refused("RFC7518-6.1", "the key is not of the kind its algorithm needs");
  }
  return *algorithm;
}

base::Result<base::Bytes> octets_member(const base::json::object& jwk, std::string_view name) {
  const auto* value = jwk.if_contains(name);
  const auto* text = value == nullptr ? nullptr : value->if_string();
  auto octets = text == nullptr ? std::nullopt : base::from_base64url(std::string_view(*text));
  if (!octets) {
    return refused("RFC7518-6",
                   "a part of the key is missing or not base64url: " + std::string(name));
  }
  return *std::move(octets);
}

base::Result<crypto::PublicParts> public_parts(const base::json::object& jwk,
                                               SignatureAlgorithm algorithm) {
  switch (crypto::family_of(algorithm)) {
    case Family::rsa_pkcs1:
    case Family::rsa_pss: {
      TRY_VAL(n, octets_member(jwk, "n"));
      TRY_VAL(e, octets_member(jwk, "e"));
      return crypto::RsaPublic{.n = std::move(n), .e = std::move(e)};
    }
    case Family::ecdsa: {
      TRY_VAL(x, octets_member(jwk, "x"));
      TRY_VAL(y, octets_member(jwk, "y"));
      return crypto::EcPublic{.x = std::move(x), .y = std::move(y)};
    }
    case Family::ed25519: {
      TRY_VAL(x, octets_member(jwk, "x"));
      return crypto::Ed25519Public{.x = std::move(x)};
    }
  }
  return refused("RFC7518-6.1", "no such kind of key");
}

}  // namespace jose
