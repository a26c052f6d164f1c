#include "federation/identity.h"

#include "crypto/digest.h"

namespace federation {
namespace {

constexpr std::size_t kLettersInTrail = 16;

}  // namespace

base::Bytes key_of(std::string_view issuer, std::string_view subject) {
  const std::string text =
      std::to_string(issuer.size()) + ":" + std::string(issuer) + std::string(subject);
  return crypto::sha256(base::bytes_of(text));
}

std::string id_of(const Identity& identity) {
  return base::to_hex(key_of(identity.issuer, identity.subject));
}

std::string account_of(const Identity& identity) {
  return "provider:" + identity.provider + ":" + id_of(identity).substr(0, kLettersInTrail);
}

}  // namespace federation
