#include "oauth/resource/bearers.h"

#include <optional>
#include <utility>

#include "jose/claims.h"
#include "oauth/scope/scope.h"
#include "oauth/token/token.h"

namespace oauth::resource {
namespace {

constexpr std::string_view kType = "at+jwt";

template <class Id>
std::optional<Id> id_in(const base::json::object& claims, std::string_view name) {
  const auto text = jose::text_claim(claims, name);
  return text ? Id::parse(*text) : std::nullopt;
}

}  // namespace

base::Result<Looked> Bearers::look(std::string_view token) {
  // Whatever is wrong with the token, who sent it is nobody.
  const auto verified = parts_.keys.verify(token, {.typ = kType});
  if (!verified) {
    if (verified.error().code == base::ErrorCode::unavailable) {
      return std::unexpected(verified.error());
    }
    return Nobody{};
  }
  const auto& claims = verified->claims();
  if (!jose::check_claims(claims, {.issuer = parts_.issuer, .audience = parts_.issuer},
                          parts_.clock.now())) {
    return Nobody{};
  }
  const auto family_id = id_in<families::FamilyId>(claims, token::kFamilyClaim);
  const auto client_id = id_in<ClientId>(claims, "client_id");
  const auto sub = jose::text_claim(claims, "sub");
  if (!family_id || !client_id || !sub) {
    return Nobody{};
  }
  TRY_VAL(family, parts_.families.find(*family_id, parts_.clock.now()));
  TRY_VAL(client, parts_.clients.find(*client_id));
  TRY_VAL(user, parts_.users.find_by_sub(std::string(*sub)));
  if (!family || !family->live || !client || !client->enabled || !user ||
      user->status != identity::users::Status::active || user->id.value != family->family.user_id) {
    return Nobody{};
  }
  return Bearer{.user = *std::move(user),
                .scopes = scopes_in(jose::text_claim(claims, "scope").value_or(""))
                              .value_or(std::vector<std::string>())};
}

}  // namespace oauth::resource
