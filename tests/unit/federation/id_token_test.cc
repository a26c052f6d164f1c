#include "federation/id_token.h"

#include <gtest/gtest.h>

namespace federation {
namespace {

constexpr std::int64_t kNow = 1'790'000'000;

base::json::object claims(const std::string& issuer) {
  return {{"iss", issuer}, {"aud", "us"},       {"sub", "s"},
          {"iat", kNow},   {"exp", kNow + 300}, {"nonce", "n"}};
}

base::Done check(const base::json::object& claims, std::string_view issuer,
                 std::optional<base::Instant> not_before = {}) {
  return check_id_token(
      claims, {.issuer = issuer, .client_id = "us", .nonce = "n", .not_before = not_before},
      base::Instant(std::chrono::seconds(kNow)));
}

TEST(IdToken_FD1, is_of_google_under_its_old_name_and_of_nobody_else_under_any_other) {
  constexpr const char* kGoogle = "https://accounts.google.com";
  EXPECT_TRUE(check(claims(kGoogle), kGoogle));
  EXPECT_TRUE(check(claims("accounts.google.com"), kGoogle));
  for (const char* other : {"https://accounts.google.com/", "http://accounts.google.com",
                            "https://accounts.google.com.evil.test", "google.com", ""}) {
    EXPECT_FALSE(check(claims(other), kGoogle)) << other;
  }
  EXPECT_FALSE(check(claims("a.test"), "https://a.test"));
}

TEST(IdToken, FD4_says_when_somebody_showed_who_they_are_where_it_was_asked_anew) {
  const base::Instant since{std::chrono::seconds(kNow - 100)};
  auto said = claims("https://a.test");
  EXPECT_TRUE(check(said, "https://a.test"));
  EXPECT_FALSE(check(said, "https://a.test", since)) << "whoever asks for it is told";
  said["auth_time"] = kNow - 50;
  EXPECT_TRUE(check(said, "https://a.test", since));
  said["auth_time"] = kNow - 500;
  EXPECT_TRUE(check(said, "https://a.test"));
  const auto refused = check(said, "https://a.test", since);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().clause, "OIDC-3.1.3.7");
  said["auth_time"] = "now";
  EXPECT_FALSE(check(said, "https://a.test", since));
}

TEST(IdToken, names_whole_numbers_as_text) {
  const base::json::object said{{"a", "x"}, {"b", 12}, {"c", 1.5}, {"d", true}, {"e", nullptr}};
  EXPECT_EQ(text_claim_of(said, "a"), "x");
  EXPECT_EQ(text_claim_of(said, "b"), "12");
  for (const char* name : {"c", "d", "e", "f"}) {
    EXPECT_EQ(text_claim_of(said, name), "") << name;
  }
}

}  // namespace
}  // namespace federation
