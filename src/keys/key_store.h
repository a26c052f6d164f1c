// The port of the key ring: rows whose private half is sealed before it comes here.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "audit/event.h"
#include "base/bytes.h"
#include "base/clock.h"
#include "base/result.h"

namespace keys {

// A key is published from created_at, signs from sign_from until sign_until, and stays published
// for verification until remove_at, when the last token it signed is dead.
struct KeyRow {
  std::string kid;              // unique for ever
  std::string algorithm;        // "ES256": the one it is bound to
  std::int64_t generation = 1;  // unique per algorithm: two nodes that both rotate make one key
  std::string public_jwk;       // JSON
  base::Bytes sealed_private;   // AES-256-GCM, kid and column as associated data
  base::Instant created_at;
  base::Instant sign_from;
  base::Instant sign_until;
  base::Instant remove_at;
};

// Another one when a key was made or is gone: a number of its algorithm comes only once. One of
// each algorithm with the same number, made and gone at once, are seen when maintenance comes by.
struct KeyTally {
  std::int64_t keys = 0;
  std::int64_t generations = 0;  // their sum
  bool operator==(const KeyTally&) const = default;
};

class KeyStore {
 public:
  virtual ~KeyStore() = default;
  // By algorithm, then generation.
  virtual base::Result<std::vector<KeyRow>> all() = 0;
  // False when that generation of that algorithm is there already: another node was first.
  virtual base::Result<bool> add(const KeyRow& row, const audit::Event& event) = 0;
  // Brings sign_until and remove_at forward or back. not_found when there is no such kid.
  virtual base::Done reschedule(const std::string& kid, base::Instant sign_until,
                                base::Instant remove_at, const audit::Event& event) = 0;
  // Forgets a key, unless its remove_at is a later one by now. True when it was there.
  virtual base::Result<bool> remove(const std::string& kid, base::Instant remove_at,
                                    const audit::Event& event) = 0;
  // Of the rows there are, for who asks each second: no key is read for it.
  virtual base::Result<KeyTally> tally() = 0;
};

}  // namespace keys
