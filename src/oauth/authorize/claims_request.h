// The parameter `claims` (OpenID Connect Core section 5.5): claims that are asked for one by one,
// for userinfo and for the ID token. That one is essential changes nothing for us, but for `acr`;
// values are read for `sub` and `acr`, and for others there is no choice to make. What is asked for
// in both parts has to satisfy both.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"

namespace oauth::authorize {

struct ClaimsRequest {
  std::vector<std::string> userinfo;
  std::vector<std::string> id_token;
  // Each names values of which it must be one; none: any will do.
  std::vector<std::vector<std::string>> sub;  // whom it must be about
  std::vector<std::vector<std::string>> acr;  // what must be reached
};

// Whether each of those names it.
bool allows(const std::vector<std::vector<std::string>>& all, std::string_view value);

// Nothing for what is no such object; of no text, an empty one.
std::optional<ClaimsRequest> read_claims(std::string_view text);

// Names of claims as they are kept with a request and its code; none for what was kept before there
// were any.
std::vector<std::string> names_in(const base::json::object& kept, std::string_view member);

}  // namespace oauth::authorize
