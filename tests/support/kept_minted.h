// The stores that mint writes to, in memory; what a row and its event are, a trail beside it sees.
#pragma once

#include <algorithm>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "audit/trail.h"
#include "mint/gates.h"
#include "mint/one_time_store.h"
#include "mint/session_store.h"

namespace support {

class KeptVouchers final : public mint::OneTimeStore {
 public:
  explicit KeptVouchers(audit::Trail& trail) : trail_(trail) {}

  base::Done put(const mint::OneTime& row, const audit::Event& event) override {
    const std::lock_guard lock(mutex_);
    for (const auto& kept : rows_) {
      if (kept.row.purpose == row.purpose && kept.row.hash == row.hash) {
        return base::reject(base::ErrorCode::conflict, "", "the value is in use already");
      }
    }
    TRY(trail_.append(event));
    rows_.push_back({row, std::nullopt});
    return {};
  }

  // Who opens what a code is for; nothing where a person or a session forbids it.
  using Open = std::function<base::Result<std::optional<mint::FamilyId>>(const mint::Opening&)>;
  void on_opening(Open open) { open_ = std::move(open); }
  // What happens in the moment before the next code is taken.
  void before_opening(std::function<void()> what) { before_opening_ = std::move(what); }

  base::Result<mint::Spent> spend_opening(base::BytesView hash, base::Instant now,
                                          const mint::SpendEvents& events,
                                          const mint::Opening& opening) override {
    if (const auto first = std::exchange(before_opening_, nullptr)) {
      first();
    }
    TRY_VAL(spent, spend(mint::Purpose::authorization_code, hash, now, events));
    if (auto* fresh = std::get_if<mint::Fresh>(&spent)) {
      TRY_VAL(opened, open_(opening));
      fresh->opened = opened;
    }
    return spent;
  }

  base::Result<std::optional<std::string>> bound(mint::Purpose purpose,
                                                 base::BytesView hash) override {
    const std::lock_guard lock(mutex_);
    for (const Kept& kept : rows_) {
      if (kept.row.purpose == purpose && kept.row.hash == base::Bytes(hash.begin(), hash.end())) {
        return std::optional(kept.row.bound);
      }
    }
    return std::optional<std::string>();
  }

  base::Result<mint::Spent> spend(mint::Purpose purpose, base::BytesView hash, base::Instant now,
                                  const mint::SpendEvents& events) override {
    const std::lock_guard lock(mutex_);
    for (Kept& kept : rows_) {
      const bool meant = kept.row.purpose == purpose &&
                         kept.row.hash == base::Bytes(hash.begin(), hash.end()) &&
                         (kept.spent_at || now < kept.row.expires_at);
      if (meant && kept.spent_at) {
        TRY(trail_.append(events.replayed));
        return mint::Spent(mint::Replayed{kept.row.bound, *kept.spent_at});
      }
      if (meant) {
        TRY(trail_.append(events.fresh));
        kept.spent_at = now;
        for (Kept& other : rows_) {
          if (purpose == mint::Purpose::setup_link && other.row.purpose == purpose &&
              !other.spent_at) {
            other.spent_at = now;
          }
        }
        return mint::Spent(mint::Fresh{kept.row.bound});
      }
    }
    TRY(trail_.append(events.unknown));
    return mint::Spent(mint::Unknown{});
  }

  base::Result<bool> waits(mint::Purpose purpose, base::BytesView hash,
                           base::Instant now) override {
    const std::lock_guard lock(mutex_);
    return std::ranges::any_of(rows_, [&](const Kept& kept) {
      return kept.row.purpose == purpose &&
             kept.row.hash == base::Bytes(hash.begin(), hash.end()) && now < kept.row.expires_at &&
             !kept.spent_at;
    });
  }

  base::Result<std::optional<mint::Replayed>> spent(mint::Purpose purpose,
                                                    base::BytesView hash) override {
    const std::lock_guard lock(mutex_);
    for (const Kept& kept : rows_) {
      if (kept.row.purpose == purpose && kept.spent_at &&
          kept.row.hash == base::Bytes(hash.begin(), hash.end())) {
        return std::optional(mint::Replayed{kept.row.bound, *kept.spent_at});
      }
    }
    return std::optional<mint::Replayed>();
  }

  struct Kept {
    mint::OneTime row;
    std::optional<base::Instant> spent_at;
  };
  std::vector<Kept>& rows() { return rows_; }

 private:
  audit::Trail& trail_;
  std::mutex mutex_;
  std::vector<Kept> rows_;
  Open open_;
  std::function<void()> before_opening_;
};

class KeptSessions final : public mint::SessionStore {
 public:
  explicit KeptSessions(audit::Trail& trail) : trail_(trail) {}

  base::Result<mint::SessionOpening> open(const mint::SessionRow& row,
                                          const mint::Replaced& replaced,
                                          const std::optional<mint::Conclusion>& concluded,
                                          const audit::Event& event) override {
    if (next_ != mint::SessionOpening::opened) {
      return next_;
    }
    if (concluded) {
      TRY(trail_.append(concluded->event));
      concluded_ = concluded->row;
    }
    for (const mint::SessionId& id : replaced.ids) {
      TRY(end(id, row.opened_at, replaced.event));
    }
    TRY(trail_.append(event));
    rows_.push_back(row);
    return mint::SessionOpening::opened;
  }

  base::Result<std::optional<mint::SessionRow>> find(base::BytesView hash,
                                                     base::Instant now) override {
    for (const mint::SessionRow& row : rows_) {
      if (row.hash == base::Bytes(hash.begin(), hash.end()) && now < row.idle_until &&
          now < row.absolute_until) {
        return std::optional(row);
      }
    }
    return std::optional<mint::SessionRow>();
  }

  base::Result<bool> end(const mint::SessionId& id, base::Instant,
                         const audit::Event& event) override {
    TRY(trail_.append(event));
    return std::erase_if(rows_, [&](const mint::SessionRow& row) { return row.id == id; }) > 0;
  }

  const std::vector<mint::SessionRow>& rows() const { return rows_; }
  const std::optional<mint::Conclusion::Row>& concluded() const { return concluded_; }
  // What the next one comes to, whosever it is.
  void answer(mint::SessionOpening next) { next_ = next; }

 private:
  audit::Trail& trail_;
  mint::SessionOpening next_ = mint::SessionOpening::opened;
  std::optional<mint::Conclusion::Row> concluded_;
  std::vector<mint::SessionRow> rows_;
};

}  // namespace support
