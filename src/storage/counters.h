// What the operations listener shows of the database; read from any thread.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

namespace storage {

struct Counters {
  std::uint64_t writes = 0;  // operations whose writes are kept
  std::uint64_t writes_declined =
      0;  // operations that themselves refused: a conflict, a wrong version
  std::uint64_t writes_failed = 0;   // operations that the engine failed, or that threw
  std::uint64_t writes_refused = 0;  // turned away at a full queue
  std::uint64_t batches = 0;
  std::uint64_t batch_micros = 0;  // total, from the first statement to the answer
  std::uint64_t largest_batch = 0;
  std::uint64_t reads = 0;
  std::uint64_t reads_failed = 0;
  std::uint64_t reconnects = 0;
  std::uint64_t swept = 0;    // rows removed by a sweep, or put off since they live on
  std::uint64_t writing = 0;  // operations in the transaction under way
  std::size_t queued = 0;     // operations that wait now
  std::size_t queue_limit = 0;
};

// The counters while they count.
struct Meter {
  std::atomic<std::uint64_t> writes{0};
  std::atomic<std::uint64_t> writes_declined{0};
  std::atomic<std::uint64_t> writes_failed{0};
  std::atomic<std::uint64_t> writes_refused{0};
  std::atomic<std::uint64_t> batches{0};
  std::atomic<std::uint64_t> batch_micros{0};
  std::atomic<std::uint64_t> largest_batch{0};
  std::atomic<std::uint64_t> reads{0};
  std::atomic<std::uint64_t> reads_failed{0};
  std::atomic<std::uint64_t> reconnects{0};
  std::atomic<std::uint64_t> swept{0};
  std::atomic<std::uint64_t> writing{0};

  Counters snapshot() const;
};

}  // namespace storage
