// What was granted with a family, and the login that it came of: the body of its row.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"

namespace families {

struct Grant {
  std::string scope;
  std::string level;  // the authentication context reached
  base::Instant authenticated_at;
  std::vector<std::string> claims = {};  // asked for one by one, for userinfo
  bool operator==(const Grant&) const = default;
};

std::string to_text(const Grant& grant);
base::Result<Grant> read_grant(std::string_view body);

}  // namespace families
