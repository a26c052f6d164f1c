#include "families/grant.h"

#include "base/json.h"

namespace families {
namespace {

std::unexpected<base::Error> unreadable() {
  return base::reject(base::ErrorCode::internal, "", "a family cannot be read",
                      "its body is not what this program writes");
}

}  // namespace

std::string to_text(const Grant& grant) {
  base::ObjectText body;
  body.add("scope", grant.scope)
      .add("level", grant.level)
      .add("auth_time", base::to_seconds(grant.authenticated_at));
  if (!grant.claims.empty()) {
    body.add("claims", grant.claims);
  }
  return body.take();
}

base::Result<Grant> read_grant(std::string_view body) {
  TRY_VAL(members, base::parse_json_object(body));
  const auto* scope = members.if_contains("scope");
  const auto* level = members.if_contains("level");
  const auto* time = members.if_contains("auth_time");
  if (scope == nullptr || !scope->is_string() || level == nullptr || !level->is_string() ||
      time == nullptr || !time->is_int64()) {
    return unreadable();
  }
  Grant grant{.scope = std::string(scope->get_string()),
              .level = std::string(level->get_string()),
              .authenticated_at = base::Instant(std::chrono::seconds(time->get_int64()))};
  if (const auto* claims = members.if_contains("claims"); claims != nullptr && claims->is_array()) {
    for (const auto& name : claims->get_array()) {
      grant.claims.emplace_back(name.is_string() ? std::string_view(name.get_string()) : "");
    }
  }
  return grant;
}

}  // namespace families
