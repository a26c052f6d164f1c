#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <semaphore>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "base/doorbell.h"
#include "tests/support/http_server.h"
#include "tests/support/raw_client.h"

namespace http {
namespace {

using namespace std::chrono_literals;
using support::HttpServer;
using support::RawClient;

std::string get(std::string_view target) {
  return std::string("GET ").append(target).append(" HTTP/1.1\r\nHost: a\r\n\r\n");
}

bool comes_true(const std::function<bool()>& condition) {
  const auto until = std::chrono::steady_clock::now() + 10s;
  while (!condition() && std::chrono::steady_clock::now() < until) {
    std::this_thread::yield();
  }
  return condition();
}

class Refusals final : public Observer {
 public:
  void request_finished(std::string_view, int, std::chrono::microseconds) override {}
  void connection_opened() override {}
  void connection_closed() override {}
  void rejected(Rejection reason) override { busy += reason == Rejection::busy ? 1 : 0; }

  std::atomic<int> busy = 0;
};

// Rows that wait, on a fiber of the one loop that there is, until somebody asks for the other row.
class LoopFibers : public ::testing::Test {
 public:
  ~LoopFibers() override { ring(); }

 protected:
  LoopFibers()
      : server_(waiting_rows(), {.server = {.port = 0, .loops = 1},
                                 .workers = {.name = "workers", .threads = 1, .queue = 1},
                                 .observer = &refusals_}) {}

  std::vector<Route> waiting_rows() {
    return {{.pattern = "/wait",
             .handler =
                 [this](Request&) {
                   const auto began_on = std::this_thread::get_id();
                   began_.release();
                   bell_.wait();
                   const bool same = std::this_thread::get_id() == began_on;
                   return Response::text(200, same ? "where it began" : "elsewhere");
                 },
             .runs = Runs::on_loop_fiber},
            {.pattern = "/throw",
             .handler = [](Request&) -> base::Result<Response> {
               throw std::runtime_error("thrown on a fiber");
             },
             .runs = Runs::on_loop_fiber},
            {.pattern = "/block",
             .handler =
                 [this](Request&) {
                   began_.release();
                   go_.acquire();
                   return Response::text(200, "the loop as well");
                 },
             .runs = Runs::on_loop_fiber},
            {.pattern = "/block-worker",
             .handler =
                 [this](Request&) {
                   began_.release();
                   worker_goes_.acquire();
                   return Response::text(200, "the worker alone");
                 },
             .runs = Runs::on_worker},
            {.pattern = "/compute",
             .handler = [](Request&) { return Response::text(200, "at once"); },
             .runs = Runs::on_loop_fiber},
            {.pattern = "/loop",
             .handler = [](Request&) { return Response::text(200, "at once"); },
             .runs = Runs::on_loop},
            {.pattern = "/ring",
             .handler =
                 [this](Request&) {
                   ring();
                   return Response::text(200, "rung");
                 },
             .runs = Runs::on_loop}};
  }
  void ring() {
    if (!rung_.exchange(true)) {
      bell_.ring();
    }
  }
  std::unique_ptr<RawClient> waiting() {
    auto client = std::make_unique<RawClient>(server_.port());
    client->send(get("/wait"));
    return client;
  }

  base::Doorbell bell_;
  std::atomic<bool> rung_ = false;
  std::counting_semaphore<> began_{0};
  std::counting_semaphore<> go_{0};
  std::counting_semaphore<> worker_goes_{0};
  Refusals refusals_;
  HttpServer server_;
};

TEST_F(LoopFibers, who_waits_leaves_the_loop_to_others) {
  const auto first = waiting();
  began_.acquire();
  EXPECT_EQ(server_.workers().busy(), 0U);
  EXPECT_EQ(support::ask(server_.port(), get("/ring"))->body, "rung");
  EXPECT_EQ(first->answer()->body, "where it began");
}

TEST_F(LoopFibers, more_than_may_be_here_go_to_the_workers_and_then_are_refused) {
  std::vector<std::unique_ptr<RawClient>> clients;
  const auto come = [&](const std::function<bool()>& there) {
    clients.push_back(waiting());
    EXPECT_TRUE(comes_true(there)) << clients.size();
  };
  come([&] { return server_.server().jobs().busy == 1; });
  come([&] { return server_.server().jobs().queued == 1; });
  come([&] { return server_.workers().busy() == 1; });
  come([&] { return server_.workers().queued() == 1; });
  EXPECT_EQ(waiting()->answer()->status, 503);
  EXPECT_EQ(support::ask(server_.port(), get("/ring"))->status, 200);
  for (const auto& client : clients) {
    EXPECT_EQ(client->answer()->status, 200);
  }
}

// Those that never wait as well: what comes in one round of events is more than a loop may keep.
TEST_F(LoopFibers, more_at_once_than_there_is_room_for_are_refused_though_none_waits) {
  std::vector<std::unique_ptr<RawClient>> clients;
  for (int i = 0; i < 12; ++i) {
    clients.push_back(std::make_unique<RawClient>(server_.port()));
    clients.back()->send(get("/loop"));
    EXPECT_EQ(clients.back()->answer()->status, 200);
  }
  RawClient of_worker(server_.port());
  of_worker.send(get("/block-worker"));
  began_.acquire();
  RawClient of_loop(server_.port());
  of_loop.send(get("/block"));
  began_.acquire();
  for (const auto& client : clients) {
    client->send(get("/compute"));
  }
  go_.release();
  // One waits for the loop's fiber, one for the worker.
  EXPECT_TRUE(comes_true([&] { return refusals_.busy == 10; })) << refusals_.busy;
  worker_goes_.release();
  int refused = 0;
  for (const auto& client : clients) {
    refused += client->answer()->status == 503 ? 1 : 0;
  }
  EXPECT_EQ(refused, 10);
  EXPECT_EQ(of_loop.answer()->status, 200);
  EXPECT_EQ(of_worker.answer()->status, 200);
}

TEST_F(LoopFibers, what_is_thrown_ends_its_request_and_nothing_else) {
  EXPECT_EQ(support::ask(server_.port(), get("/throw"))->status, 500);
  EXPECT_EQ(support::ask(server_.port(), get("/ring"))->status, 200);
  EXPECT_EQ(support::ask(server_.port(), get("/wait"))->status, 200);
}

TEST_F(LoopFibers, a_stop_waits_for_who_is_under_way) {
  const auto last = waiting();
  began_.acquire();
  RawClient idle(server_.port());
  idle.send(get("/loop"));
  EXPECT_EQ(idle.answer()->status, 200);
  bool drained = false;
  std::jthread stopping([&] { drained = server_.server().stop(20s); });
  EXPECT_EQ(idle.until_closed(), "") << "by then it is stopping";
  ring();
  EXPECT_EQ(last->answer()->status, 200);
  stopping.join();
  EXPECT_TRUE(drained);
}

}  // namespace
}  // namespace http
