// A key ring over a store, a clock and a log that the test holds in its hands.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "jose/jwk.h"
#include "keys/key_ring.h"
#include "tests/support/kept_keys.h"
#include "tests/support/kept_log.h"
#include "tests/support/manual_clock.h"

namespace keys {

inline constexpr auto kEdDSA = crypto::SignatureAlgorithm::EdDSA;
inline constexpr auto kES256 = crypto::SignatureAlgorithm::ES256;

class KeyRingTest : public testing::Test {
 protected:
  base::Result<std::unique_ptr<KeyRing>> try_open() { return try_open(sealer_); }
  base::Result<std::unique_ptr<KeyRing>> try_open(const crypto::Sealer& sealer) {
    return KeyRing::open(
        {.store = store_, .sealer = sealer, .clock = clock_, .random = random_, .log = log_},
        options_);
  }
  std::unique_ptr<KeyRing> open() { return try_open().value(); }

  std::string signing(const KeyRing& ring, crypto::SignatureAlgorithm algorithm = kEdDSA) {
    const auto signer = ring.signer(algorithm);
    return signer ? (*signer)->kid() : "none";
  }

  static std::vector<std::string> published(const KeyRing& ring) {
    std::vector<std::string> kids;
    const auto set = jose::parse_jwks(ring.snapshot()->public_set().json);
    if (set) {
      for (const auto& key : *set) {
        kids.push_back(key.kid);
      }
    }
    return kids;
  }

  using Kids = std::vector<std::string>;
  support::KeptLog lines_;
  support::ManualClock clock_;
  base::Log log_{lines_, clock_, base::LogLevel::debug};
  base::SystemRandom random_;
  crypto::Sealer sealer_{base::Secret(base::Bytes(32, 7)), random_};
  support::KeptKeys store_;
  KeyRingOptions options_{.algorithms = {kEdDSA}};
};

}  // namespace keys
