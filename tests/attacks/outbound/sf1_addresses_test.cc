// SF1: what may not be asked is refused before anything is connected to.
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/attacks/outbound/asking.h"

namespace attacks {
namespace {

// To Linux, 0.0.0.0 is this machine: a connection would be seen.
TEST(Addresses_SF1, a_named_host_lies_in_private_networks_and_nowhere_else) {
  ScriptedServer server(answering(kOk));
  NameServer names;
  const std::string host = server.at("site.test");
  Client client(options_of(names, {host}));
  for (const char* address : {"0.0.0.0", "::", "169.254.169.254", "224.0.0.1", "255.255.255.255",
                              "64:ff9b::169.254.169.254", "2002:7f00:1::"}) {
    names.set("site.test", {{address}});
    EXPECT_EQ(told(client.send({.url = "http://" + host})), "refused_address") << address;
  }
  EXPECT_EQ(server.connections(), 0);
  names.set("site.test", {{"127.0.0.1"}});
  EXPECT_EQ(told(client.send({.url = "http://" + host})), "200 ok");
  EXPECT_EQ(server.connections(), 1);
}

TEST(Addresses_SF1, another_host_lies_in_none) {
  NameServer names;
  Client client(options_of(names, {"intranet.test"}));
  for (const char* address : {"127.0.0.1", "::1", "::ffff:127.0.0.1", "10.1.2.3", "192.168.0.1",
                              "100.64.0.1", "fd00::1", "fe80::1", "169.254.169.254"}) {
    names.set("evil.test", {{address}});
    const auto outcome = client.send({.url = "https://evil.test/"});
    ASSERT_EQ(told(outcome), "refused_address") << address;
    EXPECT_EQ(outcome.error().clause, "RFC6890-2.2");
  }
  for (const char* url :
       {"https://127.0.0.1/", "https://[::1]/", "https://[::ffff:127.0.0.1]/", "https://10.0.0.1/",
        "https://169.254.169.254/latest/meta-data/", "https://[fd00::1]/"}) {
    EXPECT_EQ(told(client.send({.url = url})), "refused_address") << url;
  }
}

TEST(Addresses_SF1, a_closed_one_among_open_ones_closes_the_host) {
  NameServer names;
  names.set("evil.test", {{"8.8.8.8", "2001:4860:4860::8888", "127.0.0.1"}});
  Client client(options_of(names, {}));
  EXPECT_EQ(told(client.send({.url = "https://evil.test/"})), "refused_address");
}

TEST(Addresses_SF1, what_is_unfit_is_not_even_resolved) {
  NameServer names;
  Client client(options_of(names, {"site.test"}));
  for (const char* url : {"https://site.test:22/", "https://site.test:5432/", "http://evil.test/",
                          "file:///etc/passwd", "https://me@site.test/", "https://0x7f.1/"}) {
    EXPECT_EQ(told(client.send({.url = url})), "unfit") << url;
  }
  EXPECT_EQ(names.questions(), 0);
}

TEST(Addresses_SF1, our_own_host_is_not_asked) {
  NameServer names;
  auto options = options_of(names, {});
  options.own_host = "sso.test";
  Client client(std::move(options));
  EXPECT_EQ(told(client.send({.url = "https://sso.test/logout"})), "refused_address");
  EXPECT_EQ(names.questions(), 0);
}

TEST(Addresses_SF1, a_field_cannot_break_out_of_its_line) {
  NameServer names;
  Client client(options_of(names, {"site.test"}));
  const std::vector<http::outbound::Request> requests{
      {.url = "http://site.test/", .headers = {{"X", "a\r\nHost: evil.test"}}},
      {.url = "http://site.test/", .headers = {{"X: a\r\nY", "b"}}},
      {.url = "http://site.test/", .headers = {{"", "b"}}},
      {.url = "http://site.test/", .body = http::outbound::Body{"a\r\nX: b", ""}}};
  for (const auto& request : requests) {
    const auto outcome = client.send(request);
    ASSERT_EQ(told(outcome), "unfit");
    EXPECT_EQ(outcome.error().clause, "RFC9110-5.5");
  }
}

}  // namespace
}  // namespace attacks
