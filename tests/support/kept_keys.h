// A key store in memory, shared by the rings of several nodes, whose rows a test may tamper with.
#pragma once

#include <algorithm>
#include <functional>
#include <mutex>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "keys/key_store.h"

namespace support {

class KeptKeys final : public keys::KeyStore {
 public:
  base::Result<keys::KeyTally> tally() override {
    const std::lock_guard lock(mutex_);
    if (failing_) {
      return down();
    }
    keys::KeyTally tally;
    for (const keys::KeyRow& row : rows_) {
      ++tally.keys;
      tally.generations += row.generation;
    }
    return tally;
  }

  base::Result<std::vector<keys::KeyRow>> all() override {
    if (before_read_) {
      before_read_();
    }
    const std::lock_guard lock(mutex_);
    ++reads_;
    if (failing_) {
      return down();
    }
    return rows_;
  }

  base::Result<bool> add(const keys::KeyRow& row, const audit::Event& event) override {
    const std::lock_guard lock(mutex_);
    if (failing_) {
      return down();
    }
    for (const keys::KeyRow& there : rows_) {
      if (there.algorithm == row.algorithm && there.generation == row.generation) {
        return false;
      }
    }
    rows_.push_back(row);
    std::ranges::sort(rows_, {}, [](const keys::KeyRow& each) {
      return std::tuple(each.algorithm, each.generation);
    });
    events_.push_back(event);
    return true;
  }

  base::Done reschedule(const std::string& kid, base::Instant sign_until, base::Instant remove_at,
                        const audit::Event& event) override {
    const std::lock_guard lock(mutex_);
    const auto row = std::ranges::find(rows_, kid, &keys::KeyRow::kid);
    if (row == rows_.end()) {
      return base::reject(base::ErrorCode::not_found, "", "no such key");
    }
    row->sign_until = sign_until;
    row->remove_at = remove_at;
    events_.push_back(event);
    return {};
  }

  base::Result<bool> remove(const std::string& kid, base::Instant remove_at,
                            const audit::Event& event) override {
    const std::lock_guard lock(mutex_);
    const bool removed = std::erase_if(rows_, [&](const keys::KeyRow& row) {
                           return row.kid == kid && row.remove_at <= remove_at;
                         }) > 0;
    if (removed) {
      events_.push_back(event);
    }
    return removed;
  }

  void fail(bool failing) { failing_ = failing; }
  // Called by every reader, before it has its answer.
  void before_read(std::function<void()> act) { before_read_ = std::move(act); }
  std::vector<keys::KeyRow>& rows() { return rows_; }
  const std::vector<audit::Event>& events() const { return events_; }
  int reads() const { return reads_; }

 private:
  static std::unexpected<base::Error> down() {
    return base::reject(base::ErrorCode::unavailable, "", "the database does not answer");
  }

  std::mutex mutex_;
  std::function<void()> before_read_;
  bool failing_ = false;
  int reads_ = 0;
  std::vector<keys::KeyRow> rows_;
  std::vector<audit::Event> events_;
};

}  // namespace support
