#include "session_api/access.h"

#include <algorithm>
#include <utility>

#include "base/recent.h"
#include "jose/claims.h"
#include "mint/mint.h"

namespace session_api {
namespace {

namespace sessions = identity::sessions;
using identity::users::Status;

constexpr std::string_view kType = "at+jwt";
// The nodes of one database have its clock; what is left is what a second is rounded to.
constexpr std::chrono::seconds kLeeway{2};

bool is_live(const Login& login, base::Instant now) {
  // What was ended stays so, whatever a clock says later.
  return login.holder == mint::kHouse && login.status == Status::active && !login.family_ended_at &&
         now < login.family_until && !login.session.ended_at &&
         !sessions::past_its_limits(login.session, now);
}

// Whoever is shut out may be told so, though that has ended all they had.
bool is_shut_out(const Login& login) {
  return login.holder == mint::kHouse && login.status != Status::active &&
         login.status != Status::erased;
}

}  // namespace

Access::Access(const Parts& parts) : parts_(parts) { parts_.recent.accompany(this); }

Access::~Access() { parts_.recent.accompany(nullptr); }

// Whatever is wrong with it, it is nobody's.
base::Result<std::optional<Access::Verified>> Access::verify(std::string_view token) {
  const std::optional<Verified> nothing;
  const auto verified = parts_.keys.verify(token, {.typ = kType});
  if (!verified) {
    if (verified.error().code == base::ErrorCode::unavailable) {
      return std::unexpected(verified.error());
    }
    return nothing;
  }
  const auto& claims = verified->claims();
  // RFC 9068 section 4: a token of a client is for somewhere else.
  const std::string audience = mint::frontend_audience(parts_.issuer);
  if (!jose::check_claims(claims,
                          {.issuer = parts_.issuer, .audience = audience, .leeway = kLeeway},
                          parts_.clock.now())) {
    return nothing;
  }
  const auto text = jose::text_claim(claims, mint::kFamilyClaim);
  const auto family = text ? mint::FamilyId::parse(*text) : std::nullopt;
  const auto* until = claims.if_contains("exp");
  if (!family || until == nullptr || !until->is_int64()) {
    return nothing;
  }
  return std::optional(Verified{.family = *family,
                                .until = base::Instant(std::chrono::seconds(until->get_int64()))});
}

std::optional<Access::Verified> Access::verified_before(const Key& key, base::Instant now) const {
  const std::lock_guard lock(mutex_);
  const auto found = by_key_.find(key);
  return found != by_key_.end() && now < found->second->verified.until
             ? std::optional(found->second->verified)
             : std::nullopt;
}

std::shared_ptr<const std::any> Access::told_recently(std::string_view token) const {
  const Key key = crypto::hash_key(token);
  const base::Instant now = parts_.clock.now();
  const std::lock_guard lock(mutex_);
  const auto found = by_key_.find(key);
  if (found == by_key_.end() || !found->second->live) {
    return nullptr;
  }
  const Seen& seen = *found->second;
  const bool fresh = base::is_recent(seen.live->at, now);
  return fresh && now < seen.verified.until && now < seen.live->until ? seen.live->told : nullptr;
}

// A use that is to be written down is look()'s.
Access::Live Access::live(const Login& login, base::Instant now) const {
  const auto& session = login.session;
  return {.at = now,
          .until = std::min({login.family_until, session.idle_until, session.absolute_until,
                             session.seen_at + parts_.sessions.rules().touch_every}),
          .session = session.id,
          .user = session.user,
          .told = std::make_shared<const std::any>(parts_.tell(login))};
}

base::Result<Answer> Access::look(std::string_view token) {
  const Key key = crypto::hash_key(token);
  // Both of the time before the read: what is read is no younger.
  const base::Instant now = parts_.clock.now();
  const std::uint64_t before = forgotten();
  auto verified = verified_before(key, now);
  if (!verified) {
    TRY_VAL(checked, verify(token));
    if (!checked) {
      return Nobody{};
    }
    verified = checked;
  }
  TRY_VAL(found, parts_.book.look(verified->family));
  if (!found) {
    return Nobody{};
  }
  if (!is_live(*found, now)) {
    keep({.key = key, .verified = *verified, .live = {}}, before, now);
    return is_shut_out(*found) ? Answer(Inactive{}) : Answer(Nobody{});
  }
  const auto used = parts_.sessions.use(sessions::use_of(found->session));
  if (used) {
    found->session.seen_at = used->seen_at;
    found->session.idle_until = used->idle_until;
  }
  keep({.key = key, .verified = *verified, .live = live(*found, now)}, before, now);
  return *std::move(found);
}

std::uint64_t Access::forgotten() const {
  const std::lock_guard lock(mutex_);
  return forgotten_;
}

void Access::keep(Seen seen, std::uint64_t forgotten, base::Instant now) {
  const std::lock_guard lock(mutex_);
  if (forgotten != forgotten_) {
    seen.live.reset();
  }
  if (const auto found = by_key_.find(seen.key); found != by_key_.end()) {
    drop(found->second);
  }
  while (!seen_.empty() && (seen_.size() >= parts_.most || seen_.front().verified.until <= now)) {
    drop(seen_.begin());
  }
  const Place place = seen_.insert(seen_.end(), std::move(seen));
  by_key_.emplace(place->key, place);
  if (place->live) {
    by_session_.emplace(place->live->session, place);
  }
}

void Access::forget(const mint::SessionId& id) {
  const std::lock_guard lock(mutex_);
  ++forgotten_;
  const auto [first, last] = by_session_.equal_range(id);
  for (auto at = first; at != last; ++at) {
    at->second->live.reset();
  }
  by_session_.erase(first, last);
}

void Access::forget_all(identity::users::UserId user, const std::optional<mint::SessionId>& keep) {
  const std::lock_guard lock(mutex_);
  ++forgotten_;
  std::erase_if(by_session_, [&](const auto& each) {
    auto& live = each.second->live;
    const bool over = live->user == user && live->session != keep;
    if (over) {
      live.reset();
    }
    return over;
  });
}

void Access::drop(Place place) {
  if (place->live) {
    const auto [first, last] = by_session_.equal_range(place->live->session);
    by_session_.erase(
        std::find_if(first, last, [place](const auto& each) { return each.second == place; }));
  }
  by_key_.erase(place->key);
  seen_.erase(place);
}

std::size_t Access::size() const {
  const std::lock_guard lock(mutex_);
  return seen_.size();
}

}  // namespace session_api
