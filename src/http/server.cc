#include "http/server.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <latch>
#include <mutex>
#include <utility>
#include <vector>

#include "base/cores.h"
#include "http/wire/loop.h"

namespace http {
namespace {

std::size_t of_one(const Limits& limits) {
  return limits.connections_of_address != 0 ? limits.connections_of_address
                                            : std::max<std::size_t>(1, limits.connections / 4);
}

Networks spared(const Server::Options& options) {
  Networks all = options.spared;
  all.insert(all.end(), options.trusted_proxies.begin(), options.trusted_proxies.end());
  return all;
}

}  // namespace

Networks loopback() {
  return {Network::parse("127.0.0.0/8").value(), Network::parse("::1").value()};
}

class Server::Impl {
 public:
  explicit Impl(Options options)
      : options_(std::move(options)),
        door_(options_.limits.connections, of_one(options_.limits), spared(options_)),
        memory_(options_.limits.request_memory) {}
  ~Impl() { stop(std::chrono::milliseconds(0)); }

  base::Done bind() {
    wire::ErrorCode error;
    const auto address = wire::asio::ip::make_address(options_.address, error);
    if (error) {
      return base::reject(base::ErrorCode::invalid_request, "",
                          "not an address to listen on: " + options_.address);
    }
    const std::size_t count = options_.loops != 0 ? options_.loops : base::cores();
    port_ = options_.port;
    for (std::size_t i = 0; i < count; ++i) {
      auto& loop = loops_.emplace_back(std::make_unique<wire::Loop>());
      const auto port = i == 0 ? wire::Loop::Port::taken : wire::Loop::Port::joined;
      TRY_VAL(bound, loop->listen({address, port_}, port));
      port_ = bound;
    }
    return {};
  }

  void serve(const Parts& parts) {
    parts_.emplace(parts);
    const wire::Shared shared{options_,     *parts_, connections_,
                              door_,        memory_, [this] { connection_gone(); },
                              loops_.size()};
    for (std::size_t i = 0; i < loops_.size(); ++i) {
      loops_[i]->start(shared, i);
    }
  }

  bool stop(std::chrono::milliseconds deadline) {
    if (!parts_ || std::exchange(stopped_, true)) {
      return true;
    }
    // A loop that has not stopped accepting could still add a connection to none.
    std::latch drained(static_cast<std::ptrdiff_t>(loops_.size()));
    for (const auto& loop : loops_) {
      loop->drain(drained);
    }
    drained.wait();
    const bool in_time = wait_until_none(deadline);
    if (!in_time) {
      for (const auto& loop : loops_) {
        loop->cut();
      }
      // What a worker still holds comes to its end: handlers are finite, and a connection cannot go
      // while a worker reads its request.
      std::unique_lock lock(mutex_);
      none_left_.wait(lock, [this] { return connections_.load() == 0; });
    }
    for (const auto& loop : loops_) {
      loop->finish();
    }
    return in_time;
  }

  std::uint16_t port() const { return port_; }
  std::size_t connections() const { return connections_.load(); }
  std::size_t request_memory() const { return memory_.taken(); }

  Jobs jobs() const {
    Jobs all;
    for (const auto& loop : loops_) {
      all.queued += loop->fibers().queued();
      all.busy += loop->fibers().busy();
      all.most += loop->fibers().most_jobs();
    }
    return all;
  }

 private:
  void connection_gone() {
    if (connections_.load() == 0) {
      const std::lock_guard lock(mutex_);
      none_left_.notify_all();
    }
  }

  bool wait_until_none(std::chrono::milliseconds deadline) {
    std::unique_lock lock(mutex_);
    return none_left_.wait_for(lock, deadline, [this] { return connections_.load() == 0; });
  }

  const Options options_;
  std::optional<Parts> parts_;
  std::uint16_t port_ = 0;
  std::atomic<std::size_t> connections_ = 0;
  wire::Door door_;
  wire::Budget memory_;
  std::mutex mutex_;
  std::condition_variable none_left_;
  bool stopped_ = false;
  std::vector<std::unique_ptr<wire::Loop>> loops_;
};

Server::Server(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Server::~Server() = default;

base::Result<std::unique_ptr<Server>> Server::bind(Options options) {
  auto impl = std::make_unique<Impl>(std::move(options));
  TRY(impl->bind());
  return std::unique_ptr<Server>(new Server(std::move(impl)));
}

std::uint16_t Server::port() const { return impl_->port(); }
void Server::serve(const Parts& parts) { impl_->serve(parts); }
bool Server::stop(std::chrono::milliseconds deadline) { return impl_->stop(deadline); }
std::size_t Server::connections() const { return impl_->connections(); }
Server::Jobs Server::jobs() const { return impl_->jobs(); }
std::size_t Server::request_memory() const { return impl_->request_memory(); }

}  // namespace http
