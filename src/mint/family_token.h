// Tokens that lie in no table and say nothing to who holds them: refresh tokens, and the access
// tokens of clients that want no JWT. Octets that name a family and what the token is, and a tag
// over them by the family's secret: made of the seed in the family's row and a key that is not in
// the database, so that neither a dump nor the key is a token, and the token of a generation can be
// made twice (TK5). Made by mint alone; read by the rooms that take one.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "base/bytes.h"
#include "base/clock.h"
#include "base/secret.h"
#include "mint/gates.h"

namespace mint {

struct RefreshToken {
  std::int64_t generation = 0;
};
struct OpaqueAccessToken {
  base::IdBytes jti{};
  base::Instant issued_at;
  base::Instant expires_at;
  std::string scope;
};
struct FamilyToken {
  FamilyId family;
  std::variant<RefreshToken, OpaqueAccessToken> is;
};

std::string make_family_token(const FamilyToken& token, const base::Secret& secret);

// What somebody presents: it says what it is, and proves nothing until the tag has been compared.
class PresentedToken {
 public:
  // Nothing for what mint never makes, whatever else it is.
  static std::optional<PresentedToken> read(std::string_view text);

  const FamilyToken& says() const { return says_; }
  bool is_made_with(const base::Secret& secret) const;

 private:
  PresentedToken(FamilyToken says, base::Bytes octets, base::Bytes tag);

  FamilyToken says_;
  base::Bytes octets_;
  base::Bytes tag_;
};

}  // namespace mint
