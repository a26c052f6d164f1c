// SF1: which URLs may be asked at all, before anything is resolved.
#include "http/outbound/target.h"

#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace http::outbound {
namespace {

NamedHosts named(const std::vector<std::string>& texts) {
  NamedHosts hosts;
  for (const std::string& text : texts) {
    hosts.push_back(NamedHost::parse(text).value());
  }
  return hosts;
}

Outcome<Target> read(const std::string& url, const std::vector<std::string>& names = {}) {
  return read_target(url, named(names), "sso.test");
}

struct Case {
  std::string url;
  Refusal why;
  std::string clause;
};

// Before anything is resolved.
void expect(const std::vector<Case>& cases) {
  for (const Case& row : cases) {
    const auto target = read(row.url);
    ASSERT_FALSE(target) << row.url;
    EXPECT_EQ(target.error().why, row.why) << row.url << ": " << target.error().detail;
    EXPECT_EQ(target.error().clause, row.clause) << row.url << ": " << target.error().detail;
  }
}

TEST(RefusedUrl, SF1_other_schemes) {
  expect({{"file:///etc/passwd", Refusal::unfit, "RFC9110-4.2"},
          {"gopher://site.test/", Refusal::unfit, "RFC9110-4.2"},
          {"HTTPS://site.test/", Refusal::unfit, "RFC9110-4.2"},
          {" https://site.test/", Refusal::unfit, "RFC9110-4.2"},
          {"//site.test/", Refusal::unfit, "RFC9110-4.2"},
          {"", Refusal::unfit, "RFC9110-4.2"},
          {"http://site.test/", Refusal::unfit, "RFC9110-4.2.2"},
          {"https://" + std::string(8192, 'a'), Refusal::unfit, "RFC9110-4.1"}});
}

TEST(RefusedUrl, SF1_users) {
  expect({{"https://me@site.test/", Refusal::unfit, "RFC9110-4.2.4"},
          {"https://site.test:443@127.0.0.1/", Refusal::unfit, "RFC9110-4.2.4"},
          {"https://@site.test/", Refusal::unfit, "RFC9110-4.2.4"}});
}

TEST(RefusedUrl, SF1_hosts_that_can_be_read_in_two_ways) {
  expect({{"https://", Refusal::unfit, "RFC3986-3.2.2"},
          {"https:///path", Refusal::unfit, "RFC3986-3.2.2"},
          {"https://site.test./", Refusal::unfit, "RFC3986-3.2.2"},
          {"https://127.0.0.1./", Refusal::unfit, "RFC3986-3.2.2"},
          {"https://.site.test/", Refusal::unfit, "RFC3986-3.2.2"},
          {"https://site..test/", Refusal::unfit, "RFC3986-3.2.2"},
          {"https://site%2etest/", Refusal::unfit, "RFC3986-3.2.2"},
          {"https://site.test\\@evil.test/", Refusal::unfit, "RFC9110-4.2.4"},
          {"https://site.test\\.evil.test/", Refusal::unfit, "RFC3986-3.2.2"},
          {"https://s\xC3\xADte.test/", Refusal::unfit, "RFC3986-3.2.2"},
          {"https://\xEF\xBC\x91\x32\x37.0.0.1/", Refusal::unfit, "RFC3986-3.2.2"},
          {"https://[fe80::1%25eth0]/", Refusal::unfit, "RFC3986-3.2.2"},
          {"https://[fe80::1%eth0]/", Refusal::unfit, "RFC3986-3.2.2"},
          {"https://[v1.a]/", Refusal::unfit, "RFC3986-3.2.2"},
          {"https://[127.0.0.1]/", Refusal::unfit, "RFC3986-3.2.2"}});
}

// Octal, hexadecimal, whole and shortened numbers, as inet_aton and browsers read them.
TEST(RefusedUrl, SF1_numbers_that_some_readers_take_for_addresses) {
  expect({{"https://0/", Refusal::unfit, "RFC3986-3.2.2"},
          {"https://0x7f.1/", Refusal::unfit, "RFC3986-3.2.2"},
          {"https://0x7f000001/", Refusal::unfit, "RFC3986-3.2.2"},
          {"https://127.0.0.0x1/", Refusal::unfit, "RFC3986-3.2.2"},
          {"https://2130706433/", Refusal::unfit, "RFC3986-3.2.2"},
          {"https://017700000001/", Refusal::unfit, "RFC3986-3.2.2"},
          {"https://0177.0.0.1/", Refusal::unfit, "RFC3986-3.2.2"},
          {"https://127.0.0.01/", Refusal::unfit, "RFC3986-3.2.2"},
          {"https://127.1/", Refusal::unfit, "RFC3986-3.2.2"},
          {"https://1.1.1.1.1/", Refusal::unfit, "RFC3986-3.2.2"}});
}

TEST(RefusedUrl, SF1_other_ports) {
  expect({{"https://site.test:22/", Refusal::unfit, ""},
          {"https://site.test:25/", Refusal::unfit, ""},
          {"https://site.test:80/", Refusal::unfit, ""},
          {"https://site.test:5432/", Refusal::unfit, ""},
          {"https://site.test:0/", Refusal::unfit, "RFC3986-3.2.2"},
          {"https://site.test:0443/", Refusal::unfit, "RFC3986-3.2.2"},
          {"https://site.test:/", Refusal::unfit, "RFC3986-3.2.2"},
          {"https://site.test:65979/", Refusal::unfit, "RFC3986-3.2.2"},
          {"https://site.test:+443/", Refusal::unfit, "RFC3986-3.2.2"}});
}

TEST(RefusedUrl, SF1_names_of_local_networks_and_our_own) {
  expect({{"https://localhost/", Refusal::refused_address, "RFC6761-6.3"},
          {"https://a.LOCALHOST/", Refusal::refused_address, "RFC6761-6.3"},
          {"https://printer.local/", Refusal::refused_address, "RFC6762-3"},
          {"https://nas.home.arpa/", Refusal::refused_address, "RFC8375-4"},
          {"https://metadata.google.internal/", Refusal::refused_address, ""},
          {"https://intranet/", Refusal::refused_address, ""},
          {"https://sso.test/", Refusal::refused_address, ""},
          {"https://SSO.test:8443/", Refusal::refused_address, ""}});
}

TEST(RefusedUrl, SF1_paths_that_are_none) {
  expect({{"https://site.test/a b", Refusal::unfit, "RFC3986-3.3"},
          {"https://site.test/a\r\nHost: evil.test", Refusal::unfit, "RFC3986-3.3"},
          {std::string("https://site.test/\0", 19), Refusal::unfit, "RFC3986-3.3"},
          {"https://site.test/\\evil", Refusal::unfit, "RFC3986-3.3"},
          {"https://site.test/#a", Refusal::unfit, "RFC3986-3.3"},
          {"https://site.test#a", Refusal::unfit, "RFC3986-3.2.2"},
          {"https://site.test/\xC3\xA9", Refusal::unfit, "RFC3986-3.3"}});
}

TEST(Target_SF1, is_written_anew_from_what_was_read) {
  const std::vector<std::pair<std::string, std::string>> cases{
      {"https://site.test", "https://site.test/"},
      {"https://SITE.test:443/a/../b?c=%20d", "https://site.test/a/../b?c=%20d"},
      {"https://site.test?a", "https://site.test/?a"},
      {"https://site.test:8443/", "https://site.test:8443/"},
      {"https://8.8.8.8/", "https://8.8.8.8/"},
      {"https://[2001:4860:0:0::8888]/", "https://[2001:4860::8888]/"},
      {"https://[::ffff:127.0.0.1]/", "https://127.0.0.1/"},
  };
  for (const auto& [url, written] : cases) {
    const auto target = read(url);
    ASSERT_TRUE(target) << url;
    EXPECT_EQ(target->url(), written);
    EXPECT_FALSE(target->named);
  }
}

TEST(NamedHost_SF1, covers_itself_at_its_own_port_alone) {
  const std::vector<std::string> names{"localhost:8080", "intranet", "sso.test:9443", "10.0.0.1",
                                       "[fd00::1]:8443"};
  for (const char* url : {"http://localhost:8080/", "https://localhost:8080/", "http://intranet/",
                          "https://intranet/", "https://INTRANET:443/", "https://sso.test:9443/",
                          "http://10.0.0.1/", "https://[FD00:0::1]:8443/"}) {
    const auto target = read(url, names);
    ASSERT_TRUE(target) << url;
    EXPECT_TRUE(target->named) << url;
  }
  for (const char* url : {"http://localhost:5432/", "http://localhost/", "https://localhost/",
                          "http://intranet:8080/", "http://intranet:443/", "https://sso.test/",
                          "http://a.intranet/", "http://10.0.0.2/"}) {
    const auto target = read(url, names);
    EXPECT_FALSE(target && target->named) << url;
    EXPECT_FALSE(target) << url;
  }
}

TEST(NamedHost, is_written_in_one_way) {
  for (const char* text : {"localhost", "localhost:8080", "sites.corp.test", "10.0.0.1:80",
                           "[fd00::1]", "[fd00::1]:8443"}) {
    EXPECT_TRUE(NamedHost::parse(text)) << text;
  }
  for (const char* text : {"", "LOCALHOST", "site.test.", "http://site.test", "site.test/", "*",
                           "*.corp.test", "10.0.0.0/8", "0x7f.1", "localhost:0", "localhost:08080",
                           "[fd00:0::1]", "fd00::1", "[::ffff:10.0.0.1]", "me@site.test"}) {
    EXPECT_FALSE(NamedHost::parse(text)) << text;
  }
}

TEST(HostOf, is_the_host_as_a_target_has_it) {
  EXPECT_EQ(host_of("https://SSO.test:8443"), "sso.test");
  EXPECT_EQ(host_of("http://localhost:9000/x?y"), "localhost");
  EXPECT_EQ(host_of("https://[2001:DB8:0::1]"), "2001:db8::1");
  EXPECT_EQ(host_of("https://"), "");
  EXPECT_EQ(host_of("sso.test"), "");
}

TEST(Refusal, has_a_name_and_says_what_may_pass) {
  EXPECT_EQ(to_string(Refusal::unfit), "unfit");
  EXPECT_EQ(to_string(Refusal::stopping), "stopping");
  EXPECT_FALSE(may_pass(Refusal::refused_address));
  EXPECT_TRUE(may_pass(Refusal::too_slow));
}

}  // namespace
}  // namespace http::outbound
