#include "redirect_sso/guesses.h"

#include <algorithm>
#include <utility>

namespace redirect_sso {
namespace {

constexpr std::string_view kPurpose = "site_code";
constexpr std::size_t kMostRemembered = 4096;

using identity::budget::Line;

}  // namespace

Line Guesses::line_of(const Guesser& guesser) const {
  base::Bytes message;
  const auto add = [&message](base::BytesView part) {
    message.insert(message.end(), part.begin(), part.end());
    message.push_back(0);
  };
  add(base::bytes_of(kPurpose));
  add(base::bytes_of(guesser.site != nullptr ? "site" : "network"));
  if (guesser.site != nullptr) {
    add(guesser.site->id.bytes());
  } else if (guesser.address) {
    add(identity::budget::network_of(*guesser.address));
  }
  return {.key = parts_.key.tag(message),
          .tariff = guesser.site != nullptr ? tariffs_.site : tariffs_.network};
}

// Where nobody has guessed, as nearly always, nobody's key is made.
std::optional<base::Duration> Guesses::closed(const Guesser& guesser) {
  {
    const std::lock_guard lock(mutex_);
    if (open_at_.empty()) {
      return std::nullopt;
    }
  }
  const Line line = line_of(guesser);
  const base::Instant now = parts_.clock.now();
  const std::lock_guard lock(mutex_);
  const auto found = open_at_.find(line.key);
  if (found == open_at_.end()) {
    return std::nullopt;
  }
  if (found->second <= now) {
    open_at_.erase(found);
    return std::nullopt;
  }
  return found->second - now;
}

base::Result<std::optional<base::Duration>> Guesses::charge(const identity::Act& act,
                                                            const Guesser& guesser) {
  const Line line = line_of(guesser);
  const base::Instant now = parts_.clock.now();
  TRY_VAL(reservation, parts_.store.reserve(
                           {&line, 1}, now,
                           event_of(act, "site_code.slowed", act.actor, audit::Outcome::denied)));
  const auto* refused = std::get_if<identity::budget::Refused>(&reservation);
  if (refused == nullptr) {
    return std::optional<base::Duration>();
  }
  const std::lock_guard lock(mutex_);
  if (open_at_.size() >= kMostRemembered) {
    std::erase_if(open_at_, [now](const auto& entry) { return entry.second <= now; });
  }
  if (open_at_.size() < kMostRemembered) {
    open_at_.insert_or_assign(line.key, refused->open_at);
  }
  return std::optional(std::max(refused->open_at - now, base::Duration(1)));
}

}  // namespace redirect_sso
