// The form of a notice, as docs/decisions/0018-site-logout.md has it; the signatures were made with
// `openssl dgst -sha256 -mac hmac` from the same text.
#include "redirect_sso/logout_notice.h"

#include "redirect_sso/logout_key.h"
#include "tests/unit/redirect_sso/sso_house.h"

namespace redirect_sso {
namespace {

constexpr const char* kSecret = "c2VjcmV0LW9mLWEtc2l0ZS1pbi1iYXNlNjR1cmwtXzAx";
const std::string kBody =
    R"({"event":"logout","id":"00000000000000000000000000","user_id":23,"session":")"
    "abababababababababababababababababababababababababababababababab"
    R"(","at":"2023-11-14T22:13:20.000000Z"})";

TEST(LogoutNotice, says_who_and_which_session_and_when) {
  EXPECT_EQ(body_of({.id = VisitId(base::IdBytes{}),
                     .site = SiteId(base::IdBytes{}),
                     .user = {23},
                     .mark = base::Bytes(32, 0xab),
                     .ended_at = base::from_micros(1'700'000'000'000'000),
                     .leased_until = {},
                     .tries = 4}),
            kBody);
}

TEST(LogoutNotice, is_signed_with_the_time_by_every_key) {
  std::vector<base::Secret> keys;
  keys.push_back(logout_key(base::Secret(std::string_view(kSecret))));
  EXPECT_EQ(base::to_hex(keys[0].reveal()),
            "7205ab94cee6ea754410a5022f702b45ba62f329dd83d8e303f70355901f6d5a");
  keys.push_back(logout_key(base::Secret(std::string_view("old"))));
  EXPECT_EQ(signature_of(kBody, keys, base::from_micros(1'700'000'005'999'999)),
            "t=1700000005,v1=d7526f26ebe2f220935c988f4a1b589af76e631b8fc420a49692032e7d4e208e"
            ",v1=ed7ae794d6eb00b5398f4d149381d68541aac3452f42f102a06edf0b9022af60");
}

class LogoutKeys : public SsoHouse {
 protected:
  Site rotated(base::Duration grace) {
    return sites_.rotate_secret(act_, guarded_.id, grace).value().site;
  }
  std::size_t opened(const Site& site) {
    return open_logout_keys(sealer_, site, clock_.now()).value().size();
  }
};

TEST_F(LogoutKeys, open_to_what_the_site_makes_of_its_secret) {
  const auto keys = open_logout_keys(sealer_, guarded_, clock_.now()).value();
  ASSERT_EQ(keys.size(), 1U);
  EXPECT_EQ(base::to_hex(keys[0].reveal()), base::to_hex(logout_key(secret_).reveal()));
  EXPECT_EQ(opened(bare_), 0U);
}

TEST_F(LogoutKeys, are_two_while_one_secret_gives_way_to_the_other) {
  const auto site = rotated(std::chrono::hours(1));
  EXPECT_EQ(opened(site), 2U);
  clock_.advance(std::chrono::hours(1));
  EXPECT_EQ(opened(site), 1U);
}

TEST_F(LogoutKeys, KY2_in_another_place_none_opens) {
  auto moved = guarded_;
  moved.secrets.front().sha256.front() ^= 1;
  EXPECT_FALSE(open_logout_keys(sealer_, moved, clock_.now()));
  auto lent = guarded_;
  lent.id = bare_.id;
  EXPECT_FALSE(open_logout_keys(sealer_, lent, clock_.now()));
  const crypto::Sealer other(base::Secret(base::Bytes(32, 4)), random_);
  EXPECT_FALSE(open_logout_keys(other, guarded_, clock_.now()));
}

TEST_F(LogoutKeys, an_operator_sees_whether_there_is_one_and_not_which) {
  const auto state = [](Site site, const std::string& url) {
    site.logout_url = url;
    return to_json(site).at("logout").as_string();
  };
  EXPECT_EQ(state(guarded_, ""), "no_address");
  EXPECT_EQ(state(guarded_, "https://a.example/bye"), "told");
  EXPECT_EQ(state(bare_, "https://a.example/bye"), "no_key");
  auto before = guarded_;
  before.secrets.front().logout_key.clear();
  EXPECT_EQ(state(before, "https://a.example/bye"), "no_key");
  EXPECT_EQ(state(rotated({}), "https://a.example/bye"), "told");
  EXPECT_EQ(base::json::serialize(to_json(guarded_)).find("logout_key"), std::string::npos);
}

TEST_F(LogoutKeys, are_kept_in_the_column_of_the_secrets_which_may_lack_them) {
  auto secrets = guarded_.secrets;
  secrets.push_back({.sha256 = base::Bytes(32, 1), .made_at = clock_.now(), .good_until = {}});
  EXPECT_EQ(secrets_from_text(secrets_to_text(secrets)).value(), secrets);
  EXPECT_FALSE(secrets_from_text(R"({"list":[{"sha256":"00","made_at":1,"logout_key":"="}]})"));
}

}  // namespace
}  // namespace redirect_sso
