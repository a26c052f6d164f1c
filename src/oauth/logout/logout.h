// A client sends somebody here to be logged out (OpenID Connect RP-Initiated Logout 1.0): who it
// is, whom it means, and where it may have them sent back to. Nothing is followed that is not
// registered for a client that shows an ID token of ours (section 3). Called by
// endpoints/client_logout.
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "base/result.h"
#include "identity/sessions/session_book.h"
#include "identity/users/user.h"
#include "keys/key_ring.h"
#include "oauth/parameters.h"
#include "oauth/registry/client_store.h"

namespace oauth::logout {

// Of an ID token of ours, which may have expired: whom the client means.
struct Hint {
  std::string sub;
  std::string session;
};

struct Wanted {
  FoundClient client;
  std::optional<Hint> hint;
  std::optional<std::string> back;  // an address that is registered for the client
  std::string state;                // to go with it; empty: none
  std::string logout_hint;          // whom the client means, as people type it; empty: none
};
// Shown to the person, and nobody is sent anywhere.
struct Refused {
  base::Error why;
};

class Logout {
 public:
  struct Parts {
    ClientStore& clients;
    keys::KeyRing& keys;
    std::string issuer;
  };
  explicit Logout(const Parts& parts) : parts_(parts) {}

  base::Result<std::variant<Refused, Wanted>> open(const Parameters& sent);

 private:
  struct Token {
    std::string client_id;
    Hint hint;
  };
  std::optional<Token> read(std::string_view id_token);

  Parts parts_;
};

// Whether the client holds an ID token of this very session and means nobody else by its
// logout_hint, so that nobody need be asked.
bool is_certain(const Wanted& wanted, const identity::users::User& user,
                const identity::sessions::Session& session);

}  // namespace oauth::logout
