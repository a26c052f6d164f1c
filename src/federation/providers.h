// The directory of providers, behind its rules. The command line and the console call it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/random.h"
#include "base/result.h"
#include "base/secret.h"
#include "crypto/sealer.h"
#include "federation/identity_store.h"
#include "federation/line.h"
#include "federation/provider_store.h"
#include "identity/act.h"
#include "identity/sessions/session_book.h"

namespace federation {

// What is said of a provider; what is not said is as the preset has it, or stays.
struct Wishes {
  std::optional<std::string> title;
  std::optional<std::string> issuer;
  std::optional<std::string> client_id;
  std::optional<base::Secret> secret;
  std::optional<ClientAuth> auth;
  std::optional<std::string> key_algorithm;  // of private_key_jwt; makes a new key
  std::optional<std::vector<std::string>> scopes;
  std::optional<std::string> authorize_url;
  std::optional<std::string> token_url;
  std::optional<std::string> userinfo_url;
  // Of these fields; of no claim nothing is taken, of the usual one neither.
  std::optional<Mapping> mapping;
  std::optional<bool> signup;
  std::optional<bool> enabled;
  std::optional<std::int64_t> position;
  // That people lose the accounts that they have linked.
  bool sure = false;
};

struct NewProvider {
  std::string name;
  std::string preset;  // "google", "gapura", or empty: by the name
  Kind kind = Kind::oidc;
  Wishes wishes;
};

// What cannot be a path beside those of the Auth API (contract 2).
bool is_reserved(std::string_view name);

class Providers {
 public:
  struct Parts {
    ProviderStore& store;
    IdentityStore& identities;
    const Addresses& addresses;
    identity::sessions::SessionBook& sessions;
    const base::Clock& clock;
    base::Random& random;
    const crypto::Sealer& sealer;
  };
  explicit Providers(const Parts& parts) : parts_(parts) {}

  base::Result<Provider> add(const identity::Act& act, const NewProvider& wanted);
  base::Result<Provider> set(const identity::Act& act, const std::string& name,
                             const Wishes& wishes);
  base::Done remove(const identity::Act& act, const std::string& name);

  // What people who have an account there have opened by any account elsewhere: a session does not
  // say by which. How many there were.
  base::Result<std::size_t> end_sessions(const identity::Act& act, const Provider& provider);

  // not_found for what is none.
  base::Result<Provider> show(const std::string& name);
  base::Result<std::vector<Provider>> list() { return parts_.store.list(); }

 private:
  base::Done take(Provider& provider, const Wishes& wishes) const;
  base::Done check_reach(const Provider& provider, const Provider* before) const;
  base::Done keep_links(const Provider& before, const Provider& after, const Wishes& wishes);
  base::Result<std::size_t> end_those_of(const identity::Act& act, const Provider& provider,
                                         UserId person);
  base::Done take_credentials(Provider& provider, const Wishes& wishes) const;

  Parts parts_;
};

}  // namespace federation
