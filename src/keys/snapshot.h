// The signing keys as they were when last read: immutable, shared by all threads.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "crypto/algorithm.h"
#include "jose/signer.h"
#include "jose/verifier.h"
#include "keys/key_store.h"

namespace keys {

// A row whose private half was opened and found to fit.
struct LoadedKey {
  KeyRow row;
  crypto::SignatureAlgorithm algorithm;
  crypto::PublicKey public_key;
  // Gone once the key signs no more, and the private half with it.
  std::shared_ptr<const jose::Signer> signer;
};

// What the address of the key set answers with, ready to be sent.
struct PublicSet {
  std::string json;
  std::string etag;  // with its quotes
  std::chrono::seconds max_age;
};

class Snapshot {
 public:
  static base::Result<std::shared_ptr<const Snapshot>> make(std::vector<LoadedKey> keys,
                                                            std::chrono::seconds max_age);

  // By algorithm, then generation.
  const std::vector<LoadedKey>& keys() const { return keys_; }
  const LoadedKey* find(std::string_view kid) const;
  const LoadedKey* newest(crypto::SignatureAlgorithm algorithm) const;
  // Of the later keys of the same algorithm the one that signs first.
  const LoadedKey* next(const LoadedKey& key) const;
  // The newest that signs at `now`; none signs before or after its time.
  const LoadedKey* signing(crypto::SignatureAlgorithm algorithm, base::Instant now) const;

  const jose::Verifier& verifier() const { return verifier_; }
  const PublicSet& public_set() const { return public_set_; }

 private:
  Snapshot(std::vector<LoadedKey> keys, jose::KeySet set, PublicSet public_set)
      : keys_(std::move(keys)), verifier_(std::move(set)), public_set_(std::move(public_set)) {}

  std::vector<LoadedKey> keys_;
  jose::Verifier verifier_;
  PublicSet public_set_;
};

}  // namespace keys
