// The pages of a login and of its end.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "web/form.h"

namespace web {

// Another way in, in the order in which they are offered.
struct Provider {
  std::string name;
  Url url;
};

// Who it is, and the password. Sends `identifier` unless the person is known, `password`, and
// `remember=1` where that is offered. "Not you?" sends `use=another` by a form of its own.
struct LoginPage {
  enum class Trouble { none, wrong, slowed, outdated };

  Form form;
  Trouble trouble = Trouble::none;
  std::int64_t retry_after = 0;  // seconds, of slowed
  std::string identifier;        // what was typed before, or the hint
  std::optional<Person> known;   // only the password is asked for
  bool offers_remember = true;
  bool remember = false;
  std::vector<Provider> providers;
  std::optional<Url> cancel;
};

// Sends `use=session`, or `use=another`.
struct ChooseAccountPage {
  Form form;
  Person person;
  std::optional<Url> cancel;
};

// What is said on a page of its own.
struct Notice {
  Words title;
  Words explanation;
  Words advice;
};

inline constexpr Notice kLoginExpired = {.title = Words{"login.expired.title"},
                                         .explanation = Words{"login.expired.explanation"},
                                         .advice = Words{"login.expired.advice"}};
inline constexpr Notice kLoginFinished = {.title = Words{"login.finished.title"},
                                          .explanation = Words{"login.finished.explanation"},
                                          .advice = Words{"login.finished.advice"}};
inline constexpr Notice kLoginOutdated = {.title = Words{"login.outdated.title"},
                                          .explanation = Words{"login.outdated.explanation"},
                                          .advice = Words{"login.outdated.advice"}};
// The transaction is another browser's, or nobody's.
inline constexpr Notice kLoginStranger = {.title = Words{"login.stranger.title"},
                                          .explanation = Words{"login.stranger.explanation"},
                                          .advice = Words{"login.stranger.advice"}};
inline constexpr Notice kNotActive = {.title = Words{"login.not_active.title"},
                                      .explanation = Words{"login.not_active.explanation"},
                                      .advice = Words{"login.not_active.advice"}};
inline constexpr Notice kNotThem = {.title = Words{"login.not_them.title"},
                                    .explanation = Words{"login.not_them.explanation"},
                                    .advice = Words{"login.not_them.advice"}};
inline constexpr Notice kNotEnough = {.title = Words{"login.not_enough.title"},
                                      .explanation = Words{"login.not_enough.explanation"},
                                      .advice = Words{"login.not_enough.advice"}};
// Of a login by a provider.
inline constexpr Notice kArrivalStale = {.title = Words{"provider.stale.title"},
                                         .explanation = Words{"provider.stale.explanation"},
                                         .advice = Words{"provider.stale.advice"}};
inline constexpr Notice kArrivalUntrusted = {.title = Words{"provider.untrusted.title"},
                                             .explanation = Words{"provider.untrusted.explanation"},
                                             .advice = Words{"provider.untrusted.advice"}};
inline constexpr Notice kProviderClosed = {.title = Words{"provider.closed.title"},
                                           .explanation = Words{"provider.closed.explanation"},
                                           .advice = Words{"provider.closed.advice"}};
inline constexpr Notice kProviderUnavailable = {
    .title = Words{"provider.unavailable.title"},
    .explanation = Words{"provider.unavailable.explanation"},
    .advice = Words{"provider.unavailable.advice"}};
inline constexpr Notice kAddressBelongs = {.title = Words{"provider.belongs.title"},
                                           .explanation = Words{"provider.belongs.explanation"},
                                           .advice = Words{"provider.belongs.advice"}};
inline constexpr Notice kNoSignup = {.title = Words{"provider.no_signup.title"},
                                     .explanation = Words{"provider.no_signup.explanation"},
                                     .advice = Words{"provider.no_signup.advice"}};
// What is asked for is a proof of now, which the provider cannot give.
inline constexpr Notice kNotAnew = {.title = Words{"provider.not_anew.title"},
                                    .explanation = Words{"provider.not_anew.explanation"},
                                    .advice = Words{"provider.not_anew.advice"}};
inline constexpr Notice kSetupDone = {.title = Words{"setup.done.title"},
                                      .explanation = Words{"setup.done.explanation"},
                                      .advice = Words{"setup.done.advice"}};
// The link is wrong, used or too old, or there is an administrator.
inline constexpr Notice kSetupInvalid = {.title = Words{"setup.invalid.title"},
                                         .explanation = Words{"setup.invalid.explanation"},
                                         .advice = Words{"setup.invalid.advice"}};

// Texts of the buttons on such a page.
inline constexpr Words kBeginAgain{"login.begin_again"};
inline constexpr Words kLogInToLink{"provider.log_in_to_link"};
inline constexpr Words kOtherWays{"provider.other_ways"};
inline constexpr Words kLogIn{"setup.done.login"};
inline constexpr Words kLogOut{"logout.go"};
inline constexpr Words kTryAgain{"error.again"};
inline constexpr Words kToAccount{"start.account"};
inline constexpr Words kToStart{"error.home"};

struct NoticePage {
  Notice notice;
  bool good = false;             // something has succeeded
  std::optional<Button> button;  // the way on; at most one of these two
  std::optional<Link> link;
  std::optional<Link> other;  // another way, below the link
  std::string request_id;     // may be empty
};

// Asks before it is done. The button sends nothing of its own.
struct LogoutPage {
  Form form;
  Person person;
  std::optional<Url> cancel;
};

// Hands an answer to an application by the browser's own POST (OAuth 2.0 Form Post Response Mode).
// send.js presses the button; without it people do.
struct HandOverPage {
  Form form;
};

struct LoggedOutPage {
  std::optional<Url> back;  // to the view's client
  std::optional<Url> login;
};

}  // namespace web
