// When a key is published no more, and when its row goes. Both ask for more than this node's clock:
// one that jumped ahead outdates every key at once, but the later keys that have to be there are
// made in time and not by it (docs/decisions/0015-letting-keys-go.md).
#pragma once

#include <chrono>
#include <cstddef>
#include <span>

#include "keys/key_store.h"

namespace keys {

// All rows there are, as one node sees them at one moment.
class KeyRows {
 public:
  // `outlived_by`: how long a token may live on after its key has stopped to sign.
  KeyRows(std::span<const KeyRow> rows, std::chrono::seconds outlived_by, base::Instant now)
      : rows_(rows), outlived_by_(outlived_by), now_(now) {}

  // By the clock alone: for algorithms that nothing signs by any more.
  bool outdated(const KeyRow& row) const { return row.remove_at <= now_; }
  // Outdated, and a later key has signed for as long as a token lives. The newest of an algorithm
  // never is, nor is one whose successor has only begun.
  bool dead(const KeyRow& row) const;
  // What cannot be undone waits for a week more and for two later keys: the key that other nodes
  // sign with, and the one before it, stay whatever this node takes the time to be.
  bool removable(const KeyRow& row) const;

 private:
  // Later keys of the algorithm that have signed for so long.
  std::ptrdiff_t followers(const KeyRow& row, std::chrono::seconds signed_for) const;

  std::span<const KeyRow> rows_;
  std::chrono::seconds outlived_by_;
  base::Instant now_;
};

}  // namespace keys
