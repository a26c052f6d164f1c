// A trail in memory whose entries a test may tamper with.
#pragma once

#include <algorithm>
#include <map>
#include <mutex>
#include <ranges>
#include <string>
#include <utility>
#include <vector>

#include "audit/trail.h"
#include "base/clock.h"

namespace support {

class KeptTrail final : public audit::Trail {
 public:
  KeptTrail(const base::Clock& clock, std::string chain, const audit::ChainKey& key)
      : clock_(clock), chain_(std::move(chain)), key_(key) {}

  base::Done append(const audit::Event& event) override {
    const std::lock_guard lock(mutex_);
    if (failing_) {
      return base::reject(base::ErrorCode::unavailable, "", "the trail cannot be written");
    }
    write(event);
    return {};
  }

  base::Result<std::vector<audit::Entry>> list(const audit::Filter& filter) override {
    const std::lock_guard lock(mutex_);
    std::vector<audit::Entry> found;
    for (const auto& [name, entries] : chains_) {
      for (const audit::Entry& entry : entries) {
        if (entry.event.type.starts_with(filter.type_prefix) &&
            (filter.subject.empty() || entry.event.subject == filter.subject) &&
            (!filter.since || entry.time >= *filter.since)) {
          found.push_back(entry);
        }
      }
    }
    std::ranges::sort(found, std::ranges::greater(), [](const audit::Entry& entry) {
      return std::pair(entry.time, entry.sequence);
    });
    found.resize(std::min(found.size(), filter.limit));
    return found;
  }

  base::Result<std::vector<audit::Head>> heads() override {
    const std::lock_guard lock(mutex_);
    std::vector<audit::Head> heads;
    for (const auto& [name, entries] : chains_) {
      if (!entries.empty()) {
        heads.push_back({name, entries.back().sequence, entries.back().hash});
      }
    }
    return heads;
  }

  base::Result<std::vector<audit::Entry>> read(const std::string& chain, std::int64_t after,
                                               std::size_t limit) override {
    const std::lock_guard lock(mutex_);
    std::vector<audit::Entry> found;
    for (const audit::Entry& entry : chains_[chain]) {
      if (entry.sequence > after && found.size() < limit) {
        found.push_back(entry);
      }
    }
    return found;
  }

  // Which chain append() extends: a test plays several nodes.
  void write_as(std::string chain) { chain_ = std::move(chain); }
  void fail(bool failing) { failing_ = failing; }
  std::map<std::string, std::vector<audit::Entry>>& chains() { return chains_; }

  std::vector<std::string> types() const {
    const std::lock_guard lock(mutex_);
    std::vector<std::string> types;
    for (const auto& [name, entries] : chains_) {
      for (const audit::Entry& entry : entries) {
        types.push_back(entry.event.type);
      }
    }
    return types;
  }

 private:
  void write(const audit::Event& event) {
    auto& entries = chains_[chain_];
    audit::Head head{.chain = chain_};
    if (!entries.empty()) {
      head.sequence = entries.back().sequence;
      head.hash = entries.back().hash;
    }
    entries.push_back(key_.extend(head, event, clock_.now()));
  }

  const base::Clock& clock_;
  std::string chain_;
  const audit::ChainKey& key_;
  mutable std::mutex mutex_;
  bool failing_ = false;
  std::map<std::string, std::vector<audit::Entry>> chains_;
};

}  // namespace support
