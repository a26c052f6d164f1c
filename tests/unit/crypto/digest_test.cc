#include "crypto/digest.h"

#include <atomic>
#include <latch>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "tests/support/vectors.h"

namespace crypto {
namespace {

using support::hex_of;
using support::text_of;

TEST(Hash_FIPS180_4, of_abc_and_of_nothing) {
  const base::BytesView abc = base::bytes_of("abc");
  EXPECT_EQ(base::to_hex(sha256(abc)),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(base::to_hex(sha384(abc)),
            "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed"
            "8086072ba1e7cc2358baeca134c825a7");
  EXPECT_EQ(base::to_hex(sha512(abc)),
            "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
            "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f");
  EXPECT_EQ(base::to_hex(sha256({})),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(Hmac_RFC4231, every_case) {
  const auto file = support::read_vectors("rfc4231.json");
  for (const auto& vector : file.at("vectors").as_array()) {
    SCOPED_TRACE(text_of(vector.at("name")));
    const base::Bytes key = hex_of(vector.at("key"));
    const base::Bytes data = hex_of(vector.at("data"));
    EXPECT_EQ(hmac_sha256(key, data), hex_of(vector.at("sha256")));
    EXPECT_EQ(hmac_sha384(key, data), hex_of(vector.at("sha384")));
    EXPECT_EQ(hmac_sha512(key, data), hex_of(vector.at("sha512")));
    const base::Secret secret{base::Bytes(key)};
    EXPECT_EQ(MacKey(MacAlgorithm::HS256, secret).tag(data), hex_of(vector.at("sha256")));
    EXPECT_EQ(MacKey(MacAlgorithm::HS384, secret).tag(data), hex_of(vector.at("sha384")));
    const MacKey kept(MacAlgorithm::HS512, secret);
    EXPECT_EQ(kept.tag(data), hex_of(vector.at("sha512")));
    EXPECT_EQ(kept.tag(data), hex_of(vector.at("sha512"))) << "the second use";
    EXPECT_TRUE(kept.verify(data, hex_of(vector.at("sha512"))));
    EXPECT_FALSE(kept.verify(data, hex_of(vector.at("sha384")))) << "a cut tag";
  }
}

TEST(MacKey, gives_many_threads_each_their_own_tag) {
  const base::Bytes key(32, 7);
  const MacKey kept(MacAlgorithm::HS256, base::Secret{base::Bytes(key)});
  std::atomic<int> wrong = 0;
  {
    constexpr std::uint8_t kThreads = 4;
    std::latch start(kThreads);
    std::vector<std::jthread> threads;
    for (std::uint8_t thread = 0; thread < kThreads; ++thread) {
      threads.emplace_back([&, thread] {
        start.arrive_and_wait();
        for (std::uint8_t use = 0; use < 200; ++use) {
          const base::Bytes data = {thread, use};
          wrong += kept.tag(data) == hmac_sha256(key, data) ? 0 : 1;
        }
      });
    }
  }
  EXPECT_EQ(wrong, 0);
}

TEST(Hmac_RFC2104, takes_an_empty_key) {
  EXPECT_EQ(base::to_hex(hmac_sha256({}, {})),
            "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}

TEST(Hkdf_RFC5869, every_case_of_sha256) {
  const auto file = support::read_vectors("rfc5869.json");
  for (const auto& vector : file.at("vectors").as_array()) {
    SCOPED_TRACE(text_of(vector.at("name")));
    const base::Bytes info = hex_of(vector.at("info"));
    const base::Secret derived =
        hkdf_sha256(base::Secret(hex_of(vector.at("key"))), hex_of(vector.at("salt")),
                    base::text_of(info), static_cast<std::size_t>(vector.at("length").as_int64()));
    EXPECT_EQ(base::to_hex(derived.reveal()), text_of(vector.at("okm")));
  }
}

TEST(Equal_KY5, is_true_for_the_same_octets_alone) {
  const base::Bytes octets(32, 7);
  EXPECT_TRUE(equal(octets, base::Bytes(32, 7)));
  EXPECT_TRUE(equal({}, {}));
  EXPECT_FALSE(equal(octets, base::BytesView(octets).first(31)));
  EXPECT_FALSE(equal(octets, {}));
  for (std::size_t i = 0; i < octets.size(); ++i) {
    base::Bytes other = octets;
    other[i] ^= 0x80;
    EXPECT_FALSE(equal(octets, other)) << i;
  }
}

}  // namespace
}  // namespace crypto
