// One sweep over all kinds of rows that expire: together they take no more than one batch may.
#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/result.h"

namespace storage {

class SweepTurns {
 public:
  using Kind = std::function<base::Result<std::size_t>(base::Instant now, std::size_t limit)>;

  explicit SweepTurns(std::vector<Kind> kinds) : kinds_(std::move(kinds)) {}

  struct Swept {
    std::size_t rows = 0;
    base::Done done;  // the first failure, which kept no other kind from its turn
  };
  // Begins with the next kind each time, so that one of which there is always more starves none.
  Swept sweep(base::Instant now, std::size_t limit);

 private:
  const std::vector<Kind> kinds_;
  std::atomic<std::size_t> turn_{0};
};

}  // namespace storage
