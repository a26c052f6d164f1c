// Where else people log in: an OpenID Connect issuer, found by discovery (OpenID Connect Discovery
// 1.0), or an OAuth 2.0 server that configuration describes. An operator registers it by name,
// which stands in the path of its callback.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/clock.h"
#include "base/json.h"
#include "base/result.h"

namespace federation {

enum class Kind { oidc, oauth2 };

// How Gapura shows the provider who it is (OpenID Connect Core 1.0, section 9).
enum class ClientAuth { client_secret_basic, client_secret_post, private_key_jwt };

std::string_view to_string(Kind kind);
std::string_view to_string(ClientAuth auth);
std::optional<Kind> kind_from(std::string_view text);
std::optional<ClientAuth> client_auth_from(std::string_view text);

// Which claim fills which field of a person; `sub` and `username` too.
using Mapping = std::map<std::string, std::string, std::less<>>;

struct Provider {
  std::string name;          // "google"
  std::int64_t version = 1;  // one more with every change; a change names the one it was made from
  std::string title;         // on the button
  Kind kind = Kind::oidc;
  // An account there is kept under this and its sub. An OAuth 2.0 server has none of its own: its
  // token endpoint as it was at first, and the claim that is taken for the sub, since the same text
  // in another claim is another account.
  std::string issuer;
  std::string client_id;
  ClientAuth auth = ClientAuth::client_secret_basic;
  std::string key_algorithm;  // of private_key_jwt
  std::string public_jwk;     // likewise, for whoever registers it over there
  base::Bytes sealed;         // the secret or the private key
  std::vector<std::string> scopes;
  std::string authorize_url;  // of an OAuth 2.0 server, as the next two
  std::string token_url;
  std::string userinfo_url;
  std::string asked_to_choose;  // what `prompt` is sent with when somebody is to log in anew
  Mapping mapping;
  bool signup = true;  // the first login makes the user
  bool enabled = true;
  std::int64_t position = 0;  // of its button
  base::Instant created_at;
  base::Instant updated_at;
  bool operator==(const Provider&) const = default;
};

// "provider:google", as the trail names one.
std::string subject_of(const Provider& provider);

// Where configuration says that it is.
const std::string& configured_url(const Provider& provider);

// The claim that an OAuth 2.0 server's accounts are told apart by.
std::string subject_claim(const Provider& provider);

// Whether it has people show anew who they are, and says when they did (OpenID Connect Core 1.0,
// section 3.1.2.1): not one that only lets them choose, nor an OAuth 2.0 server.
bool has_people_log_in_anew(const Provider& provider);

// Everything but the secret, as an operator sees it.
base::json::object to_json(const Provider& provider);

// As a store keeps it in one column, beside name, version, position, enabled, times and secret.
std::string body_of(const Provider& provider);
base::Done read_body(Provider& provider, std::string_view body);

}  // namespace federation
