#include "oauth/introspection/introspection.h"

#include <array>
#include <string_view>
#include <utility>

#include "families/grant.h"
#include "jose/claims.h"
#include "oauth/client_auth/asking_client.h"
#include "oauth/scope/scope.h"

namespace oauth {
namespace {

namespace json = base::json;

// RFC 7662 section 2.2: nothing more about what is not good, so that nobody learns why.
json::object inactive() { return {{"active", false}}; }

// Of what was granted what the client may still have: what was withdrawn since is good nowhere.
std::string live(const Client& client, std::string_view scope) {
  auto scopes = scopes_in(scope).value_or(std::vector<std::string>());
  std::erase_if(scopes, [&](const std::string& each) { return !client.may(each); });
  return to_text(scopes);
}

json::object told_of(const resource::AccessToken& token) {
  constexpr std::array<std::string_view, 8> kClaims = {"scope", "client_id", "sub", "aud",
                                                       "iss",   "exp",       "iat", "jti"};
  json::object told{{"active", true}, {"token_type", "Bearer"}};
  for (const std::string_view name : kClaims) {
    if (const auto* value = token.claims.if_contains(name)) {
      told[name] = *value;
    }
  }
  if (const auto scope = jose::text_claim(token.claims, "scope")) {
    told["scope"] = live(token.client, *scope);
  }
  if (token.user) {
    told["username"] = token.user->username;
  }
  return told;
}

}  // namespace

base::Result<json::object> Introspection::told_of(const Client& client,
                                                  const families::FamilyGate::Shown& refresh) {
  const auto& family = refresh.family();
  const bool offered =
      client.may(Grant::refresh_token) && (!family.outlives_session || client.may(kOfflineAccess));
  if (!refresh.live() || !refresh.is_newest() || !offered) {
    return inactive();
  }
  TRY_VAL(user, parts_.users.find(identity::users::UserId{family.user_id}));
  if (!user || user->status != identity::users::Status::active) {
    return inactive();
  }
  TRY_VAL(grant, families::read_grant(family.body));
  return json::object{{"active", true},
                      {"scope", live(client, grant.scope)},
                      {"client_id", family.holder},
                      {"sub", user->sub},
                      {"iss", parts_.issuer},
                      {"exp", base::to_seconds(family.gone_at())},
                      {"iat", base::to_seconds(family.turned_at)},
                      {"username", user->username}};
}

base::Result<std::optional<json::object>> Introspection::told(const Client& client,
                                                              std::string_view text) {
  using Told = std::optional<json::object>;
  // What a token is it says itself, so that token_type_hint is not needed (section 2.1).
  const auto presented = mint::PresentedToken::read(text);
  if (presented && std::holds_alternative<mint::RefreshToken>(presented->says().is)) {
    TRY_VAL(shown, parts_.families.look(text));
    if (!shown || shown->family().holder != client.id.text()) {
      return Told();
    }
    TRY_VAL(refresh, told_of(client, *shown));
    return Told(std::move(refresh));
  }
  TRY_VAL(found, parts_.bearers.token(text));
  if (const auto* refused = std::get_if<resource::Refused>(&found)) {
    return refused->client == client.id.text() ? Told(inactive()) : Told();
  }
  const auto& token = std::get<resource::Known>(found);
  if (token->client.id != client.id) {
    return Told();
  }
  auto body = oauth::told_of(*token);
  if (parts_.tell) {
    parts_.bearers.tell(resource::Door::introspection, token, parts_.tell(body));
  }
  return Told(std::move(body));
}

std::shared_ptr<const std::any> Introspection::told_recently(const Shown& shown,
                                                             const Parameters& form) const {
  const auto text = form.get("token");
  if (!text || form.repeated()) {
    return nullptr;
  }
  const auto told = parts_.bearers.told_recently(resource::Door::introspection, *text);
  if (!told.is) {
    return nullptr;
  }
  const auto client = parts_.clients.recognised(shown);
  return client && !client->is_public() && client->id == told.of->client.id ? told.is : nullptr;
}

base::Result<Introspection::Answer> Introspection::ask(const identity::Act& act, const Shown& shown,
                                                       const Parameters& form) {
  TRY_VAL(asking, asking_client({parts_.clients, parts_.wrongs, parts_.trail, "RFC7662-2.1"}, act,
                                shown, form));
  if (auto* wrong = std::get_if<Wrong>(&asking)) {
    return std::move(*wrong);
  }
  const Client& client = *std::get<FoundClient>(asking);
  const Asker asker{.from = shown.from, .known = &client};
  // Whoever has no secret could be anybody who scans for tokens.
  if (client.is_public()) {
    auto slow = parts_.wrongs.one_more(asker);
    return slow ? *std::move(slow)
                : Wrong{"invalid_client", "RFC7662-2.1", "a client that asks has to authenticate"};
  }
  TRY_VAL(answer, told(client, *form.get("token")));
  if (answer) {
    return *std::move(answer);
  }
  // RFC 7662 section 4: tokens are not to be guessed here.
  if (auto slow = parts_.wrongs.one_more(asker)) {
    return *std::move(slow);
  }
  return inactive();
}

}  // namespace oauth
