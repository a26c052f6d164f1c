// What a client shows instead of a secret: a JWT that it has signed (RFC 7523 section 3, OpenID
// Connect Core section 9). By which key is the registration's to say, and never the header's.
// Called by ClientGate alone.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"
#include "crypto/sealer.h"
#include "jose/verified.h"
#include "mint/mint.h"
#include "oauth/registry/client.h"

namespace oauth {

inline constexpr std::string_view kAssertionType =
    "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

class Assertions {
 public:
  // How far ahead it may end, so that what was taken once need not be remembered for long (TK11).
  static constexpr base::Duration kLongest = std::chrono::minutes(5);
  // Clocks differ by ten seconds and not by sixty (TK14, OP36).
  static constexpr std::chrono::seconds kLeeway{30};

  struct Parts {
    mint::Mint& mint;
    const crypto::Sealer& sealer;
    const base::Clock& clock;
    std::string issuer;
  };
  explicit Assertions(const Parts& parts) : parts_(parts) {}

  // Whom it says it is from, for whoever is to say whether that is true.
  static std::optional<std::string> client_named(std::string_view assertion);

  // Whether it is this client's, for us, of this moment and for the first time. It is taken then.
  base::Result<bool> take(const Client& client, std::string_view assertion,
                          const mint::Occasion& occasion);

 private:
  base::Result<std::optional<jose::Verified>> verified(const Client& client,
                                                       std::string_view assertion);

  Parts parts_;
};

}  // namespace oauth
