#include "keys/master_key.h"

#include <utility>

#include "base/bytes.h"
#include "crypto/digest.h"

namespace keys {
namespace {

// Changing one of these loses everything that was protected under it.
std::string_view info_of(Use use) {
  switch (use) {
    case Use::sealing:
      return "gapura sealing 1";
    case Use::audit_chain:
      return "gapura audit chain 1";
    case Use::csrf:
      return "gapura csrf 1";
    case Use::cookies:
      return "gapura cookies 1";
    case Use::attempts:
      return "gapura attempts 1";
    case Use::families:
      return "gapura families 1";
  }
  std::unreachable();
}

}  // namespace

MasterKey MasterKey::generate(base::Random& random) {
  return MasterKey(base::Secret(random.bytes(kSize)));
}

base::Result<MasterKey> MasterKey::parse(const base::Secret& text) {
  std::string_view trimmed = text.reveal_text();
  while (!trimmed.empty() && (trimmed.back() == '\n' || trimmed.back() == '\r' ||
                              trimmed.back() == ' ' || trimmed.back() == '\t')) {
    trimmed.remove_suffix(1);
  }
  auto octets = base::from_base64url(trimmed);
  base::Secret key(octets ? *std::move(octets) : base::Bytes());
  if (key.size() != kSize) {
    return base::reject(base::ErrorCode::invalid_request, "",
                        "a master key is 32 octets in base64url, 43 characters");
  }
  return MasterKey(std::move(key));
}

base::Secret MasterKey::text() const { return base::Secret(base::to_base64url(key_.reveal())); }

base::Secret MasterKey::derive(Use use) const {
  return crypto::hkdf_sha256(key_, {}, info_of(use), kSize);
}

}  // namespace keys
