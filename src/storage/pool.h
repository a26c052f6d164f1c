// Read connections, lent to one thread at a time; opened when they are first needed.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "base/result.h"

namespace storage {

template <class Connection>
class Pool {
 public:
  using Open = std::function<base::Result<std::unique_ptr<Connection>>()>;

  class Lease {
   public:
    Lease(Pool& pool, std::unique_ptr<Connection> connection)
        : pool_(&pool), connection_(std::move(connection)) {}
    Lease(Lease&& other) noexcept = default;
    Lease& operator=(Lease&&) = delete;
    ~Lease() {
      if (!connection_) {
        return;
      }
      if (std::uncaught_exceptions() > exceptions_) {
        connection_.reset();
      }
      pool_->take_back(std::move(connection_));
    }

    Connection& operator*() { return *connection_; }
    Connection* operator->() { return connection_.get(); }

   private:
    Pool* pool_;
    std::unique_ptr<Connection> connection_;
    // An exception came between a question and its answer, which the next borrower would be given
    // for its own.
    int exceptions_ = std::uncaught_exceptions();
  };

  Pool(std::size_t most, Open open) : most_(most), open_(std::move(open)) { idle_.reserve(most); }

  // The one used last comes first, so that those beyond the need stay cold.
  base::Result<Lease> lend() {
    {
      std::unique_lock lock(mutex_);
      if (!returned_.wait_for(lock, kPatience,
                              [this] { return !idle_.empty() || lent_ < most_; })) {
        return base::reject(base::ErrorCode::unavailable, "",
                            "all connections to the database are in use");
      }
      ++lent_;
      if (!idle_.empty()) {
        std::unique_ptr<Connection> connection = std::move(idle_.back());
        idle_.pop_back();
        return Lease(*this, std::move(connection));
      }
    }
    struct Place {
      Pool* pool;
      ~Place() {
        if (pool != nullptr) {
          pool->take_back(nullptr);
        }
      }
    } place{this};
    auto opened = open_();
    if (!opened) {
      return std::unexpected(std::move(opened).error());
    }
    place.pool = nullptr;
    return Lease(*this, *std::move(opened));
  }

 private:
  static constexpr std::chrono::seconds kPatience{5};

  void take_back(std::unique_ptr<Connection> connection) {
    {
      const std::lock_guard lock(mutex_);
      --lent_;
      if (connection) {
        idle_.push_back(std::move(connection));
      }
    }
    returned_.notify_one();
  }

  const std::size_t most_;
  const Open open_;
  std::mutex mutex_;
  std::condition_variable returned_;
  std::vector<std::unique_ptr<Connection>> idle_;
  std::size_t lent_ = 0;
};

}  // namespace storage
