#include "federation/provider.h"

#include <algorithm>
#include <array>
#include <utility>

namespace federation {
namespace {

namespace json = base::json;

template <class Enum>
struct Word {
  Enum value;
  std::string_view text;
};
constexpr std::array kKinds = {Word{Kind::oidc, "oidc"}, Word{Kind::oauth2, "oauth2"}};
constexpr std::array kAuths = {Word{ClientAuth::client_secret_basic, "client_secret_basic"},
                               Word{ClientAuth::client_secret_post, "client_secret_post"},
                               Word{ClientAuth::private_key_jwt, "private_key_jwt"}};

template <class Table, class Enum>
std::string_view text_in(const Table& table, Enum value) {
  for (const auto& row : table) {
    if (row.value == value) {
      return row.text;
    }
  }
  std::unreachable();
}

struct Text {
  std::string_view name;
  std::string Provider::* member;
};
constexpr std::array kTexts = {Text{"title", &Provider::title},
                               Text{"issuer", &Provider::issuer},
                               Text{"client_id", &Provider::client_id},
                               Text{"key_algorithm", &Provider::key_algorithm},
                               Text{"public_jwk", &Provider::public_jwk},
                               Text{"authorize_url", &Provider::authorize_url},
                               Text{"token_url", &Provider::token_url},
                               Text{"userinfo_url", &Provider::userinfo_url},
                               Text{"asked_to_choose", &Provider::asked_to_choose}};

json::object described(const Provider& provider) {
  json::object object;
  for (const Text& text : kTexts) {
    object[text.name] = provider.*text.member;
  }
  object["kind"] = to_string(provider.kind);
  object["auth"] = to_string(provider.auth);
  object["scopes"] = json::array(provider.scopes.begin(), provider.scopes.end());
  json::object mapping;
  for (const auto& [field, claim] : provider.mapping) {
    mapping[field] = claim;
  }
  object["mapping"] = std::move(mapping);
  object["signup"] = provider.signup;
  return object;
}

std::unexpected<base::Error> unreadable() {
  return base::reject(base::ErrorCode::internal, "", "a provider cannot be read",
                      "a column of the provider is not what this program writes");
}

base::Result<std::string> text_of(const json::object& object, std::string_view name) {
  const auto* found = object.if_contains(name);
  if (found == nullptr || !found->is_string()) {
    return unreadable();
  }
  return std::string(found->get_string());
}

}  // namespace

std::string_view to_string(Kind kind) { return text_in(kKinds, kind); }
std::string_view to_string(ClientAuth auth) { return text_in(kAuths, auth); }

std::optional<Kind> kind_from(std::string_view text) {
  const auto* const found = std::ranges::find(kKinds, text, &Word<Kind>::text);
  return found == kKinds.end() ? std::nullopt : std::optional(found->value);
}

std::optional<ClientAuth> client_auth_from(std::string_view text) {
  const auto* const found = std::ranges::find(kAuths, text, &Word<ClientAuth>::text);
  return found == kAuths.end() ? std::nullopt : std::optional(found->value);
}

std::string subject_of(const Provider& provider) { return "provider:" + provider.name; }

const std::string& configured_url(const Provider& provider) {
  return provider.kind == Kind::oauth2 ? provider.token_url : provider.issuer;
}

std::string subject_claim(const Provider& provider) {
  const auto own = provider.mapping.find("sub");
  return own == provider.mapping.end() ? "sub" : own->second;
}

bool has_people_log_in_anew(const Provider& provider) {
  return provider.kind == Kind::oidc && provider.asked_to_choose == "login";
}

json::object to_json(const Provider& provider) {
  json::object object{{"name", provider.name}};
  for (auto& member : described(provider)) {
    object[member.key()] = std::move(member.value());
  }
  if (!provider.public_jwk.empty()) {
    const auto jwk = base::parse_json(provider.public_jwk);
    object["public_jwk"] = jwk ? *jwk : json::value();
  }
  object["has_secret"] = provider.auth != ClientAuth::private_key_jwt && !provider.sealed.empty();
  object["enabled"] = provider.enabled;
  object["position"] = provider.position;
  object["version"] = provider.version;
  object["created_at"] = base::to_iso8601(provider.created_at);
  object["updated_at"] = base::to_iso8601(provider.updated_at);
  return object;
}

std::string body_of(const Provider& provider) { return base::to_text(described(provider)); }

base::Done read_body(Provider& provider, std::string_view body) {
  TRY_VAL(object, base::parse_json_object(body));
  for (const Text& text : kTexts) {
    TRY_VAL(value, text_of(object, text.name));
    provider.*text.member = std::move(value);
  }
  TRY_VAL(kind_text, text_of(object, "kind"));
  TRY_VAL(auth_text, text_of(object, "auth"));
  const auto kind = kind_from(kind_text);
  const auto auth = client_auth_from(auth_text);
  const auto* scopes = object.if_contains("scopes");
  const auto* mapping = object.if_contains("mapping");
  const auto* signup = object.if_contains("signup");
  if (!kind || !auth || scopes == nullptr || !scopes->is_array() || mapping == nullptr ||
      !mapping->is_object() || signup == nullptr || !signup->is_bool()) {
    return unreadable();
  }
  provider.kind = *kind;
  provider.auth = *auth;
  provider.signup = signup->get_bool();
  provider.scopes.clear();
  for (const auto& scope : scopes->get_array()) {
    if (!scope.is_string()) {
      return unreadable();
    }
    provider.scopes.emplace_back(scope.get_string());
  }
  provider.mapping.clear();
  for (const auto& [field, claim] : mapping->get_object()) {
    if (!claim.is_string()) {
      return unreadable();
    }
    provider.mapping.emplace(field, claim.get_string());
  }
  return {};
}

}  // namespace federation
