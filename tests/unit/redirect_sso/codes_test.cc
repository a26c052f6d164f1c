#include "redirect_sso/codes.h"

#include "mint/voucher.h"
#include "tests/unit/redirect_sso/sso_house.h"

namespace redirect_sso {
namespace {

using identity::users::Grant;

class CodesTest : public SsoHouse {
 protected:
  std::string location_for(const std::string& url) {
    const auto issued = issue(url);
    const auto* sent = std::get_if<SentOn>(&issued);
    return sent == nullptr ? "" : std::string(sent->location.reveal_text());
  }
};

TEST_F(CodesTest, LS2_a_code_is_256_bits_and_kept_as_a_hash_alone) {
  const std::string code = code_for(kBare);
  EXPECT_EQ(base::from_base64url(code).value().size(), 6U + 32U) << "the time, and 256 bits";
  const auto& row = vouchers_.rows().back().row;
  EXPECT_EQ(row.hash, mint::voucher_key(code));
  EXPECT_EQ(row.bound.find(code), std::string::npos);
  EXPECT_EQ(row.expires_at - row.issued_at, std::chrono::seconds(60));
  for (const auto& entry : trail_.chains().at("node-a")) {
    EXPECT_EQ(entry.event.details.find(code), std::string::npos);
    EXPECT_EQ(entry.event.subject.find(code), std::string::npos);
  }
}

TEST_F(CodesTest, LS2_it_is_bound_to_site_address_person_and_session) {
  issue(std::string(kGuarded) + "?state=7");
  const auto& bound = vouchers_.rows().back().row.bound;
  EXPECT_NE(bound.find(guarded_.id.text()), std::string::npos);
  EXPECT_NE(bound.find("guarded.example/cb?state=7"), std::string::npos);
  EXPECT_NE(bound.find("\"user\":" + std::to_string(ani_.id.value)), std::string::npos);
  EXPECT_NE(bound.find(session_->session().id.text()), std::string::npos);
}

TEST_F(CodesTest, LS1_an_own_query_comes_back_unchanged_with_the_code_after_it) {
  EXPECT_TRUE(location_for(kBare).starts_with("https://bare.example/cb?code="));
  EXPECT_TRUE(location_for("https://bare.example/cb?state=a%2Fb&n=1")
                  .starts_with("https://bare.example/cb?state=a%2Fb&n=1&code="));
}

// AZ1 to AZ4, with "https://ok.example/cb" registered.
TEST_F(CodesTest, LS1_what_is_not_registered_byte_for_byte_gets_none) {
  sites_.add(act_, {.name = "Ok", .redirect_urls = {"https://ok.example/cb"}}).value();
  ASSERT_NE(location_for("https://ok.example/cb"), "");
  for (const auto url : {
           "https://ok.example@evil.example/cb",
           "https://evil@@ok.example/cb",
           "https://ok.example%40evil.example/cb",
           "https://user:pass@ok.example/cb",
           "https://ok.example/cb/../x",
           "https://ok.example/x/../cb",
           "https://ok.example/cb/..;/x",
           "https://ok.example/cb/%2e%2e/x",
           "https://ok.example//cb",
           "https://ok.example/\\cb",
           "https:\\\\ok.example\\cb",
           "https://ok.example/cb;a=b",
           "https://ok.example/cb/",
           "https://ok.example/cb.",
           "https://ok.example/CB",
           "https://ok.example/c%62",
           "https://OK.example/cb",
           "HTTPS://ok.example/cb",
           "http://ok.example/cb",
           "https://ok.example:443/cb",
           "https://ok.example./cb",
           "https://ok.example.evil.test/cb",
           "https://evil.test/https://ok.example/cb",
           "https://sub.ok.example/cb",
           "//ok.example/cb",
           "/cb",
           "ok.example/cb",
           "https://ok.example/cb#",
           "https://ok.example/cb#code=x",
           "https://ok.example/cb?code=x&state=y&iss=z",
           "https://ok.example/cb?%63ode=x",
           "https://ok.example/cb%3Fx=1",
           " https://ok.example/cb",
           "https://ok.example/cb ",
           "https://ok.example/cb\t",
           "https://ok.example/cb\r\nLocation: https://evil.test/",
           "https://\xD0\xBEk.example/cb",
           "javascript:alert(1)",
           "JaVaScRiPt:alert(1)",
           "data:text/html,x",
           "file:///cb",
           "*",
           "",
       }) {
    EXPECT_TRUE(is<SiteGate::Unknown>(issue(url))) << url;
  }
}

TEST_F(CodesTest, AZ4_plain_http_dies_with_the_development_it_was_registered_in) {
  Sites before{{.store = site_rows_,
                .clock = clock_,
                .random = random_,
                .ids = ids_,
                .sealer = sealer_,
                .plain = PlainHttp::anywhere}};
  ASSERT_TRUE(before.add(act_, {.name = "Dev", .redirect_urls = {"http://dev.example/cb"}}));
  EXPECT_TRUE(is<SiteGate::Unknown>(issue("http://dev.example/cb")));
  SiteGate plain{site_rows_, PlainHttp::anywhere};
  EXPECT_TRUE(is<SiteGate::Open>(plain.find("http://dev.example/cb").value()));
}

TEST_F(CodesTest, LS6_an_administrator_gets_none_unless_the_site_allows_it) {
  ASSERT_TRUE(users_.grant(act_, ani_.id, Grant::administrator));
  EXPECT_TRUE(is<SiteGate::NotForAdministrators>(issue(kBare)));
  EXPECT_EQ(last_reason(), "administrator");
  ASSERT_TRUE(sites_.set(act_, bare_.id, {.allows_administrators = true}));
  EXPECT_TRUE(is<SentOn>(issue(kBare)));
}

TEST_F(CodesTest, LS6_a_disabled_site_gets_none) {
  ASSERT_TRUE(sites_.set(act_, bare_.id, {.enabled = false}));
  EXPECT_TRUE(is<SiteGate::Disabled>(issue(kBare)));
  EXPECT_EQ(last_reason(), "disabled");
  EXPECT_TRUE(vouchers_.rows().empty());
}

}  // namespace
}  // namespace redirect_sso
