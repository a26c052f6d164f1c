// HP2: nothing that a client sends can become a line of an answer.
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/attacks/http/server_for_attacks.h"

namespace attacks {
namespace {

// Routes that put what they are told into fields, as a careless handler would.
std::vector<http::Route> careless_rows() {
  const auto told = [](const http::Request& request) {
    return request.query_form().value().require("v").value_or("");
  };
  std::vector<http::Route> rows;
  rows.push_back({.pattern = "/location",
                  .handler = [told](http::Request& r) { return http::Response::redirect(told(r)); },
                  .runs = http::Runs::on_loop});
  rows.push_back({.pattern = "/value",
                  .handler =
                      [told](http::Request& r) {
                        return http::Response::text(200, "ok").header("X-Told", told(r));
                      },
                  .runs = http::Runs::on_loop});
  rows.push_back({.pattern = "/name",
                  .handler =
                      [told](http::Request& r) {
                        return http::Response::text(200, "ok").header(told(r), "x");
                      },
                  .runs = http::Runs::on_loop});
  rows.push_back(
      {.pattern = "/type",
       .handler = [told](http::Request& r) { return http::Response(200).content(told(r), "ok"); },
       .runs = http::Runs::on_loop});
  rows.push_back({.pattern = "/cookie",
                  .handler =
                      [told](http::Request& r) {
                        return http::Response::text(200, "ok").cookie(
                            {.name = "c", .value = told(r)});
                      },
                  .runs = http::Runs::on_loop});
  rows.push_back({.pattern = "/page",
                  .handler =
                      [told](http::Request& r) {
                        return http::Response::html(200, "", {.form_targets = {told(r)}});
                      },
                  .runs = http::Runs::on_loop});
  return rows;
}

TEST(HP2_injection, a_value_with_a_control_character_is_a_500_and_no_line) {
  HttpServer server(careless_rows());
  for (const char* route : {"/location", "/value", "/name", "/type", "/cookie", "/page"}) {
    for (const char* value : {"a%0D%0AX-Evil:%20yes", "a%0AX-Evil:%20yes", "a%0DX-Evil:%20yes",
                              "%0D%0A%0D%0A%3Chtml%3E", "a%00", "a%7F", "a%1B%5B31m"}) {
      const auto target = std::string(route) + "?v=" + value;
      const auto answer = support::ask(server.port(), get(target));
      ASSERT_TRUE(answer) << target;
      EXPECT_EQ(answer->status, 500) << target;
      EXPECT_FALSE(answer->field("X-Evil")) << target;
      EXPECT_TRUE(answer->field("X-Request-Id")) << target;
    }
  }
  EXPECT_EQ(*support::ask(server.port(), get("/location?v=https://a.test/cb%3Fcode%3Dx"))
                 ->field("Location"),
            "https://a.test/cb?code=x");
}

// cpp-httplib 2025-66570: what the server knows of a connection came from fields of the client's.
TEST(HP2_injection, fields_of_the_client_are_not_facts_of_the_server) {
  HttpServer server(rows());
  const auto answer = support::ask(
      server.port(), get("/",
                         "REMOTE_ADDR: 10.1.1.1\r\nX-Real-IP: 10.1.1.1\r\nX-Request-Id: mine\r\n"
                         "Forwarded: for=10.1.1.1;proto=https\r\nTrue-Client-IP: 10.1.1.1\r\n"));
  ASSERT_TRUE(answer);
  EXPECT_NE(answer->body.find(R"("address":"127.0.0.1")"), std::string::npos) << answer->body;
  EXPECT_NE(answer->body.find(R"("secure":false)"), std::string::npos);
  EXPECT_NE(answer->field("X-Request-Id"), "mine");
}

// No form gives a handler a NUL, so here it has one of its own.
TEST(HP2_injection, a_nul_is_no_part_of_a_field) {
  const std::string nul("a\0b", 3);
  EXPECT_TRUE(http::Response(200).header("X-Told", nul).faulty());
  EXPECT_TRUE(http::Response(200).header(nul, "x").faulty());
  EXPECT_TRUE(http::Response(200).content(nul, "ok").faulty());
  EXPECT_TRUE(http::Response(200).cookie({.name = "c", .value = nul}).faulty());
  EXPECT_TRUE(http::Response::redirect(nul).faulty());
  EXPECT_TRUE(http::Response::html(200, "", {.form_targets = {nul}}).faulty());
}

TEST(HP2_injection, a_handler_cannot_frame_the_answer_itself) {
  for (const char* name : {"Content-Length", "transfer-encoding", "Connection"}) {
    EXPECT_TRUE(http::Response(200).header(name, "1").faulty()) << name;
  }
}

}  // namespace
}  // namespace attacks
