// One event loop: its thread, its listening socket, its connections, its timer wheel. Nothing here
// is shared between loops, so that nothing is locked.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <latch>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "base/errand.h"
#include "base/fiber_host.h"
#include "base/ids.h"
#include "base/worker_pool.h"
#include "http/server.h"
#include "http/wire/asio.h"
#include "http/wire/budget.h"
#include "http/wire/door.h"
#include "http/wire/wheel.h"

namespace http::wire {

class Connection;

// What every loop and connection of a server shares.
struct Shared {
  const Server::Options& options;
  const Server::Parts& parts;
  std::atomic<std::size_t>& connections;
  Door& door;
  Budget& memory;
  std::function<void()> connection_gone;
  std::size_t loops;
};

// getrandom(2) in blocks: an id a request would be a system call a request.
class BlockRandom final : public base::Random {
 public:
  explicit BlockRandom(base::Random& source) : source_(source) {}
  void fill(std::span<std::uint8_t> out) override;

 private:
  base::Random& source_;
  std::array<std::uint8_t, 2048> block_{};
  std::size_t left_ = 0;
};

class Loop {
 public:
  Loop() : acceptor_(context_), timer_(context_) {}
  ~Loop();
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  // Binds and listens; answers the port. The first socket takes its port alone and only then opens
  // it to those that join it: asking whether a port is free before sharing it would let two servers
  // hear the same answer.
  enum class Port { taken, joined };
  base::Result<std::uint16_t> listen(const Tcp::endpoint& endpoint, Port port);

  void start(const Shared& shared, std::size_t number);

  // From any thread. Drain: stop accepting, close what is idle, say so. Cut: close everything.
  // Finish: end the thread, once nothing is left.
  void drain(std::latch& drained);
  void cut();
  void finish();

  // For its connections, on its own thread.
  Executor executor() { return context_.get_executor(); }
  const Shared& shared() const { return *shared_; }
  bool draining() const { return draining_; }
  void arm(Wheel::Entry& entry, std::chrono::milliseconds time);
  // For the field of that name; `now` saves asking another clock for most of them.
  std::string_view date(std::chrono::steady_clock::time_point now);
  std::string next_request_id();

  // With the others of this round of events: to a fiber of this loop, or to a pool where the job is
  // for that or too many are here.
  enum class Place { loop, pool };
  struct Handed {
    Place place;
    base::WorkerPool& pool;
    base::WorkerPool::Job job;
    bool& refused;  // set, and the job run here, when the pool is full
  };
  void hand_over(Handed handed);

  const base::FiberHost& fibers() const { return *fibers_; }

  // From any thread: to be called on this one.
  using Answered = std::move_only_function<void()>;
  void hand_back(Answered answered);

 private:
  void run();
  void deliver_handed();
  void take_turns();
  void fetch_answered();
  Awaitable<void> accept();
  void welcome(Socket socket, const Address& peer);
  void spawn(std::unique_ptr<Connection> connection);
  void tick();

  asio::io_context context_{1};
  Acceptor acceptor_;
  Timer timer_;
  std::optional<Shared> shared_;
  std::optional<BlockRandom> random_;
  std::optional<base::IdSource> ids_;
  std::list<Connection*> open_;
  std::optional<base::FiberHost> fibers_;
  std::vector<Handed> handed_;
  std::mutex answered_mutex_;
  std::vector<Answered> answered_;
  base::Errand fetching_{[this] { fetch_answered(); }};
  Wheel wheel_;
  std::chrono::milliseconds tick_time_{0};
  std::size_t turned_away_ = 0;  // of open_
  bool ticking_ = false;
  bool draining_ = false;
  std::chrono::steady_clock::time_point date_until_;
  std::string date_;
  std::optional<asio::executor_work_guard<Executor>> work_;
  std::jthread thread_;
};

}  // namespace http::wire
