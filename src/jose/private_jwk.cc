#include "jose/private_jwk.h"

#include <cstring>

#include "jose/jwk.h"
#include "jose/jwk_members.h"

namespace jose {
namespace {

using crypto::SignatureAlgorithm;

// Longer than any private JWK of 4096 bits, so that no copy is left behind by growing.
constexpr std::size_t kLongest = 8UL * 1024;

void append(base::Bytes& out, std::string_view text) {
  out.insert(out.end(), text.begin(), text.end());
}

void append_member(base::Bytes& out, std::string_view name, const base::Secret& value) {
  std::string text = base::to_base64url(value.reveal());
  append(out, ",\"");
  append(out, name);
  append(out, "\":\"");
  append(out, text);
  append(out, "\"");
  ::explicit_bzero(text.data(), text.size());
}

base::Result<base::Secret> secret_member(const base::json::object& jwk, std::string_view name) {
  TRY_VAL(octets, octets_member(jwk, name));
  return base::Secret(std::move(octets));
}

base::Result<crypto::PrivateParts> private_parts(const base::json::object& jwk,
                                                 SignatureAlgorithm algorithm) {
  TRY_VAL(half, public_parts(jwk, algorithm));
  TRY_VAL(d, secret_member(jwk, "d"));
  if (auto* ec = std::get_if<crypto::EcPublic>(&half)) {
    return crypto::EcPrivate{.public_part = std::move(*ec), .d = std::move(d)};
  }
  if (auto* edwards = std::get_if<crypto::Ed25519Public>(&half)) {
    return crypto::Ed25519Private{.public_part = std::move(*edwards), .d = std::move(d)};
  }
  if (jwk.contains("oth")) {
    return base::reject(base::ErrorCode::invalid_request, "RFC7518-6.3.2.7",
                        "an RSA key of more than two primes is not supported");
  }
  TRY_VAL(p, secret_member(jwk, "p"));
  TRY_VAL(q, secret_member(jwk, "q"));
  TRY_VAL(dp, secret_member(jwk, "dp"));
  TRY_VAL(dq, secret_member(jwk, "dq"));
  TRY_VAL(qi, secret_member(jwk, "qi"));
  return crypto::RsaPrivate{.public_part = std::move(std::get<crypto::RsaPublic>(half)),
                            .d = std::move(d),
                            .p = std::move(p),
                            .q = std::move(q),
                            .dp = std::move(dp),
                            .dq = std::move(dq),
                            .qi = std::move(qi)};
}

}  // namespace

base::Secret to_private_jwk(std::string_view kid, const crypto::SigningKey& key) {
  const auto open = to_jwk({.kid = std::string(kid), .key = key.public_key()});
  std::string text = base::to_text(open);
  text.pop_back();
  base::Bytes out;
  out.reserve(kLongest);
  append(out, text);
  const crypto::PrivateParts parts = key.private_parts();
  std::visit([&](const auto& half) { append_member(out, "d", half.d); }, parts);
  if (const auto* rsa = std::get_if<crypto::RsaPrivate>(&parts)) {
    append_member(out, "p", rsa->p);
    append_member(out, "q", rsa->q);
    append_member(out, "dp", rsa->dp);
    append_member(out, "dq", rsa->dq);
    append_member(out, "qi", rsa->qi);
  }
  append(out, "}");
  return base::Secret(std::move(out));
}

base::Result<PrivateJwk> parse_private_jwk(const base::Secret& text,
                                           std::optional<SignatureAlgorithm> bound) {
  TRY_VAL(jwk, base::parse_json_object(text.reveal_text()));
  TRY_VAL(kid, kid_of(jwk));
  TRY_VAL(algorithm, algorithm_of(jwk, bound));
  TRY_VAL(parts, private_parts(jwk, algorithm));
  TRY_VAL(key, crypto::SigningKey::make(algorithm, parts));
  return PrivateJwk{.kid = std::move(kid), .key = std::move(key)};
}

}  // namespace jose
