// The accounts at providers that people log in with, in their account.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "web/account_pages.h"
#include "web/form.h"

namespace web {

struct LinkedLogin {
  std::string id;
  std::string provider;
  std::string label;  // may be empty
  base::Instant linked_at;
  bool may_unlink = true;  // else it is the last way in
};
struct OtherLogin {
  std::string title;
  Url url;
  bool linked = false;  // an account there is already; another may be too
};

inline constexpr Words kLinked{"account.logins.linked"};
inline constexpr Words kUnlinked{"account.logins.unlinked"};
inline constexpr Words kLinkTaken{"account.logins.taken"};
inline constexpr Words kLinkTheirs{"account.logins.theirs"};
inline constexpr Words kLinkStale{"account.logins.stale"};
inline constexpr Words kLinkLast{"account.logins.last"};
inline constexpr Words kLinkGone{"account.logins.gone"};
inline constexpr Words kLinkUnavailable{"account.logins.unavailable"};
inline constexpr Words kLinkClosed{"account.logins.closed"};
inline constexpr Words kLinkDeclined{"account.logins.declined"};

// Sends `unlink=ID`. Linking begins with a link: Chromium would hold the provider's addresses
// against the `form-action` of a form.
struct LinksPage {
  AccountFrame frame;
  Form unlink;
  std::vector<LinkedLogin> linked;
  std::vector<OtherLogin> others;
  base::Instant now;
};

// Asks before it is done. The button sends nothing of its own.
struct ConfirmLinkPage {
  Form form;
  Person person;
  std::string provider;
  std::string label;  // may be empty
  Url cancel;
};

}  // namespace web
