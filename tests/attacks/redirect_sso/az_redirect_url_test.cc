// Where a code may be sent, asked of a whole installation: whatever an address looks like, it is
// one that is registered, octet by octet, or nobody is sent anywhere.
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/people.h"
#include "tests/support/sites.h"

namespace {

using support::EngineKind;
using testing::HasSubstr;
using testing::Not;

constexpr const char* kCallback = "https://ok.example/cb";

class RedirectUrl : public testing::TestWithParam<EngineKind> {
 protected:
  RedirectUrl() {
    add_user(installation_, "ani");
    installation_.json({"site", "add", "--name", "Ok", "--redirect-url", kCallback});
    support::log_in(member_, "ani");
  }
  // To somebody who is logged in and would be sent on at once, and to somebody who is not.
  void expect_nobody_is_sent(const std::vector<std::string>& urls) {
    auto stranger = browser_of(*server_);
    for (const std::string& url : urls) {
      for (auto* browser : {&member_, &stranger}) {
        const auto page = browser->get(support::login_for(url));
        EXPECT_EQ(page.status, 400) << url;
        EXPECT_FALSE(page.header("Location")) << url;
        EXPECT_FALSE(page.header("Set-Cookie")) << "no login is begun for " << url;
        EXPECT_THAT(page.body, Not(HasSubstr("<form"))) << url;
      }
    }
    EXPECT_NE(support::code_in(member_.get(support::login_for(kCallback))), "") << "and it works";
  }

  support::Installation installation_{GetParam()};
  std::unique_ptr<support::Server> server_ = installation_.serve();
  support::Browser member_ = browser_of(*server_);
};

INSTANTIATE_TEST_SUITE_P(engines, RedirectUrl,
                         testing::Values(EngineKind::sqlite, EngineKind::postgres),
                         [](const auto& info) { return support::name_of(info.param); });

TEST_P(RedirectUrl, AZ1_no_user_in_an_address_hides_its_host) {
  expect_nobody_is_sent({"https://ok.example@evil.example/cb", "https://evil@@ok.example/cb",
                         "https://ok.example%40evil.example/cb", "https://u:p@ok.example/cb",
                         "https://ok.example:@evil.example/cb", "https://@ok.example/cb",
                         "https://ok.example\\@evil.example/cb"});
}

TEST_P(RedirectUrl, AZ2_no_trick_with_the_path_leads_elsewhere) {
  expect_nobody_is_sent({"https://ok.example/cb/../x",
                         "https://ok.example/x/../cb",
                         "https://ok.example/cb/..;/x",
                         "https://ok.example/cb/%2e%2e/x",
                         "https://ok.example//cb",
                         "https://ok.example/\\cb",
                         "https:\\\\ok.example\\cb",
                         "https://ok.example/cb;a=b",
                         "https://ok.example/cb/",
                         "https://ok.example/cb.",
                         "https://ok.example./cb",
                         "https://ok.example/CB",
                         "https://ok.example/c%62",
                         "https://OK.example/cb",
                         "HTTPS://ok.example/cb",
                         "https://ok.example:443/cb",
                         "http://ok.example/cb",
                         "//ok.example/cb",
                         "/cb",
                         ""});
}

TEST_P(RedirectUrl, AZ3_no_query_and_no_fragment_smuggles_a_code_in) {
  expect_nobody_is_sent({"https://ok.example/cb#x", "https://ok.example/cb#code=x",
                         "https://ok.example/cb?code=x&state=y&iss=z",
                         "https://ok.example/cb?state=y&code=x", "https://ok.example/cb?Code=x",
                         "https://ok.example/cb?%63ode=x", "https://ok.example/cb?%2563ode=x",
                         "https://ok.example/cb?code[]=x", "https://ok.example/cb?a=1;code=x",
                         "https://ok.example/cb?state=y#code=x",
                         "https://ok.example/cb?state=y\r\nSet-Cookie: a=b"});
  const auto own = member_.get(support::login_for(std::string(kCallback) + "?state=y&n=1"));
  EXPECT_THAT(own.location(), testing::StartsWith(std::string(kCallback) + "?state=y&n=1&code="))
      << "a query of the site's own comes back as it was";
}

TEST_P(RedirectUrl, AZ4_nothing_is_registered_or_asked_for_that_leads_elsewhere) {
  const std::vector<std::string> urls = {"javascript:alert(1)",
                                         "JaVaScRiPt:alert(1)",
                                         "data:text/html,x",
                                         "file:///etc/passwd",
                                         "*",
                                         "http://localhost.evil.test/cb",
                                         "https://*.example/cb",
                                         "https://\xD0\xB0.example/cb",
                                         "https://ok.example/c\r\nb",
                                         "https://ok.example/c\tb",
                                         "https://ok.example/c%00b",
                                         "http://ok.example/cb"};
  // A server that is https: it was http alone that let one with http://localhost in.
  const support::Variables secure = {{"GAPURA_ISSUER", "https://id.example"}};
  for (const std::string& url : urls) {
    const auto refused =
        installation_.run({"site", "add", "--name", "Evil", "--redirect-url", url}, secure);
    EXPECT_EQ(refused.code, 2) << url;
  }
  EXPECT_EQ(installation_.json({"site", "list"}).at("sites").as_array().size(), 1U);
  expect_nobody_is_sent(urls);
}

}  // namespace
