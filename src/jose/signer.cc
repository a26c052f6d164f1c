#include "jose/signer.h"

namespace jose {

Signer::Signer(std::string kid, crypto::SigningKey key, const std::vector<std::string>& types)
    : key_(std::move(key)), inputs_(crypto::to_string(key_.algorithm()), std::move(kid), types) {}

std::string Signer::sign(std::string_view typ, std::string_view payload) const {
  std::string text = inputs_.make(typ, payload, key_.public_key().signature_size());
  const base::Bytes signature = key_.sign(base::bytes_of(text));
  return with_signature(std::move(text), signature);
}

}  // namespace jose
