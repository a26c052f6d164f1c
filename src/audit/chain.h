// The arithmetic of the chain, without storage: entry n holds the HMAC of everything in it and of
// the hash of entry n-1, under a key that is not in the database.
#pragma once

#include <cstdint>
#include <string>

#include "audit/event.h"
#include "base/bytes.h"
#include "base/secret.h"
#include "crypto/digest.h"

namespace audit {

struct Head {
  std::string chain;
  std::int64_t sequence = 0;  // 0: the chain is empty
  base::Bytes hash;           // of the last entry; empty for an empty chain
};

// Threads may share it.
class ChainKey {
 public:
  // Derived from the master key, for this use alone.
  explicit ChainKey(const base::Secret& key);

  // The next entry after `head`; moves the head onto it.
  Entry extend(Head& head, Event event, base::Instant time) const;

  base::Bytes hash_of(const Entry& entry) const;

 private:
  crypto::MacKey key_;
};

}  // namespace audit
