#include "oauth/resource/recent_tokens.h"

#include <algorithm>
#include <utility>

namespace oauth::resource {
namespace {

using base::Changes;
using base::Thing;

base::Instant ends_at(const AccessToken& token) {
  const auto* exp = token.claims.if_contains("exp");
  const auto until = exp != nullptr && exp->is_int64()
                         ? base::Instant(std::chrono::seconds(exp->get_int64()))
                         : token.of.at;
  return token.family ? std::min(until, token.family->gone_at()) : until;
}

}  // namespace

// Whatever ends it or changes what is told of it changes one of these. Claims of the operator's own
// rest on who may see them as well.
std::array<RecentTokens::RestsOn, 5> RecentTokens::rests_on(const AccessToken& token) {
  const auto number = token.of.number;
  const RestsOn client{Changes::place(Thing::client, token.client.id.bytes()),
                       token.client_of.number};
  const RestsOn attributes{Changes::place(Thing::attributes), number};
  if (!token.family) {
    return {client, client, client, client, attributes};
  }
  const auto& family = *token.family;
  return {client,
          {Changes::place(Thing::family, family.id.bytes()), number},
          {Changes::place(Thing::session, family.session.bytes()), number},
          {Changes::place(Thing::person, family.user_id), number},
          attributes};
}

RecentTokens::Before RecentTokens::before() const {
  return {.moment = {.at = parts_.clock.now(), .number = parts_.changes.number()},
          .keys = parts_.keys.snapshot()};
}

const RecentTokens::Live* RecentTokens::live(const TokenKey& key) const {
  const auto found = by_key_.find(key);
  if (found == by_key_.end()) {
    return nullptr;
  }
  const Live& live = *found->second;
  const base::Instant now = parts_.clock.now();
  const bool changed = std::ranges::any_of(
      live.rests_on, [&](const RestsOn& on) { return parts_.changes.since(on.number, on.place); });
  const bool good = !changed && live.token->of.is_recent(now) &&
                    live.token->client_of.is_recent(now) && now < live.until &&
                    live.keys == parts_.keys.snapshot();
  return good ? &live : nullptr;
}

Known RecentTokens::find(const TokenKey& key) const {
  const std::lock_guard lock(mutex_);
  const Live* found = live(key);
  return found == nullptr ? nullptr : found->token;
}

Told RecentTokens::told(Door door, const TokenKey& key) const {
  const std::lock_guard lock(mutex_);
  const Live* found = live(key);
  return found == nullptr
             ? Told{}
             : Told{.of = found->token, .is = found->told[static_cast<std::size_t>(door)]};
}

void RecentTokens::tell(Door door, const Known& token, std::any told) {
  auto shared = std::make_shared<const std::any>(std::move(told));
  const std::lock_guard lock(mutex_);
  const auto found = by_key_.find(token->key);
  if (found != by_key_.end() && found->second->token == token) {
    found->second->told[static_cast<std::size_t>(door)] = std::move(shared);
  }
}

void RecentTokens::keep(const Before& before, Known token) {
  const base::Instant until = ends_at(*token);
  const auto places = rests_on(*token);
  std::list<Live> gone;  // taken apart when the lock is free again: event loops wait for it
  const std::lock_guard lock(mutex_);
  const auto drop = [&](Place place) {
    by_key_.erase(place->token->key);
    gone.splice(gone.end(), live_, place);
  };
  if (const auto found = by_key_.find(token->key); found != by_key_.end()) {
    drop(found->second);
  }
  while (!live_.empty() && (live_.size() >= parts_.most_live ||
                            !live_.front().token->of.is_recent(before.moment.at))) {
    drop(live_.begin());
  }
  const Place place = live_.insert(live_.end(), {.token = std::move(token),
                                                 .until = until,
                                                 .rests_on = places,
                                                 .keys = before.keys,
                                                 .told = {}});
  by_key_.emplace(place->token->key, place);
}

bool RecentTokens::is_signed(const TokenKey& key) {
  const auto keys = parts_.keys.snapshot();
  Signed gone;
  const std::lock_guard lock(mutex_);
  if (keys != signed_by_) {
    gone.swap(signed_);
    signed_by_ = keys;
  }
  const auto found = signed_.find(key);
  return found != signed_.end() && parts_.clock.now() < found->second;
}

void RecentTokens::keep_signed(const Before& before, const TokenKey& key, base::Instant until) {
  Signed gone;
  const std::lock_guard lock(mutex_);
  if (before.keys != signed_by_) {
    return;
  }
  if (signed_.size() >= parts_.most_signed) {
    gone.swap(signed_);
  }
  signed_.insert_or_assign(key, until);
}

std::size_t RecentTokens::size() const {
  const std::lock_guard lock(mutex_);
  return live_.size();
}

}  // namespace oauth::resource
