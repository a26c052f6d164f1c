// A short memory in front of a store: what was read, for half a second at most, and no longer than
// until it is changed on this node. What another process changes is seen when the half second is
// over. What is not there is not remembered: whoever asks for it chooses what they ask for.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

#include "base/changes.h"
#include "base/clock.h"

namespace base {

inline constexpr Duration kRecent = std::chrono::milliseconds(500);

// While a clock that was set back has not caught up, nothing is.
inline bool is_recent(Instant at, Instant now) { return at <= now && now - at < kRecent; }

// Of the time before a read: what is read is no younger.
struct Moment {
  Instant at;
  Changes::Number number = 0;

  bool is_recent(Instant now) const { return base::is_recent(at, now); }
};

template <class Key, class Value>
class Recent {
 public:
  struct Seen {
    Moment of;
    std::shared_ptr<const Value> value;
  };

  // Remembers `most`, and beyond that begins anew.
  Recent(const Clock& clock, const Changes& changes, std::size_t most)
      : clock_(clock), changes_(changes), most_(most) {}

  Moment moment() const { return {.at = clock_.now(), .number = changes_.number()}; }

  // From memory alone: an event loop may ask.
  template <class AnyKey>
  std::optional<Seen> find(const AnyKey& key) const {
    const Instant now = clock_.now();
    const std::lock_guard lock(mutex_);
    const auto found = kept_.find(key);
    const bool good = found != kept_.end() && found->second.seen.of.is_recent(now) &&
                      !changes_.since(found->second.seen.of.number, found->second.place);
    return good ? std::optional(found->second.seen) : std::nullopt;
  }

  void keep(const Key& key, Changes::Place place, Seen seen) {
    Map gone;  // taken apart when the lock is free again: an event loop may wait for it
    const std::lock_guard lock(mutex_);
    if (kept_.size() >= most_ && !kept_.contains(key)) {
      gone.swap(kept_);
    }
    kept_.insert_or_assign(key, Kept{.place = place, .seen = std::move(seen)});
  }

 private:
  struct Kept {
    Changes::Place place = 0;
    Seen seen;
  };
  using Map = std::map<Key, Kept, std::less<>>;

  const Clock& clock_;
  const Changes& changes_;
  const std::size_t most_;
  mutable std::mutex mutex_;
  Map kept_;
};

}  // namespace base
