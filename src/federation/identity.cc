#include "federation/identity.h"

#include "crypto/digest.h"

namespace federation {

base::Bytes key_of(std::string_view issuer, std::string_view subject) {
  const std::string text =
      std::to_string(issuer.size()) + ":" + std::string(issuer) + std::string(subject);
  return crypto::sha256(base::bytes_of(text));
}

}  // namespace federation
