#include "oauth/scope/scope.h"

#include <algorithm>

namespace oauth {

bool is_scope_token(std::string_view word) {
  return !word.empty() && std::ranges::all_of(word, [](char c) {
    return c > 0x20 && c < 0x7F && c != '"' && c != '\\';
  });
}

std::optional<std::vector<std::string>> scopes_in(std::string_view text) {
  std::vector<std::string> scopes;
  while (!text.empty()) {
    const auto word = text.substr(0, text.find(' '));
    if (!is_scope_token(word)) {
      return std::nullopt;
    }
    if (!holds(scopes, word)) {
      scopes.emplace_back(word);
    }
    const bool more = word.size() < text.size();
    text.remove_prefix(word.size() + (more ? 1 : 0));
    if (more && text.empty()) {
      return std::nullopt;
    }
  }
  return scopes;
}

std::string to_text(const std::vector<std::string>& scopes) {
  std::string text;
  for (const std::string& scope : scopes) {
    text.append(text.empty() ? "" : " ").append(scope);
  }
  return text;
}

bool holds(const std::vector<std::string>& scopes, std::string_view one) {
  return std::ranges::find(scopes, one) != scopes.end();
}

}  // namespace oauth
