// The small parsers: addresses, forwarding, forms, cookies, origins, CSRF tokens, preferences.
#include <array>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/random.h"
#include "http/address.h"
#include "http/cookies.h"
#include "http/csrf.h"
#include "http/date.h"
#include "http/form.h"
#include "http/forwarded.h"
#include "http/negotiate.h"
#include "http/origin.h"

namespace http {
namespace {

TEST(Address, is_one_in_every_spelling) {
  EXPECT_EQ(Address::parse("::ffff:192.0.2.1"), Address::parse("192.0.2.1"));
  EXPECT_EQ(Address::parse("::ffff:192.0.2.1")->text(), "192.0.2.1");
  EXPECT_EQ(Address::parse("2001:DB8:0::1")->text(), "2001:db8::1");
  for (const char* bad : {"", "a", "1.2.3", "1.2.3.4.5", "192.0.2.1:80", "[::1]", "fe80::1%eth0",
                          "256.1.1.1", "01.2.3.4", "1.2.3.4 "}) {
    EXPECT_FALSE(Address::parse(bad)) << bad;
  }
  EXPECT_FALSE(Address::parse(std::string_view("1.2.3.4\0", 8)));
}

TEST(Network, holds_what_its_bits_say) {
  const auto in = [](const char* network, const char* address) {
    return Network::parse(network)->contains(*Address::parse(address));
  };
  EXPECT_TRUE(in("10.0.0.0/8", "10.255.0.1"));
  EXPECT_TRUE(in("10.0.0.0/8", "::ffff:10.255.0.1"));
  EXPECT_FALSE(in("10.0.0.0/8", "11.0.0.1"));
  EXPECT_TRUE(in("192.0.2.128/25", "192.0.2.200"));
  EXPECT_FALSE(in("192.0.2.128/25", "192.0.2.127"));
  EXPECT_TRUE(in("2001:db8::/33", "2001:db8:7fff::1"));
  EXPECT_FALSE(in("2001:db8::/33", "2001:db8:8000::1"));
  EXPECT_TRUE(in("192.0.2.1", "192.0.2.1"));
  EXPECT_FALSE(in("192.0.2.1", "192.0.2.2"));
  EXPECT_TRUE(in("0.0.0.0/0", "203.0.113.9"));
  EXPECT_FALSE(in("0.0.0.0/0", "2001:db8::1"));
  EXPECT_TRUE(in("::/0", "203.0.113.9"));
  for (const char* bad :
       {"10.0.0.0/33", "10.0.0.0/", "10.0.0.0/+8", "10.0.0.0/8/8", "::/129", "x/8"}) {
    EXPECT_FALSE(Network::parse(bad)) << bad;
  }
}

TEST(Host, valid_and_not) {
  for (const char* good : {"a", "sso.test", "SSO.test:9000", "127.0.0.1:80", "[::1]", "[::1]:80",
                           "xn--bcher-kva.example", "under_score.test"}) {
    EXPECT_TRUE(is_valid_host(good)) << good;
  }
  for (const char* bad : {"", ":80", "a:", "a:b", "a:65536", "a b", "a/b", "user@a", "[::1", "[a]",
                          "[1.2.3.4]", "a,b", "a?b", "a#b", "é.test", ".a", "[::1]x"}) {
    EXPECT_FALSE(is_valid_host(bad)) << bad;
  }
}

TEST(Form, decodes_strictly) {
  const auto form = Form::parse("a=1&b=%C3%A9+x%2By&empty=&bare&&c=a%3Db=c");
  ASSERT_TRUE(form);
  EXPECT_EQ(form->get("a")->value(), "1");
  EXPECT_EQ(form->get("b")->value(), "\xC3\xA9 x+y");
  EXPECT_EQ(form->get("empty")->value(), "");
  EXPECT_EQ(form->get("bare")->value(), "");
  EXPECT_EQ(form->get("c")->value(), "a=b=c");
  EXPECT_FALSE(form->get("none")->has_value());
  for (const char* bad : {"a=%", "a=%4", "a=%zz", "%=1", "a=%00", "a=%FF", "a=%C0%AF",
                          "a=%ED%A0%80", "a=\xFF", "\uFEFFa=1", "a=%2"}) {
    const auto refused = Form::parse(bad);
    ASSERT_FALSE(refused) << bad;
    EXPECT_EQ(refused.error().code, base::ErrorCode::invalid_request);
  }
}

TEST(Form_AZ7, a_name_given_twice_is_seen) {
  const auto form = Form::parse("a=1&a=1&b=2&a[]=3&%61=4");
  ASSERT_TRUE(form);
  EXPECT_FALSE(form->get("a"));
  EXPECT_FALSE(form->require("a"));
  EXPECT_EQ(form->count("a"), 3U);
  EXPECT_TRUE(form->get("b"));
  EXPECT_FALSE(form->no_duplicates());
  EXPECT_TRUE(Form::parse("a=1&b=1")->no_duplicates());
  EXPECT_EQ(form->all("a"), (std::vector<std::string>{"1", "1", "4"}));
  EXPECT_FALSE(Form::parse("a=")->require("a"));
}

TEST(Form_DS2, a_hundred_fields_and_no_more) {
  std::string text;
  for (std::size_t i = 0; i < kMaxFormFields; ++i) {
    text += "a" + std::to_string(i) + "=&";
  }
  EXPECT_TRUE(Form::parse(text));
  EXPECT_FALSE(Form::parse(text + "b="));
}

TEST(Form, writes_queries) {
  EXPECT_EQ(with_query("https://a/cb", "code", "x y&z/é"), "https://a/cb?code=x%20y%26z%2F%C3%A9");
  EXPECT_EQ(with_query("https://a/cb?s=1", "code", "x"), "https://a/cb?s=1&code=x");
  EXPECT_EQ(with_query("https://a/cb?", "code", "x"), "https://a/cb?code=x");
}

TEST(Cookies_CK2, are_read_without_mercy) {
  const Cookies cookies(
      "a=1; b=\"2\"; c=x=y; $Version=1;d=4;  e=5; \xE2\x80\x80__Host-s=evil; =n; bare; f =6");
  EXPECT_EQ(cookies.get("a"), "1");
  EXPECT_FALSE(cookies.get("b"));  // quoted: not unquoted, and so no value
  EXPECT_EQ(cookies.get("c"), "x=y");
  EXPECT_EQ(cookies.get("d"), "4");
  EXPECT_FALSE(cookies.get("e"));  // " e" is another name
  EXPECT_EQ(cookies.get(" e"), "5");
  EXPECT_FALSE(cookies.get("__Host-s"));
  EXPECT_FALSE(cookies.get("f"));
  EXPECT_EQ(cookies.get("$Version"), "1");
  EXPECT_FALSE(cookies.get(""));
}

TEST(Cookies_CK2, a_name_that_stands_twice_has_no_value) {
  const Cookies cookies("__Host-s=good; a=1; __Host-s=evil");
  EXPECT_FALSE(cookies.get("__Host-s"));
  EXPECT_TRUE(cookies.duplicated("__Host-s"));
  EXPECT_FALSE(cookies.duplicated("a"));
  EXPECT_TRUE(cookies.has("__Host-s"));
  EXPECT_FALSE(cookies.has("b"));
  // A nameless cookie of the value "__Host-s=evil" arrives as a second one of that name.
  EXPECT_FALSE(Cookies("__Host-s=good; __Host-s=good").get("__Host-s"));
}

TEST(Cookies_CK2, three_hundred_are_none) {
  std::string header = "s=1";
  for (int i = 0; i < 300; ++i) {
    header += "; c" + std::to_string(i) + "=1";
  }
  EXPECT_FALSE(Cookies(header).get("s"));
}

TEST(SetCookie, keeps_to_the_rules_of_its_name) {
  const SetCookie cookie{.name = "__Host-s", .value = "v", .max_age = std::chrono::seconds(60)};
  EXPECT_EQ(to_header(cookie).value(),
            "__Host-s=v; Path=/; Max-Age=60; HttpOnly; Secure; SameSite=Lax");
  EXPECT_EQ(to_header(expired(cookie)).value(),
            "__Host-s=; Path=/; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly; "
            "Secure; SameSite=Lax");
  EXPECT_EQ(
      to_header({.name = "hint", .value = "true", .http_only = false, .secure = false}).value(),
      "hint=true; Path=/; SameSite=Lax");
  const std::vector<SetCookie> refused = {
      {.name = "__Host-s", .value = "v", .secure = false},
      {.name = "__Host-s", .value = "v", .path = "/auth"},
      {.name = "__host-s", .value = "v", .domain = "a.test"},
      {.name = "__Secure-s", .value = "v", .secure = false},
      {.name = "s", .value = "v", .secure = false, .same_site = SameSite::none},
      {.name = "s", .value = "a;b"},
      {.name = "s", .value = "a\r\nSet-Cookie: x=y"},
      {.name = "s s", .value = "v"},
      {.name = "", .value = "v"},
      {.name = "s", .value = "v", .path = "/;Domain=x"},
      {.name = "s", .value = "v", .domain = "a\r\nb"},
      {.name = "s", .value = std::string(4096, 'v')},
  };
  for (const auto& one : refused) {
    EXPECT_FALSE(to_header(one)) << one.name << "=" << one.value.substr(0, 20);
  }
}

TEST(Date, is_an_imf_fixdate) {
  EXPECT_EQ(to_http_date(base::from_micros(784'111'777'000'000)), "Sun, 06 Nov 1994 08:49:37 GMT");
}

TEST(OriginRule_CK3, ours_and_listed_pass_and_nothing_else) {
  const auto rule =
      OriginRule::from({"http://localhost:9000", "https://Spa.Example:443/app", ""}).value();
  const auto passes = [&](std::optional<std::string_view> origin,
                          std::optional<std::string_view> site = std::nullopt) {
    return rule.check(origin, site).has_value();
  };
  EXPECT_TRUE(passes("http://localhost:9000"));
  EXPECT_TRUE(passes("https://spa.example"));
  EXPECT_TRUE(passes("https://spa.example", "cross-site"));
  EXPECT_TRUE(passes(std::nullopt));
  EXPECT_TRUE(passes(std::nullopt, "same-origin"));
  EXPECT_TRUE(passes(std::nullopt, "none"));
  EXPECT_FALSE(passes(std::nullopt, "same-site"));
  EXPECT_FALSE(passes(std::nullopt, "cross-site"));
  EXPECT_FALSE(passes(std::nullopt, "Same-Origin"));
  EXPECT_FALSE(passes(std::nullopt, ""));
  for (const char* bad :
       {"null", "", "http://localhost:9001", "https://localhost:9000", "http://localhost",
        "http://localhost:9000/", "http://localhost:9000.evil.test", "http://evil-localhost:9000",
        "HTTP://localhost:9000", "https://spa.example.evil.test", "https://evilspa.example",
        "http://localhost:9000, http://evil.test", " http://localhost:9000"}) {
    EXPECT_FALSE(passes(bad)) << bad;
    EXPECT_FALSE(passes(bad, "same-origin")) << bad;
  }
}

TEST(OriginRule, is_made_of_origins) {
  for (const char* bad :
       {"null", "*", "ftp://a", "a.test", "https://", "https://u@a", "https://a:x"}) {
    EXPECT_FALSE(OriginRule::from({bad})) << bad;
  }
  EXPECT_FALSE(OriginRule().allows("null"));
  EXPECT_FALSE(OriginRule().allows(""));
  EXPECT_EQ(origin_of("http://a:80/x?y#z"), "http://a");
  EXPECT_EQ(origin_of("http://a:8080"), "http://a:8080");
}

// Any keyed function will do here; the real one is HMAC.
base::Bytes keyed(base::BytesView text) {
  base::Bytes out(32, 0x5A);
  std::uint32_t state = 0x811C9DC5;
  for (std::size_t i = 0; i < text.size() + out.size(); ++i) {
    state = (state ^ (i < text.size() ? text[i] : 0U)) * 0x01000193;
    out[i % out.size()] ^= static_cast<std::uint8_t>(state >> 24);
  }
  return out;
}

TEST(Csrf_AZ14, a_token_belongs_to_one_browser_and_one_purpose) {
  base::SystemRandom random;
  const Csrf csrf(keyed, random);
  const auto token = csrf.issue("session-a", "consent");
  EXPECT_TRUE(csrf.check(token, "session-a", "consent"));
  EXPECT_NE(token, csrf.issue("session-a", "consent"));
  EXPECT_FALSE(csrf.check(token, "session-b", "consent"));
  EXPECT_FALSE(csrf.check(token, "session-a", "logout"));
  EXPECT_FALSE(csrf.check(token, "session-aconsent", ""));
  EXPECT_FALSE(csrf.check(csrf.issue("", "consent"), "", "consent"));
  EXPECT_FALSE(csrf.check("", "session-a", "consent"));
  for (std::size_t i = 0; i < token.size(); ++i) {
    auto changed = token;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(csrf.check(changed, "session-a", "consent")) << i;
    EXPECT_FALSE(csrf.check(token.substr(0, i), "session-a", "consent")) << i;
  }
}

TEST(Language, indonesian_unless_english_is_asked_for) {
  const std::array<std::pair<const char*, const char*>, 13> cases = {{
      {"", "id"},
      {"en", "en"},
      {"EN-gb", "en"},
      {"id", "id"},
      {"de", "id"},
      {"*", "id"},
      {"de, en;q=0.5", "en"},
      {"en;q=0.5, id;q=0.9", "id"},
      {"en-US,en;q=0.9,id;q=0.8", "en"},
      {"en;q=0", "id"},
      {"english", "id"},
      {"en;q=2, fr", "id"},
      {";;;,,,q=;en", "id"},
  }};
  for (const auto& [header, language] : cases) {
    EXPECT_EQ(negotiate_language(header), language) << header;
  }
  std::string flood = "en";
  for (int i = 0; i < 10'000; ++i) {
    flood += ",x" + std::to_string(i);
  }
  EXPECT_EQ(negotiate_language(flood), "id");
}

TEST(Accept, pages_for_browsers_and_json_for_programs) {
  EXPECT_TRUE(prefers_html("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"));
  EXPECT_TRUE(prefers_html("text/html"));
  EXPECT_FALSE(prefers_html(""));
  EXPECT_FALSE(prefers_html("*/*"));
  EXPECT_FALSE(prefers_html("application/json"));
  EXPECT_FALSE(prefers_html("application/json, text/html;q=0.9"));
  EXPECT_FALSE(prefers_html("text/html;q=0, */*"));
  EXPECT_FALSE(prefers_html("application/json, text/plain, */*"));
}

TEST(AcceptEncoding, weights) {
  EXPECT_EQ(coding_weight("gzip, br;q=0.5", "br"), 500);
  EXPECT_EQ(coding_weight("gzip", "br"), 0);
  EXPECT_EQ(coding_weight("*", "br"), 1000);
  EXPECT_EQ(coding_weight("*;q=0.1, br;q=0", "br"), 0);
  EXPECT_EQ(coding_weight("", "gzip"), 0);
  EXPECT_EQ(coding_weight("", "identity"), 1000);
}

}  // namespace
}  // namespace http
