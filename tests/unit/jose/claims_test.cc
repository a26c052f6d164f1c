#include "jose/claims.h"

#include <gtest/gtest.h>

namespace jose {
namespace {

constexpr std::int64_t kNow = 1'700'000'000;

struct Case {
  const char* name;
  const char* member;
  base::json::value value;  // null: the member is taken away
  std::string clause;       // empty: the claims are accepted
};

const Case kCases[] = {
    {"as_issued", "sub", "23", ""},
    {"exp_missing", "exp", nullptr, "RFC7519-4.1.4"},
    {"exp_text", "exp", "1800000000", "RFC7519-4.1.4"},
    {"exp_61_s_ago", "exp", kNow - 61, "RFC7519-4.1.4"},
    {"exp_60_s_ago", "exp", kNow - 60, "RFC7519-4.1.4"},
    {"exp_59_s_ago", "exp", kNow - 59, ""},
    {"exp_fraction", "exp", static_cast<double>(kNow) - 59.5, ""},
    {"exp_zero", "exp", 0, "RFC7519-4.1.4"},
    {"exp_negative", "exp", -1, "RFC7519-4.1.4"},
    {"exp_beyond_2038", "exp", 4'102'444'800, ""},
    {"exp_beyond_all_years", "exp", 1e18, "RFC7519-4.1.4"},
    {"exp_largest", "exp", 18446744073709551615ULL, "RFC7519-4.1.4"},
    {"nbf_in_61_s", "nbf", kNow + 61, "RFC7519-4.1.5"},
    {"nbf_in_60_s", "nbf", kNow + 60, ""},
    {"nbf_text", "nbf", "now", "RFC7519-4.1.5"},
    {"iat_missing", "iat", nullptr, "RFC7519-4.1.6"},
    {"iat_in_61_s", "iat", kNow + 61, "RFC7519-4.1.6"},
    {"iat_in_60_s", "iat", kNow + 60, ""},
    {"iat_bool", "iat", true, "RFC7519-4.1.6"},
    {"iss_missing", "iss", nullptr, "RFC7519-4.1.1"},
    {"iss_with_slash", "iss", "https://sso.example/", "RFC7519-4.1.1"},
    {"iss_other_case", "iss", "https://SSO.example", "RFC7519-4.1.1"},
    {"iss_longer", "iss", "https://sso.example.evil", "RFC7519-4.1.1"},
    {"iss_list", "iss", base::json::array{"https://sso.example"}, "RFC7519-4.1.1"},
    {"aud_missing", "aud", nullptr, "RFC7519-4.1.3"},
    {"aud_other", "aud", "other", "RFC7519-4.1.3"},
    {"aud_empty", "aud", "", "RFC7519-4.1.3"},
    {"aud_empty_list", "aud", base::json::array{}, "RFC7519-4.1.3"},
    {"aud_list", "aud", base::json::array{"other", "client"}, ""},
    {"aud_list_of_others", "aud", base::json::array{"other", "client2"}, "RFC7519-4.1.3"},
    {"aud_list_with_a_number", "aud", base::json::array{"client", 1}, "RFC7519-4.1.3"},
    {"aud_list_in_a_list", "aud", base::parse_json(R"([["client"]])").value(), "RFC7519-4.1.3"},
    {"aud_object", "aud", base::json::object{{"client", true}}, "RFC7519-4.1.3"},
};

class Claims_TK14 : public testing::TestWithParam<Case> {};

TEST_P(Claims_TK14, against_the_rules) {
  base::json::object claims{
      {"iss", "https://sso.example"}, {"aud", "client"}, {"exp", kNow + 300}, {"iat", kNow}};
  if (GetParam().value.is_null()) {
    claims.erase(GetParam().member);
  } else {
    claims[GetParam().member] = GetParam().value;
  }
  const auto done = check_claims(claims, {.issuer = "https://sso.example", .audience = "client"},
                                 base::from_micros(kNow * 1'000'000));
  EXPECT_EQ(done ? std::string() : done.error().clause, GetParam().clause);
  if (!done) {
    EXPECT_EQ(done.error().code, base::ErrorCode::unauthorized);
  }
}

INSTANTIATE_TEST_SUITE_P(table, Claims_TK14, testing::ValuesIn(kCases),
                         [](const auto& instance) { return instance.param.name; });

TEST(ClaimRules_TK14, an_empty_audience_of_ours_matches_nothing) {
  const base::json::object claims{{"iss", "i"}, {"aud", ""}, {"exp", kNow + 1}, {"iat", kNow}};
  EXPECT_FALSE(
      check_claims(claims, {.issuer = "i", .audience = ""}, base::from_micros(kNow * 1'000'000))
          .has_value());
}

TEST(ClaimRules_TK14, a_longest_age_holds_whatever_exp_says) {
  base::json::object claims{{"iss", "i"}, {"aud", "a"}, {"exp", kNow + 9999}, {"iat", kNow - 359}};
  const ClaimRules rules{.issuer = "i",
                         .audience = "a",
                         .iat_required = false,
                         .longest_age = std::chrono::seconds(300)};
  const auto now = base::from_micros(kNow * 1'000'000);
  EXPECT_TRUE(check_claims(claims, rules, now).has_value());
  claims["iat"] = kNow - 360;
  EXPECT_FALSE(check_claims(claims, rules, now).has_value());
  claims.erase("iat");
  EXPECT_FALSE(check_claims(claims, rules, now).has_value());
}

TEST(TextClaim, is_nothing_unless_it_is_text) {
  const base::json::object claims{{"a", "x"}, {"b", ""}, {"c", 1}, {"d", nullptr}};
  EXPECT_EQ(text_claim(claims, "a"), "x");
  for (const char* name : {"b", "c", "d", "e"}) {
    EXPECT_FALSE(text_claim(claims, name).has_value()) << name;
  }
}

}  // namespace
}  // namespace jose
