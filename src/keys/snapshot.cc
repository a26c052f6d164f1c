#include "keys/snapshot.h"

#include <ranges>

#include "base/bytes.h"
#include "crypto/digest.h"
#include "jose/jwk.h"

namespace keys {

base::Result<std::shared_ptr<const Snapshot>> Snapshot::make(std::vector<LoadedKey> keys,
                                                             std::chrono::seconds max_age) {
  jose::KeySet set;
  for (const LoadedKey& key : keys) {
    TRY(set.add({.kid = key.row.kid, .key = key.public_key}));
  }
  PublicSet published{.json = jose::to_jwks(set), .etag = {}, .max_age = max_age};
  const auto digest = crypto::sha256(base::bytes_of(published.json));
  published.etag =
      '"' + base::to_base64url(base::BytesView(digest).first(16)) + '"';  // RFC 9110 section 8.8.3
  return std::shared_ptr<const Snapshot>(
      new Snapshot(std::move(keys), std::move(set), std::move(published)));
}

const LoadedKey* Snapshot::find(std::string_view kid) const {
  const auto found = std::ranges::find(
      keys_, kid, [](const LoadedKey& key) { return std::string_view(key.row.kid); });
  return found == keys_.end() ? nullptr : &*found;
}

const LoadedKey* Snapshot::newest(crypto::SignatureAlgorithm algorithm) const {
  const LoadedKey* newest = nullptr;
  for (const LoadedKey& key : keys_) {
    if (key.algorithm == algorithm &&
        (newest == nullptr || key.row.generation > newest->row.generation)) {
      newest = &key;
    }
  }
  return newest;
}

const LoadedKey* Snapshot::next(const LoadedKey& key) const {
  const LoadedKey* next = nullptr;
  for (const LoadedKey& other : keys_) {
    if (other.algorithm == key.algorithm && other.row.generation > key.row.generation &&
        (next == nullptr || other.row.sign_from < next->row.sign_from)) {
      next = &other;
    }
  }
  return next;
}

const LoadedKey* Snapshot::signing(crypto::SignatureAlgorithm algorithm, base::Instant now) const {
  const LoadedKey* newest = nullptr;
  for (const LoadedKey& key : keys_) {
    if (key.algorithm == algorithm && key.signer != nullptr && key.row.sign_from <= now &&
        now < key.row.sign_until &&
        (newest == nullptr || key.row.generation > newest->row.generation)) {
      newest = &key;
    }
  }
  return newest;
}

}  // namespace keys
