// Scopes as the wire has them (RFC 6749 section 3.3): words with one space between.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace oauth {

// What scopes mean something here without an operator's words; all of them are about a person.
inline constexpr std::array<std::string_view, 7> kBuiltInScopes{
    "openid", "profile", "email", "phone", "address", "offline_access", "view-user"};

bool is_scope_token(std::string_view word);
// Nothing for what is no list of scopes. Each is named once in what comes back, in its order.
std::optional<std::vector<std::string>> scopes_in(std::string_view text);
std::string to_text(const std::vector<std::string>& scopes);
bool holds(const std::vector<std::string>& scopes, std::string_view one);

}  // namespace oauth
