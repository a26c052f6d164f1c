// The trail over memory: one chain.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "audit/trail.h"
#include "storage/chain_tail.h"

namespace storage::memory {

class Trail final : public audit::Trail {
 public:
  // One lock for all the stores: an act and its entry are one.
  Trail(ChainTail tail, std::mutex& mutex) : tail_(std::move(tail)), mutex_(mutex) {
    tail_.learn({.chain = tail_.chain(), .sequence = 0, .hash = {}});
  }

  base::Done append(const audit::Event& event) override;
  base::Result<std::vector<audit::Entry>> list(const audit::Filter& filter) override;
  base::Result<std::vector<audit::Head>> heads() override;
  base::Result<std::vector<audit::Entry>> read(const std::string& chain, std::int64_t after,
                                               std::size_t limit) override;

  // For the other stores, which hold the lock.
  void enter(const audit::Event& event) { entries_.push_back(tail_.extend(event)); }

 private:
  ChainTail tail_;
  std::mutex& mutex_;
  std::vector<audit::Entry> entries_;
};

}  // namespace storage::memory
