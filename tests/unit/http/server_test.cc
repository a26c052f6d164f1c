// The server as a whole, over its sockets.
#include "http/server.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <barrier>
#include <chrono>
#include <latch>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>
#include <poll.h>
#include <unistd.h>

#include "http/ascii.h"
#include "http/wire/head_check.h"
#include "tests/support/http_server.h"
#include "tests/support/raw_client.h"

namespace http {
namespace {

using namespace std::chrono_literals;
using support::HttpServer;
using support::HttpServerOptions;
using support::RawClient;

const std::string kGet = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

std::string get(std::string_view target) {
  return std::string("GET ").append(target).append(" HTTP/1.1\r\nHost: a\r\n\r\n");
}

std::vector<Route> rows() {
  const Handler say = [](Request& request) {
    return Response::text(200, std::string(request.target));
  };
  return {{.pattern = "/", .handler = say, .runs = Runs::on_loop},
          {.pattern = "/item/{id}", .handler = say, .runs = Runs::on_worker},
          {.pattern = "/large",
           .handler = [](Request&) { return Response::text(200, std::string(8 << 20, 'x')); }}};
}

TEST(Server, answers_on_the_loop_and_on_a_worker_and_keeps_the_connection) {
  HttpServer server(rows());
  RawClient client(server.port());
  for (int i = 0; i < 3; ++i) {
    client.send(kGet + get("/item/" + std::to_string(i)));
    EXPECT_EQ(client.answer()->body, "/");
    EXPECT_EQ(client.answer()->body, "/item/" + std::to_string(i));
  }
}

TEST(Server, a_quick_answer_does_not_wait_for_a_worker) {
  std::latch entered(1);
  std::latch release(1);
  auto routes = rows();
  routes.push_back({.pattern = "/wait", .handler = [&](Request&) {
                      entered.count_down();
                      release.wait();
                      return Response::text(200, "done");
                    }});
  routes.push_back({.pattern = "/check/{id}",
                    .handler = [](Request&) { return Response::text(200, "looked up"); },
                    .quick = [](Request& request) -> std::optional<base::Result<Response>> {
                      return request.param("id") == "known" ? std::optional<base::Result<Response>>(
                                                                  Response::text(200, "remembered"))
                                                            : std::nullopt;
                    }});
  routes.push_back({.method = Method::post,
                    .pattern = "/ask",
                    .handler = [](Request&) { return Response::text(200, "looked up"); },
                    .quick = [](Request& request) -> std::optional<base::Result<Response>> {
                      return Response::text(200, "remembered " + std::string(request.body));
                    },
                    .body = Body::form,
                    .origins = Origins::anyone});
  HttpServer server(std::move(routes), {.workers = {.name = "workers", .threads = 1, .queue = 8}});
  RawClient busy(server.port());
  busy.send(get("/wait"));
  entered.wait();
  EXPECT_EQ(support::ask(server.port(), get("/check/known"))->body, "remembered");
  const std::string form =
      "POST /ask HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\n"
      "Content-Length: 3\r\nConnection: close\r\n\r\na=b";
  EXPECT_EQ(support::ask(server.port(), form)->body, "remembered a=b");
  RawClient other(server.port());
  other.send(get("/check/other"));
  while (server.workers().queued() == 0) {
    std::this_thread::yield();
  }
  release.count_down();
  EXPECT_EQ(other.answer()->body, "looked up");
  EXPECT_EQ(busy.answer()->body, "done");
}

TEST(Server, a_large_answer_arrives_whole) {
  HttpServer server(rows());
  EXPECT_EQ(support::ask(server.port(), get("/large"))->body, std::string(8 << 20, 'x'));
}

TEST(Server, a_request_may_come_one_octet_at_a_time) {
  HttpServer server(rows());
  RawClient client(server.port());
  for (const char octet : get("/item/7?q=1")) {
    client.send({&octet, 1});
  }
  EXPECT_EQ(client.answer()->body, "/item/7?q=1");
}

TEST(Server, every_answer_has_an_id_of_its_own_and_its_line_in_the_log) {
  HttpServer server(rows());
  RawClient client(server.port());
  std::vector<std::string> ids;
  for (const char* target : {"/", "/item/canary?code=canary", "/nowhere-canary"}) {
    client.send(std::string("GET ") + target +
                " HTTP/1.1\r\nHost: a\r\nCookie: s=canary\r\nAuthorization: Bearer canary\r\n\r\n");
    ids.push_back(client.answer()->field("X-Request-Id").value_or(""));
    EXPECT_EQ(ids.back().size(), 26U);
  }
  EXPECT_NE(ids[0], ids[1]);
  server.server().stop(10s);
  std::string log;
  for (const auto& line : server.log_lines()) {
    log += line + "\n";
  }
  for (const auto& id : ids) {
    EXPECT_NE(log.find(id), std::string::npos);
  }
  EXPECT_NE(log.find(R"("route":"/item/{id}")"), std::string::npos) << log;
  EXPECT_NE(log.find(R"("address":"127.0.0.1")"), std::string::npos);
  // LO1: the path of a route that nobody wrote is not a route either.
  EXPECT_EQ(log.find("canary"), std::string::npos) << log;
}

// Whatever a client sends, and however its request ends, none of it is in the log.
TEST(Server, LO1_nothing_that_a_client_sends_is_in_the_log) {
  const auto with_body = [](std::string pattern, Body body, Handler handler) {
    return Route{.method = Method::post,
                 .pattern = std::move(pattern),
                 .handler = std::move(handler),
                 .body = body};
  };
  auto routes = rows();
  routes.push_back(with_body("/form", Body::form, [](Request& request) -> base::Result<Response> {
    TRY_VAL(form, request.form());
    return Response::text(200, "ok");
  }));
  routes.push_back(with_body("/json", Body::json, [](Request& request) -> base::Result<Response> {
    TRY_VAL(object, request.json());
    return Response::text(200, "ok");
  }));
  routes.push_back(with_body("/throws", Body::any, [](Request&) -> base::Result<Response> {
    throw std::runtime_error("disk on fire");
  }));
  HttpServerOptions options;
  options.server.trusted_proxies = loopback();
  HttpServer server(std::move(routes), options);
  const std::string fields =
      "Host: canary.test\r\nX-Forwarded-For: canary, 192.0.2.7canary\r\nX-Forwarded-Host: "
      "canary\r\n"
      "X-Forwarded-Proto: canary\r\nForwarded: for=canary\r\nReferer: "
      "https://a.test/?code=canary\r\n"
      "User-Agent: canary\r\nCookie: s=canary\r\nAuthorization: Bearer canary\r\nDPoP: canary\r\n"
      "X-Request-Id: canary\r\n";
  const std::string form = "Content-Type: application/x-www-form-urlencoded\r\n";
  const std::string json = "Content-Type: application/json\r\n";
  const auto post = [&](std::string_view target, const std::string& more, std::string_view body) {
    return "POST " + std::string(target) + " HTTP/1.1\r\n" + fields + more +
           "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
  };
  const struct {
    std::string octets;
    int status;
  } cases[] = {
      {"GET /item/canary?canary HTTP/1.1\r\n" + fields + "\r\n", 200},
      {post("/form?canary", form, "password=canary"), 200},
      {post("/form", form, "password=canary&password=canary&x=%zzcanary"), 400},
      {post("/form", "Content-Type: canary/canary\r\n", "canary"), 415},
      {post("/json", json, R"({"secret":"canary"})"), 200},
      {post("/json", json, R"({"secret":"canary)"), 400},
      {post("/json", json, R"({"canary":1,"canary":2})"), 400},
      {post("/throws", form, "canary"), 500},
      {post("/throws", form + "Origin: https://canary.test\r\n", "canary"), 403},
      {post("/item/canary", form, "canary"), 405},
      {"CANARY /canary HTTP/1.1\r\n" + fields + "\r\n", 405},
      {"GET /canary//canary?canary HTTP/1.1\r\n" + fields + "\r\n", 400},
      {"GET / HTTP/1.1\r\n" + fields + "canary canary: canary\r\n\r\n", 400},
      {"GET / HTTP/1.1\r\n" + fields + "Cookie: canary\r\n\r\n", 400},
      {"GET / HTTP/1.1\r\n" + fields + "Content-Length: canary\r\n\r\n", 400},
      {"GET / canary/1.1\r\n" + fields + "\r\n", 400},
      {"GET /?canary" + std::string(9000, 'a') + " HTTP/1.1\r\n\r\n", 414},
  };
  for (const auto& one : cases) {
    const auto answer = support::ask(server.port(), one.octets);
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, one.status) << one.octets << answer->body;
  }
  server.server().stop(10s);
  const auto lines = server.log_lines();
  EXPECT_GE(lines.size(), std::size(cases));
  for (auto line : lines) {
    std::transform(line.begin(), line.end(), line.begin(), to_lower);
    EXPECT_EQ(line.find("canary"), std::string::npos) << line;
  }
}

TEST(Server, two_servers_do_not_share_a_port) {
  HttpServer first(rows());
  Server::Options options{.port = first.port()};
  const auto second = Server::bind(options);
  ASSERT_FALSE(second);
  EXPECT_NE(second.error().description.find(std::to_string(first.port())), std::string::npos);
}

// An address that no other process connects from: on 127.0.0.1 a port that is let go may be taken
// for somebody's connection.
std::string address_of_this_process() {
  const auto own = static_cast<unsigned>(::getpid());
  return "127." + std::to_string(1 + (own >> 16U) % 128U) + "." +
         std::to_string((own >> 8U) % 256U) + "." + std::to_string(own % 256U);
}

// Linux may refuse both when they listen at the same instant, each seeing the other.
TEST(Server, of_two_servers_that_start_at_once_never_both_have_the_port) {
  const std::string address = address_of_this_process();
  const std::uint16_t port = Server::bind({.address = address, .port = 0}).value()->port();
  for (int i = 0; i < 300; ++i) {
    std::barrier start(2);
    std::array<std::unique_ptr<Server>, 2> servers;
    const auto bind = [&](std::size_t which) {
      start.arrive_and_wait();
      if (auto bound = Server::bind({.address = address, .port = port, .loops = 2})) {
        servers.at(which) = *std::move(bound);
      }
    };
    {
      const std::jthread other(bind, 1);
      bind(0);
    }
    ASSERT_FALSE(servers[0] && servers[1]) << i;
    if (!servers[0] && !servers[1]) {
      EXPECT_TRUE(Server::bind({.address = address, .port = port, .loops = 2})) << i;
    }
  }
}

TEST(Server, connections_wait_until_it_serves) {
  const auto server = Server::bind({.port = 0, .loops = 1}).value();
  RawClient client(server->port());
  client.send(kGet);
  base::SystemClock clock;
  base::SystemRandom random;
  support::KeptLog kept;
  base::Log log(kept, clock, base::LogLevel::info);
  base::WorkerPool workers({.name = "workers"});
  const Dispatcher dispatcher(Router::from(rows()).value(), {}, log);
  server->serve({dispatcher, workers, workers, log, clock, random});
  EXPECT_EQ(client.answer()->status, 200);
  EXPECT_TRUE(server->stop(10s));
}

TEST(Shutdown, finishes_what_is_in_flight_and_closes_the_rest) {
  std::latch entered(1);
  std::latch release(1);
  auto routes = rows();
  routes.push_back({.pattern = "/wait", .handler = [&](Request&) {
                      entered.count_down();
                      release.wait();
                      return Response::text(200, "done");
                    }});
  HttpServer server(std::move(routes));
  RawClient idle(server.port());
  idle.send(kGet);
  EXPECT_EQ(idle.answer()->status, 200);
  RawClient busy(server.port());
  busy.send(get("/wait"));
  entered.wait();
  bool drained = false;
  std::jthread stopping([&] { drained = server.server().stop(20s); });
  EXPECT_EQ(idle.until_closed(), "");
  release.count_down();
  const auto last = busy.answer();
  ASSERT_TRUE(last);
  EXPECT_EQ(last->body, "done");
  EXPECT_EQ(last->field("Connection"), "close");
  EXPECT_TRUE(busy.until_closed());
  stopping.join();
  EXPECT_TRUE(drained);
  EXPECT_THROW(RawClient{server.port()}, std::runtime_error);
}

TEST(Shutdown, cuts_what_is_not_finished_by_the_deadline) {
  HttpServer server(rows());
  RawClient slow(server.port());
  slow.send("GET / HTTP/1.1\r\nHost: ");
  while (server.server().connections() == 0) {
    std::this_thread::yield();
  }
  // A started header is a request in flight; give the octets a chance to be one.
  RawClient other(server.port());
  other.send(kGet);
  EXPECT_EQ(other.answer()->status, 200);
  server.server().stop(50ms);
  EXPECT_TRUE(slow.until_closed());
  EXPECT_EQ(server.server().connections(), 0U);
}

class Counting final : public Observer {
 public:
  void request_finished(std::string_view, int status, std::chrono::microseconds took) override {
    ++(status == 200 ? ok : other);
    micros = took.count();
  }
  void connection_opened() override { ++opened; }
  void connection_closed() override { ++closed; }
  void rejected(Rejection reason) override { malformed += reason == Rejection::malformed ? 1 : 0; }

