// HP1: whatever two readers could frame differently is refused, and the connection with it.
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/attacks/http/server_for_attacks.h"

namespace attacks {
namespace {

struct Case {
  const char* name;
  std::string octets;
};

std::string posted(const std::string& fields, const std::string& body) {
  return "POST /any HTTP/1.1\r\nHost: sso.test\r\n" + fields + "\r\n" + body;
}

const std::string kSmuggled = "GET /admin HTTP/1.1\r\nHost: sso.test\r\n\r\n";

std::vector<Case> ambiguous_requests() {
  const std::string chunked = "Transfer-Encoding: chunked\r\n";
  return {
      {"length_and_coding", posted("Content-Length: 5\r\n" + chunked, "0\r\n\r\n" + kSmuggled)},
      {"coding_and_length", posted(chunked + "Content-Length: 5\r\n", "0\r\n\r\n" + kSmuggled)},
      {"coding_upper_and_length",
       posted("TRANSFER-ENCODING: CHUNKED\r\nContent-Length: 5\r\n", "0\r\n\r\n" + kSmuggled)},
      {"two_lengths_differ", posted("Content-Length: 0\r\nContent-Length: 45\r\n", kSmuggled)},
      {"two_lengths_agree",
       posted("Content-Length: 3\r\nContent-Length: 3\r\n", "abc" + kSmuggled)},
      {"length_list", posted("Content-Length: 3, 3\r\n", "abc" + kSmuggled)},
      {"length_plus", posted("Content-Length: +3\r\n", "abc" + kSmuggled)},
      {"length_minus", posted("Content-Length: -1\r\n", kSmuggled)},
      {"length_inner_space", posted("Content-Length: 1 0\r\n", "0123456789" + kSmuggled)},
      {"length_hex", posted("Content-Length: 0x3\r\n", "abc" + kSmuggled)},
      {"length_fraction", posted("Content-Length: 3.0\r\n", "abc" + kSmuggled)},
      {"length_empty", posted("Content-Length: \r\n", kSmuggled)},
      {"length_overflow", posted("Content-Length: 18446744073709551616\r\n", kSmuggled)},
      {"two_codings", posted(chunked + chunked, "0\r\n\r\n" + kSmuggled)},
      {"coding_identity", posted("Transfer-Encoding: identity\r\n", kSmuggled)},
      {"coding_list", posted("Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n")},
      {"coding_chunked_twice", posted("Transfer-Encoding: chunked, chunked\r\n", "0\r\n\r\n")},
      {"coding_prefix", posted("Transfer-Encoding: xchunked\r\n", "0\r\n\r\n")},
      {"coding_quoted", posted("Transfer-Encoding: \"chunked\"\r\n", "0\r\n\r\n")},
      {"coding_parameter", posted("Transfer-Encoding: chunked;q=1\r\n", "0\r\n\r\n")},
      {"coding_vertical_tab", posted("Transfer-Encoding:\vchunked\r\n", "0\r\n\r\n")},
      {"coding_trailing_control", posted("Transfer-Encoding: chunked\x01\r\n", "0\r\n\r\n")},
      {"coding_space_before_colon", posted("Transfer-Encoding : chunked\r\n", "0\r\n\r\n")},
      {"coding_leading_space", posted(" Transfer-Encoding: chunked\r\n", "0\r\n\r\n")},
      {"coding_folded", posted("Transfer-Encoding:\r\n chunked\r\n", "0\r\n\r\n")},
      {"coding_after_lone_cr", posted("X: a\rTransfer-Encoding: chunked\r\n", "0\r\n\r\n")},
      {"coding_in_http_10", "POST /any HTTP/1.0\r\nHost: sso.test\r\n" + chunked + "\r\n0\r\n\r\n"},
      {"folded_line", get("/", "X-One: a\r\n b\r\n")},
      {"folded_line_tab", get("/", "X-One: a\r\n\tb\r\n")},
      {"space_before_colon", get("/", "X-One : a\r\n")},
      {"no_colon", get("/", "X-One\r\n")},
      {"empty_name", get("/", ": a\r\n")},
      {"name_with_space", get("/", "X One: a\r\n")},
      {"name_with_nul", get("/", std::string("X\0Y: a\r\n", 8))},
      {"value_with_nul", get("/", std::string("X: a\0b\r\n", 8))},
      {"value_with_lone_cr", get("/", "X: a\rb\r\n")},
      {"line_ends_bare_lf", "GET / HTTP/1.1\nHost: sso.test\n\n"},
      {"one_bare_lf", "GET / HTTP/1.1\r\nHost: sso.test\nX: y\r\n\r\n"},
      {"empty_line_bare_lf", "GET / HTTP/1.1\r\nHost: sso.test\r\n\n"},
      {"leading_empty_line", "\r\nGET / HTTP/1.1\r\nHost: sso.test\r\n\r\n"},
      {"two_spaces", "GET  / HTTP/1.1\r\nHost: sso.test\r\n\r\n"},
      {"space_behind_version", "GET / HTTP/1.1 \r\nHost: sso.test\r\n\r\n"},
      {"tab_in_request_line", "GET\t/\tHTTP/1.1\r\nHost: sso.test\r\n\r\n"},
      {"http_2_preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"},
      {"http_12", "GET / HTTP/1.2\r\nHost: sso.test\r\n\r\n"},
      {"http_lower_case", "GET / http/1.1\r\nHost: sso.test\r\n\r\n"},
      {"two_cookie_lines", get("/", "Cookie: a=1\r\nCookie: a=2\r\n")},
      {"two_origins", get("/", "Origin: http://a\r\nOrigin: http://b\r\n")},
      {"two_authorizations", get("/", "Authorization: Bearer a\r\nAuthorization: Bearer b\r\n")},
      {"chunk_size_overflow", posted(chunked, "FFFFFFFFFFFFFFFFF\r\nabc\r\n0\r\n\r\n")},
      {"chunk_size_negative", posted(chunked, "-1\r\nabc\r\n0\r\n\r\n")},
      {"chunk_size_prefix", posted(chunked, "0x3\r\nabc\r\n0\r\n\r\n")},
      {"chunk_size_space", posted(chunked, "3 \r\nabc\r\n0\r\n\r\n")},
      {"chunk_size_empty", posted(chunked, "\r\nabc\r\n0\r\n\r\n")},
      {"chunk_extension", posted(chunked, "3;a=b\r\nabc\r\n0\r\n\r\n")},
      {"chunk_extension_with_lf", posted(chunked, "3;a=\"\n\"\r\nabc\r\n0\r\n\r\n")},
      {"chunk_extension_of_the_last", posted(chunked, "3\r\nabc\r\n0;a=b\r\n\r\n")},
      {"chunk_bare_lf", posted(chunked, "3\nabc\n0\n\n" + std::string(32, 'a') + "\r\n\r\n")},
      {"chunk_data_not_ended", posted(chunked, "3\r\nabcXX0\r\n\r\n")},
      {"chunk_trailer", posted(chunked, "3\r\nabc\r\n0\r\nContent-Length: 4\r\n\r\n")},
      {"trailer_of_ours", posted(chunked, "0\r\nX-Forwarded-For: 10.0.0.1\r\n\r\n")},
  };
}

class HP1 : public testing::TestWithParam<Case> {};

// One answer, a 400, and then the end: what follows on the connection is never a request.
TEST_P(HP1, an_ambiguous_request_is_400_and_the_last) {
  HttpServer server(rows());
  support::RawClient client(server.port());
  client.send(GetParam().octets);
  client.send(kSmuggled);
  client.finish_sending();
  const auto all = client.until_closed();
  ASSERT_TRUE(all);
  EXPECT_TRUE(all->starts_with("HTTP/1.1 400 ")) << *all;
  EXPECT_EQ(all->find("HTTP/1.1 ", 1), std::string::npos) << *all;
  EXPECT_NE(all->find("\r\nConnection: close\r\n"), std::string::npos) << *all;
  EXPECT_NE(all->find("\r\nX-Request-Id: "), std::string::npos) << *all;
}

INSTANTIATE_TEST_SUITE_P(ambiguous, HP1, testing::ValuesIn(ambiguous_requests()),
                         [](const auto& one) { return std::string(one.param.name); });

TEST(HP1_smuggling, a_plain_chunked_body_is_read) {
  HttpServer server(rows());
  support::RawClient client(server.port());
  client.send(posted("Transfer-Encoding: chunked\r\n", "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n") +
              get("/"));
  const auto first = client.answer();
  ASSERT_TRUE(first);
  EXPECT_NE(first->body.find("\"body\":\"abcde\""), std::string::npos) << first->body;
  EXPECT_EQ(client.answer()->status, 200);
}

// cpp-httplib 2026-34441: the body of a GET became the next request.
TEST(HP1_smuggling, the_body_of_a_get_is_no_request) {
  HttpServer server(rows());
  support::RawClient client(server.port());
  client.send(get("/users/7", field("Content-Length", std::to_string(kSmuggled.size()))) +
              kSmuggled + get("/users/8"));
  EXPECT_NE(client.answer()->body.find("/users/7"), std::string::npos);
  EXPECT_NE(client.answer()->body.find("/users/8"), std::string::npos);
}

TEST(HP1_smuggling, the_body_of_a_refused_request_is_no_request) {
  HttpServer server(rows());
  support::RawClient client(server.port());
  client.send(post("/nowhere", "text/plain", kSmuggled));
  client.finish_sending();
  const auto all = client.until_closed();
  ASSERT_TRUE(all);
  EXPECT_TRUE(all->starts_with("HTTP/1.1 404 ")) << *all;
  EXPECT_EQ(all->find("HTTP/1.1 ", 1), std::string::npos) << *all;
}

TEST(HP1_smuggling, expectations) {
  HttpServer server(rows());
  EXPECT_EQ(support::ask(server.port(), get("/", "Expect: 200-ok\r\n"))->status, 417);
  support::RawClient client(server.port());
  client.send("POST /any HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(client.answer()->status, 100);
  client.send("abc");
  EXPECT_EQ(client.answer()->status, 200);
  // A refusal comes instead of the invitation.
  EXPECT_EQ(support::ask(server.port(),
                         "POST /any HTTP/1.1\r\nHost: a\r\nContent-Length: 70000\r\n"
                         "Expect: 100-continue\r\n\r\n")
                ->status,
            413);
}

}  // namespace
}  // namespace attacks
