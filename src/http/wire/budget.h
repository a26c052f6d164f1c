// The memory that requests under way may take together. Every connection may hold a little whatever
// the others do, so that a flood of large requests leaves the small ones alone; what goes beyond is
// asked for here before it is allocated.
#pragma once

#include <atomic>
#include <cstddef>

namespace http::wire {

class Budget {
 public:
  explicit Budget(std::size_t octets) : octets_(octets) {}

  std::size_t taken() const { return taken_.load(std::memory_order_relaxed); }

  // What one connection has of it.
  class Share {
   public:
    explicit Share(Budget& budget) : budget_(budget) {}
    ~Share() { shrink(0); }
    Share(const Share&) = delete;
    Share& operator=(const Share&) = delete;

    // False when there is not as much left; nothing has changed then.
    [[nodiscard]] bool grow(std::size_t octets) {
      if (octets > octets_) {
        if (!budget_.take(octets - octets_)) {
          return false;
        }
        octets_ = octets;
      }
      return true;
    }
    void shrink(std::size_t octets) {
      if (octets < octets_) {
        budget_.give(octets_ - octets);
        octets_ = octets;
      }
    }

   private:
    Budget& budget_;
    std::size_t octets_ = 0;
  };

 private:
  bool take(std::size_t octets) {
    auto taken = taken_.load(std::memory_order_relaxed);
    do {
      if (octets > octets_ - taken) {
        return false;
      }
    } while (!taken_.compare_exchange_weak(taken, taken + octets, std::memory_order_relaxed));
    return true;
  }
  void give(std::size_t octets) { taken_.fetch_sub(octets, std::memory_order_relaxed); }

  const std::size_t octets_;
  std::atomic<std::size_t> taken_ = 0;
};

}  // namespace http::wire
