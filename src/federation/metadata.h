// What a provider says of itself (OpenID Connect Discovery 1.0, section 3; RFC 8414), as far as it
// is used. Of an OAuth 2.0 server, what configuration says.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "federation/provider.h"

namespace federation {

struct Metadata {
  std::string issuer;
  std::string authorization_endpoint;
  std::string token_endpoint;
  std::string userinfo_endpoint;  // may be empty
  std::string jwks_uri;           // empty of an OAuth 2.0 server
  bool names_itself = false;      // every answer carries `iss` (RFC 9207)

  // What it says that it can do; nothing where it says nothing. For an operator alone: a login
  // finds out by itself.
  using Texts = std::optional<std::vector<std::string>>;
  Texts response_types;
  Texts challenge_methods;
  Texts client_auths;
  Texts client_auth_algorithms;
  Texts id_token_algorithms;
  Texts scopes;
};

std::string discovery_url(std::string_view issuer);

// The document must name the very issuer that it was asked of, octet by octet.
base::Result<Metadata> parse_metadata(std::string_view text, std::string_view issuer);
Metadata configured_metadata(const Provider& provider);

}  // namespace federation
