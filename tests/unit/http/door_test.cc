#include "http/wire/door.h"

#include <memory>
#include <vector>

#include <gtest/gtest.h>

namespace http::wire {
namespace {

Address address(std::string_view text) { return Address::parse(text).value(); }

TEST(Door, HP3_lets_in_so_many_of_one_address_and_so_many_of_all) {
  Door door(4, 2, {Network::parse("10.0.0.0/8").value()});
  auto first = door.enter(address("192.0.2.1"));
  const auto second = door.enter(address("192.0.2.1"));
  ASSERT_TRUE(first && second);
  EXPECT_FALSE(door.enter(address("192.0.2.1")));
  EXPECT_FALSE(door.enter(address("::ffff:192.0.2.1")));
  EXPECT_TRUE(door.enter(address("192.0.2.2")));
  first.reset();
  EXPECT_TRUE(door.enter(address("192.0.2.1")));
  std::vector<std::unique_ptr<Door::Place>> proxied;
  for (int i = 0; i < 3; ++i) {
    proxied.push_back(door.enter(address("10.1.2.3")));
    EXPECT_TRUE(proxied.back());
  }
  EXPECT_FALSE(door.enter(address("192.0.2.3"))) << "all places are taken";
}

TEST(Door, HP3_a_network_of_ipv6_is_one_client) {
  Door door(9, 1, {});
  const auto first = door.enter(address("2001:db8::1"));
  ASSERT_TRUE(first);
  EXPECT_FALSE(door.enter(address("2001:db8::2:3")));
  EXPECT_TRUE(door.enter(address("2001:db8:0:1::1")));
}

}  // namespace
}  // namespace http::wire