  std::atomic<int> ok = 0, other = 0, opened = 0, closed = 0, malformed = 0;
  std::atomic<std::int64_t> micros = 0;
};

TEST(Observing, the_time_of_an_answer_is_not_that_of_its_reader) {
  Counting counting;
  HttpServer server(rows(), {.observer = &counting});
  RawClient slow(server.port(), 4096);
  slow.send(get("/large"));
  // The answer is far more than the kernel holds for a client that does not read.
  constexpr int kHeldUp = 1000;
  ::poll(nullptr, 0, kHeldUp);
  EXPECT_EQ(counting.ok, 0);
  EXPECT_EQ(slow.answer()->status, 200);
  server.server().stop(10s);
  EXPECT_EQ(counting.ok, 1);
  EXPECT_LT(counting.micros, kHeldUp * 1000);
}

TEST(Concurrency, many_clients_each_get_their_own_answers) {
  Counting counting;
  HttpServer server(rows(), {.observer = &counting});
  constexpr int kClients = 8;
  constexpr int kRequests = 200;
  std::atomic<int> wrong = 0;
  {
    std::vector<std::jthread> threads;
    for (int c = 0; c < kClients; ++c) {
      threads.emplace_back([&, c] {
        RawClient client(server.port());
        for (int r = 0; r < kRequests; ++r) {
          const auto target = (r % 2 == 0 ? "/?" : "/item/x?") + std::to_string(c * 1000 + r);
          client.send(get(target));
          const auto answer = client.answer();
          wrong += answer && answer->body == target ? 0 : 1;
        }
        client.send("bad request\r\n\r\n");
        wrong += client.answer()->status == 400 ? 0 : 1;
      });
    }
  }
  EXPECT_EQ(wrong, 0);
  EXPECT_TRUE(server.server().stop(10s));
  EXPECT_EQ(counting.ok, kClients * kRequests);
  EXPECT_EQ(counting.other, kClients);
  EXPECT_EQ(counting.malformed, kClients);
  EXPECT_EQ(counting.opened, kClients);
  EXPECT_EQ(counting.closed, kClients);
}

// Holds the loop between a connection's coming and its being counted.
class Holding final : public Observer {
 public:
  void request_finished(std::string_view, int, std::chrono::microseconds) override {}
  void connection_opened() override {
    entered.count_down();
    ::poll(nullptr, 0, 300);
  }
  void connection_closed() override {}
  void rejected(Rejection) override {}

