// A client asks for what is a person's (OpenID Connect Core section 3.1.2.4), and the person looks
// at what they have allowed.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "web/account_pages.h"
#include "web/brand.h"
#include "web/form.h"
#include "web/login_pages.h"

namespace web {

// What a client may be given, in words.
struct Scope {
  Text title;
  std::optional<Text> about;
  bool is_new = false;  // where others were allowed before
};

// What an operator calls a scope of theirs.
struct ScopeWording {
  std::string name;
  Wording title;
  Wording about;
};

// By the operator's words, else by ours, else by its name.
Scope scope_in_words(std::string_view name, const std::vector<ScopeWording>& wordings,
                     std::string_view language);

// Of the view's client. Sends `decision=allow`, or `decision=deny`.
struct ConsentPage {
  Form form;
  Person person;
  std::string host;  // where the answer goes; empty for a program on the person's own device
  std::vector<Scope> scopes;
  bool asks_every_time = false;
  std::optional<Url> policy;
  std::optional<Url> terms;
};

inline constexpr Notice kConsentClosed = {.title = Words{"consent.closed.title"},
                                          .explanation = Words{"consent.closed.explanation"},
                                          .advice = Words{"consent.closed.advice"}};
inline constexpr Notice kConsentUnknown = {.title = Words{"consent.unknown.title"},
                                           .explanation = Words{"consent.unknown.explanation"},
                                           .advice = Words{"consent.unknown.advice"}};

struct Application {
  std::string id;
  std::string name;
  std::optional<Url> logo;
  std::vector<Scope> scopes;
  base::Instant given_at;
};

inline constexpr Words kApplicationRevoked{"account.applications.revoked"};
inline constexpr Words kApplicationGone{"account.applications.gone"};

// Sends `revoke=ID`.
struct ApplicationsPage {
  AccountFrame frame;
  Form form;
  std::vector<Application> applications;
  base::Instant now;
};

}  // namespace web
