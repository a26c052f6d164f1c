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

TEST(Voucher, whatever_is_presented_has_a_key) {
  for (const std::string& value :
       {std::string(), std::string("AAAA"), std::string("AAAAAAA"), std::string(8, '*'),
        std::string(8, '\0'), std::string(100'000, 'x')}) {
    EXPECT_EQ(voucher_key(value).size(), 32U) << value.substr(0, 8);
  }
  EXPECT_EQ(voucher_key("AAAA"), crypto::sha256(base::bytes_of("AAAA")));
}

TEST(Voucher, its_label_tells_nothing_that_it_could_be_made_from) {
  const base::Bytes key = voucher_key(voucher_of(kNow));
  EXPECT_EQ(voucher_label(key), "code:" + base::to_hex(base::BytesView(key).first(12)));
}

}  // namespace
}  // namespace mint
