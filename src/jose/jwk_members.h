// What public and private JWKs have in common.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/json.h"
#include "base/result.h"
#include "crypto/algorithm.h"
#include "crypto/key_parts.h"

namespace jose {

std::string_view kty_of(crypto::SignatureAlgorithm algorithm);

// kid, or empty. Refuses one that is no text or too long.
base::Result<std::string> kid_of(const base::json::object& jwk);

// Whether it may be used for signatures, by `use` and `key_ops`, and for which one algorithm.
base::Result<crypto::SignatureAlgorithm> algorithm_of(
    const base::json::object& jwk, std::optional<crypto::SignatureAlgorithm> bound);

// A required member in base64url.
base::Result<base::Bytes> octets_member(const base::json::object& jwk, std::string_view name);

base::Result<crypto::PublicParts> public_parts(const base::json::object& jwk,
                                               crypto::SignatureAlgorithm algorithm);

}  // namespace jose
