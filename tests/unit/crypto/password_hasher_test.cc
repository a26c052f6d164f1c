#include "crypto/password_hasher.h"

#include <latch>
#include <thread>

#include <gtest/gtest.h>

namespace crypto {
namespace {

// What is pinned here is what is stored: m=19456 KiB, t=2, p=1 (OWASP's least for Argon2id).
TEST(PasswordHasherParameters_KY5, the_defaults_are_pinned) {
  EXPECT_EQ(PasswordCost{}.memory_kib, 19456U);
  EXPECT_EQ(PasswordCost{}.passes, 2U);
  base::SystemRandom random;
  base::WorkerPool pool({.name = "argon2", .threads = 1, .queue = 4});
  PasswordHasher hasher(pool, random, {});
  const auto phc = hasher.hash(base::Secret("hunter2"));
  ASSERT_TRUE(phc.has_value());
  EXPECT_TRUE(phc->starts_with("$argon2id$v=19$m=19456,t=2,p=1$")) << *phc;
  // 16 octets of salt and 32 of hash, base64 without padding.
  EXPECT_EQ(phc->size(), std::string_view("$argon2id$v=19$m=19456,t=2,p=1$").size() + 22 + 1 + 43);
}

class PasswordHasher_KY5 : public testing::Test {
 protected:
  static constexpr PasswordCost kCheap{.memory_kib = 64, .passes = 1};
  base::SystemRandom random_;
  base::WorkerPool pool_{{.name = "argon2", .threads = 1, .queue = 1}};
  PasswordHasher hasher_{pool_, random_, kCheap};
};

TEST_F(PasswordHasher_KY5, knows_the_right_password_and_no_other) {
  const auto phc = hasher_.hash(base::Secret("correct horse"));
  ASSERT_TRUE(phc.has_value());
  EXPECT_EQ(hasher_.verify(base::Secret("correct horse"), *phc).value(), true);
  EXPECT_EQ(hasher_.verify(base::Secret("correct horsf"), *phc).value(), false);
  EXPECT_EQ(hasher_.verify(base::Secret(""), *phc).value(), false);
  EXPECT_NE(*phc, hasher_.hash(base::Secret("correct horse")).value());
}

TEST_F(PasswordHasher_KY5, a_password_with_a_zero_octet_counts_to_its_end) {
  using namespace std::string_view_literals;
  const auto phc = hasher_.hash(base::Secret("a\0b"sv));
  ASSERT_TRUE(phc.has_value());
  EXPECT_EQ(hasher_.verify(base::Secret("a\0b"sv), *phc).value(), true);
  EXPECT_EQ(hasher_.verify(base::Secret("a\0c"sv), *phc).value(), false);
}

// Made by the reference implementation: argon2 somesalt -id -m 16 -t 2 -p 1 -v 13, as its own test
// (phc-winner-argon2, src/test.c) has it.
TEST_F(PasswordHasher_KY5, verifies_the_vector_of_the_reference_implementation) {
  const std::string phc =
      "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
  EXPECT_EQ(hasher_.verify(base::Secret("password"), phc).value(), true);
  EXPECT_EQ(hasher_.verify(base::Secret("passwore"), phc).value(), false);
}

TEST_F(PasswordHasher_KY5, what_is_no_hash_or_costs_too_much_is_wrong) {
  for (const char* phc : {"", "x", "$argon2id$", "$2b$12$abcdefghijklmnopqrstuv",
                          "$argon2i$v=19$m=64,t=1,p=1$c2FsdHNhbHQ$aGFzaA",
                          "$argon2id$v=19$m=4294967295,t=1,p=1$c29tZXNhbHQ$"
                          "CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
                          "$argon2id$v=19$m=64,t=4000000000,p=1$c29tZXNhbHQ$"
                          "CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
                          "$argon2id$v=19$m=64,t=1,p=1$!$!"}) {
    EXPECT_EQ(hasher_.verify(base::Secret("password"), phc).value(), false) << phc;
  }
}

// Genuine hashes of "password", made by libsodium at 16 and 17 passes and with 1 GiB and 64 KiB.
TEST_F(PasswordHasher_KY5, a_genuine_hash_beyond_the_bounds_is_not_even_tried) {
  const auto verify = [&](const char* phc) {
    return hasher_.verify(base::Secret("password"), phc).value();
  };
  EXPECT_TRUE(
      verify("$argon2id$v=19$m=8,t=16,p=1$WF105E4X4CNVyDG0wuIjNA$"
             "Ie9lLK6SvDrWX1lzeYUPT2QV0CsSp+bF4W6/WXLzuo0"));
  EXPECT_FALSE(
      verify("$argon2id$v=19$m=8,t=17,p=1$ChUQ6yC0hBoYUEDvpQCxMw$"
             "XJrhy5WZDD9oUAcmPT0uLT9Nfo8zmvPwjKMGE3RHn/E"));
  EXPECT_FALSE(
      verify("$argon2id$v=19$m=1048640,t=1,p=1$MIYrP2Pe5Gex5CfPzzIrPw$"
             "SxE+bKsEGbcehwzAH3pWL3WGJf3H5lZR0pOnIZR/HKQ"));
}

TEST_F(PasswordHasher_KY5, a_cost_that_could_not_be_verified_is_no_cost) {
  for (const PasswordCost cost :
       {PasswordCost{.memory_kib = 7}, PasswordCost{.memory_kib = 1048577},
        PasswordCost{.passes = 0}, PasswordCost{.passes = 17}}) {
    EXPECT_THROW(PasswordHasher(pool_, random_, cost), std::invalid_argument);
  }
}

TEST_F(PasswordHasher_KY5, asks_for_a_rehash_when_the_cost_changes) {
  const auto phc = hasher_.hash(base::Secret("x"));
  ASSERT_TRUE(phc.has_value());
  EXPECT_FALSE(hasher_.needs_rehash(*phc));
  EXPECT_TRUE(hasher_.needs_rehash("$2b$12$abcdefghijklmnopqrstuv")) << "another function";
  EXPECT_TRUE(PasswordHasher(pool_, random_, {.memory_kib = 128, .passes = 1}).needs_rehash(*phc));
  EXPECT_TRUE(PasswordHasher(pool_, random_, {.memory_kib = 64, .passes = 2}).needs_rehash(*phc));
}

TEST_F(PasswordHasher_KY5, nobody_has_a_password) {
  EXPECT_TRUE(hasher_.verify_nothing(base::Secret("anything")).has_value());
}

// One job runs and one waits; the next is turned away at once instead of waiting.
TEST_F(PasswordHasher_KY5, a_full_queue_is_unavailable) {
  std::latch running(1);
  std::latch release(1);
  // After the latches, so that its threads have left them before they go.
  base::WorkerPool pool({.name = "argon2", .threads = 1, .queue = 1});
  PasswordHasher hasher(pool, random_, kCheap);
  base::WorkerPool::Job blocker = [&] {
    running.count_down();
    release.wait();
  };
  base::WorkerPool::Job waiting = [] {};
  ASSERT_TRUE(pool.submit(blocker));
  running.wait();
  ASSERT_TRUE(pool.submit(waiting));
  const auto hashed = hasher.hash(base::Secret("x"));
  const auto nothing = hasher.verify_nothing(base::Secret("x"));
  release.count_down();
  ASSERT_FALSE(hashed.has_value());
  EXPECT_EQ(hashed.error().code, base::ErrorCode::unavailable);
  ASSERT_FALSE(nothing.has_value());
  EXPECT_EQ(nothing.error().code, base::ErrorCode::unavailable);
}

TEST_F(PasswordHasher_KY5, many_threads_each_get_their_own_answer) {
  base::WorkerPool pool({.name = "argon2", .threads = 2, .queue = 64});
  PasswordHasher hasher(pool, random_, kCheap);
  std::atomic<int> wrong = 0;
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 8; ++t) {
      threads.emplace_back([&, t] {
        const base::Secret mine(std::to_string(t));
        const auto phc = hasher.hash(mine);
        const bool right = phc && hasher.verify(mine, *phc).value_or(false) &&
                           !hasher.verify(base::Secret("other"), *phc).value_or(true);
        wrong += right ? 0 : 1;
      });
    }
  }
  EXPECT_EQ(wrong, 0);
}

}  // namespace
}  // namespace crypto
