#include "oauth/pkce/pkce_gate.h"

#include <algorithm>

#include "base/bytes.h"
#include "crypto/digest.h"

namespace oauth {
namespace {

constexpr std::size_t kDigest = 32;
constexpr std::size_t kShortest = 43;
constexpr std::size_t kLongest = 128;

constexpr bool is_unreserved(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         std::string_view("-._~").contains(c);
}

}  // namespace

bool PkceGate::is_challenge(std::string_view text) {
  const auto octets = base::from_base64url(text);
  return octets && octets->size() == kDigest;
}

// RFC 7636 section 4.1.
bool PkceGate::is_verifier(std::string_view text) {
  return text.size() >= kShortest && text.size() <= kLongest &&
         std::ranges::all_of(text, is_unreserved);
}

std::optional<mint::ChallengeProof> PkceGate::begin(const Client& client,
                                                    std::optional<std::string_view> challenge) {
  const bool must = client.needs_pkce || client.is_public();
  if (challenge ? !is_challenge(*challenge) : must) {
    return std::nullopt;
  }
  return mint::ChallengeProof(mint::PkceBegun{.client_id = client.id.text()});
}

std::optional<mint::VerifierProof> PkceGate::finish(const Client& client,
                                                    std::optional<std::string_view> challenge,
                                                    std::optional<std::string_view> verifier) {
  const bool must = client.needs_pkce || client.is_public();
  if (challenge.has_value() != verifier.has_value() || (must && !challenge)) {
    return std::nullopt;
  }
  if (challenge) {
    const auto hash = base::to_base64url(crypto::sha256(base::bytes_of(*verifier)));
    if (!is_verifier(*verifier) ||
        !crypto::equal(base::bytes_of(hash), base::bytes_of(*challenge))) {
      return std::nullopt;
    }
  }
  return mint::VerifierProof(mint::PkceSatisfied{.client_id = client.id.text()});
}

}  // namespace oauth
