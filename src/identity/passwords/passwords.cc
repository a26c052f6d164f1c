#include "identity/passwords/passwords.h"

#include "identity/passwords/normal.h"

namespace identity::passwords {
namespace {

// No id of anybody: whoever is not there is looked up all the same.
constexpr users::UserId kNobody{0};

sessions::Ending ending_of(const Act& act, users::UserId id,
                           const std::optional<mint::SessionId>& keep, base::Instant at) {
  return {
      .keep = keep, .at = at, .event = event_of(act, "session.all_ended", users::subject_of(id))};
}

}  // namespace

base::Result<std::optional<base::Instant>> Passwords::verify(std::optional<users::UserId> id,
                                                             const base::Secret& typed) {
  const auto password = normal(typed);
  const base::Secret& octets = password ? password->octets : typed;
  TRY_VAL(row, parts_.store.find(id.value_or(kNobody)));
  if (!row) {
    TRY(parts_.hasher.verify_nothing(octets));
    return std::optional<base::Instant>();
  }
  TRY_VAL(right, parts_.hasher.verify(octets, row->hash));
  if (!right) {
    return std::optional<base::Instant>();
  }
  if (parts_.hasher.needs_rehash(row->hash)) {
    // A pool too busy for it is no reason to turn away who was right: the next login tries again.
    if (const auto hash = parts_.hasher.hash(octets)) {
      TRY(parts_.store.rehash(*id, row->hash, *hash));
    }
  }
  return std::optional(row->set_at);
}

base::Result<std::variant<PasswordRow, Refused>> Passwords::made_of(const users::User& user,
                                                                    const base::Secret& typed) {
  const auto checked = parts_.policy.check(typed, user);
  if (const auto* refused = std::get_if<Refused>(&checked)) {
    return *refused;
  }
  TRY_VAL(hash, parts_.hasher.hash(std::get<Accepted>(checked).octets()));
  return PasswordRow{.hash = std::move(hash), .set_at = parts_.clock.now()};
}

base::Result<SetOutcome> Passwords::set(const Act& act, const users::User& user,
                                        const base::Secret& typed,
                                        const std::optional<mint::SessionId>& keep) {
  TRY_VAL(made, made_of(user, typed));
  if (auto* refused = std::get_if<Refused>(&made)) {
    return std::move(*refused);
  }
  const auto& row = std::get<PasswordRow>(made);
  const auto put =
      parts_.store.put(user.id, row, event_of(act, "password.set", users::subject_of(user.id)),
                       ending_of(act, user.id, keep, row.set_at));
  // Even where the database does not say whether it is done.
  parts_.sessions.forget_all(user.id, keep);
  TRY(put);
  return WasSet{row.set_at};
}

base::Result<ChangeOutcome> Passwords::set_first(const Act& act, const users::User& user,
                                                 const base::Secret& typed,
                                                 const std::optional<mint::SessionId>& keep) {
  return follow(act, user, typed, keep, std::nullopt);
}

base::Result<ChangeOutcome> Passwords::change(const Act& act, const users::User& user,
                                              const base::Secret& typed,
                                              const std::optional<mint::SessionId>& keep,
                                              base::Instant since) {
  return follow(act, user, typed, keep, since);
}

base::Result<ChangeOutcome> Passwords::follow(const Act& act, const users::User& user,
                                              const base::Secret& typed,
                                              const std::optional<mint::SessionId>& keep,
                                              const std::optional<base::Instant>& since) {
  TRY_VAL(made, made_of(user, typed));
  if (auto* refused = std::get_if<Refused>(&made)) {
    return std::move(*refused);
  }
  const auto& row = std::get<PasswordRow>(made);
  const auto event = event_of(act, "password.set", users::subject_of(user.id));
  const auto ending = ending_of(act, user.id, keep, row.set_at);
  const auto put = since ? parts_.store.replace(user.id, *since, row, event, ending)
                         : parts_.store.put_first(user.id, row, event, ending);
  parts_.sessions.forget_all(user.id, keep);
  TRY_VAL(done, put);
  if (!done) {
    return Overtaken{};
  }
  return WasSet{row.set_at};
}

}  // namespace identity::passwords
