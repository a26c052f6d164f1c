#include "redirect_sso/redirect_url.h"

#include <array>

#include <gtest/gtest.h>

namespace redirect_sso {
namespace {

using namespace std::string_view_literals;

TEST(Registration_AZ4, TakesAddressesOfSites) {
  for (const auto url : {
           "https://travelin.co.id/auth/callback",
           "https://travelin.co.id/",
           "https://travelin.co.id:8443/auth/callback",
           "https://xn--bcher-kva.example/cb",
           "https://192.0.2.7/cb",
           "https://[2001:db8::7]:8443/cb",
           "https://[2001:db8:1:2:3:4:5:6]/cb",
           "https://[::]/cb",
           "https://a.example/cb/",
           "https://a.example/~u/a-b_c.d/e,f(g)!h$i&j'k+l=m:n@o",
           "https://a.example/m%C3%A4p",
           "http://localhost/cb",
           "http://localhost:3000/auth/callback",
           "http://127.0.0.1:3000/cb",
           "http://[::1]:3000/cb",
       }) {
    EXPECT_TRUE(check_registrable(url, PlainHttp::on_loopback)) << url;
  }
}

struct Refusal {
  std::string_view url;
  std::string_view clause;
};

class NotRegistrable_AZ4 : public testing::TestWithParam<Refusal> {};

TEST_P(NotRegistrable_AZ4, IsRefusedWithItsReason) {
  const auto checked = check_registrable(GetParam().url, PlainHttp::on_loopback);
  ASSERT_FALSE(checked) << GetParam().url;
  EXPECT_EQ(checked.error().clause, GetParam().clause) << GetParam().url;
  EXPECT_EQ(checked.error().code, base::ErrorCode::invalid_request);
}

INSTANTIATE_TEST_SUITE_P(
    Vectors, NotRegistrable_AZ4,
    testing::Values(
        Refusal{"", "site.url.scheme"}, Refusal{"*", "site.url.scheme"},
        Refusal{"javascript:alert(1)", "site.url.scheme"},
        Refusal{"JaVaScRiPt:alert(1)", "site.url.scheme"},
        Refusal{"javascript://a.example/%0aalert(1)", "site.url.scheme"},
        Refusal{"data:text/html,x", "site.url.scheme"},
        Refusal{"file:///etc/passwd", "site.url.scheme"},
        Refusal{"HTTPS://a.example/cb", "site.url.scheme"},
        Refusal{"//a.example/cb", "site.url.scheme"}, Refusal{"/cb", "site.url.scheme"},
        Refusal{"https:/a.example/cb", "site.url.scheme"},
        Refusal{"ftp://a.example/cb", "site.url.scheme"},
        Refusal{"com.example.app:/cb", "site.url.scheme"},
        Refusal{"http://a.example/cb", "site.url.http"},
        Refusal{"http://localhost.evil.test/cb", "site.url.http"},
        Refusal{"http://127.0.0.1.evil.test/cb", "site.url.http"},
        Refusal{"http://127.0.0.2/cb", "site.url.http"},
        Refusal{"http://localhost@evil.test/cb", "site.url.userinfo"},
        Refusal{"https://ok.example@evil.test/cb", "site.url.userinfo"},
        Refusal{"https://*.example/cb", "site.url.wildcard"},
        Refusal{"https://a.example/*", "site.url.wildcard"},
        Refusal{"https://a.example/cb?x=1", "site.url.query"},
        Refusal{"https://a.example/cb?code=x&state=y&iss=z", "site.url.query"},
        Refusal{"https://a.example/cb#x", "site.url.fragment"},
        Refusal{"https://a.example/cb#code=x", "site.url.fragment"},
        // "а" of Cyrillic.
        Refusal{"https://\xD0\xB0.example/cb", "site.url.characters"},
        Refusal{"https://a.example/c\0b"sv, "site.url.characters"},
        Refusal{"https://a.example/c\r\nb", "site.url.characters"},
        Refusal{"https://a.example/c\tb", "site.url.characters"},
        Refusal{" https://a.example/cb", "site.url.characters"},
        Refusal{"https://A.example/cb", "site.url.host"},
        Refusal{"https://a.example./cb", "site.url.host"},
        Refusal{"https://.example/cb", "site.url.host"},
        Refusal{"https://a..example/cb", "site.url.host"},
        Refusal{"https://-a.example/cb", "site.url.host"},
        Refusal{"https://a_b.example/cb", "site.url.host"}, Refusal{"https:///cb", "site.url.host"},
        Refusal{"https://a.example:/cb", "site.url.host"},
        Refusal{"https://a.example:0/cb", "site.url.host"},
        Refusal{"https://a.example:65536/cb", "site.url.host"},
        Refusal{"https://a.example:80a/cb", "site.url.host"},
        Refusal{"https://a%2eexample/cb", "site.url.host"},
        Refusal{"https://ok.example%40evil.test/cb", "site.url.host"},
        Refusal{"https://ok.example\\.evil.test/cb", "site.url.host"},
        Refusal{"https://2130706433/cb", "site.url.host"},
        Refusal{"https://0x7f.1/cb", "site.url.host"}, Refusal{"https://127.1/cb", "site.url.host"},
        Refusal{"https://256.0.0.1/cb", "site.url.host"},
        // No addresses, or not as RFC 5952 spells them.
        Refusal{"https://[aaaa]/cb", "site.url.host"},
        Refusal{"https://[:::::::::]/cb", "site.url.host"},
        Refusal{"https://[1.2.3.4]/cb", "site.url.host"},
        Refusal{"https://[::ffff:192.0.2.7]/cb", "site.url.host"},
        Refusal{"https://[]/cb", "site.url.host"}, Refusal{"https://[::1/cb", "site.url.host"},
        Refusal{"https://[1:2:3:4:5:6:7]/cb", "site.url.host"},
        Refusal{"https://[1:2:3:4:5:6:7:8:9]/cb", "site.url.host"},
        Refusal{"https://[2001:db8::1::2]/cb", "site.url.host"},
        Refusal{"https://[2001:db8::12345]/cb", "site.url.host"},
        Refusal{"https://[2001:DB8::7]/cb", "site.url.host"},
        Refusal{"https://[2001:0db8::7]/cb", "site.url.host"},
        Refusal{"https://[0:0:0:0:0:0:0:1]/cb", "site.url.host"},
        Refusal{"https://[fe80::1%25eth0]/cb", "site.url.host"},
        Refusal{"https://a.example", "site.url.path"},
        Refusal{"https://a.example/x/../cb", "site.url.path"},
        Refusal{"https://a.example/./cb", "site.url.path"},
        Refusal{"https://a.example/..", "site.url.path"},
        Refusal{"https://a.example/%2e%2e/cb", "site.url.path"},
        Refusal{"https://a.example/x%2Fcb", "site.url.path"},
        Refusal{"https://a.example/x%5Ccb", "site.url.path"},
        Refusal{"https://a.example/x%00", "site.url.path"},
        Refusal{"https://a.example/x%0d%0a", "site.url.path"},
        Refusal{"https://a.example/x%252e", "site.url.path"},
        Refusal{"https://a.example/x%4", "site.url.path"},
        Refusal{"https://a.example/x%", "site.url.path"},
        Refusal{"https://a.example//cb", "site.url.path"},
        Refusal{"https://a.example/cb//", "site.url.path"},
        Refusal{"https://a.example/cb;a=b", "site.url.path"},
        Refusal{"https://a.example/c\\b", "site.url.path"},
        Refusal{"https://a.example/c<b", "site.url.path"}));

TEST(Registration_AZ4, HasALongestAddress) {
  const std::string head = "https://a.example/";
  EXPECT_TRUE(check_registrable(head + std::string(2000 - head.size(), 'a'), PlainHttp::anywhere));
  const auto longer =
      check_registrable(head + std::string(2001 - head.size(), 'a'), PlainHttp::anywhere);
  ASSERT_FALSE(longer);
  EXPECT_EQ(longer.error().clause, "site.url.long");
}

TEST(Registration_AZ4, TakesPlainHttpAnywhereWhileTheIssuerIsPlainItself) {
  EXPECT_EQ(plain_http_for("http://localhost:9000"), PlainHttp::anywhere);
  EXPECT_EQ(plain_http_for("https://id.example"), PlainHttp::on_loopback);
  EXPECT_TRUE(check_registrable("http://travelin.example/cb", PlainHttp::anywhere));
  EXPECT_FALSE(check_registrable("http://travelin.example/cb", PlainHttp::on_loopback));
}

TEST(Asked_AZ3, MayHaveAQueryOfItsOwn) {
  for (const auto query : {"", "?", "?state=abc", "?state=a%20b&next=%2Fflights%2F7%2Fbook",
                           "?codec=1", "?encode=1", "?code_challenge=x", "?a=code", "?a=b=code",
                           "?x=%26code%3D1", "?state=a|b^{c}", "?&&", "?q=/../"}) {
    const std::string url = "https://a.example/cb" + std::string(query);
    const auto asked = read_asked(url);
    ASSERT_TRUE(asked) << url;
    EXPECT_EQ(asked->whole, url);
    EXPECT_EQ(asked->registered, "https://a.example/cb");
  }
}

TEST(Asked_AZ3, MayNotHoldCodeHoweverItIsWritten) {
  for (const auto query :
       {"?code",      "?code=",      "?code=x",     "?a=1&code=x",   "?a=1;code=x", "?%63ode=x",
        "?c%6Fde=x",  "?c%6fd%65=x", "?%2563ode=x", "?Code=x",       "?CODE=x",     "?+code=x",
        "?%20code=x", "?code%20=x",  "?code[]=x",   "?code%5B%5D=x", "?code[0]=x",  "?code.x=1",
        "?code%00=x", "?code%00z=x", "?code%3Dx",   "?&code=x",      "?%09code=x"}) {
    const auto asked = read_asked("https://a.example/cb" + std::string(query));
    ASSERT_FALSE(asked) << query;
    EXPECT_EQ(asked.error().clause, "site.asked.code") << query;
  }
}

TEST(Asked_AZ3, IsRefusedWhereItIsNoUrl) {
  const std::array<Refusal, 10> refusals = {
      {{"", "site.asked.characters"},
       {"https://a.example/cb#code=x", "site.asked.fragment"},
       {"https://a.example/cb?x=1#", "site.asked.fragment"},
       {"https://a.example/cb?x=1\r\nSet-Cookie: a=b", "site.asked.characters"},
       {"https://a.example/cb?x=\0"sv, "site.asked.characters"},
       {"https://a.example/cb?x=\xC3\xA4", "site.asked.characters"},
       {"https://a.example/cb?x=a b", "site.asked.characters"},
       {"https://a.example/cb?x=%", "site.asked.query"},
       {"https://a.example/cb?x=%zz", "site.asked.query"},
       {"https://a.example/cb?x=<b>", "site.asked.query"}}};
  for (const auto& [url, clause] : refusals) {
    const auto asked = read_asked(url);
    ASSERT_FALSE(asked) << url;
    EXPECT_EQ(asked.error().clause, clause) << url;
  }
}

TEST(WithCode, ComesAfterTheQueryThereIs) {
  EXPECT_EQ(with_code("https://a.example/cb", "C"), "https://a.example/cb?code=C");
  EXPECT_EQ(with_code("https://a.example/cb?", "C"), "https://a.example/cb?code=C");
  EXPECT_EQ(with_code("https://a.example/cb?state=1", "C"), "https://a.example/cb?state=1&code=C");
  EXPECT_EQ(with_code("https://a.example/cb?state=1&", "C"), "https://a.example/cb?state=1&code=C");
}

}  // namespace
}  // namespace redirect_sso
