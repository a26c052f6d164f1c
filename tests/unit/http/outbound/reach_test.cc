// SF1: where an address lies decides whether it is asked.
#include "http/outbound/reach.h"

#include <vector>

#include <gtest/gtest.h>
#include <netinet/in.h>

#include "http/outbound/socket_address.h"

namespace http::outbound {
namespace {

struct Case {
  const char* address;
  const char* clause;  // of the block that closes it; empty: open
  bool open_to_named;
};

void expect(const std::vector<Case>& cases) {
  for (const Case& row : cases) {
    const auto address = Address::parse(row.address);
    ASSERT_TRUE(address) << row.address;
    const Block* closed = closed_block(*address);
    EXPECT_EQ(closed == nullptr ? "" : closed->clause, row.clause) << row.address;
    EXPECT_EQ(closed != nullptr && closed->open_to_named, row.open_to_named) << row.address;
  }
}

// The first and the last address of each block of IANA's special-purpose registries, and those next
// to it that are somebody's.
TEST(Reach, SF1_only_what_all_the_internet_shares_of_ipv4_is_open) {
  expect({{"0.0.0.0", "RFC6890-2.2", false},
          {"0.255.255.255", "RFC6890-2.2", false},
          {"1.0.0.0", "", false},
          {"9.255.255.255", "", false},
          {"10.0.0.0", "RFC6890-2.2", true},
          {"10.255.255.255", "RFC6890-2.2", true},
          {"11.0.0.0", "", false},
          {"100.63.255.255", "", false},
          {"100.64.0.0", "RFC6890-2.2", true},
          {"100.127.255.255", "RFC6890-2.2", true},
          {"100.128.0.0", "", false},
          {"126.255.255.255", "", false},
          {"127.0.0.0", "RFC6890-2.2", true},
          {"127.255.255.255", "RFC6890-2.2", true},
          {"128.0.0.0", "", false},
          {"169.253.255.255", "", false},
          {"169.254.0.0", "RFC6890-2.2", false},
          {"169.254.169.254", "RFC6890-2.2", false},
          {"169.254.255.255", "RFC6890-2.2", false},
          {"169.255.0.0", "", false},
          {"172.15.255.255", "", false},
          {"172.16.0.0", "RFC6890-2.2", true},
          {"172.31.255.255", "RFC6890-2.2", true},
          {"172.32.0.0", "", false},
          {"192.0.0.0", "RFC6890-2.2", false},
          {"192.0.0.255", "RFC6890-2.2", false},
          {"192.0.1.0", "", false},
          {"192.0.2.1", "RFC6890-2.2", false},
          {"192.88.99.1", "RFC6890-2.2", false},
          {"192.168.0.0", "RFC6890-2.2", true},
          {"192.168.255.255", "RFC6890-2.2", true},
          {"192.169.0.0", "", false},
          {"198.18.0.0", "RFC6890-2.2", false},
          {"198.19.255.255", "RFC6890-2.2", false},
          {"198.20.0.0", "", false},
          {"198.51.100.1", "RFC6890-2.2", false},
          {"203.0.113.1", "RFC6890-2.2", false},
          {"223.255.255.255", "", false},
          {"224.0.0.1", "RFC1112-4", false},
          {"239.255.255.255", "RFC1112-4", false},
          {"240.0.0.0", "RFC6890-2.2", false},
          {"255.255.255.255", "RFC6890-2.2", false}});
}

TEST(Reach, SF1_and_of_ipv6) {
  expect({{"::", "RFC6890-2.2", false},
          {"::1", "RFC6890-2.2", true},
          {"::2", "RFC4291-2.4", false},
          {"::7f00:1", "RFC4291-2.4", false},
          {"100::1", "RFC6890-2.2", false},
          {"100:0:0:1::1", "RFC6890-2.2", false},
          {"2001:1ff::1", "RFC6890-2.2", false},
          {"2001:200::1", "", false},
          {"2001:4860:4860::8888", "", false},
          {"2001:db8::1", "RFC6890-2.2", false},
          {"2003::1", "", false},
          {"3ffe::1", "", false},
          {"3fff::1", "RFC6890-2.2", false},
          {"3fff:1000::1", "", false},
          {"4000::1", "RFC4291-2.4", false},
          {"5f00::1", "RFC6890-2.2", false},
          {"fbff::1", "RFC4291-2.4", false},
          {"fc00::1", "RFC6890-2.2", true},
          {"fd00::1", "RFC6890-2.2", true},
          {"fe80::1", "RFC6890-2.2", false},
          {"fec0::1", "RFC4291-2.5.7", false},
          {"ff02::1", "RFC4291-2.7", false}});
}

TEST(Reach, SF1_where_a_cloud_hands_out_credentials_no_host_can_be_named) {
  expect({{"100.100.100.199", "RFC6890-2.2", true},
          {"100.100.100.200", "RFC6890-2.2", false},
          {"::ffff:100.100.100.200", "RFC6890-2.2", false},
          {"64:ff9b::100.100.100.200", "RFC6890-2.2", false},
          {"168.63.129.16", "RFC6890-2.2", false},
          {"168.63.129.17", "", false},
          {"fd00:ec2::23", "RFC6890-2.2", false},
          {"fd00:ec2::254", "RFC6890-2.2", false},
          {"fd00:ec3::1", "RFC6890-2.2", true},
          {"fd20:ce::254", "RFC6890-2.2", false},
          {"fd20:ce::1", "RFC6890-2.2", true}});
}

// What carries an IPv4 address is judged by it, or closed whatever it carries.
TEST(Reach, SF1_and_of_ipv4_inside_of_ipv6) {
  expect({{"::ffff:127.0.0.1", "RFC6890-2.2", true},
          {"::ffff:8.8.8.8", "", false},
          {"::ffff:169.254.169.254", "RFC6890-2.2", false},
          {"::ffff:0:127.0.0.1", "RFC4291-2.4", false},
          {"64:ff9b::127.0.0.1", "RFC6890-2.2", true},
          {"64:ff9b::169.254.169.254", "RFC6890-2.2", false},
          {"64:ff9b::8.8.8.8", "", false},
          {"64:ff9b:1::8.8.8.8", "RFC6890-2.2", false},
          {"2002:7f00:1::1", "RFC6890-2.2", false},
          {"2002:808:808::1", "RFC6890-2.2", false},
          {"2001:0:7f00:1::1", "RFC6890-2.2", false}});
}

TEST(SocketAddress_SF2, an_address_with_a_zone_is_none) {
  sockaddr_in6 held{};
  held.sin6_family = AF_INET6;
  held.sin6_addr = in6addr_loopback;
  const auto* address = reinterpret_cast<const sockaddr*>(&held);
  EXPECT_EQ(address_of(address, sizeof(held)), Address::parse("::1"));
  EXPECT_EQ(address_of(address, sizeof(sockaddr_in)), std::nullopt);
  held.sin6_scope_id = 2;
  EXPECT_EQ(address_of(address, sizeof(held)), std::nullopt);
}

}  // namespace
}  // namespace http::outbound
