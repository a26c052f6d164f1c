// What is wrong with a request, in the words of the wire (RFC 6749 sections 4.1.2.1 and 5.2). The
// description is for whoever builds the client, and may reach them.
#pragma once

#include <optional>
#include <string>

#include "base/clock.h"

namespace oauth {

struct Wrong {
  std::string error;
  std::string clause;
  std::string description;
  // So often that nothing was looked at and nothing was written: 429 (RFC 6585 section 4).
  std::optional<base::Duration> retry_after = {};
};

}  // namespace oauth
