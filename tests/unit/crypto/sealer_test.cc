#include "crypto/sealer.h"

#include <set>

#include <gtest/gtest.h>

#include "crypto/digest.h"
#include "tests/support/vectors.h"

namespace crypto {
namespace {

class Sealer_KY2 : public testing::Test {
 protected:
  base::SystemRandom random_;
  const base::Secret master_{random_.bytes(32)};
  const Sealer sealer_{master_, random_};
  const base::Bytes sealed_ = sealer_.seal(base::bytes_of("a private key"), "row-1:sealed_private");
};

TEST_F(Sealer_KY2, opens_what_it_sealed) {
  const auto opened = sealer_.open(sealed_, "row-1:sealed_private");
  ASSERT_TRUE(opened.has_value());
  EXPECT_EQ(opened->reveal_text(), "a private key");
  for (const std::size_t length : {0UL, 1UL, 15UL, 16UL, 17UL, 5000UL}) {
    const base::Bytes plain = random_.bytes(length);
    const auto again = sealer_.open(sealer_.seal(plain, ""), "");
    ASSERT_TRUE(again.has_value()) << length;
    EXPECT_TRUE(equal(again->reveal(), plain)) << length;
  }
}

TEST_F(Sealer_KY2, two_swapped_cells_do_not_open) {
  const base::Bytes other = sealer_.seal(base::bytes_of("another key"), "row-2:sealed_private");
  EXPECT_FALSE(sealer_.open(sealed_, "row-2:sealed_private").has_value());
  EXPECT_FALSE(sealer_.open(other, "row-1:sealed_private").has_value());
  EXPECT_FALSE(sealer_.open(sealed_, "row-1:seed").has_value());
  EXPECT_FALSE(sealer_.open(sealed_, "").has_value());
}

TEST_F(Sealer_KY2, a_change_of_any_octet_is_noticed) {
  for (std::size_t i = 0; i < sealed_.size(); ++i) {
    base::Bytes changed = sealed_;
    changed[i] ^= 0x80;
    EXPECT_FALSE(sealer_.open(changed, "row-1:sealed_private").has_value()) << i;
  }
}

TEST_F(Sealer_KY2, a_tag_cut_short_does_not_open) {
  for (std::size_t length = 0; length < sealed_.size(); ++length) {
    EXPECT_FALSE(
        sealer_.open(base::BytesView(sealed_).first(length), "row-1:sealed_private").has_value())
        << length;
  }
}

TEST_F(Sealer_KY2, another_master_key_does_not_open_and_a_short_one_is_none) {
  const Sealer other(base::Secret(random_.bytes(32)), random_);
  EXPECT_FALSE(other.open(sealed_, "row-1:sealed_private").has_value());
  EXPECT_THROW(Sealer(base::Secret(random_.bytes(31)), random_), std::invalid_argument);
}

TEST_F(Sealer_KY2, every_nonce_is_another) {
  std::set<base::Bytes> nonces;
  for (int i = 0; i < 10'000; ++i) {
    const base::Bytes sealed = sealer_.seal({}, "");
    nonces.emplace(sealed.begin() + 1, sealed.begin() + 13);
  }
  EXPECT_EQ(nonces.size(), 10'000U);
}

class FixedRandom final : public base::Random {
 public:
  explicit FixedRandom(base::Bytes octets) : octets_(std::move(octets)) {}
  void fill(std::span<std::uint8_t> out) override {
    std::copy_n(octets_.begin(), out.size(), out.begin());
  }

 private:
  base::Bytes octets_;
};

TEST(SealerFormat_KY2, what_was_sealed_by_version_1_opens_for_ever) {
  const auto vector = support::read_vectors("sealer.json");
  FixedRandom random(support::hex_of(vector.at("nonce")));
  const Sealer sealer(base::Secret(support::hex_of(vector.at("master"))), random);
  const std::string associated = support::text_of(vector.at("associated"));
  const base::Bytes plain = support::hex_of(vector.at("plain"));
  const base::Bytes sealed = support::hex_of(vector.at("sealed"));
  EXPECT_EQ(sealer.seal(plain, associated), sealed);
  const auto opened = sealer.open(sealed, associated);
  ASSERT_TRUE(opened.has_value());
  EXPECT_TRUE(equal(opened->reveal(), plain));
}

}  // namespace
}  // namespace crypto
