#include "identity/users/users.h"

#include <algorithm>
#include <charconv>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "identity/users/fields.h"

namespace identity::users {
namespace {

constexpr std::size_t kSubOctets = 16;
constexpr std::size_t kMostPerPage = 500;
// A page of people who change while it is read is tried again, not for ever.
constexpr int kTries = 5;
constexpr std::string_view kAttributes = "attributes";

std::unexpected<base::Error> nobody() {
  return base::reject(base::ErrorCode::not_found, "user.unknown", "there is no such user");
}

std::unexpected<base::Error> last_administrator() {
  return base::reject(base::ErrorCode::conflict, "user.last_administrator",
                      "there would be no active administrator left");
}

std::unexpected<base::Error> taken(const std::string& field) {
  return base::reject(base::ErrorCode::conflict, "user." + field + ".taken",
                      field + ": somebody else has it");
}

std::unexpected<base::Error> stale() {
  return base::reject(base::ErrorCode::conflict, "user.stale",
                      "it was changed in the meantime; look again");
}

base::Result<User> outcome(base::Result<Written> written) {
  if (!written) {
    return std::unexpected(std::move(written).error());
  }
  if (const auto* other = std::get_if<Taken>(&*written)) {
    return taken(other->field);
  }
  if (std::holds_alternative<Stale>(*written)) {
    return stale();
  }
  if (std::holds_alternative<LastAdministrator>(*written)) {
    return last_administrator();
  }
  return std::get<User>(std::move(*written));
}

// All changes or none: `user` is a copy.
base::Result<User> changed(User user, Attributes& attributes, Editor editor,
                           const base::json::object& changes, base::Instant now) {
  for (const auto& [key, value] : changes) {
    const std::string_view name = key;
    const auto field = std::ranges::find(fields(), name, &Field::name);
    if (name != kAttributes && field == fields().end()) {
      return bad_field(name, "unknown", "there is no such field");
    }
    if (name != kAttributes && field->edited_by < editor) {
      return base::reject(base::ErrorCode::forbidden, "user." + std::string(name) + ".forbidden",
                          std::string(name) + ": not yours to change");
    }
  }
  for (const Field& field : fields()) {
    if (const base::json::value* value = changes.if_contains(field.name)) {
      TRY(field.write(user, field.name, *value, now));
    }
  }
  if (const base::json::value* value = changes.if_contains(kAttributes)) {
    TRY_VAL(values, attributes.change(user.attributes, *value, editor));
    user.attributes = std::move(values);
  }
  return user;
}

// An id as this program writes one, without signs and zeros before it.
std::optional<UserId> id_in(const std::string& typed) {
  std::int64_t number = 0;
  std::from_chars(typed.data(), typed.data() + typed.size(), number);
  return number > 0 && std::to_string(number) == typed ? std::optional(UserId{number})
                                                       : std::nullopt;
}

// Whose an address is that an operator has entered for several: nobody's more than another's.
base::Result<std::vector<UserId>> holders_of(UserStore& store, const names::Name& address) {
  std::vector<UserId> holders;
  Cursor cursor{.after = {}, .limit = kMostPerPage};
  while (true) {
    TRY_VAL(page, store.list({.prefix = address.key}, cursor));
    for (const User& user : page) {
      if (keys_of(user).email == address.key) {
        holders.push_back(user.id);
      }
    }
    if (page.size() < cursor.limit) {
      return holders;
    }
    cursor.after = page.back().id;
  }
}

std::unexpected<base::Error> shared(const std::vector<UserId>& holders) {
  std::string ids;
  for (const UserId id : holders) {
    ids += (ids.empty() ? "" : ", ") + std::to_string(id.value);
  }
  return base::reject(base::ErrorCode::conflict, "user.ambiguous",
                      "it is the address of several people, and none has verified it; say which by "
                      "the id: " +
                          ids);
}

// The names of what was changed; never the values, which are about a person.
std::string names_of(const base::json::object& changes) {
  base::json::array names;
  for (const auto& change : changes) {
    names.emplace_back(change.key());
  }
  return base::to_text(base::json::object{{"fields", std::move(names)}});
}

}  // namespace

base::Result<User> Users::add(const Act& act, const base::json::object& given) {
  TRY_VAL(filled, filled_in(given));
  filled.sub = base::to_base64url(parts_.random.bytes(kSubOctets));
  TRY_VAL(keys, keys_for(filled));
  return outcome(parts_.store.add(filled, keys, event_of(act, "user.added", "")));
}

// A number that has not been verified is a way in for whoever had it first. People set their own:
// without this, who was here earlier could take the number of who came later.
base::Result<Keys> Users::keys_for(const User& user) {
  Keys keys = keys_of(user);
  if (!keys.phone.empty() && !keys.phone_verified) {
    TRY_VAL(other, parts_.store.find_by_name({names::Kind::phone, keys.phone}));
    if (other && other->id != user.id) {
      keys.phone.clear();
    }
  }
  return keys;
}

base::Result<User> Users::draft(const base::json::object& given) {
  TRY_VAL(filled, filled_in(given));
  TRY_VAL(other, parts_.store.find_by_name(names::typed_name(filled.username)));
  if (other) {
    return taken("username");
  }
  return filled;
}

base::Result<User> Users::filled_in(const base::json::object& given) {
  const base::Instant now = parts_.clock.now();
  TRY_VAL(filled, changed(User{}, parts_.attributes, Editor::administrator, given, now));
  if (filled.username.empty()) {
    return bad_field("username", "missing", "is needed");
  }
  filled.created_at = now;
  filled.updated_at = now;
  return filled;
}

base::Result<User> Users::show(UserId id) {
  TRY_VAL(user, parts_.store.find(id));
  if (!user || user->status == Status::erased) {
    return nobody();
  }
  return *std::move(user);
}

base::Result<User> Users::find(const std::string& typed) {
  const auto name = names::typed_name(typed);
  TRY_VAL(named, parts_.store.find_by_name(name));
  if (named && name.kind == names::Kind::email && !named->email_verified_at) {
    TRY_VAL(holders, holders_of(parts_.store, name));
    if (holders.size() > 1) {
      return shared(holders);
    }
  }
  std::optional<User> numbered;
  if (const auto id = id_in(typed)) {
    TRY_VAL(user, parts_.store.find(*id));
    numbered = std::move(user);
  }
  // Somebody chose the number of somebody else for a name. The one is not taken for the other,
  // not even when the number is burnt.
  if (named && numbered && named->id != numbered->id) {
    return base::reject(base::ErrorCode::conflict, "user.ambiguous",
                        "it is the id of one person and a name of another");
  }
  auto& found = named ? named : numbered;
  if (!found || found->status == Status::erased) {
    return nobody();
  }
  return *std::move(found);
}

base::Result<Page> Users::list(const Filter& filter, const Cursor& cursor) {
  const std::size_t limit = std::clamp<std::size_t>(cursor.limit, 1, kMostPerPage);
  Filter by_key = filter;
  by_key.prefix = names::typed_name(filter.prefix).key;
  if (by_key.prefix.empty() && !filter.prefix.empty()) {
    return Page{};
  }
  TRY_VAL(users, parts_.store.list(by_key, {.after = cursor.after, .limit = limit + 1}));
  Page page{.users = std::move(users)};
  if (page.users.size() > limit) {
    page.users.resize(limit);
    page.next = page.users.back().id;
  }
  return page;
}

base::Result<User> Users::set(const Act& act, Editor editor, UserId id,
                              std::optional<std::int64_t> version,
                              const base::json::object& changes) {
  for (int attempt = 0; attempt < kTries; ++attempt) {
    TRY_VAL(user, show(id));
    if (version && user.version != *version) {
      return stale();
    }
    const base::Instant now = parts_.clock.now();
    TRY_VAL(next, changed(user, parts_.attributes, editor, changes, now));
    next.updated_at = now;
    audit::Event event = event_of(act, "user.changed", subject_of(id));
    event.details = names_of(changes);
    TRY_VAL(keys, keys_for(next));
    auto written = parts_.store.update(next, keys, event);
    parts_.sessions.forget_all(id, std::nullopt);
    if (!written || !std::holds_alternative<Stale>(*written)) {
      return outcome(std::move(written));
    }
  }
  return stale();
}

base::Result<User> Users::disable(const Act& act, UserId id) {
  return change_status(act, id, Status::disabled, "user.disabled");
}

base::Result<User> Users::lock(const Act& act, UserId id) {
  return change_status(act, id, Status::locked, "user.locked");
}

base::Result<User> Users::enable(const Act& act, UserId id) {
  return change_status(act, id, Status::active, "user.enabled");
}

base::Result<User> Users::change_status(const Act& act, UserId id, Status status,
                                        std::string_view type) {
  for (int attempt = 0; attempt < kTries; ++attempt) {
    TRY_VAL(user, show(id));
    // The status alone shuts every gate; that the sessions end is for the sites, which hear of it.
    // One that was opened at that very moment ends before its person is let in again.
    const bool ends = status != Status::active || user.status != Status::active;
    user.status = status;
    user.updated_at = parts_.clock.now();
    TRY_VAL(keys, keys_for(user));
    const auto event = event_of(act, type, subject_of(id));
    auto written = ends ? parts_.store.update_and_end(
                              user, keys, event,
                              {.keep = {},
                               .at = user.updated_at,
                               .event = event_of(act, "session.all_ended", subject_of(id))})
                        : parts_.store.update(user, keys, event);
    parts_.sessions.forget_all(id, std::nullopt);
    if (!written || !std::holds_alternative<Stale>(*written)) {
      return outcome(std::move(written));
    }
  }
  return stale();
}

base::Done Users::erase(const Act& act, UserId id) {
  for (int attempt = 0; attempt < kTries; ++attempt) {
    TRY_VAL(user, show(id));
    // Before the first thing is done; the store has the last word.
    TRY(spare_last_administrator(id));
    TRY(parts_.sessions.end_all(id, std::nullopt, parts_.clock.now(),
                                event_of(act, "session.all_ended", subject_of(id))));
    User blank;
    blank.id = user.id;
    blank.sub = user.sub;
    blank.version = user.version;
    blank.status = Status::erased;
    blank.created_at = user.created_at;
    blank.updated_at = parts_.clock.now();
    auto written = parts_.store.erase(blank, event_of(act, "user.erased", subject_of(id)));
    // One may have been opened since the others ended.
    parts_.sessions.forget_all(id, std::nullopt);
    TRY(written);
    if (!std::holds_alternative<Stale>(*written)) {
      TRY(outcome(std::move(written)));
      return {};
    }
  }
  return stale();
}

base::Result<bool> Users::is_administrator(UserId id) {
  return parts_.grants.has(id, Grant::administrator);
}

base::Result<bool> Users::has_administrator() {
  TRY_VAL(holders, parts_.grants.holders(Grant::administrator));
  return !holders.empty();
}

base::Done Users::grant(const Act& act, UserId id, Grant grant) {
  TRY_VAL(user, show(id));
  audit::Event event = event_of(act, "user.granted", subject_of(user.id));
  event.reason = to_string(grant);
  auto granted = parts_.grants.add(user.id, grant, parts_.clock.now(), event);
  parts_.sessions.forget_all(id, std::nullopt);
  TRY(granted);
  return {};
}

base::Done Users::grant_first_administrator(const Act& act, UserId id) {
  TRY_VAL(user, show(id));
  audit::Event event = event_of(act, "user.granted", subject_of(user.id));
  event.reason = "the first administrator";
  auto granted = parts_.grants.add_first(user.id, Grant::administrator, parts_.clock.now(), event);
  parts_.sessions.forget_all(id, std::nullopt);
  TRY(granted);
  if (!*granted) {
    return base::reject(base::ErrorCode::forbidden, "user.administrator_exists",
                        "there is an administrator already");
  }
  return {};
}

base::Done Users::revoke(const Act& act, UserId id, Grant grant) {
  audit::Event event = event_of(act, "user.revoked", subject_of(id));
  event.reason = to_string(grant);
  auto revocation = parts_.grants.remove(id, grant, event);
  parts_.sessions.forget_all(id, std::nullopt);
  TRY(revocation);
  if (*revocation == Revocation::last_administrator) {
    return last_administrator();
  }
  return {};
}

base::Done Users::spare_last_administrator(UserId id) {
  TRY_VAL(holders, parts_.grants.holders(Grant::administrator));
  if (holders.size() == 1 && holders.front() == id) {
    return last_administrator();
  }
  return {};
}

}  // namespace identity::users
