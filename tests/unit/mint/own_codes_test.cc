#include "mint/own_codes.h"

#include <chrono>
#include <cstdint>

#include <gtest/gtest.h>

namespace mint {
namespace {

using std::chrono::seconds;

constexpr Purpose kCode = Purpose::authorization_code;
constexpr base::Instant kNow(seconds(1'800'000'000));
constexpr base::Instant kEnd = kNow + seconds(60);

base::Bytes key(std::uint8_t time) { return {0, 0, 0, 0, 0, time, 7, 7}; }

Bound of(std::int64_t user) { return {.user_id = user}; }

TEST(OwnCodes, knows_what_it_was_told_until_it_is_taken) {
  OwnCodes codes;
  codes.keep(kCode, key(1), of(23), kNow, kEnd);
  EXPECT_EQ(codes.look(kCode, key(1), kNow)->user_id, 23);
  EXPECT_EQ(codes.look(kCode, key(2), kNow), nullptr);
  EXPECT_EQ(codes.take(kCode, key(1), kNow)->user_id, 23);
  EXPECT_EQ(codes.take(kCode, key(1), kNow), nullptr);
  EXPECT_EQ(codes.look(kCode, key(1), kNow), nullptr);
}

TEST(OwnCodes, knows_nothing_of_what_has_expired) {
  OwnCodes codes;
  codes.keep(kCode, key(1), of(23), kNow, kEnd);
  EXPECT_NE(codes.look(kCode, key(1), kEnd - seconds(1)), nullptr);
  EXPECT_EQ(codes.look(kCode, key(1), kEnd), nullptr);
  EXPECT_EQ(codes.take(kCode, key(1), kEnd), nullptr);
}

TEST(OwnCodes, forgets_what_has_expired_when_it_is_told_of_another) {
  OwnCodes codes;
  codes.keep(kCode, key(1), of(23), kNow, kEnd);
  codes.keep(kCode, key(2), of(24), kEnd, kEnd + seconds(60));
  EXPECT_EQ(codes.look(kCode, key(1), kNow), nullptr);
  EXPECT_NE(codes.look(kCode, key(2), kEnd), nullptr);
}

TEST(OwnCodes, ST7_a_code_of_one_kind_is_none_of_another) {
  OwnCodes codes;
  codes.keep(Purpose::site_code, key(1), of(23), kNow, kEnd);
  EXPECT_EQ(codes.look(kCode, key(1), kNow), nullptr);
  EXPECT_EQ(codes.take(kCode, key(1), kNow), nullptr);
  EXPECT_NE(codes.look(Purpose::site_code, key(1), kNow), nullptr);
}

TEST(OwnCodes, forgets_the_oldest_when_there_are_too_many) {
  OwnCodes codes(2);
  codes.keep(kCode, key(2), of(2), kNow, kEnd);
  codes.keep(kCode, key(1), of(1), kNow, kEnd);
  codes.keep(kCode, key(3), of(3), kNow, kEnd);
  EXPECT_EQ(codes.look(kCode, key(1), kNow), nullptr);
  EXPECT_EQ(codes.look(kCode, key(2), kNow)->user_id, 2);
  EXPECT_EQ(codes.look(kCode, key(3), kNow)->user_id, 3);
}

}  // namespace
}  // namespace mint
