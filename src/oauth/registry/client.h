// A client of OAuth 2.0 (RFC 6749 section 2): who may send people here, where they are sent back
// to, and what it may ask for.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "base/json.h"
#include "base/result.h"
#include "crypto/algorithm.h"
#include "redirect_sso/site.h"

namespace oauth {

struct ClientTag;
using ClientId = base::Id<ClientTag>;
// As a site has them: two are good side by side while a client changes from the one to the other.
using redirect_sso::SecretHash;

// By whose rules it is read: contract 1's own document, or OpenID Connect.
enum class Profile { sso, oidc };
enum class AuthMethod {
  none,
  client_secret_basic,
  client_secret_post,
  client_secret_jwt,
  private_key_jwt,
};
enum class Grant { authorization_code, refresh_token, client_credentials };
// A JWT (RFC 9068), or one that says nothing to the client: mint/family_token.h.
enum class AccessTokens { jwt, opaque };
// How the browser brings it an answer (OAuth 2.0 Multiple Response Type Encoding Practices section
// 2.1, OAuth 2.0 Form Post Response Mode section 2).
enum class ResponseMode { query, form_post };

// OpenID Connect Core section 11: tokens that go on when the session has ended.
inline constexpr std::string_view kOfflineAccess = "offline_access";

std::string_view to_string(Profile profile);
std::string_view to_string(AuthMethod method);
std::string_view to_string(Grant grant);
std::string_view to_string(AccessTokens form);
std::string_view to_string(ResponseMode mode);
std::optional<Profile> profile_from(std::string_view text);
std::optional<AuthMethod> auth_method_from(std::string_view text);
std::optional<Grant> grant_from(std::string_view text);
std::optional<AccessTokens> access_tokens_from(std::string_view text);
std::optional<ResponseMode> response_mode_from(std::string_view text);

struct Client {
  ClientId id;
  std::int64_t version = 1;  // one more with every change; a change names the one it was made from
  std::string name;
  Profile profile = Profile::oidc;
  std::vector<AuthMethod> auth_methods;
  std::vector<Grant> grants;
  std::vector<std::string> redirect_uris;
  std::vector<ResponseMode> response_modes = {ResponseMode::query, ResponseMode::form_post};
  std::vector<std::string> scopes;
  // Shown to people who are asked for their consent; empty: none.
  std::string policy_uri;
  std::string tos_uri;
  std::string logo_uri;
  redirect_sso::Look look;
  std::vector<std::string> post_logout_redirect_uris;
  std::string jwks;  // the public keys of private_key_jwt (RFC 7517); else empty
  crypto::SignatureAlgorithm id_token_algorithm = crypto::SignatureAlgorithm::RS256;
  AccessTokens access_tokens = AccessTokens::jwt;
  bool needs_pkce = false;  // a public one always does
  bool first_party = false;
  bool enabled = true;
  std::vector<SecretHash> secrets;  // newest first; none of a public client
  base::Instant created_at;
  base::Instant updated_at;
  bool operator==(const Client&) const = default;

  // RFC 6749 section 2.1: it can keep no secret.
  bool is_public() const;
  // Whoever may ask for offline_access may refresh what they get by it.
  bool may(Grant grant) const;
  bool may(std::string_view scope) const;
  bool uses(AuthMethod method) const;
  bool takes(ResponseMode mode) const;
  // Some keep none, or a key instead.
  bool has_secret() const { return !is_public() && !uses(AuthMethod::private_key_jwt); }
  // With each code, or when the person granted offline_access.
  bool gets_refresh_token(const std::vector<std::string>& granted) const;
};

// "client:01j…", as the trail names a client.
std::string subject_of(const ClientId& id);

// Everything but the hashes, as an operator sees it.
base::json::object to_json(const Client& client);

// What a store keeps in one column: all that it searches nothing by.
std::string body_to_text(const Client& client);
base::Done read_body(Client& client, std::string_view text);

}  // namespace oauth
