#include "keys/key_ring.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "jose/jwk.h"
#include "keys/letting_go.h"
#include "keys/sealed_key.h"

namespace keys {
namespace {

using base::ErrorCode;
using crypto::SignatureAlgorithm;

constexpr auto kAskAgainAfter = std::chrono::seconds(5);
// A ring this young is being made by this node or another: its keys sign at once, since nobody can
// have fetched a set that lacks them.
constexpr auto kBeingMade = std::chrono::minutes(5);
// A clock that was set back finds the key of that hour able to sign (KY3).
constexpr auto kClockStep = std::chrono::hours(1);

audit::Event event_of(std::string type, const std::string& actor, const std::string& kid,
                      std::string reason) {
  return {.type = std::move(type),
          .actor = actor,
          .subject = "key:" + kid,
          .reason = std::move(reason)};
}

KeyTally tally_of(const std::vector<KeyRow>& rows) {
  KeyTally tally{.keys = std::ssize(rows)};
  for (const KeyRow& row : rows) {
    tally.generations += row.generation;
  }
  return tally;
}

base::Done check(const KeyRingOptions& options) {
  using std::chrono::seconds;
  const auto refuse = [](std::string why) {
    return base::reject(ErrorCode::invalid_request, "", std::move(why));
  };
  if (options.algorithms.empty()) {
    return refuse("no algorithm to sign with is configured");
  }
  if (options.max_age < seconds(0) || options.refresh_every <= seconds(0) ||
      options.longest_token <= seconds(0) || options.leeway < seconds(0)) {
    return refuse("a time of the key ring is negative");
  }
  if (options.publish_before < options.max_age + options.refresh_every + options.leeway) {
    return refuse(
        "a key must be published for longer before it signs: caches keep the key set for max-age, "
        "nodes read it at their own pace, and their clocks differ");
  }
  if (options.signs_for < 4 * options.publish_before) {
    return refuse("keys retire sooner than their successors can be published in time");
  }
  return {};
}

}  // namespace

base::Result<std::unique_ptr<KeyRing>> KeyRing::open(const Parts& parts,
                                                     const KeyRingOptions& options) {
  TRY(check(options));
  std::unique_ptr<KeyRing> ring(new KeyRing(parts, options));
  TRY(ring->maintain());
  return ring;
}

std::shared_ptr<const Snapshot> KeyRing::snapshot() const {
  const std::lock_guard lock(swapping_);
  return current_;
}

base::Result<std::shared_ptr<const jose::Signer>> KeyRing::signer(
    SignatureAlgorithm algorithm) const {
  const auto now_there = snapshot();
  const LoadedKey* key = now_there->signing(algorithm, parts_.clock.now());
  if (key == nullptr) {
    return base::reject(ErrorCode::unavailable, "", "no key can sign at the moment",
                        "no key signs " + std::string(crypto::to_string(algorithm)) +
                            ": it is not among the configured algorithms, or its first key is "
                            "still being published");
  }
  return key->signer;
}

base::Done KeyRing::ready() const {
  const auto known = snapshot();
  for (const SignatureAlgorithm algorithm : options_.algorithms) {
    const LoadedKey* newest = known->newest(algorithm);
    if (newest == nullptr || newest->row.sign_until <= parts_.clock.now()) {
      return base::reject(ErrorCode::unavailable, "", "no key can sign at the moment",
                          "no key signs " + std::string(crypto::to_string(algorithm)));
    }
  }
  return {};
}

base::Result<jose::Verified> KeyRing::verify(std::string_view token,
                                             const jose::Expected& expected) {
  const auto known = snapshot();
  auto verified = known->verifier().verify(token, expected);
  if (verified) {
    return verified;
  }
  const auto taken_apart = jose::dissect(token, expected);
  if (!taken_apart || known->find(taken_apart->kid) != nullptr) {
    return verified;
  }
  if (!may_ask()) {
    return verified;
  }
  TRY(refresh());
  return snapshot()->verifier().verify(token, expected);
}

// Before `writing_` and not under it: tokens of invented kids would wait there for a rotation.
bool KeyRing::may_ask() {
  const base::Instant now = parts_.clock.now();
  base::Instant asked = asked_at_.load();
  const bool lately = now >= asked && now < asked + kAskAgainAfter;
  return !lately && asked_at_.compare_exchange_strong(asked, now);
}

// A request may come here, and waits for the rows with nothing locked (ADR 0024). What somebody has
// adopted meanwhile stays: of two readings nobody can tell which is the later one.
base::Done KeyRing::refresh() {
  const std::uint64_t before = adopted_;
  TRY_VAL(rows, parts_.store.all());
  const std::unique_lock lock(writing_, std::try_to_lock);
  if (!lock || adopted_ != before) {
    return {};
  }
  return adopt(std::move(rows));
}

base::Done KeyRing::keep_up() {
  const auto there = parts_.store.tally();
  if (!there) {
    return {};
  }
  {
    const std::lock_guard lock(swapping_);
    if (*there == read_) {
      return {};
    }
  }
  return refresh();
}

base::Done KeyRing::maintain() {
  const std::lock_guard lock(writing_);
  TRY(reload());
  TRY(make_wanted());
  TRY(reschedule_followed());
  return remove_dead();
}

// One that would wait for longer was made by a clock that ran ahead: nobody waits for it.
bool KeyRing::waits_its_turn(const KeyRow& row) const {
  const base::Instant now = parts_.clock.now();
  return now < row.sign_from && row.sign_from <= now + options_.publish_before + options_.leeway;
}

base::Result<KeyRow> KeyRing::rotate(SignatureAlgorithm algorithm, const std::string& actor) {
  const std::lock_guard lock(writing_);
  if (!is_wanted(algorithm)) {
    return base::reject(
        ErrorCode::invalid_request, "",
        std::string(crypto::to_string(algorithm)) + " is not among the configured algorithms");
  }
  TRY(reload());
  const LoadedKey* newest = current_->newest(algorithm);
  if (newest == nullptr || !waits_its_turn(newest->row)) {
    TRY(make(algorithm, actor));
    TRY(reschedule_followed());
  }
  return current_->newest(algorithm)->row;
}

base::Done KeyRing::reload() {
  TRY_VAL(rows, parts_.store.all());
  return adopt(std::move(rows));
}

base::Done KeyRing::adopt(std::vector<KeyRow> rows) {
  ++adopted_;
  {
    const std::lock_guard lock(swapping_);
    read_ = tally_of(rows);
  }
  const auto before = snapshot();
  forget_dead(rows);
  std::vector<LoadedKey> keys;
  std::optional<base::Error> failure;
  std::string failed_kid;
  for (KeyRow& row : rows) {
    if (!crypto::signature_algorithm(row.algorithm)) {
      parts_.log.warn("key.of_unknown_algorithm", {{"kid", row.kid}, {"alg", row.algorithm}});
      continue;
    }
    const std::string kid = row.kid;
    auto key = load(std::move(row), before.get());
    if (key) {
      keys.push_back(*std::move(key));
    } else if (!failure) {
      failure = std::move(key).error();
      failed_kid = kid;
    }
  }
  if (failure) {
    return refused(failed_kid, keys.empty(), *failure);
  }
  TRY_VAL(made, Snapshot::make(std::move(keys), options_.max_age));
  const std::lock_guard lock(swapping_);
  current_ = std::move(made);
  return {};
}

void KeyRing::forget_dead(std::vector<KeyRow>& rows) const {
  const KeyRows all(rows, outlived_by(), parts_.clock.now());
  std::vector<KeyRow> kept;
  for (const KeyRow& row : rows) {
    const auto algorithm = crypto::signature_algorithm(row.algorithm);
    const bool wanted = algorithm && is_wanted(*algorithm);
    if (wanted ? !all.dead(row) : !all.outdated(row)) {
      kept.push_back(row);
    }
  }
  rows = std::move(kept);
}

std::unexpected<base::Error> KeyRing::refused(std::string_view kid, bool alone,
                                              const base::Error& reason) const {
  const std::string detail = reason.description + ": " + reason.detail;
  if (alone) {
    return base::reject(ErrorCode::internal, "",
                        "the master key is not the one this database was sealed under: none of its "
                        "signing keys opens. Give the key that belongs to it",
                        detail);
  }
  return base::reject(ErrorCode::internal, "",
                      "signing key " + std::string(kid) +
                          " was changed in the database, or put in the place of another",
                      detail);
}

// What was opened once is not opened again, as long as the row is the same but for its times.
base::Result<LoadedKey> KeyRing::load(KeyRow row, const Snapshot* before) const {
  const bool may_sign = parts_.clock.now() < row.sign_until + kClockStep;
  const LoadedKey* known = before == nullptr ? nullptr : before->find(row.kid);
  const bool same = known != nullptr && known->row.sealed_private == row.sealed_private &&
                    known->row.public_jwk == row.public_jwk &&
                    known->row.algorithm == row.algorithm;
  if (!same || (may_sign && known->signer == nullptr)) {
    TRY_VAL(opened, open_key(parts_.sealer, std::move(row)));
    if (!may_sign) {
      opened.signer = nullptr;
    }
    return opened;
  }
  LoadedKey kept = *known;
  kept.row = std::move(row);
  if (!may_sign) {
    kept.signer = nullptr;
  }
  return kept;
}

base::Done KeyRing::make_wanted() {
  // The last moment to publish a successor, and as much again for a node that was switched off.
  const auto lead = 2 * options_.publish_before + options_.leeway;
  for (const SignatureAlgorithm algorithm : options_.algorithms) {
    const LoadedKey* newest = current_->newest(algorithm);
    if (newest == nullptr || newest->row.sign_until <= parts_.clock.now() + lead) {
      TRY(make(algorithm, "system"));
    }
  }
  return {};
}

base::Instant KeyRing::first_use(SignatureAlgorithm algorithm, base::Instant now) const {
  const auto& keys = current_->keys();
  const bool being_made = std::ranges::all_of(
      keys, [&](const LoadedKey& key) { return now < key.row.created_at + kBeingMade; });
  const LoadedKey* newest = current_->newest(algorithm);
  // Every node was off for longer than a cache keeps the set, or the last would have made it.
  const bool ran_out = newest != nullptr && newest->row.sign_until <= now;
  const bool first = newest == nullptr && being_made;
  return first || ran_out ? now : now + options_.publish_before;
}

base::Done KeyRing::make(SignatureAlgorithm algorithm, const std::string& actor) {
  const LoadedKey* newest = current_->newest(algorithm);
  const base::Instant now = parts_.clock.now();
  TRY_VAL(key, crypto::SigningKey::generate(algorithm, parts_.random, options_.rsa_bits));
  KeyRow row = seal_key(parts_.sealer, key);
  row.generation = newest == nullptr ? 1 : newest->row.generation + 1;
  row.created_at = now;
  row.sign_from = first_use(algorithm, now);
  row.sign_until = row.sign_from + options_.signs_for;
  row.remove_at = dead_after(row.sign_until);
  auto event = event_of("key.created", actor, row.kid,
                        row.algorithm + ", signs from " + base::to_iso8601(row.sign_from));
  TRY_VAL(added, parts_.store.add(row, event));
  if (added) {
    parts_.log.info("key.created", {{"kid", row.kid},
                                    {"alg", row.algorithm},
                                    {"generation", row.generation},
                                    {"sign_from", base::to_iso8601(row.sign_from)}});
  }
  TRY(reload());
  if (current_->newest(algorithm) == nullptr) {
    return base::reject(ErrorCode::internal, "", "a signing key vanished as it was made");
  }
  return {};
}

base::Done KeyRing::reschedule_followed() {
  const auto known = snapshot();
  const base::Instant now = parts_.clock.now();
  bool changed = false;
  for (const LoadedKey& key : known->keys()) {
    const KeyRow& row = key.row;
    // It signs until a later key does: no longer, and no gap between them.
    const LoadedKey* next = known->next(key);
    const bool followed = next != nullptr && row.sign_until > now;
    const base::Instant until = followed ? next->row.sign_from : row.sign_until;
    const base::Instant removal =
        until < row.sign_until ? dead_after(until) : std::max(row.remove_at, dead_after(until));
    if (until != row.sign_until || (removal != row.remove_at && until > now)) {
      TRY(reschedule(row, until, removal));
      changed = true;
    }
  }
  if (changed) {
    TRY(reload());
  }
  return {};
}

base::Done KeyRing::reschedule(const KeyRow& row, base::Instant sign_until,
                               base::Instant remove_at) {
  return parts_.store.reschedule(
      row.kid, sign_until, remove_at,
      event_of("key.rescheduled", "system", row.kid,
               row.algorithm + ", signs until " + base::to_iso8601(sign_until)));
}

base::Done KeyRing::remove_dead() {
  TRY_VAL(rows, parts_.store.all());
  const KeyRows all(rows, outlived_by(), parts_.clock.now());
  for (const KeyRow& row : rows) {
    if (!all.removable(row)) {
      continue;
    }
    TRY_VAL(removed, parts_.store.remove(row.kid, row.remove_at,
                                         event_of("key.removed", "system", row.kid,
                                                  row.algorithm + ", all it signed is dead")));
    if (removed) {
      parts_.log.info("key.removed", {{"kid", row.kid}, {"alg", row.algorithm}});
    }
  }
  return {};
}

}  // namespace keys
