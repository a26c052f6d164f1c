// The keys that sign tokens, through their life: made, published before they sign, retired, kept
// published until the last token they signed is dead, forgotten. Every node has a ring over the
// same store. Asked by mint for signers, by the key set's address for the published set, and driven
// by app, which calls maintain() every `refresh_every`.
#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/log.h"
#include "base/random.h"
#include "base/result.h"
#include "crypto/sealer.h"
#include "keys/key_store.h"
#include "keys/snapshot.h"

namespace keys {

struct KeyRingOptions {
  std::vector<crypto::SignatureAlgorithm> algorithms = {crypto::SignatureAlgorithm::RS256,
                                                        crypto::SignatureAlgorithm::ES256,
                                                        crypto::SignatureAlgorithm::EdDSA};
  unsigned rsa_bits = 2048;
  std::chrono::seconds signs_for = std::chrono::days(90);
  std::chrono::seconds publish_before = std::chrono::hours(1);
  std::chrono::seconds max_age = std::chrono::minutes(15);  // of the published set in caches
  std::chrono::seconds refresh_every = std::chrono::minutes(1);
  std::chrono::seconds longest_token = std::chrono::hours(24);
  std::chrono::seconds leeway = std::chrono::minutes(5);  // between the clocks of two nodes
};

class KeyRing {
 public:
  struct Parts {
    KeyStore& store;
    const crypto::Sealer& sealer;
    const base::Clock& clock;
    base::Random& random;
    base::Log& log;
  };

  // Reads the keys there are, makes those that are wanted, and refuses in words a master key under
  // which they do not open, and options under which a token could go unverified.
  static base::Result<std::unique_ptr<KeyRing>> open(const Parts& parts,
                                                     const KeyRingOptions& options);

  const KeyRingOptions& options() const { return options_; }
  std::shared_ptr<const Snapshot> snapshot() const;
  // `unavailable` while no key of that algorithm signs: it is not configured, or was added lately.
  base::Result<std::shared_ptr<const jose::Signer>> signer(
      crypto::SignatureAlgorithm algorithm) const;
  // Whether every configured algorithm has a key that signs, or, if it was added lately, one that
  // is being published.
  base::Done ready() const;
  // Of a token of our own. A kid that is unknown here may be another node's news, which is asked
  // for, though not at the pace at which strangers invent kids.
  base::Result<jose::Verified> verify(std::string_view token, const jose::Expected& expected);

  base::Done refresh();
  // refresh(), when a key was made or is gone elsewhere: cheap enough to be asked each second.
  // maintain() says that the store does not answer, or that a key does not open; this does not go
  // on about it.
  base::Done keep_up();
  // refresh(), then what is due: successors of keys that soon retire, shorter lives for keys that
  // have one, removal of those nobody needs. A clock that jumped ahead makes a key too early, and
  // takes none away that the other nodes need (keys/letting_go.h).
  base::Done maintain();
  // Makes the next key of an algorithm and answers with it, or with the one that waits already.
  base::Result<KeyRow> rotate(crypto::SignatureAlgorithm algorithm, const std::string& actor);

 private:
  KeyRing(const Parts& parts, const KeyRingOptions& options) : parts_(parts), options_(options) {}

  bool may_ask();
  // With `writing_` held.
  base::Done reload();
  base::Done adopt(std::vector<KeyRow> rows);
  void forget_dead(std::vector<KeyRow>& rows) const;
  bool is_wanted(crypto::SignatureAlgorithm algorithm) const {
    return std::ranges::find(options_.algorithms, algorithm) != options_.algorithms.end();
  }
  base::Result<LoadedKey> load(KeyRow row, const Snapshot* before) const;
  bool waits_its_turn(const KeyRow& row) const;
  base::Done make_wanted();
  base::Done make(crypto::SignatureAlgorithm algorithm, const std::string& actor);
  base::Instant first_use(crypto::SignatureAlgorithm algorithm, base::Instant now) const;
  base::Done reschedule_followed();
  base::Done reschedule(const KeyRow& row, base::Instant sign_until, base::Instant remove_at);
  base::Done remove_dead();
  std::unexpected<base::Error> refused(std::string_view kid, bool alone,
                                       const base::Error& reason) const;
  std::chrono::seconds outlived_by() const { return options_.longest_token + options_.leeway; }
  base::Instant dead_after(base::Instant sign_until) const { return sign_until + outlived_by(); }

  const Parts parts_;
  const KeyRingOptions options_;
  std::mutex writing_;
  std::atomic<std::uint64_t> adopted_{0};  // readings; counted with `writing_` held
  std::atomic<base::Instant> asked_at_{base::Instant()};
  // Not atomic<shared_ptr>: libstdc++ 12 unlocks its load in relaxed order, a race that TSan sees.
  // This is the same handful of instructions.
  mutable std::mutex swapping_;
  std::shared_ptr<const Snapshot> current_;
  KeyTally read_;  // of the rows that were last read, whatever came of them; with `swapping_` held
};

}  // namespace keys
