#include "session_api/access.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "crypto/digest.h"
#include "jose/claims.h"
#include "mint/mint.h"

namespace session_api {
namespace {

namespace sessions = identity::sessions;
using identity::users::Status;

constexpr std::string_view kType = "at+jwt";
// The nodes of one database have its clock; what is left is what a second is rounded to.
constexpr std::chrono::seconds kLeeway{2};

bool is_over(const sessions::Session& session, base::Instant now) {
  return session.ended_at || now >= session.idle_until || now >= session.absolute_until;
}

bool is_live(const Login& login, base::Instant now) {
  // What was ended stays so, whatever a clock says later.
  return login.holder == mint::kHouse && login.status == Status::active && !login.family_ended_at &&
         now < login.family_until && !is_over(login.session, now);
}

// Whoever is shut out may be told so, though that has ended all they had.
bool is_shut_out(const Login& login) {
  return login.holder == mint::kHouse && login.status != Status::active &&
         login.status != Status::erased;
}

sessions::Use use_of(const sessions::Session& session) {
  return {.id = session.id,
          .seen_at = session.seen_at,
          .absolute_until = session.absolute_until,
          .remembered = session.remembered};
}

}  // namespace

std::size_t Access::FirstOctets::operator()(const Key& key) const {
  std::size_t value = 0;
  std::memcpy(&value, key.data(), sizeof value);
  return value;
}

Access::Key Access::key_of(std::string_view token) {
  const base::Bytes hash = crypto::sha256(base::bytes_of(token));
  Key key{};
  std::ranges::copy(hash, key.begin());
  return key;
}

Access::Mark Access::mark() const {
  return {.sessions = parts_.recent.forgotten(), .families = forgotten_.load()};
}

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

std::optional<Login> Access::look_recent(std::string_view token) const {
  const Key key = key_of(token);
  const base::Instant now = parts_.clock.now();
  const Mark current = mark();
  std::shared_ptr<const Login> login;
  {
    const std::lock_guard lock(mutex_);
    const auto found = by_key_.find(key);
    if (found != by_key_.end()) {
      const Seen& seen = *found->second;
      // A clock that was set back makes nothing live longer.
      const bool fresh = seen.at <= now && now - seen.at < kLife && now < seen.verified.until;
      login = fresh && seen.mark == current ? seen.login : nullptr;
    }
  }
  // A use that is to be written down is look()'s.
  const bool good =
      login && is_live(*login, now) && !parts_.sessions.is_due(use_of(login->session), now);
  return good ? std::optional(*login) : std::nullopt;
}

base::Result<Answer> Access::look(std::string_view token) {
  const Key key = key_of(token);
  // Both of the time before the read: what is read is no younger.
  const base::Instant now = parts_.clock.now();
  const Mark before = mark();
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
    keep({.key = key, .verified = *verified, .at = now, .mark = before, .login = nullptr}, now);
    return is_shut_out(*found) ? Answer(Inactive{}) : Answer(Nobody{});
  }
  TRY_VAL(used, parts_.sessions.use(use_of(found->session)));
  if (used) {
    found->session.seen_at = used->seen_at;
    found->session.idle_until = used->idle_until;
  }
  auto kept = std::make_shared<const Login>(*found);
  keep({.key = key, .verified = *verified, .at = now, .mark = before, .login = std::move(kept)},
       now);
  return *std::move(found);
}

void Access::keep(Seen seen, base::Instant now) {
  const std::lock_guard lock(mutex_);
  if (const auto found = by_key_.find(seen.key); found != by_key_.end()) {
    drop(found->second);
  }
  while (!seen_.empty() && (seen_.size() >= parts_.most || seen_.front().verified.until <= now)) {
    drop(seen_.begin());
  }
  const Key key = seen.key;
  by_key_.emplace(key, seen_.insert(seen_.end(), std::move(seen)));
}

void Access::drop(Place place) {
  by_key_.erase(place->key);
  seen_.erase(place);
}

std::size_t Access::size() const {
  const std::lock_guard lock(mutex_);
  return seen_.size();
}

}  // namespace session_api
