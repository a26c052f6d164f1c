// What the server tells the operations room. Called from every loop and worker: implementations are
// thread-safe and quick, and never learn more of a request than its route (LO1).
#pragma once

#include <chrono>
#include <string_view>

namespace http {

enum class Rejection {
  malformed,         // refused before routing (HP1, HP6)
  too_large,         // a limit of HP3
  timed_out,         // slow headers, body or reading
  busy,              // worker queue full
  no_memory,         // the budget of requests under way is spent
  too_many_clients,  // connection cap
};

std::string_view to_string(Rejection reason);

class Observer {
 public:
  virtual ~Observer() = default;
  // `route` is the pattern of the row, empty when none matched.
  virtual void request_finished(std::string_view route, int status,
                                std::chrono::microseconds took) = 0;
  virtual void connection_opened() = 0;
  virtual void connection_closed() = 0;
  virtual void rejected(Rejection reason) = 0;
};

}  // namespace http
