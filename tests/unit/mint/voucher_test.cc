#include "mint/voucher.h"

#include <chrono>
#include <set>
#include <string>

#include <gtest/gtest.h>

#include "crypto/digest.h"

namespace mint {
namespace {

using std::chrono::milliseconds;

constexpr base::Instant kNow(std::chrono::seconds(1'800'000'000));

std::string voucher_of(base::Instant now) {
  base::SystemRandom random;
  return std::string(make_voucher(random, now).reveal_text());
}

TEST(Voucher, LS2_has_256_random_bits_behind_its_time) {
  std::set<base::Bytes> secrets;
  std::set<base::Bytes> times;
  for (int i = 0; i < 1000; ++i) {
    base::Bytes octets = base::from_base64url(voucher_of(kNow)).value();
    ASSERT_EQ(octets.size(), 6U + 32U);
    times.emplace(octets.begin(), octets.begin() + 6);
    secrets.emplace(octets.begin() + 6, octets.end());
  }
  EXPECT_EQ(secrets.size(), 1000U);
  EXPECT_EQ(times.size(), 1U);
}

TEST(Voucher, is_found_by_a_key_that_stands_in_the_order_of_time) {
  base::Bytes before;
  for (int i = 0; i < 1000; ++i) {
    const base::Bytes key = voucher_key(voucher_of(kNow + milliseconds(i)));
    EXPECT_LT(before, key);
    before = key;
  }
}

TEST(Voucher, of_its_key_all_but_the_time_is_of_the_hash_of_the_whole) {
  const std::string value = voucher_of(kNow);
  const base::Bytes key = voucher_key(value);
  const base::Bytes hash = crypto::sha256(base::bytes_of(value));
  ASSERT_EQ(key.size(), 32U);
  EXPECT_TRUE(std::equal(key.begin() + 6, key.end(), hash.begin() + 6));
  EXPECT_EQ(base::to_base64url(base::BytesView(key).first(6)), value.substr(0, 8));
  // Another secret of the same time is another key.
  std::string other = value;
  other.back() = other.back() == 'A' ? 'Q' : 'A';
  EXPECT_NE(voucher_key(other), key);
}

TEST(Voucher, whatever_else_is_presented_is_looked_up_by_its_hash) {
  for (const std::string& value : {std::string(), std::string("AAAA"), std::string(43, 'A'),
                                   std::string(50, 'A'), std::string(52, 'A'), std::string(51, '*'),
                                   std::string(51, '\0'), std::string(100'000, 'x')}) {
    EXPECT_EQ(voucher_key(value), crypto::sha256(base::bytes_of(value))) << value.size();
  }
  EXPECT_NE(voucher_key(std::string(51, 'A')),
            crypto::sha256(base::bytes_of(std::string(51, 'A'))));
}

// SHA-256 of the 51 letters as Python's hashlib has it, with the time in front.
TEST(Voucher, is_found_by_the_same_key_for_good) {
  const std::string value = "AZ9kZqoAAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";
  ASSERT_EQ(value.size(), 51U);
  EXPECT_EQ(base::to_hex(voucher_key(value)),
            "019f6466aa003ce251faa0d2414d3549cf6eabc5883571970d3eebeed841a100");
  EXPECT_EQ(voucher_label(voucher_key(value)), "code:019f6466aa003ce251faa0d2414d");
}

}  // namespace
}  // namespace mint
