#include "identity/login/entrance.h"

#include <algorithm>
#include <chrono>

namespace identity::login {
namespace {

constexpr std::size_t kLongestAgent = 256;

// A header may carry any octet; people and every database are given letters.
std::string in_letters(std::string_view agent) {
  std::string text(agent.substr(0, kLongestAgent));
  std::ranges::replace_if(text, [](char c) { return c < ' ' || c > '~'; }, '?');
  return text;
}

std::chrono::seconds seconds_until(base::Instant limit, base::Instant now) {
  return std::max(std::chrono::seconds(1), std::chrono::floor<std::chrono::seconds>(limit - now));
}

}  // namespace

base::Result<Entering> Entrance::enter(const Act& act, const Finished& finished,
                                       const Browser& browser) {
  const base::Instant now = parts_.clock.now();
  const users::UserId person{finished.user->id};
  const std::string subject = users::subject_of(person);
  const bool remembered = finished.continues ? finished.continues->remembered : finished.remember;
  sessions::Limits limits = sessions::limits(parts_.rules, remembered, now);
  if (finished.continues) {
    // More proof makes a session stronger, not younger.
    limits.absolute_until = std::min(limits.absolute_until, finished.continues->absolute_until);
    limits.idle_until = std::min(limits.idle_until, limits.absolute_until);
  }
  // The old one ends in the write that opens the new one: a value that somebody planted is dead
  // before there is anything to gain (AZ14).
  auto made =
      parts_.mint.session({.user = finished.user, .factors = finished.factors},
                          {.idle = seconds_until(limits.idle_until, now),
                           .absolute = seconds_until(limits.absolute_until, now),
                           .details = {.factors = finished.names,
                                       .remembered = remembered,
                                       .agent = in_letters(browser.agent),
                                       .address = act.address},
                           .replaces = finished.replaces,
                           .concludes = finished.concludes},
                          {.actor = subject, .address = act.address, .request_id = act.request_id});
  const bool has_row = finished.concludes && finished.concludes->row;
  if (!made && made.error().code == base::ErrorCode::conflict && has_row) {
    TRY_VAL(other, parts_.logins.overtaken(finished.concludes->row->id));
    return std::visit([](auto& became) { return Entering(std::move(became)); }, other);
  }
  // Even where the database does not say whether it is done.
  for (const mint::SessionId& replaced : finished.replaces) {
    if (parts_.recent != nullptr) {
      parts_.recent->forget(replaced);
    }
  }
  TRY_VAL(opened, std::move(made));
  TRY_VAL(stands, parts_.logins.still_stands(finished));
  if (!stands) {
    const auto ended = parts_.sessions.end(act, person, opened.id);
    if (!ended && ended.error().code != base::ErrorCode::not_found) {
      return std::unexpected(ended.error());
    }
    return base::reject(base::ErrorCode::conflict, "login.outdated",
                        "the password was changed in the meantime");
  }
  return Entering(Entry{.id = opened.id,
                        .cookie = std::move(opened.value),
                        .cookie_until = limits.absolute_until,
                        .remembered = remembered,
                        .devices = parts_.devices.remember(browser.devices, person, now)});
}

}  // namespace identity::login
