#include "crypto/password_hasher.h"

#include <array>
#include <charconv>
#include <memory>
#include <optional>
#include <stdexcept>

#include <sodium.h>

#include "base/doorbell.h"
#include "crypto/digest.h"
#include "crypto/failure.h"

namespace crypto {
namespace {

constexpr std::size_t kSalt = crypto_pwhash_argon2id_SALTBYTES;
constexpr std::size_t kHash = 32;
constexpr std::string_view kName = "$argon2id$v=19$";
constexpr std::uint32_t kMostLanes = 16;

struct Stored {
  std::uint32_t memory_kib = 0;
  std::uint32_t passes = 0;
  std::uint32_t lanes = 0;
};

bool take(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) {
    return false;
  }
  text.remove_prefix(prefix.size());
  return true;
}

bool take_number(std::string_view& text, std::uint32_t& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return error == std::errc();
}

std::optional<Stored> parse(std::string_view phc) {
  Stored stored;
  const bool parsed = phc.size() < crypto_pwhash_argon2id_STRBYTES && take(phc, kName) &&
                      take(phc, "m=") && take_number(phc, stored.memory_kib) && take(phc, ",t=") &&
                      take_number(phc, stored.passes) && take(phc, ",p=") &&
                      take_number(phc, stored.lanes) && take(phc, "$");
  if (!parsed || stored.memory_kib > kMostMemoryKib || stored.passes > kMostPasses ||
      stored.lanes > kMostLanes) {
    return std::nullopt;
  }
  return stored;
}

std::string unpadded_base64(base::BytesView octets) {
  std::string text = base::to_base64(octets);
  text.resize(text.find_last_not_of('=') + 1);
  return text;
}

std::string to_phc(PasswordCost cost, base::BytesView salt, base::BytesView hash) {
  return std::string(kName) + "m=" + std::to_string(cost.memory_kib) +
         ",t=" + std::to_string(cost.passes) + ",p=1$" + unpadded_base64(salt) + "$" +
         unpadded_base64(hash);
}

// Runs the work on the pool and waits for it; false when the pool is full. The doorbell is shared,
// since whoever waited may be gone while it still rings.
template <class Work>
bool run_on(base::WorkerPool& pool, Work& work) {
  const auto done = std::make_shared<base::Doorbell>();
  base::WorkerPool::Job job = [&work, done] {
    work();
    done->ring();
  };
  if (!pool.submit(job)) {
    return false;
  }
  done->wait();
  return true;
}

// libsodium takes no null pointer, not even for a password of no letters.
const char* start_of(const base::Secret& password) {
  return password.empty() ? "" : password.reveal_text().data();
}

std::unexpected<base::Error> full() {
  return base::reject(base::ErrorCode::unavailable, "", "too many logins at once; try again soon",
                      "the queue of the password pool is full");
}

}  // namespace

PasswordHasher::PasswordHasher(base::WorkerPool& pool, base::Random& random, PasswordCost cost)
    : pool_(pool),
      random_(random),
      cost_(cost),
      nobody_(to_phc(cost, random.bytes(kSalt), random.bytes(kHash))) {
  if (cost.memory_kib < kLeastMemoryKib || cost.memory_kib > kMostMemoryKib || cost.passes < 1 ||
      cost.passes > kMostPasses) {
    throw std::invalid_argument("the cost of password hashing is out of bounds");
  }
  // It also chooses the fastest Argon2 for this processor.
  require(::sodium_init() >= 0, "libsodium does not start");
}

base::Result<std::string> PasswordHasher::hash(const base::Secret& password) {
  const base::Bytes salt = random_.bytes(kSalt);
  base::Bytes out(kHash);
  bool hashed = false;
  auto work = [&] {
    hashed = crypto_pwhash_argon2id(out.data(), out.size(), start_of(password), password.size(),
                                    salt.data(), cost_.passes, std::size_t{cost_.memory_kib} * 1024,
                                    crypto_pwhash_argon2id_ALG_ARGON2ID13) == 0;
  };
  if (!run_on(pool_, work)) {
    return full();
  }
  if (!hashed) {
    return base::reject(base::ErrorCode::unavailable, "", "the password cannot be hashed now",
                        "Argon2id got no memory");
  }
  return to_phc(cost_, salt, out);
}

base::Result<bool> PasswordHasher::verify(const base::Secret& password, std::string_view phc) {
  if (!parse(phc)) {
    return false;
  }
  const std::string terminated(phc);
  bool right = false;
  auto work = [&] {
    right = crypto_pwhash_argon2id_str_verify(terminated.c_str(), start_of(password),
                                              password.size()) == 0;
  };
  if (!run_on(pool_, work)) {
    return full();
  }
  return right;
}

base::Done PasswordHasher::verify_nothing(const base::Secret& password) {
  TRY_VAL(right, verify(password, nobody_));
  // Nobody's hash is random octets: no password has it.
  require(!right, "a password of nobody");
  return {};
}

bool PasswordHasher::needs_rehash(std::string_view phc) const {
  const auto stored = parse(phc);
  return !stored || stored->memory_kib != cost_.memory_kib || stored->passes != cost_.passes ||
         stored->lanes != 1;
}

}  // namespace crypto
