// Argon2id (RFC 9106) on a pool of its own: its threads bound how much memory and how many cores
// logins can take, its queue bounds how long they wait (KY5). Not to be called from that pool.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/random.h"
#include "base/result.h"
#include "base/secret.h"
#include "base/worker_pool.h"

namespace crypto {

// What a stored hash may cost to verify: a row that was tampered with must not buy a gigabyte or a
// minute. What is configured stays within, or nobody could log in with what it made.
inline constexpr std::uint32_t kLeastMemoryKib = 8;
inline constexpr std::uint32_t kMostMemoryKib = 1U << 20;
inline constexpr std::uint32_t kMostPasses = 16;

// One lane: libsodium knows no other.
struct PasswordCost {
  std::uint32_t memory_kib = 19456;
  std::uint32_t passes = 2;
};

// Every call waits for its turn; when the queue is full it answers `unavailable` at once, which a
// client sees as 503 with Retry-After.
class PasswordHasher {
 public:
  // Throws std::invalid_argument for a cost outside the bounds: whoever reads the configuration
  // checks it, and can name the setting.
  PasswordHasher(base::WorkerPool& pool, base::Random& random, PasswordCost cost);

  // $argon2id$v=19$m=19456,t=2,p=1$salt$hash
  base::Result<std::string> hash(const base::Secret& password);
  // False for a wrong password and for a string that is no hash of Argon2id within sane bounds.
  base::Result<bool> verify(const base::Secret& password, std::string_view phc);
  // As long as verify() takes, for a user who is not there.
  base::Done verify_nothing(const base::Secret& password);
  // True when it was made at another cost, or by another function.
  bool needs_rehash(std::string_view phc) const;

 private:
  base::WorkerPool& pool_;
  base::Random& random_;
  const PasswordCost cost_;
  const std::string nobody_;
};

}  // namespace crypto
