// Keys and what may be used once, over memory. Each store takes the one lock and enters its event
// under it.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "keys/key_store.h"
#include "mint/one_time_store.h"
#include "storage/memory/trail.h"

namespace storage::memory {

class KeyStore final : public keys::KeyStore {
 public:
  KeyStore(Trail& trail, std::mutex& mutex) : trail_(trail), mutex_(mutex) {}

  base::Result<keys::KeyTally> tally() override;
  base::Result<std::vector<keys::KeyRow>> all() override;
  base::Result<bool> add(const keys::KeyRow& row, const audit::Event& event) override;
  base::Done reschedule(const std::string& kid, base::Instant sign_until, base::Instant remove_at,
                        const audit::Event& event) override;
  base::Result<bool> remove(const std::string& kid, base::Instant remove_at,
                            const audit::Event& event) override;

 private:
  Trail& trail_;
  std::mutex& mutex_;
  std::map<std::pair<std::string, std::int64_t>, keys::KeyRow> rows_;
};

class OneTimeStore final : public mint::OneTimeStore {
 public:
  // Opens a family, unless its person or its session forbids it; for who holds the lock.
  using Open = std::function<bool(const mint::Opening&)>;
  OneTimeStore(Trail& trail, std::mutex& mutex, Open open)
      : trail_(trail), mutex_(mutex), open_(std::move(open)) {}

  base::Done put(const mint::OneTime& row, const audit::Event& event) override;
  base::Result<mint::Spent> spend(mint::Purpose purpose, base::BytesView hash, base::Instant now,
                                  const mint::SpendEvents& events) override;
  base::Result<mint::Spent> spend_opening(base::BytesView hash, base::Instant now,
                                          const mint::SpendEvents& events,
                                          const mint::Opening& opening) override;
  base::Result<std::optional<std::string>> bound(mint::Purpose purpose,
                                                 base::BytesView hash) override;
  base::Result<bool> waits(mint::Purpose purpose, base::BytesView hash, base::Instant now) override;
  base::Result<std::optional<mint::Replayed>> spent(mint::Purpose purpose,
                                                    base::BytesView hash) override;
  std::size_t sweep(base::Instant now, std::size_t limit);
  // As waits(), for who holds the lock.
  bool has_waiting(mint::Purpose purpose, base::BytesView hash, base::Instant now) const;

 private:
  struct Kept {
    mint::OneTime row;
    std::optional<base::Instant> spent_at;
  };
  mint::Spent take(mint::Purpose purpose, base::BytesView hash, base::Instant now,
                   const mint::SpendEvents& events);

  Trail& trail_;
  std::mutex& mutex_;
  const Open open_;
  std::map<std::pair<mint::Purpose, base::Bytes>, Kept> rows_;
};

}  // namespace storage::memory
