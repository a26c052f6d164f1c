// HP3: every limit has its answer, and who is slow is cut off while the others are served.
#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <iostream>
#include <latch>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/attacks/http/server_for_attacks.h"

namespace attacks {
namespace {

using namespace std::chrono_literals;

struct Case {
  const char* name;
  std::string octets;
  int status;
};

std::string chunks(std::size_t count, std::string_view chunk) {
  std::string out = "POST /any HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
  for (std::size_t i = 0; i < count; ++i) {
    out.append(chunk);
  }
  return out.append("0\r\n\r\n");
}

std::string many_fields(int count) {
  std::string out;
  for (int i = 0; i < count; ++i) {
    out += "X-" + std::to_string(i) + ": y\r\n";
  }
  return out;
}

std::vector<Case> sizes() {
  const std::string kib(1024, 'a');
  const auto times = [](std::size_t count, std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < count; ++i) {
      out.append(text);
    }
    return out;
  };
  return {
      {"url_of_8_kib", get("/?" + std::string(8190, 'a')), 200},
      {"url_above", get("/?" + std::string(8191, 'a')), 414},
      {"url_without_end", "GET /" + std::string(9000, 'a'), 414},
      {"header_of_32_kib", get("/", field("X", times(31, kib))), 200},
      {"header_above", get("/", field("X", times(33, kib))), 431},
      {"header_without_end", "GET / HTTP/1.1\r\nHost: a\r\nX: " + times(34, kib), 431},
      {"hundred_fields", get("/", many_fields(99)), 200},
      {"one_more_field", get("/", many_fields(100)), 431},
      {"form_of_64_kib", post("/token", kForm, times(64, kib)), 200},
      {"form_above", post("/token", kForm, times(64, kib) + "a"), 413},
      {"json_of_1_mib",
       post("/json", "application/json", "{}" + times(1024, std::string(1024, ' ')).substr(2)),
       200},
      {"json_above", post("/json", "application/json", "{}" + times(1024, std::string(1024, ' '))),
       413},
      {"get_with_a_body", get("/", "Content-Length: 1025\r\n") + std::string(1025, 'a'), 413},
      {"chunks_above", chunks(65, "400\r\n" + kib + "\r\n") + "401\r\n", 413},
      {"chunk_announced_above", chunks(1, "10001\r\n"), 413},
      {"chunk_flood", chunks(60'000, "1\r\na\r\n"), 413},
      {"chunks_in_measure", chunks(1'000, "1\r\na\r\n"), 200},
      {"chunk_line_without_end", chunks(1, "1;" + times(64, kib)), 400},
  };
}

class HP3 : public testing::TestWithParam<Case> {};

TEST_P(HP3, has_its_answer) {
  HttpServer server(rows());
  support::RawClient client(server.port());
  client.send(GetParam().octets);
  const auto answer = client.answer();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, GetParam().status) << answer->body;
  EXPECT_EQ(answer->field("Connection").value_or(""), GetParam().status == 200 ? "" : "close");
}

INSTANTIATE_TEST_SUITE_P(sizes, HP3, testing::ValuesIn(sizes()),
                         [](const auto& one) { return std::string(one.param.name); });

constexpr std::chrono::milliseconds kHurried{200};

HttpServerOptions hurried() {
  HttpServerOptions options;
  options.server.limits.header_time = kHurried;
  options.server.limits.body_time = kHurried;
  options.server.limits.write_time = kHurried;
  options.server.limits.idle_time = 400ms;
  return options;
}

// Sends one octet at a time for as long as the server takes them: progress is no excuse.
std::optional<std::string> drip(support::RawClient& client, std::string_view start) {
  client.send(start);
  std::atomic<bool> over = false;
  std::jthread dripping([&] {
    while (!over && client.send("a")) {
      ::poll(nullptr, 0, 1);  // slow enough that no size is reached before the deadline
    }
  });
  auto all = client.until_closed();
  over = true;
  return all;
}

TEST(HP3_slowloris, a_header_that_never_ends_is_408) {
  HttpServer server(rows(), hurried());
  support::RawClient client(server.port());
  client.send("GET / HTTP/1.1\r\nHost: a\r\nX: ");
  const auto all = client.until_closed();
  ASSERT_TRUE(all);
  EXPECT_TRUE(all->starts_with("HTTP/1.1 408 ")) << *all;
}

TEST(HP3_slowloris, a_body_that_never_ends_is_408) {
  HttpServer server(rows(), hurried());
  support::RawClient client(server.port());
  client.send("POST /any HTTP/1.1\r\nHost: a\r\nContent-Length: 60000\r\n\r\nabc");
  const auto all = client.until_closed();
  ASSERT_TRUE(all);
  EXPECT_TRUE(all->starts_with("HTTP/1.1 408 ")) << *all;
}

TEST(HP3_slowloris, dripping_does_not_buy_time) {
  HttpServer server(rows(), hurried());
  support::RawClient client(server.port());
  const auto all =
      drip(client, "POST /any HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nF000\r\n");
  ASSERT_TRUE(all);
  EXPECT_TRUE(all->starts_with("HTTP/1.1 408 ")) << *all;
}

TEST(HP3_slowloris, dripping_a_header_does_not_buy_time) {
  HttpServer server(rows(), hurried());
  support::RawClient client(server.port());
  const auto all = drip(client, "GET / HTTP/1.1\r\nHost: a\r\nX: ");
  ASSERT_TRUE(all);
  EXPECT_TRUE(all->starts_with("HTTP/1.1 408 ")) << *all;
}

// A loop that is held up past a deadline finds the deadline and more octets at once: the octets
// must not make the deadline forgotten.
TEST(HP3_slowloris, a_deadline_that_passes_while_the_loop_is_held_up_is_kept) {
  auto options = hurried();
  options.server.loops = 1;
  auto held = rows();
  held.push_back({.pattern = "/hold",
                  .handler =
                      [](http::Request&) {
                        ::poll(nullptr, 0, static_cast<int>(4 * kHurried.count()));
                        return http::Response::text(200, "held");
                      },
                  .runs = http::Runs::on_loop});
  HttpServer server(std::move(held), options);
  support::RawClient slow(server.port());
  slow.send("GET / HTTP/1.1\r\nHost: a\r\nX: ");
  support::RawClient holding(server.port());
  holding.send(get("/"));
  ASSERT_EQ(holding.answer()->status, 200);
  holding.send(get("/hold"));
  slow.send(std::string(9000, 'a'));
  const auto all = slow.until_closed();
  ASSERT_TRUE(all);
  EXPECT_TRUE(all->starts_with("HTTP/1.1 408 ")) << *all;
}

TEST(HP3_slowloris, an_invitation_to_continue_that_is_not_taken_is_408) {
  HttpServer server(rows(), hurried());
  support::RawClient client(server.port());
  client.send("POST /any HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
  const auto all = client.until_closed();
  ASSERT_TRUE(all);
  EXPECT_TRUE(all->starts_with("HTTP/1.1 100 ")) << *all;
  EXPECT_NE(all->find("HTTP/1.1 408 "), std::string::npos) << *all;
}

TEST(HP3_slowloris, an_idle_connection_is_closed_without_a_word) {
  HttpServer server(rows(), hurried());
  support::RawClient fresh(server.port());
  support::RawClient used(server.port());
  used.send(get("/"));
  EXPECT_EQ(used.answer()->status, 200);
  EXPECT_EQ(fresh.until_closed(), "");
  EXPECT_EQ(used.until_closed(), "");
}

TEST(HP3_slowloris, who_does_not_read_is_cut_off) {
  auto routes = rows();
  routes.push_back(
      {.pattern = "/large",
       .handler =
           [](http::Request&) { return http::Response::text(200, std::string(64 << 20, 'a')); },
       .runs = http::Runs::on_loop});
  HttpServer server(std::move(routes), hurried());
  support::RawClient client(server.port(), 4096);
  client.send(get("/large"));
  // The server's count is what shows it: to read here would be to take part.
  const auto patience = std::chrono::steady_clock::now() + 20s;
  while (server.server().connections() != 0 && std::chrono::steady_clock::now() < patience) {
    std::this_thread::yield();
  }
  EXPECT_EQ(server.server().connections(), 0U);
}

TEST(HP3_limits, the_connection_above_the_cap_is_told_so) {
  HttpServerOptions options;
  options.server.loops = 1;
  options.server.limits.connections = 3;
  HttpServer server(rows(), options);
  std::vector<support::RawClient> clients;
  for (int i = 0; i < 3; ++i) {
    clients.emplace_back(server.port());
    clients.back().send(get("/"));
    EXPECT_EQ(clients.back().answer()->status, 200);
  }
  support::RawClient fourth(server.port());
  const auto refused = fourth.answer();
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->status, 503);
  EXPECT_EQ(refused->field("Retry-After"), "1");
  EXPECT_EQ(refused->field("X-Content-Type-Options"), "nosniff");
  EXPECT_EQ(refused->field("X-Request-Id").value_or("").size(), 26U);
  clients.front().send(get("/"));
  EXPECT_EQ(clients.front().answer()->status, 200);
}

// One address has its share of the connections, and keeps to it.
TEST(HP3_limits, one_address_does_not_take_the_place_of_all) {
  HttpServerOptions options;
  options.server.limits.connections = 8;
  options.server.spared = {};
  HttpServer server(rows(), options);
  support::RawClient first(server.port());
  first.send(get("/"));
  EXPECT_EQ(first.answer()->status, 200);
  {
    support::RawClient second(server.port());
    second.send(get("/"));
    EXPECT_EQ(second.answer()->status, 200);
    EXPECT_EQ(support::ask(server.port(), get("/"))->status, 503);
  }
  // What has gone is counted no longer.
  const auto patience = std::chrono::steady_clock::now() + 20s;
  while (server.server().connections() != 1 && std::chrono::steady_clock::now() < patience) {
    std::this_thread::yield();
  }
  EXPECT_EQ(support::ask(server.port(), get("/"))->status, 200);
}

// What is under way may be large by itself, and yet not all of it at once.
TEST(HP3_limits, requests_under_way_share_one_budget_of_memory) {
  constexpr std::size_t kBudget = std::size_t{80} * 1024;
  HttpServerOptions options;
  options.server.limits.request_memory = kBudget;
  HttpServer server(rows(), options);
  const auto held = [&] { return server.server().request_memory(); };
  const std::string large(60'000, 'a');
  support::RawClient hoarder(server.port());
  hoarder.send("POST /any HTTP/1.1\r\nHost: a\r\nContent-Length: 60000\r\n\r\n" +
               large.substr(0, 50'000));
  const auto patience = std::chrono::steady_clock::now() + 20s;
  while (held() < kBudget * 2 / 3 && std::chrono::steady_clock::now() < patience) {
    std::this_thread::yield();
  }
  ASSERT_GE(held(), kBudget * 2 / 3);
  for (const auto& octets :
       {post("/any", "", large), chunks(40, "400\r\n" + std::string(1024, 'a') + "\r\n"),
        get("/", field("X", std::string(31'000, 'a')))}) {
    const auto refused = support::ask(server.port(), octets);
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->status, 503) << octets.substr(0, 20);
    EXPECT_EQ(refused->field("Retry-After"), "1");
    EXPECT_EQ(refused->field("Connection"), "close");
  }
  // What needs little is not held up by what others hold, and who was first is served.
  EXPECT_EQ(support::ask(server.port(), get("/"))->status, 200);
  EXPECT_EQ(support::ask(server.port(), post("/token", kForm, "a=b"))->status, 200);
  hoarder.send(large.substr(50'000));
  EXPECT_EQ(hoarder.answer()->status, 200);
  while (held() != 0 && std::chrono::steady_clock::now() < patience) {
    std::this_thread::yield();
  }
  EXPECT_EQ(held(), 0U) << "an idle connection holds nothing";
  EXPECT_EQ(support::ask(server.port(), post("/any", "", large))->status, 200);
}

// A close with octets unread is a reset, and a reset may overtake the answer.
TEST(HP3_limits, what_is_sent_behind_the_last_request_does_not_cost_its_answer) {
  HttpServerOptions options;
  options.server.loops = 1;
  options.server.limits.connections = 1;
  HttpServer server(rows(), options);
  const std::string behind(200'000, 'a');
  const auto ends_in_order = [](const support::RawClient& client) {
    char octet = 0;
    return ::recv(client.descriptor(), &octet, 1, 0) == 0;
  };
  {
    support::RawClient last(server.port());
    last.send(get("/", "Connection: close\r\n") + behind);
    EXPECT_EQ(last.answer()->status, 200);
    EXPECT_TRUE(ends_in_order(last));
  }
  const auto patience = std::chrono::steady_clock::now() + 20s;
  while (server.server().connections() != 0 && std::chrono::steady_clock::now() < patience) {
    std::this_thread::yield();
  }
  support::RawClient only(server.port());
  only.send(get("/"));
  EXPECT_EQ(only.answer()->status, 200);
  support::RawClient refused(server.port());
  refused.send(get("/") + behind);
  EXPECT_EQ(refused.answer()->status, 503);
  EXPECT_TRUE(ends_in_order(refused));
}

// The median of each of several rounds, of which the best counts: what else goes on on a machine
// only adds to an answer's time. In microseconds.
double best_median(std::uint16_t port) {
  constexpr std::size_t kRounds = 5;
  constexpr std::size_t kRequests = 200;
  std::array<std::chrono::steady_clock::duration, kRounds> medians{};
  support::RawClient client(port);
  for (auto& median : medians) {
    std::array<std::chrono::steady_clock::duration, kRequests> times{};
    for (auto& time : times) {
      const auto start = std::chrono::steady_clock::now();
      client.send(get("/"));
      EXPECT_EQ(client.answer()->status, 200);
      time = std::chrono::steady_clock::now() - start;
    }
    std::ranges::sort(times);
    median = times[kRequests / 2];
  }
  return std::chrono::duration<double, std::micro>(*std::ranges::min_element(medians)).count();
}

// As many connections as are asked for, open in a process of their own until it ends: each process
// has its own limit of descriptors. Made before this one has any thread.
class Crowd {
 public:
  explicit Crowd(std::size_t size) {
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()) != 0) {
      throw std::runtime_error("no pair of sockets");
    }
    child_ = ::fork();
    if (child_ == 0) {
      ::close(ends[0]);
      stand(ends[1], size);
      ::_exit(0);
    }
    ::close(ends[1]);
    line_ = ends[0];
  }
  ~Crowd() {
    ::close(line_);
    ::waitpid(child_, nullptr, 0);
  }
  Crowd(const Crowd&) = delete;
  Crowd& operator=(const Crowd&) = delete;

  // Answers how many found a place.
  std::size_t gather(std::uint16_t port) const {
    std::size_t open = 0;
    const bool told = ::write(line_, &port, sizeof(port)) == sizeof(port) &&
                      ::read(line_, &open, sizeof(open)) == sizeof(open);
    return told ? open : 0;
  }

 private:
  static void stand(int line, std::size_t size) {
    std::uint16_t port = 0;
    if (::read(line, &port, sizeof(port)) != sizeof(port)) {
      return;
    }
    std::vector<support::RawClient> clients;
    clients.reserve(size);
    std::size_t open = size;
    try {
      while (clients.size() < size) {
        clients.emplace_back(port);
      }
    } catch (const std::runtime_error&) {
      open = clients.size();
    }
    if (::write(line, &open, sizeof(open)) == sizeof(open)) {
      char end = 0;
      (void)::read(line, &end, 1);
    }
  }

  pid_t child_ = -1;
  int line_ = -1;
};

// Where the hard limit of descriptors is below ten thousand and what else is open, as many stand
// idle as it allows: others are served then too, and what is shown of ten thousand is said to be
// less.
TEST(HP3_idle, ten_thousand_idle_connections_and_others_are_served) {
  constexpr std::size_t kIdle = 10'000;
  constexpr std::size_t kOthers = 200;
  rlimit limit{};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &limit), 0);
  limit.rlim_cur = limit.rlim_max;
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &limit), 0);
  const auto idle = std::min<std::size_t>(kIdle, limit.rlim_cur - kOthers);
  const Crowd crowd(idle);
  HttpServer server(rows());
  const auto alone = best_median(server.port());
  ASSERT_EQ(crowd.gather(server.port()), idle);
  const auto patience = std::chrono::steady_clock::now() + 20s;
  while (server.server().connections() < idle && std::chrono::steady_clock::now() < patience) {
    std::this_thread::yield();
  }
  ASSERT_GE(server.server().connections(), idle);
  const auto crowded = best_median(server.port());
  // All the while: nobody was sent away to make the others quick.
  EXPECT_GE(server.server().connections(), idle);
  EXPECT_LT(crowded, 3 * alone + 2'000);
  std::cout << "idle connections held: " << idle
            << (idle < kIdle ? ", all that the hard limit of descriptors allows" : "")
            << "\nmedian answer: " << alone << " us alone, " << crowded << " us beside them\n";
}

// DS1: a full queue is said at once, and the loop still answers.
TEST(HP3_limits, a_full_worker_queue_is_a_fast_503) {
  std::latch entered(1);
  std::latch release(1);
  std::vector<http::Route> routes = rows();
  routes.push_back({.pattern = "/wait", .handler = [&](http::Request&) {
                      entered.count_down();
                      release.wait();
                      return http::Response::text(200, "done");
                    }});
  routes.push_back({.pattern = "/quick",
                    .handler = [](http::Request&) { return http::Response::text(200, "quick"); }});
  HttpServerOptions options;
  options.workers = {.name = "workers", .threads = 1, .queue = 1};
  HttpServer server(std::move(routes), options);
  support::RawClient busy(server.port());
  busy.send(get("/wait"));
  entered.wait();
  support::RawClient queued(server.port());
  queued.send(get("/quick"));
  while (server.workers().queued() == 0) {
    std::this_thread::yield();
  }
  const auto refused = support::ask(server.port(), get("/quick"));
  EXPECT_EQ(refused->status, 503);
  EXPECT_EQ(refused->field("Retry-After"), "1");
  EXPECT_EQ(support::ask(server.port(), get("/"))->status, 200);
  release.count_down();
  EXPECT_EQ(busy.answer()->body, "done");
  EXPECT_EQ(queued.answer()->body, "quick");
}

}  // namespace
}  // namespace attacks
