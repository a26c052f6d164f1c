#include "mint/own_codes.h"

#include <cstdint>

#include <gtest/gtest.h>

namespace mint {
namespace {

constexpr Purpose kCode = Purpose::authorization_code;

base::Bytes key(std::uint8_t time) { return {0, 0, 0, 0, 0, time, 7, 7}; }

Bound of(std::int64_t user) { return {.user_id = user}; }

TEST(OwnCodes, knows_what_it_was_told_until_it_is_taken) {
  OwnCodes codes;
  codes.keep(kCode, key(1), of(23));
  EXPECT_EQ(codes.look(kCode, key(1))->user_id, 23);
  EXPECT_EQ(codes.look(kCode, key(2)), nullptr);
  EXPECT_EQ(codes.take(kCode, key(1))->user_id, 23);
  EXPECT_EQ(codes.take(kCode, key(1)), nullptr);
  EXPECT_EQ(codes.look(kCode, key(1)), nullptr);
}

TEST(OwnCodes, LS2_a_code_of_one_kind_is_none_of_another) {
  OwnCodes codes;
  codes.keep(Purpose::site_code, key(1), of(23));
  EXPECT_EQ(codes.look(kCode, key(1)), nullptr);
  EXPECT_EQ(codes.take(kCode, key(1)), nullptr);
  EXPECT_NE(codes.look(Purpose::site_code, key(1)), nullptr);
}

TEST(OwnCodes, forgets_the_oldest_when_there_are_too_many) {
  OwnCodes codes(2);
  for (const std::uint8_t time : {std::uint8_t{2}, std::uint8_t{1}, std::uint8_t{3}}) {
    codes.keep(kCode, key(time), of(time));
  }
  EXPECT_EQ(codes.look(kCode, key(1)), nullptr);
  EXPECT_EQ(codes.look(kCode, key(2))->user_id, 2);
  EXPECT_EQ(codes.look(kCode, key(3))->user_id, 3);
}

}  // namespace
}  // namespace mint
