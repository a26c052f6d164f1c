// A password as it is hashed: its code points in NFC (RFC 8265, section 4.2), all of them. Nothing
// is cut off, trimmed or folded (LG12): what differs on the keyboard differs here, but for the two
// ways to type one accented letter.
#pragma once

#include <cstddef>
#include <optional>

#include "base/secret.h"

namespace identity::passwords {

struct Normal {
  base::Secret octets;
  std::size_t points = 0;
  bool controls = false;  // NUL, a line end, escape and their like among them
};

// Nothing for what is not UTF-8.
std::optional<Normal> normal(const base::Secret& typed);

}  // namespace identity::passwords
