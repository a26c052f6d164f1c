#include "identity/passwords/passwords.h"

#include "identity/passwords/normal.h"

namespace identity::passwords {
namespace {

// No id of anybody: whoever is not there is looked up all the same.
constexpr users::UserId kNobody{0};

}  // namespace

base::Result<bool> Passwords::verify(std::optional<users::UserId> id, const base::Secret& typed) {
  const auto password = normal(typed);
  const base::Secret& octets = password ? password->octets : typed;
  TRY_VAL(row, parts_.store.find(id.value_or(kNobody)));
  if (!row) {
    TRY(parts_.hasher.verify_nothing(octets));
    return false;
  }
  TRY_VAL(right, parts_.hasher.verify(octets, row->hash));
  if (right && parts_.hasher.needs_rehash(row->hash)) {
    // A pool too busy for it is no reason to turn away who was right: the next login tries again.
    if (const auto hash = parts_.hasher.hash(octets)) {
      TRY(parts_.store.rehash(*id, row->hash, *hash));
    }
  }
  return right;
}

base::Result<SetOutcome> Passwords::set(const Act& act, const users::User& user,
                                        const base::Secret& typed,
                                        const std::optional<mint::SessionId>& keep) {
  const auto checked = parts_.policy.check(typed, user);
  if (const auto* refused = std::get_if<Refused>(&checked)) {
    return *refused;
  }
  TRY_VAL(hash, parts_.hasher.hash(std::get<Accepted>(checked).octets()));
  const base::Instant now = parts_.clock.now();
  const std::string subject = users::subject_of(user.id);
  TRY(parts_.store.put(user.id, {.hash = std::move(hash), .set_at = now},
                       event_of(act, "password.set", subject)));
  TRY(parts_.sessions.end_all(user.id, keep, now, event_of(act, "session.all_ended", subject)));
  return WasSet{now};
}

}  // namespace identity::passwords
