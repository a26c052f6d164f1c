// A real server on a free port of the loopback, with pools of its own, for tests that speak to it.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/log.h"
#include "base/random.h"
#include "base/worker_pool.h"
#include "http/dispatcher.h"
#include "http/router.h"
#include "http/server.h"
#include "tests/support/kept_log.h"

namespace support {

struct HttpServerOptions {
  http::Server::Options server = {.port = 0, .loops = 2};
  http::Dispatcher::Options dispatcher;
  base::WorkerPool::Options workers = {.name = "workers", .threads = 2, .queue = 64};
  http::Observer* observer = nullptr;
};

class HttpServer {
 public:
  explicit HttpServer(std::vector<http::Route> rows, HttpServerOptions options = {})
      : workers_(options.workers),
        dispatcher_(value(http::Router::from(std::move(rows))), std::move(options.dispatcher),
                    log_),
        server_(value(http::Server::bind(std::move(options.server)))) {
    server_->serve({dispatcher_, workers_, workers_, log_, clock_, random_, options.observer});
  }
  ~HttpServer() { server_->stop(std::chrono::seconds(10)); }

  std::uint16_t port() const { return server_->port(); }
  http::Server& server() { return *server_; }
  base::WorkerPool& workers() { return workers_; }
  std::vector<std::string> log_lines() const { return kept_.lines(); }

 private:
  template <class T>
  static T value(base::Result<T> result) {
    if (!result) {
      throw std::runtime_error(result.error().description + result.error().detail);
    }
    return *std::move(result);
  }

  base::SystemClock clock_;
  base::SystemRandom random_;
  KeptLog kept_;
  base::Log log_{kept_, clock_, base::LogLevel::debug};
  base::WorkerPool workers_;
  http::Dispatcher dispatcher_;
  std::unique_ptr<http::Server> server_;
};

}  // namespace support
