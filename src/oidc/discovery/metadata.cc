#include "oidc/discovery/metadata.h"

#include <algorithm>
#include <initializer_list>
#include <utility>

namespace oidc::discovery {
namespace {

namespace json = base::json;

json::array list(std::initializer_list<std::string_view> texts) {
  return json::array(texts.begin(), texts.end());
}

// Of a client that signs (oauth/client_auth). EdDSA by both of its names (RFC 9864 section 2.2).
json::array assertions_signed_by() {
  return list({"RS256", "PS256", "ES256", "EdDSA", "Ed25519", "HS256"});
}

void add_new(json::array& all, const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    if (std::ranges::find(all, json::value(name)) == all.end()) {
      all.emplace_back(name);
    }
  }
}

}  // namespace

json::object metadata(const Provider& provider) {
  json::array algorithms;
  for (const auto algorithm : provider.algorithms) {
    algorithms.emplace_back(crypto::to_string(algorithm));
  }
  json::array claims;
  for (const std::string_view name : provider.claims) {
    claims.emplace_back(name);
  }
  json::array scopes =
      list({"openid", "profile", "email", "address", "phone", "offline_access", "view-user"});
  add_new(scopes, provider.scopes);
  return {
      {"issuer", provider.issuer},
      {"authorization_endpoint", provider.issuer + "/oauth/authorize"},
      {"token_endpoint", provider.issuer + "/oauth/token"},
      {"userinfo_endpoint", provider.issuer + "/oauth/userinfo"},
      {"introspection_endpoint", provider.issuer + "/oauth/introspect"},
      {"revocation_endpoint", provider.issuer + "/oauth/revoke"},
      {"jwks_uri", provider.issuer + "/oauth/jwks"},
      {"end_session_endpoint", provider.issuer + "/oauth/logout"},
      {"scopes_supported", std::move(scopes)},
      {"response_types_supported", list({"code"})},
      {"response_modes_supported", list({"query", "form_post"})},
      {"grant_types_supported",
       list({"authorization_code", "refresh_token", "client_credentials"})},
      {"subject_types_supported", list({"public"})},
      {"id_token_signing_alg_values_supported", std::move(algorithms)},
      {"token_endpoint_auth_methods_supported",
       list({"client_secret_basic", "client_secret_post", "client_secret_jwt", "private_key_jwt",
             "none"})},
      {"token_endpoint_auth_signing_alg_values_supported", assertions_signed_by()},
      // Who has no secret asks about no token, and ends its own.
      {"introspection_endpoint_auth_methods_supported",
       list({"client_secret_basic", "client_secret_post", "client_secret_jwt", "private_key_jwt"})},
      {"introspection_endpoint_auth_signing_alg_values_supported", assertions_signed_by()},
      {"revocation_endpoint_auth_methods_supported",
       list({"client_secret_basic", "client_secret_post", "client_secret_jwt", "private_key_jwt",
             "none"})},
      {"revocation_endpoint_auth_signing_alg_values_supported", assertions_signed_by()},
      {"code_challenge_methods_supported", list({"S256"})},
      {"claims_supported", std::move(claims)},
      {"claims_parameter_supported", true},
      {"acr_values_supported", json::array(provider.acr_values.begin(), provider.acr_values.end())},
      {"ui_locales_supported", json::array(provider.locales.begin(), provider.locales.end())},
      {"request_parameter_supported", false},
      // Left out, it would be true.
      {"request_uri_parameter_supported", false},
      {"authorization_response_iss_parameter_supported", true}};
}

}  // namespace oidc::discovery
