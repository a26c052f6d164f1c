#include "storage/memory/clients.h"

#include <algorithm>
#include <utility>

#include "storage/lingering.h"
#include "storage/memory/erase_some.h"

namespace storage::memory {

using families::Family;

base::Done ClientStore::add(const Client& client, const audit::Event& event) {
  const std::lock_guard lock(mutex_);
  if (!rows_.emplace(client.id, client).second) {
    return base::reject(base::ErrorCode::conflict, "", "there is a client of that id");
  }
  trail_.enter(event);
  return {};
}

base::Result<oauth::ClientWritten> ClientStore::update(const Client& client,
                                                       const audit::Event& event) {
  const std::lock_guard lock(mutex_);
  const auto found = rows_.find(client.id);
  if (found == rows_.end() || found->second.version != client.version) {
    return oauth::ClientWritten(oauth::Stale{});
  }
  const base::Instant created_at = found->second.created_at;
  found->second = client;
  found->second.created_at = created_at;
  found->second.version += 1;
  trail_.enter(event);
  return oauth::ClientWritten(found->second);
}

base::Result<bool> ClientStore::remove(const ClientId& id, const audit::Event& event) {
  const std::lock_guard lock(mutex_);
  if (rows_.erase(id) == 0) {
    return false;
  }
  consents_.forget(id.text());
  trail_.enter(event);
  return true;
}

base::Result<oauth::FoundClient> ClientStore::find(const ClientId& id) {
  const std::lock_guard lock(mutex_);
  const auto found = rows_.find(id);
  return found == rows_.end() ? nullptr : std::make_shared<const Client>(found->second);
}

base::Result<std::vector<ClientStore::Client>> ClientStore::list() {
  const std::lock_guard lock(mutex_);
  std::vector<Client> all;
  all.reserve(rows_.size());
  for (const auto& [id, client] : rows_) {
    all.push_back(client);
  }
  return all;
}

bool FamilyStore::open(const mint::Opening& opening) {
  const Family& family = opening.family;
  const users::UserId user{family.user_id};
  const auto person = people_.standing(user);
  const bool opened = person && person->status == users::Status::active &&
                      sessions_.live_until(family.session, user, family.opened_at) &&
                      rows_.emplace(family.id, family).second;
  if (opened) {
    trail_.enter(opening.event);
  }
  return opened;
}

base::Result<families::Opening> FamilyStore::open_sole(const families::Sole& sole,
                                                       const families::SoleEvents& events) {
  const std::lock_guard lock(mutex_);
  const families::Family& family = sole.family;
  const base::Instant now = family.opened_at;
  const auto is_other = [&](const families::Family& each) {
    return each.user_id == family.user_id && each.session == family.session &&
           each.holder == family.holder && !each.ended_at && now < each.gone_at();
  };
  for (const auto& [id, each] : rows_) {
    if (is_other(each) && each.opened_at >= sole.session_opened_at &&
        each.turned_at > families::fresh_since(now, sole.grace)) {
      return families::Opening(families::OpenedBefore{each});
    }
  }
  for (auto& [id, each] : rows_) {
    if (is_other(each)) {
      each.ended_at = now;
      audit::Event replaced = events.replaced;
      replaced.subject = families::subject_of(id);
      trail_.enter(replaced);
    }
  }
  rows_.emplace(family.id, family);
  trail_.enter(events.opened);
  return families::Opening(families::Opened{});
}

base::Done FamilyStore::end(const Family& family, base::Instant now, const audit::Event& event) {
  const std::lock_guard lock(mutex_);
  Family& kept = rows_.emplace(family.id, family).first->second;
  if (!kept.ended_at) {
    kept.ended_at = now;
    trail_.enter(event);
  }
  return {};
}

base::Result<families::Turn> FamilyStore::turn(const families::Presented& presented,
                                               const families::TurnEvents& events) {
  const std::lock_guard lock(mutex_);
  const auto found = rows_.find(presented.id);
  if (found == rows_.end()) {
    return families::Turn(families::Gone{});
  }
  Family& family = found->second;
  if (family.ended_at || family.gone_at() <= presented.now ||
      family.generation < presented.generation) {
    return families::Turn(families::Gone{.reused = family.reused});
  }
  if (family.generation == presented.generation) {
    family.generation += 1;
    family.turned_at = presented.now;
    family.idle_until = presented.idle_until;
    trail_.enter(events.turned);
    return families::Turn(families::Turned{family});
  }
  if (family.generation == presented.generation + 1 &&
      family.turned_at > families::fresh_since(presented.now, presented.grace)) {
    return families::Turn(families::TurnedBefore{family});
  }
  const Family before = family;
  family.ended_at = presented.now;
  family.reused = true;
  trail_.enter(events.reused);
  return families::Turn(families::Reused{before});
}

base::Result<bool> FamilyStore::advance(const families::Step& step, const audit::Event& turned) {
  const std::lock_guard lock(mutex_);
  const auto found = found_here(step.id, step.now);
  if (!found || !found->live || found->family.generation != step.generation ||
      found->family.session != step.session || !found->person ||
      found->person->status != users::Status::active ||
      found->person->administrator != step.administrator ||
      found->password_set_at > found->family.opened_at) {
    return false;
  }
  Family& family = rows_.at(step.id);
  family.generation += 1;
  family.turned_at = step.now;
  family.idle_until = step.idle_until;
  trail_.enter(turned);
  return true;
}

base::Result<std::optional<families::Found>> FamilyStore::find(const families::FamilyId& id,
                                                               base::Instant now) {
  const std::lock_guard lock(mutex_);
  return found_here(id, now);
}

std::optional<families::Found> FamilyStore::found_here(const families::FamilyId& id,
                                                       base::Instant now) {
  const auto row = rows_.find(id);
  if (row == rows_.end()) {
    return std::nullopt;
  }
  const Family& family = row->second;
  const users::UserId user{family.user_id};
  const auto session = sessions_.live_until(family.session, user, now)
                           ? sessions_.kept(family.session)
                           : std::nullopt;
  families::Found found{
      .family = family,
      .live = !family.ended_at && now < family.gone_at() && (family.outlives_session || session),
      .person = people_.standing(user)};
  if (session) {
    found.session = families::SessionUse{.seen_at = session->seen_at,
                                         .absolute_until = session->absolute_until,
                                         .remembered = session->remembered};
  }
  const Person* const person = people_.find(user);
  if (person != nullptr && person->password && family.outlives_session) {
    found.password_set_at = person->password->set_at;
  }
  return found;
}

void FamilyStore::forget(users::UserId user) {
  std::erase_if(rows_, [&](const auto& row) { return row.second.user_id == user.value; });
}

void FamilyStore::end_those_of(users::UserId user, const std::string& holder, base::Instant now) {
  for (auto& [id, family] : rows_) {
    if (family.user_id == user.value && family.holder == holder && !family.ended_at) {
      family.ended_at = now;
    }
  }
}

void FamilyStore::end_outliving(users::UserId user, base::Instant now) {
  for (auto& [id, family] : rows_) {
    if (family.user_id == user.value && family.outlives_session && !family.ended_at &&
        family.gone_at() > now) {
      family.ended_at = now;
    }
  }
}

std::size_t FamilyStore::sweep(base::Instant now, std::size_t limit) {
  const std::lock_guard lock(mutex_);
  return erase_some(rows_, limit,
                    [&](const Family& family) { return family.gone_at() <= now - kLingering; });
}

}  // namespace storage::memory
