// HP5: X-Forwarded-* from whom it may come, read from the right.
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/attacks/http/server_for_attacks.h"

namespace attacks {
namespace {

http::Networks networks(const std::vector<std::string>& texts) {
  http::Networks out;
  for (const auto& text : texts) {
    out.push_back(http::Network::parse(text).value());
  }
  return out;
}

constexpr std::string_view kProxy = "10.0.0.9";

struct Case {
  const char* name;
  std::vector<std::string_view> lines;
  std::string_view address;
};

std::string hops(int count) {
  std::string out;
  for (int i = 0; i < count; ++i) {
    out += "10.0.0.1, ";
  }
  return out + "10.0.0.1";
}

const std::string kManyHops = "203.0.113.9, " + hops(10'000);
// With what stands around it in get() within a hop or two of what a header may be.
const std::string kFittingHops = "203.0.113.9, " + hops(32 * 1024 / 10 - 10);

std::vector<Case> chains() {
  return {
      {"none", {}, kProxy},
      {"one", {"203.0.113.9"}, "203.0.113.9"},
      {"forged_on_the_left", {"1.1.1.1, 203.0.113.9"}, "203.0.113.9"},
      {"our_own_between", {"203.0.113.9, 10.0.0.2"}, "203.0.113.9"},
      {"two_lines", {"1.1.1.1", "203.0.113.9, 10.0.0.2"}, "203.0.113.9"},
      {"line_after_line", {"203.0.113.9", "10.0.0.2"}, "203.0.113.9"},
      {"all_ours", {"10.0.0.3, 10.0.0.2"}, "10.0.0.3"},
      {"with_port", {"203.0.113.9:4711"}, "203.0.113.9"},
      {"v6", {"2001:db8::7"}, "2001:db8::7"},
      {"v6_bracketed", {"[2001:db8::7]:443"}, "2001:db8::7"},
      {"v6_ours", {"203.0.113.9, 2001:db8:ffff::1"}, "203.0.113.9"},
      {"mapped", {"::ffff:203.0.113.9"}, "203.0.113.9"},
      {"letter", {"a"}, kProxy},
      {"empty", {""}, kProxy},
      {"unreadable_on_the_left", {"a, 10.0.0.2"}, "10.0.0.2"},
      {"unreadable_beyond_the_client", {"a, 203.0.113.9"}, "203.0.113.9"},
      {"name", {"localhost"}, kProxy},
      {"unknown", {"unknown, 10.0.0.2"}, "10.0.0.2"},
      {"commas", {",,,"}, kProxy},
      {"quoted", {"\"203.0.113.9\""}, kProxy},
      {"as_many_hops_as_fit", {kFittingHops}, "10.0.0.1"},
      {"ten_thousand_hops", {kManyHops}, "10.0.0.1"},
  };
}

class HP5 : public testing::TestWithParam<Case> {};

TEST_P(HP5, the_right_most_hop_that_is_not_ours) {
  const auto trusted = networks({"10.0.0.0/8", "2001:db8:ffff::/48"});
  const auto client = http::resolve_client(trusted, *http::Address::parse(kProxy), "sso.test",
                                           {.for_values = GetParam().lines});
  EXPECT_EQ(client.address.text(), GetParam().address);
}

TEST_P(HP5, means_nothing_from_anybody_else) {
  const auto client =
      http::resolve_client(networks({"10.0.0.0/8"}), *http::Address::parse("192.0.2.4"), "sso.test",
                           {.for_values = GetParam().lines, .proto = "https", .host = "evil.test"});
  EXPECT_EQ(client.address.text(), "192.0.2.4");
  EXPECT_FALSE(client.secure);
  EXPECT_EQ(client.host, "sso.test");
}

// The same octet for octet, from a proxy on this machine: where it says nothing that can be read,
// the client is the proxy. A chain larger than a header may be is refused like any other field.
TEST_P(HP5, has_the_same_answer_through_a_connection) {
  HttpServerOptions options;
  options.server.trusted_proxies = networks({"127.0.0.0/8", "10.0.0.0/8", "2001:db8:ffff::/48"});
  HttpServer server(rows(), options);
  std::string fields;
  for (const std::string_view line : GetParam().lines) {
    fields += field("X-Forwarded-For", line);
  }
  const auto answer = support::ask(server.port(), get("/", fields));
  ASSERT_TRUE(answer);
  if (fields.size() > 32 * 1024) {
    EXPECT_EQ(answer->status, 431);
    return;
  }
  ASSERT_EQ(answer->status, 200) << answer->body;
  const std::string_view expected = GetParam().address;
  EXPECT_NE(answer->body.find(R"("address":")" +
                              std::string(expected == kProxy ? "127.0.0.1" : expected) + '"'),
            std::string::npos)
      << answer->body;
}

INSTANTIATE_TEST_SUITE_P(chains, HP5, testing::ValuesIn(chains()),
                         [](const auto& one) { return std::string(one.param.name); });

const std::string kForwarded =
    "X-Forwarded-For: 203.0.113.9\r\nX-Forwarded-Proto: https\r\nX-Forwarded-Host: sso.example\r\n";

TEST(HP5_forwarded, counts_from_a_listed_proxy) {
  HttpServerOptions options;
  options.server.trusted_proxies = networks({"127.0.0.0/8"});
  HttpServer server(rows(), options);
  const auto answer = support::ask(server.port(), get("/", kForwarded));
  EXPECT_NE(answer->body.find(R"("address":"203.0.113.9","secure":true,"host":"sso.example")"),
            std::string::npos)
      << answer->body;
}

TEST(HP5_forwarded, the_line_that_a_proxy_appends_counts_and_not_the_clients_own) {
  HttpServerOptions options;
  options.server.trusted_proxies = networks({"127.0.0.0/8"});
  HttpServer server(rows(), options);
  const auto answer = support::ask(
      server.port(),
      get("/",
          "X-Forwarded-For: 1.1.1.1\r\nX-Forwarded-Proto: https\r\nX-Forwarded-Host: evil.test\r\n"
          "X-Forwarded-For: 203.0.113.9\r\nX-Forwarded-Proto: http\r\nX-Forwarded-Host: "
          "sso.example\r\n"));
  EXPECT_NE(answer->body.find(R"("address":"203.0.113.9","secure":false,"host":"sso.example")"),
            std::string::npos)
      << answer->body;
}

TEST(HP5_forwarded, is_ignored_from_anybody_else) {
  HttpServer server(rows());
  const auto answer = support::ask(server.port(), get("/", kForwarded));
  EXPECT_NE(answer->body.find(R"("address":"127.0.0.1","secure":false,"host":"sso.test")"),
            std::string::npos)
      << answer->body;
}

TEST(HP5_forwarded, proto_and_host_are_taken_only_when_they_are_plain) {
  const auto trusted = networks({"10.0.0.0/8"});
  const auto with = [&](std::string_view proto, std::string_view host) {
    return http::resolve_client(trusted, *http::Address::parse(kProxy), "sso.test",
                                {.for_values = {}, .proto = proto, .host = host});
  };
  EXPECT_TRUE(with("http, https", "").secure);
  EXPECT_FALSE(with("https, http", "").secure);
  EXPECT_FALSE(with("httpsx", "").secure);
  EXPECT_EQ(with("", "a.test, b.test:8443").host, "b.test:8443");
  EXPECT_EQ(with("", "evil.test/x").host, "sso.test");
  EXPECT_EQ(with("", "user@evil.test").host, "sso.test");
}

}  // namespace
}  // namespace attacks
