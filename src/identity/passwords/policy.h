// Which passwords may be set (NIST SP 800-63B, section 5.1.1.2): long enough, not on a list of
// common and breached ones, not easily guessed. No rules of composition, no expiry. Asked when one
// is set, never when one is verified.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/secret.h"
#include "identity/passwords/strength.h"
#include "identity/users/user.h"

namespace identity::passwords {

inline constexpr std::size_t kLongest = 1024;  // code points

struct Rules {
  std::size_t shortest = 8;        // code points; may be raised
  double least_bits = 35;          // an hour of 40,000 guesses a second is 27, a year 40
  std::vector<std::string> place;  // names of the service, which everybody thinks of first
};

// "password.common" and so on are keys of the locales.
enum class Reason { not_text, too_short, too_long, common, too_weak };

std::string_view to_string(Reason reason);
std::string_view to_string(Hint hint);

struct Refused {
  Reason reason = Reason::too_weak;
  std::vector<Hint> hints;   // of too_weak
  std::size_t shortest = 0;  // of too_short
};

// What the policy has let pass; nothing else makes one, and nothing else can be set.
class Accepted {
 public:
  const base::Secret& octets() const { return octets_; }

 private:
  friend class Policy;
  explicit Accepted(base::Secret octets) : octets_(std::move(octets)) {}
  base::Secret octets_;
};

class Policy {
 public:
  explicit Policy(Rules rules);

  std::variant<Accepted, Refused> check(const base::Secret& typed, const users::User& of) const;
  const Rules& rules() const { return rules_; }

 private:
  Rules rules_;
};

}  // namespace identity::passwords
