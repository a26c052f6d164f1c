// The two forms of an ECDSA signature: r and s side by side (RFC 7518 section 3.4), which travels,
// and DER (RFC 3279 section 2.2.3), which OpenSSL speaks.
#pragma once

#include <cstddef>
#include <optional>

#include "base/bytes.h"

namespace crypto {

// Nothing for another length or for r or s of zero, before any arithmetic (CVE-2022-21449).
std::optional<base::Bytes> ecdsa_to_der(base::BytesView raw, std::size_t coordinate);
base::Bytes ecdsa_from_der(base::BytesView der, std::size_t coordinate);

}  // namespace crypto
