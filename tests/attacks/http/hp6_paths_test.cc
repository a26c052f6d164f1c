// HP6: methods and paths that must not be read twice in two ways.
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/attacks/http/server_for_attacks.h"

namespace attacks {
namespace {

struct Case {
  const char* name;
  std::string octets;
  int status;
};

std::string line(std::string_view first) {
  return std::string(first).append("\r\nHost: sso.test\r\n\r\n");
}

std::vector<Case> requests() {
  return {
      {"plain", line("GET /admin HTTP/1.1"), 200},
      {"query", line("GET /admin?a=//b/../c;d%2e HTTP/1.1"), 200},
      {"trace", line("TRACE / HTTP/1.1"), 405},
      {"connect", line("CONNECT sso.test:443 HTTP/1.1"), 405},
      {"unknown_method", line("BREW / HTTP/1.1"), 405},
      {"lower_case_method", line("get / HTTP/1.1"), 405},
      {"put_token", line("PUT /token HTTP/1.1"), 405},
      {"get_token", line("GET /token HTTP/1.1"), 405},
      {"options", line("OPTIONS /token HTTP/1.1"), 405},
      {"post_root", post("/", kForm, ""), 405},
      {"double_slash", line("GET //admin HTTP/1.1"), 400},
      {"inner_double_slash", line("GET /users//7 HTTP/1.1"), 400},
      {"trailing_slash", line("GET /admin/ HTTP/1.1"), 404},
      {"path_parameter", line("GET /admin;x HTTP/1.1"), 400},
      {"path_parameter_dots", line("GET /users/..;/admin HTTP/1.1"), 400},
      {"encoded_letter", line("GET /%61dmin HTTP/1.1"), 400},
      {"encoded_dots", line("GET /users/%2e%2e/admin HTTP/1.1"), 400},
      {"encoded_slash", line("GET /users%2F7 HTTP/1.1"), 400},
      {"encoded_twice", line("GET /users/%252e%252e/admin HTTP/1.1"), 400},
      {"encoded_nul", line("GET /admin%00 HTTP/1.1"), 400},
      {"dots", line("GET /users/../admin HTTP/1.1"), 400},
      {"dot", line("GET /./admin HTTP/1.1"), 400},
      {"dots_at_the_end", line("GET /users/.. HTTP/1.1"), 400},
      {"backslash", line("GET /users\\7 HTTP/1.1"), 400},
      {"upper_case", line("GET /ADMIN HTTP/1.1"), 404},
      {"prefix", line("GET /adminx HTTP/1.1"), 404},
      {"deeper", line("GET /admin/x HTTP/1.1"), 404},
      {"empty_parameter", line("GET /users/ HTTP/1.1"), 404},
      {"fragment", line("GET /admin#x HTTP/1.1"), 400},
      {"raw_utf8", line("GET /\xC3\xA9 HTTP/1.1"), 400},
      {"raw_utf8_query", line("GET /?\xC3\xA9 HTTP/1.1"), 400},
      {"absolute_form", line("GET http://sso.test/admin HTTP/1.1"), 400},
      {"authority_form", line("GET sso.test:80 HTTP/1.1"), 400},
      {"asterisk_form", line("OPTIONS * HTTP/1.1"), 400},
      {"no_slash", line("GET admin HTTP/1.1"), 400},
      {"no_target", line("GET  HTTP/1.1"), 400},
      {"http_09", "GET /\r\n", 400},
      {"http_09_version", line("GET / HTTP/0.9"), 400},
      {"tls_hello", "\x16\x03\x01\x02\x01", 400},
      {"no_host", "GET / HTTP/1.1\r\nX: y\r\n\r\n", 400},
      {"no_host_http_10", "GET / HTTP/1.0\r\n\r\n", 400},
      {"two_hosts", get("/", "Host: sso.test\r\n"), 400},
      {"empty_host", "GET / HTTP/1.1\r\nHost: \r\n\r\n", 400},
      {"host_with_path", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", 400},
      {"host_with_user", "GET / HTTP/1.1\r\nHost: a@b\r\n\r\n", 400},
      {"host_list", "GET / HTTP/1.1\r\nHost: a, b\r\n\r\n", 400},
      {"host_port_too_large", "GET / HTTP/1.1\r\nHost: a:70000\r\n\r\n", 400},
      {"http_10", "GET / HTTP/1.0\r\nHost: a\r\n\r\n", 200},
  };
}

class HP6 : public testing::TestWithParam<Case> {};

TEST_P(HP6, has_its_answer_every_time) {
  HttpServer server(rows());
  for (int i = 0; i < 2; ++i) {
    const auto answer = support::ask(server.port(), GetParam().octets);
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, GetParam().status) << answer->body;
    EXPECT_EQ(answer->status == 405, answer->field("Allow").has_value());
  }
}

INSTANTIATE_TEST_SUITE_P(requests, HP6, testing::ValuesIn(requests()),
                         [](const auto& one) { return std::string(one.param.name); });

// CK3: a GET is a GET, whatever a field or a parameter says it stands for.
TEST(HP6_methods, there_is_no_method_override) {
  HttpServer server(rows());
  EXPECT_EQ(
      support::ask(server.port(), get("/token?_method=POST", "X-HTTP-Method-Override: POST\r\n"))
          ->status,
      405);
  EXPECT_EQ(support::ask(server.port(), get("/token"))->field("Allow"), "POST");
}

// Refused before its header was judged, and yet told in words that its sender reads.
TEST(HP6_refusals, a_browser_is_refused_with_a_page) {
  HttpServerOptions options;
  options.dispatcher.on_error = [](const http::Request& request, const base::Error& error) {
    const int status = http::status_of(error.code);
    return request.wants_html() ? http::Response::html(status, std::string(request.language()))
                                : http::Response::json(status, {});
  };
  HttpServer server(rows(), options);
  const std::string browser =
      field("Accept-Language", "en") + field("Accept", "text/html,*/*;q=0.8");
  for (const auto& octets :
       {get("/a//b", browser), get("/?" + std::string(8191, 'a'), browser),
        get("/", browser + field("X", std::string(33'000, 'a'))), get("/", browser + "X : y\r\n"),
        "HEAD" + get("/a//b", browser).substr(3)}) {
    const bool head = octets.starts_with("HEAD");
    support::RawClient client(server.port());
    client.send(octets);
    const auto page = client.answer(head);
    ASSERT_TRUE(page);
    EXPECT_EQ(page->field("Content-Type"), "text/html; charset=utf-8") << octets.substr(0, 20);
    EXPECT_EQ(page->body, head ? "" : "en");
    EXPECT_EQ(client.until_closed(), "");
  }
  for (const auto& octets : {get("/a//b"), get("/a//b", field("Accept", "application/json")),
                             std::string("GET /a//b HTTP/1.1\r\nAccept: text/html"),  // may go on
                             get("/a//b", "Accept: text/\x01html\r\n")}) {
    const auto plain = support::ask(server.port(), octets);
    ASSERT_TRUE(plain);
    EXPECT_EQ(plain->field("Content-Type"), "application/json") << octets;
  }
}

TEST(HP6_methods, head_is_get_without_its_body) {
  HttpServer server(rows());
  support::RawClient client(server.port());
  client.send("HEAD / HTTP/1.1\r\nHost: sso.test\r\n\r\n");
  const auto head = client.answer(true);
  EXPECT_EQ(head->status, 200);
  EXPECT_NE(head->field("Content-Length"), "0");
  client.send(get("/"));
  EXPECT_EQ(client.answer()->status, 200);
}

}  // namespace
}  // namespace attacks
