#include "oauth/registry/client.h"

#include <algorithm>
#include <array>
#include <utility>

namespace oauth {
namespace {

namespace json = base::json;

template <class T>
struct Name {
  T value;
  std::string_view text;
};
constexpr std::array kProfiles = {Name{Profile::sso, "sso"}, Name{Profile::oidc, "oidc"}};
constexpr std::array kMethods = {Name{AuthMethod::none, "none"},
                                 Name{AuthMethod::client_secret_basic, "client_secret_basic"},
                                 Name{AuthMethod::client_secret_post, "client_secret_post"},
                                 Name{AuthMethod::client_secret_jwt, "client_secret_jwt"},
                                 Name{AuthMethod::private_key_jwt, "private_key_jwt"}};
constexpr std::array kGrants = {Name{Grant::authorization_code, "authorization_code"},
                                Name{Grant::refresh_token, "refresh_token"},
                                Name{Grant::client_credentials, "client_credentials"}};

constexpr std::array kForms = {Name{AccessTokens::jwt, "jwt"},
                               Name{AccessTokens::opaque, "opaque"}};
constexpr std::array kModes = {Name{ResponseMode::query, "query"},
                               Name{ResponseMode::form_post, "form_post"}};

template <class Names, class T>
std::string_view text_in(const Names& names, T value) {
  return std::ranges::find_if(names, [&](const auto& name) { return name.value == value; })->text;
}

template <class T, std::size_t size>
std::optional<T> value_in(const std::array<Name<T>, size>& names, std::string_view text) {
  const auto found =
      std::ranges::find_if(names, [&](const auto& name) { return name.text == text; });
  return found == names.end() ? std::nullopt : std::optional(found->value);
}

std::unexpected<base::Error> unreadable() {
  return base::reject(base::ErrorCode::internal, "", "a client cannot be read",
                      "a column of the client is not what this program writes");
}

template <class T>
json::array names_of(const std::vector<T>& values) {
  json::array names;
  for (const T& value : values) {
    names.emplace_back(to_string(value));
  }
  return names;
}

json::array texts_of(const std::vector<std::string>& texts) {
  return json::array(texts.begin(), texts.end());
}

base::Result<std::vector<std::string>> texts_in(const json::object& body, std::string_view name) {
  const auto* member = body.if_contains(name);
  if (member == nullptr || !member->is_array()) {
    return unreadable();
  }
  std::vector<std::string> texts;
  for (const json::value& each : member->get_array()) {
    if (!each.is_string()) {
      return unreadable();
    }
    texts.emplace_back(each.get_string());
  }
  return texts;
}

template <class T>
base::Result<std::vector<T>> values_in(const json::object& body, std::string_view name,
                                       std::optional<T> (*from)(std::string_view)) {
  TRY_VAL(texts, texts_in(body, name));
  std::vector<T> values;
  for (const std::string& text : texts) {
    const auto value = from(text);
    if (!value) {
      return unreadable();
    }
    values.push_back(*value);
  }
  return values;
}

base::Result<bool> flag_in(const json::object& body, std::string_view name) {
  const auto* member = body.if_contains(name);
  if (member == nullptr || !member->is_bool()) {
    return unreadable();
  }
  return member->get_bool();
}

// Of members that came later: who was registered before has none.
base::Result<std::string> later_text_in(const json::object& body, std::string_view name) {
  const auto* member = body.if_contains(name);
  if (member == nullptr) {
    return std::string();
  }
  if (!member->is_string()) {
    return unreadable();
  }
  return std::string(member->get_string());
}
base::Result<std::vector<std::string>> later_texts_in(const json::object& body,
                                                      std::string_view name) {
  return body.contains(name) ? texts_in(body, name) : std::vector<std::string>();
}

// What operators see and what is kept alike.
json::object common(const Client& client) {
  json::object all{{"auth_methods", names_of(client.auth_methods)},
                   {"grants", names_of(client.grants)},
                   {"redirect_uris", texts_of(client.redirect_uris)},
                   {"response_modes", names_of(client.response_modes)},
                   {"scopes", texts_of(client.scopes)},
                   {"policy_uri", client.policy_uri},
                   {"tos_uri", client.tos_uri},
                   {"logo_uri", client.logo_uri},
                   {"post_logout_redirect_uris", texts_of(client.post_logout_redirect_uris)},
                   {"jwks", client.jwks},
                   {"id_token_alg", crypto::to_string(client.id_token_algorithm)},
                   {"access_token", to_string(client.access_tokens)},
                   {"pkce", client.needs_pkce},
                   {"first_party", client.first_party}};
  redirect_sso::put_look(all, client.look);
  return all;
}

}  // namespace

std::string_view to_string(Profile profile) { return text_in(kProfiles, profile); }
std::string_view to_string(AuthMethod method) { return text_in(kMethods, method); }
std::string_view to_string(Grant grant) { return text_in(kGrants, grant); }
std::string_view to_string(AccessTokens form) { return text_in(kForms, form); }
std::string_view to_string(ResponseMode mode) { return text_in(kModes, mode); }
std::optional<Profile> profile_from(std::string_view text) { return value_in(kProfiles, text); }
std::optional<AuthMethod> auth_method_from(std::string_view text) {
  return value_in(kMethods, text);
}
std::optional<Grant> grant_from(std::string_view text) { return value_in(kGrants, text); }

std::optional<AccessTokens> access_tokens_from(std::string_view text) {
  return value_in(kForms, text);
}

std::optional<ResponseMode> response_mode_from(std::string_view text) {
  return value_in(kModes, text);
}

bool Client::is_public() const { return uses(AuthMethod::none); }
bool Client::may(Grant grant) const {
  return std::ranges::find(grants, grant) != grants.end() ||
         (grant == Grant::refresh_token && may(kOfflineAccess));
}
bool Client::may(std::string_view scope) const {
  return std::ranges::find(scopes, scope) != scopes.end();
}
bool Client::uses(AuthMethod method) const {
  return std::ranges::find(auth_methods, method) != auth_methods.end();
}
bool Client::takes(ResponseMode mode) const {
  return std::ranges::find(response_modes, mode) != response_modes.end();
}

bool Client::gets_refresh_token(const std::vector<std::string>& granted) const {
  return std::ranges::find(grants, Grant::refresh_token) != grants.end() ||
         std::ranges::find(granted, kOfflineAccess) != granted.end();
}

std::string subject_of(const ClientId& id) { return "client:" + id.text(); }

json::object to_json(const Client& client) {
  json::object shown{{"client_id", client.id.text()},
                     {"name", client.name},
                     {"profile", to_string(client.profile)}};
  for (const auto& [name, value] : common(client)) {
    shown[name] = value;
  }
  json::array secrets;
  for (const SecretHash& secret : client.secrets) {
    json::object row{{"made_at", base::to_iso8601(secret.made_at)}};
    row["good_until"] =
        secret.good_until ? json::value(base::to_iso8601(*secret.good_until)) : json::value();
    secrets.push_back(std::move(row));
  }
  shown["secrets"] = std::move(secrets);
  shown["enabled"] = client.enabled;
  shown["version"] = client.version;
  shown["created_at"] = base::to_iso8601(client.created_at);
  shown["updated_at"] = base::to_iso8601(client.updated_at);
  return shown;
}

std::string body_to_text(const Client& client) { return base::to_text(common(client)); }

base::Done read_body(Client& client, std::string_view text) {
  TRY_VAL(body, base::parse_json_object(text));
  TRY_VAL(methods, values_in(body, "auth_methods", &auth_method_from));
  TRY_VAL(grants, values_in(body, "grants", &grant_from));
  TRY_VAL(redirects, texts_in(body, "redirect_uris"));
  TRY_VAL(scopes, texts_in(body, "scopes"));
  TRY_VAL(policy, later_text_in(body, "policy_uri"));
  TRY_VAL(tos, later_text_in(body, "tos_uri"));
  TRY_VAL(logo, later_text_in(body, "logo_uri"));
  TRY_VAL(look, redirect_sso::look_in(body));
  TRY_VAL(jwks, later_text_in(body, "jwks"));
  TRY_VAL(post_logout, later_texts_in(body, "post_logout_redirect_uris"));
  TRY_VAL(pkce, flag_in(body, "pkce"));
  TRY_VAL(first_party, flag_in(body, "first_party"));
  const auto* name = body.if_contains("id_token_alg");
  const auto algorithm = name != nullptr && name->is_string()
                             ? crypto::signature_algorithm(name->get_string())
                             : std::nullopt;
  if (!algorithm) {
    return unreadable();
  }
  // Rows of before there was a choice have JWTs.
  if (const auto* form = body.if_contains("access_token")) {
    const auto known = form->is_string() ? access_tokens_from(form->get_string()) : std::nullopt;
    if (!known) {
      return unreadable();
    }
    client.access_tokens = *known;
  }
  // And rows of before there was this one take both.
  if (body.contains("response_modes")) {
    TRY_VAL(modes, values_in(body, "response_modes", &response_mode_from));
    client.response_modes = std::move(modes);
  }
  client.auth_methods = std::move(methods);
  client.grants = std::move(grants);
  client.redirect_uris = std::move(redirects);
  client.scopes = std::move(scopes);
  client.policy_uri = std::move(policy);
  client.tos_uri = std::move(tos);
  client.logo_uri = std::move(logo);
  client.look = std::move(look);
  client.post_logout_redirect_uris = std::move(post_logout);
  client.jwks = std::move(jwks);
  client.id_token_algorithm = *algorithm;
  client.needs_pkce = pkce;
  client.first_party = first_party;
  return {};
}

}  // namespace oauth
