// The doors that a login can be for, as a table: how each goes on once the session of the browser
// answers its wish. A door of another room adds its row here and calls begin_login().
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "endpoints/desk.h"
#include "http/message.h"
#include "identity/login/logins.h"
#include "web/brand.h"
#include "web/url.h"

namespace endpoints {

inline constexpr std::string_view kAccountDoor = "account";

// The session is live and is what was wished.
struct Passage {
  const identity::SessionGate::Entered& session;
  const mint::FactorProof& factors;
  const identity::login::Wish& wish;
};

// Whom the login is for.
struct Guest {
  std::optional<web::ClientBrand> client;  // nothing: Gapura itself
  // Origins beside our own that go_on() sends the browser to: Chromium holds a page's form-action
  // against what follows its POST as well.
  std::vector<std::string> form_targets;
  std::optional<web::Url> cancel;  // where whoever does not want to log in goes back to
  bool gives_up_here = false;      // the way back is no link: give_up() goes it
};

struct Door {
  std::string_view name;
  base::Result<Guest> (*guest)(const Desk&, const identity::login::Wish&);
  base::Result<http::Response> (*go_on)(const Desk&, const http::Request&, const Passage&);
  // It wished for no page (prompt=none), and one would be needed.
  base::Result<http::Response> (*not_allowed_to_ask)(const Desk&, const http::Request&,
                                                     const identity::login::Wish&,
                                                     identity::sessions::Answer because);
  // Of whoever does not want to log in; null where Guest::cancel is all that there is.
  base::Result<http::Response> (*give_up)(const Desk&, const http::Request&,
                                          const identity::login::Wish&);
};

base::Result<Guest> guest_of(const Desk& desk, const identity::login::Wish& wish);
base::Result<http::Response> go_on(const Desk& desk, const http::Request& request,
                                   const Passage& passage);
base::Result<http::Response> not_allowed_to_ask(const Desk& desk, const http::Request& request,
                                                const identity::login::Wish& wish,
                                                identity::sessions::Answer because);
// not_found where the door has no such way.
base::Result<http::Response> give_up(const Desk& desk, const http::Request& request,
                                     const identity::login::Wish& wish);

}  // namespace endpoints
