// The compact serialization (RFC 7515 section 7.1), taken apart and put together. Everything that
// can be refused without a key is refused here, before any arithmetic.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/json.h"
#include "base/result.h"

namespace jose {

inline constexpr std::size_t kMostCompact = 16UL * 1024;
inline constexpr std::size_t kMostHeader = 2UL * 1024;
inline constexpr std::size_t kMostKid = 256;

// What the caller will take. No header decides anything: `typ` is compared, never followed.
struct Expected {
  // "at+jwt": also taken as "application/at+jwt", in any case (RFC 7515 section 4.1.9). Empty: the
  // header must have none.
  std::string_view typ;
  // For JWTs that others make and that RFC 7523 lets go without one.
  bool untyped_too = false;
  // Likewise: the alg of a key whose algorithm is EdDSA may be called by its newer name, which says
  // the curve as well (RFC 9864 section 2.2).
  bool newly_named_too = false;
};

// Views into the compact text that was given.
struct Compact {
  std::string_view signing_input;
  std::string alg;
  std::string kid;  // empty when there is none
  std::string typ;  // likewise
  base::Bytes payload;
  base::Bytes signature;
};

base::Result<Compact> dissect(std::string_view compact, const Expected& expected);

// The first two parts of what one key signs. The header of each type that is named at the start is
// encoded once.
class SigningInputs {
 public:
  SigningInputs(std::string_view alg, std::string kid, const std::vector<std::string>& types);

  // Leaves room for a signature of that many octets behind it.
  std::string make(std::string_view typ, std::string_view payload, std::size_t signature) const;
  const std::string& kid() const { return kid_; }

 private:
  std::string encoded_header(std::string_view typ) const;

  std::string alg_;
  std::string kid_;
  std::map<std::string, std::string, std::less<>> headers_;
};

std::string with_signature(std::string signing_input, base::BytesView signature);

}  // namespace jose
