// How a server ends: what it has begun it finishes, and what it cannot finish it cuts in time.
#include <csignal>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/gapura.h"

namespace {

using support::EngineKind;
using support::get;
using testing::HasSubstr;

// A request whose header is there and whose body is not is in flight.
std::string begun(std::uint16_t port) {
  return "GET / HTTP/1.1\r\nHost: localhost:" + std::to_string(port) +
         "\r\nContent-Length: 4\r\n\r\nab";
}

bool has_one_connection(const support::Server& server) {
  return support::eventually([&] {
    return get(server.ops_port(), "/metrics").body.find("gapura_http_connections 1") !=
           std::string::npos;
  });
}

bool takes_no_more(const support::Server& server) {
  return support::eventually([&] {
    try {
      const support::RawClient refused(server.port());
      return false;
    } catch (const std::runtime_error&) {
      return true;
    }
  });
}

TEST(Stop, a_request_in_flight_is_finished_and_the_exit_is_clean) {
  const support::Installation installation(EngineKind::sqlite);
  const auto server = installation.serve();
  support::RawClient client(server->port());
  client.send(begun(server->port()));
  ASSERT_TRUE(has_one_connection(*server));
  server->program().signal(SIGTERM);
  ASSERT_TRUE(takes_no_more(*server));
  const auto ready = get(server->ops_port(), "/readyz");
  EXPECT_EQ(ready.status, 503);
  EXPECT_THAT(ready.body, HasSubstr("the server is stopping"));
  client.send("cd");
  const auto answer = client.answer();
  ASSERT_TRUE(answer.has_value());
  EXPECT_EQ(answer->status, 200);
  const auto outcome = server->program().wait();
  EXPECT_EQ(outcome.code, 0);
  EXPECT_THAT(outcome.err, HasSubstr("\"finished_all\":true"));
}

TEST(Stop, what_does_not_end_is_cut_at_the_deadline) {
  const support::Installation installation(EngineKind::sqlite);
  const auto server = installation.serve({{"GAPURA_HTTP_SHUTDOWN_TIMEOUT", "200ms"}});
  support::RawClient client(server->port());
  client.send(begun(server->port()));
  ASSERT_TRUE(has_one_connection(*server));
  const auto outcome = server->stop();
  EXPECT_EQ(outcome.code, 0);
  EXPECT_THAT(outcome.err, HasSubstr("\"finished_all\":false"));
}

TEST(Stop, a_second_signal_ends_it_at_once) {
  const support::Installation installation(EngineKind::sqlite);
  const auto server = installation.serve();
  support::RawClient client(server->port());
  client.send(begun(server->port()));
  ASSERT_TRUE(has_one_connection(*server));
  server->program().signal(SIGINT);
  ASSERT_TRUE(takes_no_more(*server));
  server->program().signal(SIGINT);
  EXPECT_EQ(server->program().wait().code, -SIGINT);
}

TEST(Stop, an_interrupt_is_as_good_as_a_termination) {
  const support::Installation installation(EngineKind::sqlite);
  const auto server = installation.serve();
  server->program().signal(SIGINT);
  const auto outcome = server->program().wait();
  EXPECT_EQ(outcome.code, 0);
  EXPECT_EQ(outcome.out, "") << "one line and no more";
}

}  // namespace
