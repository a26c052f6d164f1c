#include "oauth/resource/bearers.h"

#include <utility>

#include "families/grant.h"
#include "jose/claims.h"
#include "jose/compact.h"
#include "oauth/scope/scope.h"
#include "oauth/scope/scope_gate.h"
#include "oauth/token/token.h"

namespace oauth::resource {
namespace {

constexpr std::string_view kType = "at+jwt";

template <class Id>
std::optional<Id> id_in(const base::json::object& claims, std::string_view name) {
  const auto text = jose::text_claim(claims, name);
  return text ? Id::parse(*text) : std::nullopt;
}

// Of which client it is said to be nobody knows before it is verified.
Refused refused(std::string_view reason, std::string_view client = "") {
  return {.reason = std::string(reason), .client = std::string(client)};
}

}  // namespace

// Octet by octet the text whose signature was good needs no other look at it.
base::Result<base::json::object> Bearers::signed_claims(std::string_view text, const TokenKey& key,
                                                        const Before& before) {
  if (recent_.is_signed(key)) {
    TRY_VAL(parts, jose::dissect(text, {.typ = kType}));
    return base::parse_json_object(base::text_of(parts.payload));
  }
  TRY_VAL(verified, parts_.keys.verify(text, {.typ = kType}));
  if (const auto* exp = verified.claims().if_contains("exp"); exp != nullptr && exp->is_int64()) {
    recent_.keep_signed(before, key, base::Instant(std::chrono::seconds(exp->get_int64())));
  }
  return verified.claims();
}

// Of a JWT. Whatever is wrong with it, there is no token.
base::Result<std::variant<Refused, base::json::object>> Bearers::claims_of(std::string_view text,
                                                                           const TokenKey& key,
                                                                           const Before& before) {
  auto claims = signed_claims(text, key, before);
  if (!claims) {
    if (claims.error().code == base::ErrorCode::unavailable) {
      return std::unexpected(claims.error());
    }
    return refused(claims.error().description);
  }
  const auto good = jose::check_claims(
      *claims, {.issuer = parts_.issuer, .audience = parts_.issuer}, parts_.clock.now());
  if (!good) {
    return refused(good.error().description, jose::text_claim(*claims, "client_id").value_or(""));
  }
  return *std::move(claims);
}

// What a client has for itself: nothing lies behind it but the client.
base::Result<Bearers::Read> Bearers::own_token(base::json::object claims, const Before& before) {
  const auto id = id_in<ClientId>(claims, "client_id");
  if (!id || jose::text_claim(claims, "sub") != id->text()) {
    return refused("it is about nobody");
  }
  TRY_VAL(client, parts_.clients.look(*id));
  if (!client || !client->value->enabled || !client->value->may(Grant::client_credentials)) {
    return refused("the client is gone, disabled, or has lost the grant", id->text());
  }
  return AccessToken{.of = before.moment,
                     .client_of = client->of,
                     .claims = std::move(claims),
                     .client = *client->value,
                     .user = {},
                     .family = {}};
}

base::Result<std::variant<Refused, Bearers::Said>> Bearers::said_by(std::string_view text) {
  TRY_VAL(shown, parts_.families.look(text));
  const auto* access = shown ? std::get_if<mint::OpaqueAccessToken>(&shown->token().is) : nullptr;
  if (access == nullptr) {
    return refused("it is no access token of ours");
  }
  if (access->expires_at <= parts_.clock.now()) {
    return refused("it has expired", shown->family().holder);
  }
  return Said{.claims = {{"iss", parts_.issuer},
                         {"aud", parts_.issuer},
                         {"exp", base::to_seconds(access->expires_at)},
                         {"iat", base::to_seconds(access->issued_at)},
                         {"jti", base::id_to_text(access->jti)},
                         {"client_id", shown->family().holder},
                         {"scope", access->scope}},
              .found = {.family = shown->family(), .live = shown->live()}};
}

base::Result<Bearers::Read> Bearers::about_somebody(Said said, const Before& before) {
  const std::string& holder = said.found.family.holder;
  const auto client_id = id_in<ClientId>(said.claims, "client_id");
  if (!client_id || holder != client_id->text()) {
    return refused("it is not of the client that its family is of", holder);
  }
  if (!said.found.live) {
    return refused("its authorization or its session has ended", holder);
  }
  TRY_VAL(client, parts_.clients.look(*client_id));
  if (!client || !client->value->enabled) {
    return refused("the client is gone or disabled", holder);
  }
  TRY_VAL(user, parts_.users.find(identity::users::UserId{said.found.family.user_id}));
  if (!user || user->status != identity::users::Status::active) {
    return refused("the person is not active", holder);
  }
  const auto [sub, _] = said.claims.emplace("sub", user->sub);
  if (sub->value() != base::json::value(user->sub)) {
    return refused("it is about somebody else than its family is", holder);
  }
  return AccessToken{.of = before.moment,
                     .client_of = client->of,
                     .claims = std::move(said.claims),
                     .client = *client->value,
                     .user = *std::move(user),
                     .family = std::move(said.found.family)};
}

base::Result<Bearers::Read> Bearers::read(std::string_view text, const TokenKey& key,
                                          const Before& before) {
  // No octet of an opaque one is a dot, and a JWT has two.
  if (!text.contains('.')) {
    TRY_VAL(said, said_by(text));
    if (auto* why = std::get_if<Refused>(&said)) {
      return std::move(*why);
    }
    return about_somebody(std::get<Said>(std::move(said)), before);
  }
  TRY_VAL(good, claims_of(text, key, before));
  if (auto* why = std::get_if<Refused>(&good)) {
    return std::move(*why);
  }
  auto& claims = std::get<base::json::object>(good);
  const auto family_id = id_in<families::FamilyId>(claims, token::kFamilyClaim);
  if (!family_id) {
    return own_token(std::move(claims), before);
  }
  TRY_VAL(found, parts_.families.find(*family_id));
  if (!found) {
    return refused("its authorization is unknown",
                   jose::text_claim(claims, "client_id").value_or(""));
  }
  return about_somebody({.claims = std::move(claims), .found = *std::move(found)}, before);
}

base::Result<Found> Bearers::token(std::string_view text) {
  const TokenKey key = crypto::hash_key(text);
  if (auto known = recent_.find(key)) {
    return known;
  }
  const Before before = recent_.before();
  TRY_VAL(found, read(text, key, before));
  if (auto* why = std::get_if<Refused>(&found)) {
    return std::move(*why);
  }
  auto& good = std::get<AccessToken>(found);
  good.key = key;
  auto token = std::make_shared<const AccessToken>(std::move(good));
  recent_.keep(before, token);
  return Found(std::move(token));
}

base::Result<Looked> Bearers::look(std::string_view text, std::string_view request_id) {
  TRY_VAL(shown, token(text));
  const auto* known = std::get_if<Known>(&shown);
  const AccessToken* found = known == nullptr ? nullptr : known->get();
  if (found == nullptr || !found->user || !found->family) {
    const auto why = found == nullptr ? std::get<Refused>(std::move(shown))
                                      : refused("it is about no person", found->client.id.text());
    // For whoever runs the client, or the server, and wonders. Nothing of the token stands in it
    // that could be used.
    parts_.log.info("access_token.refused",
                    {{"reason", why.reason}, {"client", why.client}, {"request_id", request_id}});
    return Nobody{};
  }
  TRY_VAL(grant, families::read_grant(found->family->body));
  auto scopes = scopes_in(jose::text_claim(found->claims, "scope").value_or(""))
                    .value_or(std::vector<std::string>());
  std::erase_if(scopes, [&](const auto& scope) { return !found->client.may(scope); });
  auto claim_scopes = oauth::claim_scopes(found->client, scopes);
  return Bearer{.token = *known,
                .scopes = std::move(scopes),
                .claims = std::move(grant.claims),
                .claim_scopes = std::move(claim_scopes)};
}

}  // namespace oauth::resource