  std::latch entered{1};
};

TEST(Shutdown, a_client_that_comes_last_does_not_hold_it_up) {
  Holding holding;
  HttpServer server(rows(), {.server = {.port = 0, .loops = 1, .limits = {.header_time = 20s}},
                             .observer = &holding});
  RawClient late(server.port());
  late.send("GET / HTTP/1.1\r\n");
  holding.entered.wait();
  const auto began = std::chrono::steady_clock::now();
  server.server().stop(50ms);
  EXPECT_LT(std::chrono::steady_clock::now() - began, 10s);
}

// Fails when it is told of a request, as only a fault of ours could make it.
class Failing final : public Observer {
 public:
  void request_finished(std::string_view route, int, std::chrono::microseconds) override {
    if (route == "/") {
      throw std::runtime_error("no room for counting");
    }
  }
  void connection_opened() override {
    if (fail_next.exchange(false)) {
      throw std::runtime_error("no room for opening");
    }
  }
  void connection_closed() override {
    if (fail_closing.exchange(false)) {
      throw std::runtime_error("no room for closing");
    }
  }
  void rejected(Rejection) override {}

  std::atomic<bool> fail_next = false, fail_closing = false;
};

TEST(Server, a_fault_ends_its_request_and_nothing_else) {
  Failing failing;
  auto routes = rows();
  for (const auto runs : {Runs::on_loop, Runs::on_worker}) {
    routes.push_back(
        {.pattern = runs == Runs::on_loop ? "/odd-loop" : "/odd-worker",
         .handler = [](Request&) -> base::Result<Response> { throw 7; },  // NOLINT(*-throw-*): any
         .runs = runs});
  }
  HttpServer server(std::move(routes), {.observer = &failing});
  EXPECT_EQ(support::ask(server.port(), get("/odd-loop"))->status, 500);
  EXPECT_EQ(support::ask(server.port(), get("/odd-worker"))->status, 500);
  EXPECT_EQ(support::ask(server.port(), kGet)->status, 200);
  failing.fail_next = true;
  {
    RawClient unlucky(server.port());
    EXPECT_EQ(unlucky.until_closed(), "");
  }
  failing.fail_closing = true;
  EXPECT_EQ(support::ask(server.port(), get("/item/1"))->status, 200);
  EXPECT_EQ(support::ask(server.port(), get("/item/2"))->status, 200);
  EXPECT_TRUE(server.server().stop(10s));
  std::string log;
  for (const auto& line : server.log_lines()) {
    log += line + "\n";
  }
  EXPECT_NE(log.find("no room for counting"), std::string::npos) << log;
  EXPECT_NE(log.find("no room for opening"), std::string::npos) << log;
  EXPECT_NE(log.find("something that is no exception"), std::string::npos) << log;
}

TEST(HeadCheck, says_the_same_however_the_octets_are_cut) {
  for (const std::string& text :
       {kGet, std::string("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nGET /"),
        std::string("GET / HTTP/1.1\r\nHost: a\nX: b\r\n\r\n"),
        std::string("GET / HTTP/1.1\r\nHost : a\r\n\r\n")}) {
    wire::HeadCheck whole({});
    const auto verdict = whole.look(text);
    for (std::size_t cut = 0; cut < text.size(); ++cut) {
      wire::HeadCheck parts({});
      auto state = parts.look(std::string_view(text).substr(0, cut));
      if (state == wire::HeadCheck::State::more) {
        state = parts.look(text);
      }
      EXPECT_EQ(state, verdict) << cut;
      EXPECT_EQ(parts.length(), whole.length()) << cut;
    }
  }
}

// By itself, whatever the parser behind it would say.
TEST(HeadCheck, HP1_two_framings_are_refused_before_the_parser_is_asked) {
  for (const std::string& text :
       {std::string("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n"
                    "Transfer-Encoding: chunked\r\n\r\n"),
        std::string("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n"
                    "Content-Length: 0\r\n\r\n"),
        std::string("POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")}) {
    wire::HeadCheck check({});
    EXPECT_EQ(check.look(text), wire::HeadCheck::State::bad) << text;
    EXPECT_EQ(check.error().clause, "RFC9112-6.1") << text;
  }
}

}  // namespace
}  // namespace http
