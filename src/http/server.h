// The listener: Boost.Beast's parser on Asio, one event loop a core, each with its own socket on
// the port (SO_REUSEPORT), and the only asynchronous code of the program. Strict where two readers
// could disagree (HP1, HP6), bounded everywhere (HP3).
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "base/clock.h"
#include "base/log.h"
#include "base/random.h"
#include "base/result.h"
#include "base/worker_pool.h"
#include "http/address.h"
#include "http/dispatcher.h"
#include "http/observer.h"

namespace http {

// What only this machine can be.
Networks loopback();

struct Limits {
  std::size_t url = std::size_t{8} * 1024;
  std::size_t header_bytes = std::size_t{32} * 1024;
  std::size_t headers = 100;
  std::size_t connections = 20'000;
  // From one address, or one /64 of IPv6; 0: a quarter of all.
  std::size_t connections_of_address = 0;
  // What heads and bodies under way may take of memory, all together, beside the 12 KiB that every
  // connection may hold: a request that needs more than is left is a 503.
  std::size_t request_memory = std::size_t{256} * 1024 * 1024;
  // Octets of chunk framing (sizes, extensions, line ends) allowed beside a body of that many
  // octets: a body of one-octet chunks is a flood, not an upload.
  std::size_t chunk_overhead = std::size_t{16} * 1024;
  // From the first octet of a request to the end of its header.
  std::chrono::milliseconds header_time{10'000};
  std::chrono::milliseconds body_time{30'000};
  // A client that does not read its answer.
  std::chrono::milliseconds write_time{30'000};
  std::chrono::milliseconds idle_time{75'000};
};

// How many a loop holds beyond Limits::connections, to tell them that there is no place; who comes
// beyond those is left without a word.
inline constexpr std::size_t kTurnedAway = 16;

class Server {
 public:
  struct Options {
    std::string address = "127.0.0.1";
    std::uint16_t port = 9000;  // 0: any free one
    std::size_t loops = 0;      // 0: one a core
    Limits limits;
    Networks trusted_proxies;
    // Beside the trusted proxies, who may have more than connections_of_address.
    Networks spared = loopback();
    bool secure = false;  // the issuer is https, when no trusted proxy says otherwise
    bool access_log = true;
  };

  // The socket is bound at once and its port known, since the issuer may depend on it; connections
  // wait until serve() is called.
  static base::Result<std::unique_ptr<Server>> bind(Options options);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  std::uint16_t port() const;

  // All of these outlive the server.
  struct Parts {
    const Dispatcher& dispatcher;
    base::WorkerPool& workers;
    base::WorkerPool& slow_workers;  // may be the same
    base::Log& log;
    const base::Clock& clock;
    base::Random& random;
    Observer* observer = nullptr;
    base::WorkerPool* waiting_workers = nullptr;  // none: the slow ones
  };
  // Once.
  void serve(const Parts& parts);

  // Stops accepting, closes what is idle, lets what is in flight finish until the deadline, then
  // cuts the rest. True when nothing had to be cut. Returns when every loop has ended.
  bool stop(std::chrono::milliseconds deadline);

  std::size_t connections() const;
  // Of handlers that run on fibers of the loops; from serve() on.
  struct Jobs {
    std::size_t queued = 0;
    std::size_t busy = 0;
    std::size_t most = 0;  // that may be busy
  };
  Jobs jobs() const;
  std::size_t request_memory() const;  // of Limits::request_memory, what is taken now

 private:
  class Impl;
  explicit Server(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace http
