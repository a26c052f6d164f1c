// Gapura's own listener with one loop and one trivial route, to be put beside raw_epoll; with the
// argument "logged" it writes its access log and counts as Gapura does. Prints its port and the
// size of the answer's body; ends on SIGTERM.
#include <csignal>
#include <cstdio>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/log.h"
#include "base/random.h"
#include "base/worker_pool.h"
#include "http/dispatcher.h"
#include "http/router.h"
#include "http/server.h"
#include "ops/metrics.h"

int main(int argc, char** argv) {
  const bool logged = argc > 1 && std::string_view(argv[1]) == "logged";
  sigset_t ending;
  sigemptyset(&ending);
  sigaddset(&ending, SIGTERM);
  sigaddset(&ending, SIGINT);
  ::pthread_sigmask(SIG_BLOCK, &ending, nullptr);

  const base::SystemClock clock;
  base::SystemRandom random;
  const auto sink = base::make_stderr_sink();
  base::Log log(*sink, clock, logged ? base::LogLevel::info : base::LogLevel::error);
  base::WorkerPool workers({.name = "workers", .threads = 1, .queue = 16});

  std::vector<http::Route> rows;
  rows.push_back({.method = http::Method::get,
                  .pattern = "/bench",
                  .handler = [](http::Request&) -> base::Result<http::Response> {
                    return http::Response::json_text(200, R"({"status":"ok"})");
                  },
                  .runs = http::Runs::on_loop});
  auto router = http::Router::from(std::move(rows));
  auto server = http::Server::bind({.port = 0, .loops = 1, .access_log = logged});
  if (!router || !server) {
    std::fprintf(stderr, "the server does not start\n");
    return 1;
  }
  ops::Metrics metrics;
  const http::Dispatcher dispatcher(*std::move(router), {}, log);
  (*server)->serve({.dispatcher = dispatcher,
                    .workers = workers,
                    .slow_workers = workers,
                    .log = log,
                    .clock = clock,
                    .random = random,
                    .observer = logged ? &metrics : nullptr});
  std::printf("%u 15\n", (*server)->port());
  std::fflush(stdout);
  int signal = 0;
  ::sigwait(&ending, &signal);
  (*server)->stop(std::chrono::seconds(1));
  return 0;
}
