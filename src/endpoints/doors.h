// The doors that a login can be for, as a table: how each goes on once the session of the browser
// answers its wish. A door of another room adds its row here and calls begin_login().
#pragma once

#include <string_view>

#include "base/result.h"
#include "endpoints/desk.h"
#include "http/message.h"
#include "identity/login/logins.h"

namespace endpoints {

inline constexpr std::string_view kAccountDoor = "account";

// The session is live and is what was wished.
struct Passage {
  const identity::SessionGate::Entered& session;
  const mint::FactorProof& factors;
  const identity::login::Wish& wish;
};

struct Door {
  std::string_view name;
  base::Result<http::Response> (*go_on)(const Desk&, const http::Request&, const Passage&);
  // It wished for no page (prompt=none), and one would be needed.
  base::Result<http::Response> (*not_allowed_to_ask)(const Desk&, const http::Request&,
                                                     const identity::login::Wish&,
                                                     identity::sessions::Answer because);
};

base::Result<http::Response> go_on(const Desk& desk, const http::Request& request,
                                   const Passage& passage);
base::Result<http::Response> not_allowed_to_ask(const Desk& desk, const http::Request& request,
                                                const identity::login::Wish& wish,
                                                identity::sessions::Answer because);

}  // namespace endpoints
