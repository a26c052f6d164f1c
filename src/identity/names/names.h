// What a person is called, and the one key behind every way to type it. The login takes a username,
// an e-mail address or a phone number in one field: case, width, Unicode form, spaces around it and
// the ways to write a phone number lead to one person and one budget (LG2). The three kinds never
// overlap: a username has no '@' and does not look like a phone number.
#pragma once

#include <compare>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace identity::names {

inline constexpr std::size_t kLongestUsername = 64;  // code points
inline constexpr std::size_t kLongestEmail = 254;    // octets (RFC 5321, section 4.5.3.1.3)
inline constexpr std::size_t kLongestTyped = 1024;   // octets

// `nothing` is what nobody can be called: empty, endless, not text.
enum class Kind { username, email, phone, nothing };

std::string_view to_string(Kind kind);

struct Name {
  Kind kind = Kind::nothing;
  std::string key;
  auto operator<=>(const Name&) const = default;
};

// Of whatever was typed. It need not be a name that anybody could have.
Name typed_name(std::string_view typed);

// E.164 with its plus. A number without a country is Indonesian: 0812… is +62812….
std::optional<std::string> phone_key(std::string_view typed);

// What is stored: as it is shown to people, and its key.
struct Stored {
  std::string shown;
  std::string key;
};

base::Result<Stored> username(std::string_view text);
base::Result<Stored> email(std::string_view text);
base::Result<Stored> phone(std::string_view text);

}  // namespace identity::names
