#include "oauth/registry/clients.h"

#include <algorithm>
#include <utility>

#include "crypto/digest.h"
#include "identity/names/unicode.h"
#include "oauth/registry/credentials.h"
#include "oauth/scope/scope.h"

namespace oauth {
namespace {

using base::ErrorCode;

constexpr std::size_t kSecretOctets = 32;
constexpr std::size_t kLongestName = 100;
constexpr std::size_t kMostRedirects = 50;
constexpr std::size_t kMostScopes = 100;

std::unexpected<base::Error> refuse(std::string_view clause, std::string description) {
  return base::reject(ErrorCode::invalid_request, clause, std::move(description));
}

base::Done check_name(std::string_view name) {
  if (name.empty() || name.size() > kLongestName || !identity::names::is_one_line(name)) {
    return refuse("client.name", "a client has a name of at most 100 octets, on one line");
  }
  return {};
}

template <class T>
bool has_twice(const std::vector<T>& values) {
  for (auto value = values.begin(); value != values.end(); ++value) {
    if (std::find(values.begin(), value, *value) != value) {
      return true;
    }
  }
  return false;
}

base::Done check_address(const std::string& uri, bool is_public, PlainHttp plain) {
  auto checked = check_registrable(uri, is_public, plain);
  if (!checked) {
    checked.error().detail = uri;
  }
  return checked;
}

// What was registered under other rules is not looked at, and so holds up no other change.
base::Done check_addresses(const Client& client, const ClientChanges& given, PlainHttp plain) {
  const auto& redirects = given.redirect_uris;
  if (redirects && (redirects->size() > kMostRedirects || has_twice(*redirects))) {
    return refuse("client.redirect_uris", "a client has at most 50 redirect URIs, each named once");
  }
  const auto& after = given.post_logout_redirect_uris;
  if (after && (after->size() > kMostRedirects || has_twice(*after))) {
    return refuse("client.post_logout_redirect_uris",
                  "a client has at most 50 addresses after a logout, each named once");
  }
  for (const auto* uris : {&redirects, &after}) {
    for (const std::string& uri : uris->value_or(std::vector<std::string>())) {
      TRY(check_address(uri, client.is_public(), plain));
    }
  }
  // What people follow, or a browser fetches: an address as a web client's.
  for (const auto* one : {&given.policy_uri, &given.tos_uri, &given.logo_uri}) {
    if (!one->value_or("").empty()) {
      TRY(check_address(**one, false, plain));
    }
  }
  return redirect_sso::check_look(client.look, given.look, plain);
}

// A client that signs does nothing else: with a second way in the first would protect nothing.
base::Done check_methods(const Client& client) {
  const bool signs =
      client.uses(AuthMethod::client_secret_jwt) || client.uses(AuthMethod::private_key_jwt);
  if (signs && client.auth_methods.size() > 1) {
    return refuse("client.auth_method", "a client that signs has no other way to authenticate");
  }
  if (client.uses(AuthMethod::private_key_jwt) == client.jwks.empty()) {
    return refuse("client.jwks", "private_key_jwt comes with public keys, and nothing else does");
  }
  if (!client.jwks.empty()) {
    TRY(client_keys(client.jwks));
  }
  return {};
}

base::Done check_scopes(const std::vector<std::string>& scopes) {
  if (scopes.size() > kMostScopes || has_twice(scopes)) {
    return refuse("client.scopes", "a client has at most 100 scopes, each named once");
  }
  for (const std::string& scope : scopes) {
    if (!is_scope_token(scope)) {
      return refuse("RFC6749-3.3", "a scope is made of visible ASCII, without quotes and \\");
    }
  }
  return {};
}

std::unexpected<base::Error> unfit_method() {
  return refuse("client.auth_method",
                "a public client has no secret to authenticate with, and any other has");
}

// What was kept for the way until now and is of no use for the other goes: a key, a hash that
// verifies no signature, a secret that could be had back.
base::Done take_method(Client& client, AuthMethod method) {
  if (client.is_public() != (method == AuthMethod::none)) {
    return unfit_method();
  }
  client.auth_methods = {method};
  if (method != AuthMethod::private_key_jwt) {
    client.jwks.clear();
  }
  if (!client.has_secret()) {
    client.secrets.clear();
  } else if (method == AuthMethod::client_secret_jwt) {
    std::erase_if(client.secrets, [](const SecretHash& secret) { return secret.sealed.empty(); });
  } else {
    for (SecretHash& secret : client.secrets) {
      secret.sealed.clear();
    }
  }
  return {};
}

void set_grant(Client& client, Grant grant, bool wanted) {
  std::erase(client.grants, grant);
  if (wanted) {
    client.grants.push_back(grant);
    std::ranges::sort(client.grants);
  }
}

}  // namespace

base::Done Clients::check(const Client& client, const ClientChanges& given) const {
  if (given.name) {
    TRY(check_name(*given.name));
  }
  TRY(check_addresses(client, given, parts_.plain));
  TRY(check_methods(client));
  if (given.scopes) {
    TRY(check_scopes(*given.scopes));
  }
  if (client.response_modes.empty() || has_twice(client.response_modes)) {
    return refuse("client.response_modes", "a client is answered in one way at least");
  }
  if (client.grants.empty()) {
    return refuse("client.grants", "a client has a redirect URI, or asks for tokens for itself");
  }
  if (client.may(Grant::refresh_token) && !client.may(Grant::authorization_code)) {
    return refuse("RFC6749-1.5", "without a redirect URI there is nothing to refresh");
  }
  // RFC 6749 section 4.4: "MUST only be used by confidential clients".
  if (client.is_public() && client.may(Grant::client_credentials)) {
    return refuse("RFC6749-4.4", "a public client has no credentials to get tokens for");
  }
  return {};
}

base::Result<Client> Clients::written(base::Result<ClientWritten> result) {
  TRY_VAL(outcome, std::move(result));
  if (auto* client = std::get_if<Client>(&outcome)) {
    return std::move(*client);
  }
  return base::reject(ErrorCode::conflict, "client.stale",
                      "the client was changed by somebody else; look at it again");
}

base::Secret Clients::give_secret(Client& client) {
  const base::Secret octets(parts_.random.bytes(kSecretOctets));
  base::Secret secret(base::to_base64url(octets.reveal()));
  client.secrets.insert(client.secrets.begin(),
                        {.sha256 = crypto::sha256(secret.reveal()), .made_at = parts_.clock.now()});
  if (client.uses(AuthMethod::client_secret_jwt)) {
    auto& made = client.secrets.front();
    made.sealed = seal_secret(parts_.sealer, client.id, made, secret);
  }
  return secret;
}

base::Result<ClientWithSecret> Clients::add(const identity::Act& act, const NewClient& wanted) {
  const base::Instant now = parts_.clock.now();
  Client client{.id = parts_.ids.next<ClientTag>(),
                .name = wanted.name,
                .profile = wanted.profile,
                .auth_methods = wanted.auth_methods,
                .redirect_uris = wanted.redirect_uris,
                .response_modes = wanted.response_modes,
                .scopes = wanted.scopes,
                .policy_uri = wanted.policy_uri,
                .tos_uri = wanted.tos_uri,
                .logo_uri = wanted.logo_uri,
                .look = wanted.look,
                .post_logout_redirect_uris = wanted.post_logout_redirect_uris,
                .jwks = wanted.jwks,
                .id_token_algorithm = wanted.id_token_algorithm,
                .access_tokens = wanted.access_tokens,
                .first_party = wanted.first_party,
                .created_at = now,
                .updated_at = now};
  if (wanted.is_public != (wanted.auth_methods == std::vector{AuthMethod::none}) &&
      !wanted.auth_methods.empty()) {
    return unfit_method();
  }
  if (wanted.is_public) {
    client.auth_methods = {AuthMethod::none};
  } else if (client.auth_methods.empty()) {
    client.auth_methods = {AuthMethod::client_secret_basic, AuthMethod::client_secret_post};
  }
  client.needs_pkce = wanted.is_public || wanted.needs_pkce;
  set_grant(client, Grant::authorization_code, !wanted.redirect_uris.empty());
  set_grant(client, Grant::refresh_token, wanted.refreshes);
  set_grant(client, Grant::client_credentials, wanted.for_itself);
  TRY(check(client, {.name = wanted.name,
                     .redirect_uris = wanted.redirect_uris,
                     .scopes = wanted.scopes,
                     .policy_uri = wanted.policy_uri,
                     .tos_uri = wanted.tos_uri,
                     .logo_uri = wanted.logo_uri,
                     .look = redirect_sso::whole(wanted.look),
                     .post_logout_redirect_uris = wanted.post_logout_redirect_uris}));
  base::Secret secret = client.has_secret() ? give_secret(client) : base::Secret();
  TRY(parts_.store.add(client, event_of(act, "client.added", subject_of(client.id))));
  return ClientWithSecret{.client = std::move(client), .secret = std::move(secret)};
}

base::Result<Client> Clients::show(const ClientId& id) {
  TRY_VAL(client, parts_.store.find(id));
  if (!client) {
    return base::reject(ErrorCode::not_found, "client.unknown", "there is no such client");
  }
  return *client;
}

base::Result<Client> Clients::set(const identity::Act& act, const ClientId& id,
                                  const ClientChanges& changes) {
  TRY_VAL(client, show(id));
  client.name = changes.name.value_or(client.name);
  client.redirect_uris = changes.redirect_uris.value_or(client.redirect_uris);
  client.response_modes = changes.response_modes.value_or(client.response_modes);
  client.scopes = changes.scopes.value_or(client.scopes);
  client.policy_uri = changes.policy_uri.value_or(client.policy_uri);
  client.tos_uri = changes.tos_uri.value_or(client.tos_uri);
  client.logo_uri = changes.logo_uri.value_or(client.logo_uri);
  client.look = redirect_sso::changed(std::move(client.look), changes.look);
  client.post_logout_redirect_uris =
      changes.post_logout_redirect_uris.value_or(client.post_logout_redirect_uris);
  client.first_party = changes.first_party.value_or(client.first_party);
  client.profile = changes.profile.value_or(client.profile);
  client.id_token_algorithm = changes.id_token_algorithm.value_or(client.id_token_algorithm);
  if (changes.auth_method) {
    TRY(take_method(client, *changes.auth_method));
  }
  client.jwks = changes.jwks.value_or(client.jwks);
  client.enabled = changes.enabled.value_or(client.enabled);
  client.access_tokens = changes.access_tokens.value_or(client.access_tokens);
  if (changes.needs_pkce) {
    if (client.is_public() && !*changes.needs_pkce) {
      return refuse("RFC9700-2.1.1", "a public client always uses PKCE");
    }
    client.needs_pkce = *changes.needs_pkce;
  }
  if (changes.redirect_uris) {
    set_grant(client, Grant::authorization_code, !client.redirect_uris.empty());
  }
  if (changes.refreshes) {
    set_grant(client, Grant::refresh_token, *changes.refreshes);
  }
  if (changes.for_itself) {
    set_grant(client, Grant::client_credentials, *changes.for_itself);
  }
  client.updated_at = parts_.clock.now();
  TRY(check(client, changes));
  return written(parts_.store.update(client, event_of(act, "client.changed", subject_of(id))));
}

base::Result<ClientWithSecret> Clients::rotate_secret(const identity::Act& act, const ClientId& id,
                                                      base::Duration grace) {
  if (grace < base::Duration::zero() || grace > kLongestGrace) {
    return refuse("client.grace", "the grace is between nothing and 30 days");
  }
  TRY_VAL(client, show(id));
  if (!client.has_secret()) {
    return refuse("RFC6749-2.1",
                  "a client that is public, or has a key of its own, keeps no secret");
  }
  const base::Instant now = parts_.clock.now();
  const base::Instant until = now + grace;
  std::erase_if(client.secrets, [&](const SecretHash& secret) {
    return until <= now || (secret.good_until && *secret.good_until <= now);
  });
  // The newest alone: two are good at a time, however often somebody rotates.
  client.secrets.resize(std::min<std::size_t>(client.secrets.size(), 1));
  for (SecretHash& secret : client.secrets) {
    secret.good_until = std::min(secret.good_until.value_or(until), until);
  }
  base::Secret secret = give_secret(client);
  client.updated_at = now;
  TRY_VAL(changed, written(parts_.store.update(
                       client, event_of(act, "client.secret_rotated", subject_of(id)))));
  return ClientWithSecret{.client = std::move(changed), .secret = std::move(secret)};
}

base::Done Clients::remove(const identity::Act& act, const ClientId& id) {
  TRY_VAL(removed, parts_.store.remove(id, event_of(act, "client.deleted", subject_of(id))));
  if (!removed) {
    return base::reject(ErrorCode::not_found, "client.unknown", "there is no such client");
  }
  return {};
}

}  // namespace oauth
