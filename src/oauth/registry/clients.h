// The directory of clients, behind its rules. The command line and the console call it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "base/random.h"
#include "base/result.h"
#include "base/secret.h"
#include "crypto/sealer.h"
#include "identity/act.h"
#include "oauth/registry/client_store.h"
#include "oauth/registry/redirect_uri.h"

namespace oauth {

struct NewClient {
  std::string name;
  Profile profile = Profile::oidc;
  std::vector<std::string> redirect_uris;
  std::vector<std::string> scopes;
  std::string policy_uri;
  std::string tos_uri;
  std::string logo_uri;
  redirect_sso::Look look;
  std::vector<std::string> post_logout_redirect_uris;
  std::string jwks;
  bool is_public = false;
  std::vector<AuthMethod> auth_methods;  // none: both that show a secret
  std::vector<ResponseMode> response_modes = {ResponseMode::query, ResponseMode::form_post};
  bool first_party = false;
  bool refreshes = false;
  bool for_itself = false;  // client_credentials
  bool needs_pkce = false;
  AccessTokens access_tokens = AccessTokens::jwt;
  crypto::SignatureAlgorithm id_token_algorithm = crypto::SignatureAlgorithm::RS256;
};

// What is to be otherwise; what is not said stays.
struct ClientChanges {
  std::optional<std::string> name;
  std::optional<Profile> profile;
  std::optional<std::vector<std::string>> redirect_uris;
  std::optional<std::vector<std::string>> scopes;
  std::optional<std::string> policy_uri;
  std::optional<std::string> tos_uri;
  std::optional<std::string> logo_uri;
  redirect_sso::LookChanges look;
  std::optional<std::vector<std::string>> post_logout_redirect_uris;
  std::optional<std::string> jwks;
  std::optional<AuthMethod> auth_method;
  std::optional<std::vector<ResponseMode>> response_modes;
  std::optional<bool> refreshes;
  std::optional<bool> for_itself;  // client_credentials
  std::optional<bool> needs_pkce;
  std::optional<AccessTokens> access_tokens;
  std::optional<crypto::SignatureAlgorithm> id_token_algorithm;
  std::optional<bool> first_party;
  std::optional<bool> enabled;
};

// The secret is shown this once, and is empty for a public client.
struct ClientWithSecret {
  Client client;
  base::Secret secret;
};

class Clients {
 public:
  static constexpr base::Duration kLongestGrace = std::chrono::days(30);

  struct Parts {
    ClientStore& store;
    const base::Clock& clock;
    base::Random& random;
    base::IdSource& ids;
    const crypto::Sealer& sealer;
    PlainHttp plain;
  };
  explicit Clients(const Parts& parts) : parts_(parts) {}

  base::Result<ClientWithSecret> add(const identity::Act& act, const NewClient& wanted);
  base::Result<Client> set(const identity::Act& act, const ClientId& id,
                           const ClientChanges& changes);
  // A new secret; the one until now stays good for `grace`.
  base::Result<ClientWithSecret> rotate_secret(const identity::Act& act, const ClientId& id,
                                               base::Duration grace);
  base::Done remove(const identity::Act& act, const ClientId& id);

  // not_found for what is none.
  base::Result<Client> show(const ClientId& id);
  base::Result<std::vector<Client>> list() { return parts_.store.list(); }

 private:
  // What it became, and of what was registered before only what is given anew: under other rules it
  // stays, and RedirectGate asks of each address whether it is any use.
  base::Done check(const Client& client, const ClientChanges& given) const;
  base::Result<Client> written(base::Result<ClientWritten> result);
  base::Secret give_secret(Client& client);

  Parts parts_;
};

}  // namespace oauth
