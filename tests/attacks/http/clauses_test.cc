// A refusal names in the log the clause that was broken, so that an operator need not guess.
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/attacks/http/server_for_attacks.h"

namespace attacks {
namespace {

struct Case {
  const char* clause;
  std::string octets;
};

std::vector<Case> refusals() {
  const std::string start = "GET / HTTP/1.1\r\nHost: sso.test\r\n";
  const std::string chunked = "POST /any HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
  return {
      {"RFC9112-2.2", "GET / HTTP/1.1\nHost: sso.test\n\n"},
      {"RFC9112-2.3", "GET / HTTP/3.0\r\nHost: sso.test\r\n\r\n"},
      {"RFC9112-3", "G(T / HTTP/1.1\r\nHost: sso.test\r\n\r\n"},
      {"RFC9112-3.2", "GET / HTTP/1.1\r\nX: y\r\n\r\n"},
      {"RFC9112-3.2.1", get("http://sso.test/admin")},
      {"RFC9112-5.1", start + "X One: a\r\n\r\n"},
      {"RFC9112-6.1", start + "Transfer-Encoding: gzip\r\n\r\n"},
      {"RFC9112-7.1", chunked + "-1\r\nabc\r\n0\r\n\r\n"},
      {"RFC9110-5.3", start + "Host: sso.test\r\n\r\n"},
      {"RFC9110-5.5", start + "X: a\x01\r\n\r\n"},
      {"RFC9110-8.3", post("/token", "text/plain", "a=1")},
      {"RFC9110-8.3.2", post("/token", std::string(kForm) + "; charset=utf-16", "a=1")},
      {"RFC9110-8.4", post("/token", kForm, "x", "Content-Encoding: gzip\r\n")},
      {"RFC9110-8.6", start + "Content-Length: +3\r\n\r\nabc"},
      {"RFC9110-9.1", "BREW / HTTP/1.1\r\nHost: sso.test\r\n\r\n"},
      {"RFC9110-10.1.1", get("/", "Expect: 200-ok\r\n")},
      {"RFC9110-15.5.5", get("/nowhere")},
      {"RFC9110-15.5.6", get("/token")},
      {"RFC9110-15.5.14", post("/token", kForm, std::string(64 * 1024 + 1, 'a'))},
      {"RFC9110-15.5.15", get("/?" + std::string(8191, 'a'))},
      {"RFC6585-5", get("/", field("X", std::string(33 * 1024, 'a')))},
      {"RFC6454-7.3", post("/token", kForm, "a=1", "Origin: http://evil.test\r\n")},
  };
}

class Clauses : public testing::TestWithParam<Case> {};

TEST_P(Clauses, are_named_in_the_log) {
  HttpServer server(rows());
  const auto answer = support::ask(server.port(), GetParam().octets);
  ASSERT_TRUE(answer);
  EXPECT_GE(answer->status, 400);
  std::string all;
  for (const auto& line : server.log_lines()) {
    all += line + "\n";
  }
  EXPECT_NE(all.find(std::string("\"clause\":\"") + GetParam().clause + "\""), std::string::npos)
      << all;
}

INSTANTIATE_TEST_SUITE_P(refusals, Clauses, testing::ValuesIn(refusals()), [](const auto& one) {
  std::string name = one.param.clause;
  for (char& letter : name) {
    letter = letter == '-' || letter == '.' ? '_' : letter;
  }
  return name;
});

TEST(ClauseOfTime, a_request_that_takes_too_long_is_RFC9110_15_5_9) {
  HttpServerOptions options;
  options.server.limits.header_time = std::chrono::milliseconds(100);
  HttpServer server(rows(), options);
  support::RawClient client(server.port());
  client.send("GET / HTTP/1.1\r\nHost: a\r\n");
  EXPECT_TRUE(client.until_closed()->starts_with("HTTP/1.1 408 "));
  EXPECT_NE(server.log_lines().at(0).find("RFC9110-15.5.9"), std::string::npos);
}

}  // namespace
}  // namespace attacks
