// Scopes as the wire has them (RFC 6749 section 3.3): words with one space between.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace oauth {

bool is_scope_token(std::string_view word);
// Nothing for what is no list of scopes. Each is named once in what comes back, in its order.
std::optional<std::vector<std::string>> scopes_in(std::string_view text);
std::string to_text(const std::vector<std::string>& scopes);
bool holds(const std::vector<std::string>& scopes, std::string_view one);

}  // namespace oauth
