// HTTP Basic (RFC 7617 section 2). What the two halves mean is for those who ask: a client of OAuth
// has encoded them as a form is (RFC 6749 section 2.3.1), a site has not.
#pragma once

#include <optional>
#include <string_view>

#include "base/bytes.h"

namespace base {

struct BasicPair {
  Bytes name;
  Bytes secret;
};

// Of an Authorization header; nothing for another scheme, and for what is not read as a pair.
std::optional<BasicPair> basic_pair(std::string_view authorization);

}  // namespace base
