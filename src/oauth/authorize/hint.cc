#include "oauth/authorize/hint.h"

#include <algorithm>
#include <string>

#include "jose/claims.h"

namespace oauth::authorize {
namespace {

bool names(const base::json::value* audience, std::string_view client) {
  const auto is_it = [&](const base::json::value& each) {
    const auto* text = each.if_string();
    return text != nullptr && std::string_view(*text) == client;
  };
  const auto* all = audience == nullptr ? nullptr : audience->if_array();
  return audience != nullptr &&
         (all != nullptr ? std::ranges::any_of(*all, is_it) : is_it(*audience));
}

}  // namespace

base::Result<std::optional<identity::users::UserId>> person_in_hint(const HintParts& parts,
                                                                    const Client& client,
                                                                    std::string_view token) {
  using Person = std::optional<identity::users::UserId>;
  const auto verified = parts.keys.verify(token, {.typ = "JWT"});
  if (!verified && verified.error().code == base::ErrorCode::unavailable) {
    return std::unexpected(verified.error());
  }
  if (!verified) {
    return Person();
  }
  const auto& claims = verified->claims();
  const auto sub = jose::text_claim(claims, "sub");
  if (!sub || jose::text_claim(claims, "iss") != parts.issuer ||
      !names(claims.if_contains("aud"), client.id.text())) {
    return Person();
  }
  TRY_VAL(user, parts.users.find_by_sub(std::string(*sub)));
  return user && user->status != identity::users::Status::erased ? Person(user->id) : Person();
}

}  // namespace oauth::authorize
