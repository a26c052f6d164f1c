// What a store rings when it has written something that somebody on this node waits for.
#pragma once

#include <functional>
#include <mutex>
#include <utility>

namespace storage {

class Bell {
 public:
  // When it returns, the one before is not called any more.
  void hang(std::function<void()> rung) {
    const std::lock_guard lock(mutex_);
    rung_ = std::move(rung);
  }
  void ring() {
    const std::lock_guard lock(mutex_);
    if (rung_) {
      rung_();
    }
  }

 private:
  std::mutex mutex_;
  std::function<void()> rung_;
};

}  // namespace storage
