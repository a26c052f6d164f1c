// How Gapura asks other servers (SF1, SF2, SF3): libcurl on a thread of its own. Each request has a
// connection of its own, to an address that we have resolved once, checked and pinned; what is kept
// open would be an address that nobody has checked for the request that uses it next. No redirects,
// no proxy, no cookies, certificates always verified, limits on time and size.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "http/outbound/outcome.h"
#include "http/outbound/resolver.h"
#include "http/outbound/target.h"

namespace http::outbound {

class Client {
 public:
  // Threads that wait for name servers: one for each host whose name servers keep silent.
  static constexpr std::size_t kResolvers = 8;

  struct Options {
    NamedHosts named;
    // Our own host, which is not asked unless it is named.
    std::string own_host;
    // PEM; beside the certificates that the system trusts. Empty: those alone.
    std::string ca_file;
    std::chrono::milliseconds deadline{5000};
    std::chrono::milliseconds connect_time{3000};
    std::size_t header_bytes = std::size_t{16} * 1024;
    std::size_t in_flight = 32;
    std::size_t queue = 128;       // that wait for a place beside those in flight
    Resolver* resolver = nullptr;  // the system's; a given one outlives the client
  };

  // Starts nothing: thread and library begin with the first request.
  explicit Client(Options options);
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  // Waits for the answer; never on an event loop. Any number of threads may ask at once.
  Outcome<Answer> send(const Request& request);

  // Refuses what is in flight and what comes. Called twice it does nothing.
  void stop();

  // Since the start.
  std::uint64_t answered() const { return answered_; }
  std::uint64_t refused(Refusal why) const { return refused_.at(static_cast<std::size_t>(why)); }
  std::size_t in_flight() const;

 private:
  using Deadline = std::chrono::steady_clock::time_point;
  class Engine;
  class Place;

  Outcome<Answer> attempt(const Request& request, Deadline deadline);
  Outcome<Answer> fetch(const Request& request, const Target& target, Deadline deadline);
  Outcome<void> take_place(Deadline deadline);
  void leave_place();
  void wait_out(Deadline deadline);

  const Options options_;
  std::atomic<std::uint64_t> answered_ = 0;
  std::array<std::atomic<std::uint64_t>, kRefusals> refused_{};

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::unique_ptr<Engine> engine_;  // from the first request on
  std::size_t in_flight_ = 0;
  std::size_t waiting_ = 0;
  std::size_t waiting_out_ = 0;
  bool stopping_ = false;
};

}  // namespace http::outbound
