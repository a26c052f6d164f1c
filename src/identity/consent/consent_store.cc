#include "identity/consent/consent_store.h"

#include <algorithm>
#include <array>
#include <utility>

namespace identity::consent {
namespace {

constexpr std::array<std::pair<Reply, std::string_view>, 3> kReplies = {
    {{Reply::none, ""}, {Reply::allowed, "allowed"}, {Reply::denied, "denied"}}};

}  // namespace

std::string to_text(const std::vector<std::string>& scopes) {
  std::string text;
  for (const std::string& scope : scopes) {
    text.append(text.empty() ? "" : " ").append(scope);
  }
  return text;
}

std::vector<std::string> scopes_from(std::string_view text) {
  std::vector<std::string> scopes;
  while (!text.empty()) {
    const auto word = text.substr(0, text.find(' '));
    scopes.emplace_back(word);
    text.remove_prefix(std::min(text.size(), word.size() + 1));
  }
  return scopes;
}

std::string_view to_string(Reply reply) {
  return std::ranges::find(kReplies, reply, [](const auto& row) { return row.first; })->second;
}

std::optional<Reply> reply_from(std::string_view text) {
  const auto* found = std::ranges::find(kReplies, text, [](const auto& row) { return row.second; });
  return found == kReplies.end() ? std::nullopt : std::optional(found->first);
}

std::vector<std::string> joined(std::vector<std::string> scopes,
                                const std::vector<std::string>& more) {
  for (const std::string& scope : more) {
    if (std::ranges::find(scopes, scope) == scopes.end()) {
      scopes.push_back(scope);
    }
  }
  return scopes;
}

}  // namespace identity::consent
