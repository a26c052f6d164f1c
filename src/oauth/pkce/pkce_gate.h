// Proof Key for Code Exchange (RFC 7636), S256 alone: "plain" shows the verifier to whoever sees
// the challenge. The gate of mint/gates.h, asked when a code is made and when it is redeemed.
#pragma once

#include <optional>
#include <string_view>

#include "mint/gates.h"
#include "oauth/registry/client.h"

namespace oauth {

class PkceGate {
 public:
  // The SHA-256 of something, as base64url: 43 characters.
  static bool is_challenge(std::string_view text);
  static bool is_verifier(std::string_view text);

  // Nothing when this client must send a challenge and did not, or when it is malformed.
  static std::optional<mint::ChallengeProof> begin(const Client& client,
                                                   std::optional<std::string_view> challenge);
  // Nothing when the verifier does not fit, is missing, or comes without a challenge.
  static std::optional<mint::VerifierProof> finish(const Client& client,
                                                   std::optional<std::string_view> challenge,
                                                   std::optional<std::string_view> verifier);
};

}  // namespace oauth
