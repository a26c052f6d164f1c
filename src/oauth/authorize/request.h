// An authorization request that every check let through, as it waits in the login for the person
// (RFC 6749 section 4.1.1, OpenID Connect Core section 3.1.2.1).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "oauth/parameters.h"
#include "oauth/registry/client.h"

namespace oauth::authorize {

struct Request {
  std::string client_id;
  std::string redirect_uri;
  std::vector<std::string> scopes;  // of those asked for the ones that the client may have
  std::string asked;                // the scope as it was asked for
  std::string state;                // empty: none
  std::string nonce;                // likewise
  std::optional<std::string> challenge;
  bool asks_consent = false;                 // prompt=consent
  bool by_post = false;                      // response_mode=form_post
  std::vector<std::string> userinfo_claims;  // asked for one by one (claims)
  std::vector<std::string> id_token_claims;
};

// Of parameters that passed the checks.
Request read(const Parameters& sent, const Client& client);

std::string to_text(const Request& request);
base::Result<Request> from_text(std::string_view text);

}  // namespace oauth::authorize
