#include "http/wire/loop.h"

#include <algorithm>
#include <exception>
#include <new>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <pthread.h>
#include <sys/socket.h>

#include "http/date.h"
#include "http/fault.h"
#include "http/wire/connection.h"

namespace http::wire {
namespace {

struct RequestTag;

// When the process is out of descriptors, accepting again at once would only spin.
constexpr std::chrono::milliseconds kAcceptPause{100};

// The field counts in seconds.
constexpr std::chrono::milliseconds kDateAge{200};

base::Result<std::uint16_t> cannot_listen(const Tcp::endpoint& endpoint, const ErrorCode& error) {
  return base::reject(base::ErrorCode::unavailable, "",
                      "cannot listen on " + endpoint.address().to_string() + " port " +
                          std::to_string(endpoint.port()) + ": " + error.message());
}

Address address_of(const asio::ip::address& address) {
  return address.is_v4() ? Address::v4(address.to_v4().to_bytes())
                         : Address::v6(address.to_v6().to_bytes());
}

}  // namespace

void BlockRandom::fill(std::span<std::uint8_t> out) {
  if (out.size() > block_.size()) {
    source_.fill(out);
    return;
  }
  if (left_ < out.size()) {
    source_.fill(block_);
    left_ = block_.size();
  }
  const auto from = std::span(block_).subspan(block_.size() - left_, out.size());
  std::copy(from.begin(), from.end(), out.begin());
  left_ -= out.size();
}

Loop::~Loop() { finish(); }

base::Result<std::uint16_t> Loop::listen(const Tcp::endpoint& endpoint, Port port) {
  using ReusePort = asio::detail::socket_option::boolean<SOL_SOCKET, SO_REUSEPORT>;
  ErrorCode error;
  const auto step = [&](auto&& act) {
    if (!error) {
      act();
    }
  };
  step([&] { acceptor_.open(endpoint.protocol(), error); });
  step([&] { acceptor_.set_option(Acceptor::reuse_address(true), error); });
  if (port == Port::joined) {
    step([&] { acceptor_.set_option(ReusePort(true), error); });
  }
  // Accepted sockets inherit it: an answer is one write, and waits for nothing.
  step([&] { acceptor_.set_option(Tcp::no_delay(true), error); });
  step([&] { acceptor_.bind(endpoint, error); });
  step([&] { acceptor_.listen(asio::socket_base::max_listen_connections, error); });
  if (port == Port::taken) {
    step([&] { acceptor_.set_option(ReusePort(true), error); });
  }
  if (error) {
    ErrorCode ignored;
    acceptor_.close(ignored);
    return cannot_listen(endpoint, error);
  }
  return acceptor_.local_endpoint().port();
}

void Loop::start(const Shared& shared, std::size_t number) {
  shared_.emplace(shared);
  random_.emplace(shared.parts.random);
  ids_.emplace(shared.parts.clock, *random_);
  const auto& limits = shared.options.limits;
  // Fine enough for the shortest deadline, coarse enough to cost nothing.
  const auto shortest =
      std::min({limits.header_time, limits.body_time, limits.write_time, limits.idle_time});
  tick_time_ =
      std::clamp(shortest / 8, std::chrono::milliseconds(5), std::chrono::milliseconds(250));
  // As many jobs as the workers take; those of one loop are its share of them.
  const std::size_t share =
      std::max<std::size_t>(1, shared.parts.workers.most_jobs() / shared.loops);
  fibers_.emplace(base::FiberHost::Options{.jobs = share, .queue = share},
                  [this] { asio::post(context_, [this] { take_turns(); }); });
  work_.emplace(context_.get_executor());
  asio::co_spawn(context_, accept(), [this](const std::exception_ptr& fault) {
    if (fault) {
      shared_->parts.log.error("listener_failed", {{"detail", what_of(fault)}});
    }
  });
  thread_ = std::jthread([this] { run(); });
  ::pthread_setname_np(thread_.native_handle(), ("http-" + std::to_string(number)).c_str());
}

void Loop::run() {
  while (true) {
    try {
      context_.run();
      return;
    } catch (...) {
      shared_->parts.log.error("loop_failed", {{"detail", what_of(std::current_exception())}});
    }
  }
}

void Loop::hand_over(Handed handed) {
  if (handed_.empty()) {
    asio::post(context_, [this] { deliver_handed(); });
  }
  handed_.push_back(std::move(handed));
}

void Loop::deliver_handed() {
  // Without memory for its queue a pool is as good as full.
  const auto taken = [this](Handed& handed) {
    try {
      return (handed.place == Place::loop && fibers_->submit(handed.job)) ||
             handed.pool.submit(handed.job);
    } catch (const std::bad_alloc&) {
      return false;
    }
  };
  for (Handed& handed : std::exchange(handed_, {})) {
    // Of one that was taken nothing may be there any more.
    if (!taken(handed)) {
      handed.refused = true;
      handed.job();
    }
  }
  take_turns();
}

void Loop::take_turns() {
  if (fibers_->take_turns()) {
    asio::post(context_, [this] { take_turns(); });
  }
}

// Not inlined: what runs on a fiber of a pool has come from another thread since it began.
[[gnu::noinline]] void Loop::hand_back(Answered answered) {
  if (executor().running_in_this_thread()) {
    asio::post(context_, std::move(answered));
    return;
  }
  // Put off under the lock: once it is fetched, by whomever, the loop may go.
  const std::lock_guard lock(answered_mutex_);
  answered_.push_back(std::move(answered));
  fetching_.put_off();
}

void Loop::fetch_answered() {
  asio::post(context_, [this] {
    std::vector<Answered> all;
    {
      const std::lock_guard lock(answered_mutex_);
      all.swap(answered_);
    }
    for (Answered& answered : all) {
      asio::post(context_, std::move(answered));
    }
  });
}

Awaitable<void> Loop::accept() {
  while (acceptor_.is_open()) {
    Tcp::endpoint peer;
    auto [error, socket] = co_await acceptor_.async_accept(peer, kAwaitTuple);
    if (!acceptor_.is_open()) {
      co_return;
    }
    if (!error) {
      try {
        welcome(std::move(socket), address_of(peer.address()));
      } catch (...) {
        shared_->parts.log.error("welcome_failed", {{"detail", what_of(std::current_exception())}});
      }
      continue;
    }
    // A client that left while it waited is no reason to wait.
    if (error == asio::error::connection_aborted) {
      continue;
    }
    shared_->parts.log.error("accept_failed", {{"detail", error.message()}});
    Timer pause(context_, kAcceptPause);
    co_await pause.async_wait(kAwaitTuple);
  }
}

void Loop::welcome(Socket socket, const Address& peer) {
  auto place = shared_->door.enter(peer);
  if (place == nullptr && turned_away_ == kTurnedAway) {
    if (shared_->parts.observer != nullptr) {
      shared_->parts.observer->rejected(Rejection::too_many_clients);
    }
    return;
  }
  spawn(std::make_unique<Connection>(*this, std::move(socket), peer, std::move(place)));
}

// The one place where work is detached; the drain waits for all that it has counted.
void Loop::spawn(std::unique_ptr<Connection> connection) {
  if (shared_->parts.observer != nullptr) {
    shared_->parts.observer->connection_opened();
  }
  auto* const raw = connection.get();
  const auto place = open_.insert(open_.end(), raw);
  turned_away_ += raw->has_place() ? 0 : 1;
  ++shared_->connections;
  asio::co_spawn(
      context_, raw->run(),
      [this, place, owned = std::move(connection)](const std::exception_ptr& fault) mutable {
        open_.erase(place);
        turned_away_ -= owned->has_place() ? 0 : 1;
        owned.reset();
        --shared_->connections;
        shared_->connection_gone();
        if (fault) {
          shared_->parts.log.error("connection_failed", {{"detail", what_of(fault)}});
        }
        if (shared_->parts.observer != nullptr) {
          shared_->parts.observer->connection_closed();
        }
      });
}

void Loop::drain(std::latch& drained) {
  asio::post(context_, [this, &drained] {
    draining_ = true;
    ErrorCode ignored;
    acceptor_.close(ignored);
    for (auto* const connection : open_) {
      connection->close_if_idle();
    }
    drained.count_down();
  });
}

void Loop::cut() {
  asio::post(context_, [this] {
    for (auto* const connection : open_) {
      connection->cut();
    }
  });
}

void Loop::finish() {
  if (!thread_.joinable()) {
    return;
  }
  asio::post(context_, [this] {
    ErrorCode ignored;
    acceptor_.close(ignored);
    timer_.cancel();
    work_.reset();
  });
  thread_.join();
}

void Loop::arm(Wheel::Entry& entry, std::chrono::milliseconds time) {
  wheel_.arm(entry, (time + tick_time_ - std::chrono::milliseconds(1)) / tick_time_);
  if (!ticking_) {
    ticking_ = true;
    timer_.expires_after(tick_time_);
    tick();
  }
}

void Loop::tick() {
  timer_.async_wait([this](const ErrorCode& error) {
    if (error) {
      ticking_ = false;
      return;
    }
    // After a pause of the whole machine every missed tick is made up for, so that deadlines are
    // about time and not about luck.
    while (timer_.expiry() <= std::chrono::steady_clock::now()) {
      wheel_.tick();
      timer_.expires_at(timer_.expiry() + tick_time_);
    }
    ticking_ = !wheel_.empty();
    if (ticking_) {
      tick();
    }
  });
}

std::string_view Loop::date(std::chrono::steady_clock::time_point now) {
  if (now >= date_until_) {
    date_ = to_http_date(shared_->parts.clock.now());
    date_until_ = now + kDateAge;
  }
  return date_;
}

std::string Loop::next_request_id() { return ids_->next<RequestTag>().text(); }

}  // namespace http::wire
