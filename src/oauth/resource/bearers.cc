#include "oauth/resource/bearers.h"

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

// Of a JWT. Whatever is wrong with it, there is no token.
base::Result<std::optional<base::json::object>> Bearers::claims_of(std::string_view text) {
  const auto verified = parts_.keys.verify(text, {.typ = kType});
  if (!verified) {
    if (verified.error().code == base::ErrorCode::unavailable) {
      return std::unexpected(verified.error());
    }
    return std::optional<base::json::object>();
  }
  const bool ours =
      jose::check_claims(verified->claims(), {.issuer = parts_.issuer, .audience = parts_.issuer},
                         parts_.clock.now())
          .has_value();
  return ours ? std::optional(verified->claims()) : std::nullopt;
}

// What a client has for itself: nothing lies behind it but the client.
base::Result<std::optional<AccessToken>> Bearers::own_token(base::json::object claims) {
  const auto id = id_in<ClientId>(claims, "client_id");
  if (!id || jose::text_claim(claims, "sub") != id->text()) {
    return std::optional<AccessToken>();
  }
  TRY_VAL(client, parts_.clients.find(*id));
  if (!client || !client->enabled || !client->may(Grant::client_credentials)) {
    return std::optional<AccessToken>();
  }
  return std::optional(AccessToken{.claims = std::move(claims), .client = *std::move(client)});
}

base::Result<std::optional<Bearers::Said>> Bearers::said_by(std::string_view text) {
  const std::optional<Said> nothing;
  TRY_VAL(shown, parts_.families.look(text));
  const auto* access = shown ? std::get_if<mint::OpaqueAccessToken>(&shown->token().is) : nullptr;
  if (access == nullptr || access->expires_at <= parts_.clock.now()) {
    return nothing;
  }
  return std::optional(Said{.claims = {{"iss", parts_.issuer},
                                       {"aud", parts_.issuer},
                                       {"exp", base::to_seconds(access->expires_at)},
                                       {"iat", base::to_seconds(access->issued_at)},
                                       {"jti", base::id_to_text(access->jti)},
                                       {"client_id", shown->family().holder},
                                       {"scope", access->scope}},
                            .found = {.family = shown->family(), .live = shown->live()}});
}

base::Result<std::optional<AccessToken>> Bearers::about_somebody(Said said) {
  const std::optional<AccessToken> none;
  const auto client_id = id_in<ClientId>(said.claims, "client_id");
  if (!said.found.live || !client_id || said.found.family.holder != client_id->text()) {
    return none;
  }
  TRY_VAL(client, parts_.clients.find(*client_id));
  TRY_VAL(user, parts_.users.find(identity::users::UserId{said.found.family.user_id}));
  if (!client || !client->enabled || !user || user->status != identity::users::Status::active) {
    return none;
  }
  const auto [sub, _] = said.claims.emplace("sub", user->sub);
  if (sub->value() != base::json::value(user->sub)) {
    return none;
  }
  return std::optional(AccessToken{.claims = std::move(said.claims),
                                   .client = *std::move(client),
                                   .user = *std::move(user),
                                   .family = std::move(said.found.family)});
}

base::Result<std::optional<AccessToken>> Bearers::token(std::string_view text) {
  // No octet of an opaque one is a dot, and a JWT has two.
  if (!text.contains('.')) {
    TRY_VAL(said, said_by(text));
    return said ? about_somebody(*std::move(said)) : std::optional<AccessToken>();
  }
  TRY_VAL(claims, claims_of(text));
  if (!claims) {
    return std::optional<AccessToken>();
  }
  const auto family_id = id_in<families::FamilyId>(*claims, token::kFamilyClaim);
  if (!family_id) {
    return own_token(*std::move(claims));
  }
  TRY_VAL(found, parts_.families.find(*family_id));
  return found ? about_somebody({.claims = *std::move(claims), .found = *std::move(found)})
               : std::optional<AccessToken>();
}

base::Result<Looked> Bearers::look(std::string_view text) {
  TRY_VAL(found, token(text));
  if (!found || !found->user) {
    return Nobody{};
  }
  auto scopes = scopes_in(jose::text_claim(found->claims, "scope").value_or(""))
                    .value_or(std::vector<std::string>());
  std::erase_if(scopes, [&](const auto& scope) { return !found->client.may(scope); });
  return Bearer{.user = *std::move(found->user), .scopes = std::move(scopes)};
}

}  // namespace oauth::resource
