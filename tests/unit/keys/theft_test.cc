// What somebody with the database in their hands, but without the master key, can do to the ring.
#include <functional>

#include "jose/private_jwk.h"
#include "keys/sealed_key.h"
#include "tests/unit/keys/ring_fixture.h"

namespace keys {
namespace {

TEST_F(KeyRingTest, a_dump_holds_no_private_half_KY2) {
  open();
  const KeyRow& row = store_.rows().at(0);
  const auto opened = open_key(sealer_, row);
  ASSERT_TRUE(opened.has_value());
  const auto pkcs8 = sealer_.open(row.sealed_private,
                                  "signing_keys.sealed_private:" + row.algorithm + ":" + row.kid);
  ASSERT_TRUE(pkcs8.has_value());
  const std::string seed(pkcs8->reveal_text().substr(pkcs8->size() - 32));
  for (const std::string_view cell : {std::string_view(row.kid), std::string_view(row.public_jwk),
                                      base::text_of(row.sealed_private)}) {
    EXPECT_EQ(cell.find(seed), std::string_view::npos);
  }
}

TEST_F(KeyRingTest, another_master_key_is_refused_in_words_KY2) {
  open();
  const crypto::Sealer other(base::Secret(base::Bytes(32, 8)), random_);
  const auto ring = try_open(other);
  ASSERT_FALSE(ring.has_value());
  EXPECT_NE(ring.error().description.find("the master key is not the one"), std::string::npos);
  EXPECT_EQ(store_.rows().size(), 1U);
}

struct Theft {
  const char* name;
  std::function<void(std::vector<KeyRow>&)> act;
};

class Tampered : public KeyRingTest, public testing::WithParamInterface<Theft> {};

TEST_P(Tampered, row_is_detected_KY2) {
  const auto ring = open();
  clock_.advance(std::chrono::hours(1));
  ASSERT_TRUE(ring->rotate(kEdDSA, "cli").has_value());
  GetParam().act(store_.rows());

  EXPECT_FALSE(ring->refresh().has_value());
  EXPECT_EQ(published(*ring).size(), 2U) << "what was good stays in use";
  const auto started = try_open();
  ASSERT_FALSE(started.has_value());
  EXPECT_NE(started.error().description.find("signing key"), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(
    all, Tampered,
    testing::Values(
        Theft{"sealed_halves_swapped",
              [](auto& rows) { std::swap(rows[0].sealed_private, rows[1].sealed_private); }},
        Theft{"sealed_half_copied",
              [](auto& rows) { rows[1].sealed_private = rows[0].sealed_private; }},
        Theft{"kids_swapped", [](auto& rows) { std::swap(rows[0].kid, rows[1].kid); }},
        Theft{"public_halves_swapped",
              [](auto& rows) { std::swap(rows[0].public_jwk, rows[1].public_jwk); }},
        Theft{"sealed_half_changed", [](auto& rows) { rows[0].sealed_private.back() ^= 1; }},
        Theft{"sealed_half_removed", [](auto& rows) { rows[0].sealed_private.clear(); }},
        Theft{"another_algorithm", [](auto& rows) { rows[0].algorithm = "ES256"; }},
        Theft{"public_half_of_a_stranger",
              [](auto& rows) {
                base::SystemRandom random;
                const auto mine = crypto::SigningKey::generate(kEdDSA, random);
                rows[0].public_jwk = base::json::serialize(
                    jose::to_jwk({.kid = rows[0].kid, .key = mine->public_key()}));
              }},
        Theft{"key_of_a_stranger",
              [](auto& rows) {
                base::SystemRandom random;
                const crypto::Sealer sealer(base::Secret(base::Bytes(32, 9)), random);
                auto mine = seal_key(sealer, *crypto::SigningKey::generate(kEdDSA, random));
                rows[0].kid = mine.kid;
                rows[0].public_jwk = mine.public_jwk;
                rows[0].sealed_private = mine.sealed_private;
              }}),
    [](const auto& instance) { return std::string(instance.param.name); });

TEST_F(KeyRingTest, a_key_of_an_algorithm_only_newer_nodes_know_is_passed_over) {
  const auto ring = open();
  KeyRow row = store_.rows().at(0);
  row.algorithm = "ML-DSA-65";
  row.kid = "newer";
  store_.rows().push_back(row);
  ASSERT_TRUE(ring->refresh().has_value());
  EXPECT_EQ(published(*ring).size(), 1U);
  EXPECT_NE(lines_.lines().back().find("key.of_unknown_algorithm"), std::string::npos);
}

TEST(SealedKey, comes_back_whole_for_every_algorithm) {
  base::SystemRandom random;
  const crypto::Sealer sealer(base::Secret(base::Bytes(32, 7)), random);
  for (const auto algorithm : {crypto::SignatureAlgorithm::RS256, crypto::SignatureAlgorithm::PS256,
                               crypto::SignatureAlgorithm::ES384, kEdDSA}) {
    const auto key = crypto::SigningKey::generate(algorithm, random);
    const KeyRow row = seal_key(sealer, *key);
    const auto opened = open_key(sealer, row);
    ASSERT_TRUE(opened.has_value()) << row.algorithm;
    EXPECT_EQ(opened->row.kid.size(), 43U);
    EXPECT_EQ(jose::thumbprint(opened->public_key), jose::thumbprint(key->public_key()));
  }
}

}  // namespace
}  // namespace keys
