// A server that may open few files, and clients that want all of them (HP3).
#include <list>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/gapura.h"

namespace {

using support::get;
using testing::HasSubstr;

TEST(Descriptors_HP3, idle_clients_do_not_take_what_the_database_and_the_operator_need) {
  const support::Installation installation(support::EngineKind::sqlite);
  support::Server server(
      {"/bin/sh", "-c", "ulimit -n 256 && exec \"$0\" serve", support::gapura_binary()},
      installation.variables(), installation.folder());
  server.await();
  std::list<support::RawClient> idle;
  for (int i = 0; i < 300; ++i) {
    idle.emplace_back(server.port());
  }
  for (int i = 0; i < 20; ++i) {
    EXPECT_EQ(get(server.ops_port(), "/readyz").status, 200);
  }
  idle.clear();
  EXPECT_TRUE(support::eventually([&] { return get(server.port(), "/").status == 200; }));
  const auto outcome = server.stop();
  EXPECT_EQ(outcome.code, 0);
  EXPECT_THAT(outcome.err, HasSubstr("http.fewer_connections"));
}

TEST(RequestMemory_HP3, is_what_the_operator_sets) {
  const support::Installation installation(support::EngineKind::sqlite);
  const auto server = installation.serve({{"GAPURA_HTTP_MAX_REQUEST_MEMORY", "4MiB"}});
  const std::string body(60'000, 'a');
  const std::string head =
      "POST /setup HTTP/1.1\r\nHost: localhost\r\nContent-Length: 60000\r\n"
      "Content-Type: application/x-www-form-urlencoded\r\n\r\n";
  std::list<support::RawClient> hoarders;
  const auto status = [&] {
    support::RawClient whole(server->port());
    whole.send(head + body);
    const auto answer = whole.answer();
    return answer ? answer->status : 0;
  };
  EXPECT_NE(status(), 503);
  while (hoarders.size() < 200 && status() != 503) {
    hoarders.emplace_back(server->port());
    hoarders.back().send(head + body.substr(1));
  }
  EXPECT_GE(hoarders.size(), 20U) << "4 MiB hold some";
  EXPECT_LE(hoarders.size(), 100U) << "and no more";
  hoarders.clear();
  EXPECT_TRUE(support::eventually([&] { return status() != 503; }));
}

}  // namespace
