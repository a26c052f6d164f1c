#include "app/checks.h"

#include <chrono>
#include <ostream>

#include <gtest/gtest.h>

#include "app/text_table.h"
#include "app/units.h"

namespace app {
namespace {

struct Url {
  std::string text;
  bool good;
  friend void PrintTo(const Url& url, std::ostream* out) { *out << url.text; }
};

class IssuerTest : public testing::TestWithParam<Url> {};

TEST_P(IssuerTest, plain_http_is_for_loopback_names_alone) {
  EXPECT_EQ(!check_issuer(GetParam().text).has_value(), GetParam().good) << GetParam().text;
}

INSTANTIATE_TEST_SUITE_P(
    urls, IssuerTest,
    testing::Values(Url{"https://sso.example", true}, Url{"https://sso.example:8443", true},
                    Url{"http://localhost:9000", true}, Url{"http://localhost", true},
                    Url{"http://sso.localhost:9000", true}, Url{"http://127.0.0.1:9000", true},
                    Url{"http://127.8.9.1", true}, Url{"http://[::1]:9000", true},
                    Url{"http://sso.example", false}, Url{"http://localhost.example", false},
                    Url{"http://notlocalhost", false}, Url{"http://127.0.0.1.example", false},
                    Url{"http://10.0.0.1", false}, Url{"http://[::2]", false},
                    Url{"https://sso.example/", false}, Url{"https://sso.example/a", false},
                    Url{"https://sso.example?a", false}, Url{"https://sso.example#a", false},
                    Url{"https://SSO.example", false}, Url{"https://sso.example:443", false},
                    Url{"https://me@sso.example", false}, Url{"ftp://sso.example", false},
                    Url{"sso.example", false}));

TEST(Checks, an_issuer_in_another_form_is_told_the_right_one) {
  EXPECT_EQ(check_issuer("https://SSO.example/"),
            "https://SSO.example/ must be written as https://sso.example");
}

TEST(Checks, a_frontend_may_have_a_path_and_no_fragment) {
  EXPECT_EQ(check_frontend("http://localhost:5173/app"), std::nullopt);
  EXPECT_NE(check_frontend("http://localhost:5173/#/app"), std::nullopt);
  EXPECT_NE(check_frontend("localhost:5173"), std::nullopt);
  EXPECT_NE(check_frontend("https://a.example/\r\nx"), std::nullopt);
}

TEST(Checks, passwords_of_a_database_are_masked) {
  const std::vector<std::pair<std::string, std::string>> cases{
      {"sqlite:gapura.db", "sqlite:gapura.db"},
      {"postgresql://db/gapura", "postgresql://db/gapura"},
      {"postgresql://me@db/gapura", "postgresql://me@db/gapura"},
      {"postgresql://me:pw@db:5432/gapura", "postgresql://me:***@db:5432/gapura"},
      {"postgresql://me:p@w:x@db/gapura", "postgresql://me:***@db/gapura"},
      {"postgresql://me:pw@a:1,b:2/gapura", "postgresql://me:***@a:1,b:2/gapura"},
      {"postgresql://db:5432/gapura?user=me&password=pw",
       "postgresql://db:5432/gapura?user=me&password=***"},
      {"postgresql:///gapura?password=pw&host=x", "postgresql:///gapura?password=***&host=x"},
      {"postgresql://me:pw@?host=x", "postgresql://me:***@?host=x"},
  };
  for (const auto& [url, masked] : cases) {
    EXPECT_EQ(mask_database_url(url), masked);
  }
}

TEST(Checks, a_node_name_is_plain) {
  EXPECT_EQ(check_node_name("node-1.jakarta"), std::nullopt);
  EXPECT_NE(check_node_name("node:1"), std::nullopt);
  EXPECT_NE(check_node_name("Node"), std::nullopt);
}

TEST(Checks, a_private_host_is_named_and_no_network) {
  EXPECT_EQ(check_named_host("localhost:8080"), std::nullopt);
  EXPECT_EQ(check_named_host("sites.corp.test"), std::nullopt);
  EXPECT_NE(check_named_host("10.0.0.0/8"), std::nullopt);
  EXPECT_NE(check_named_host("http://localhost"), std::nullopt);
}

TEST(Units, a_number_and_its_unit_and_nothing_else) {
  using std::chrono::milliseconds;
  EXPECT_EQ(parse_span("30s"), milliseconds(30'000));
  EXPECT_EQ(parse_span("250ms"), milliseconds(250));
  EXPECT_EQ(parse_span("90d"), milliseconds(90LL * 86'400'000));
  EXPECT_EQ(parse_size("8KiB"), 8192U);
  EXPECT_EQ(parse_size("0B"), 0U);
  for (const char* text : {"", "30", "s", "-1s", "1.5s", " 1s", "1s ", "1 s", "1S", "1sec",
                           "99999999999999999999s", "9999999999999999999d"}) {
    EXPECT_EQ(parse_span(text), std::nullopt) << text;
  }
  for (const char* text : {"8K", "8KB", "8kib", "KiB", "8", "0x8B", "18446744073709551615GiB"}) {
    EXPECT_EQ(parse_size(text), std::nullopt) << text;
  }
  EXPECT_EQ(span_text(milliseconds(90'000)), "90s");
  EXPECT_EQ(span_text(milliseconds(0)), "0ms");
  EXPECT_EQ(size_text(19456UL * 1024), "19MiB");
}

TEST(TextTable, columns_are_as_wide_as_they_must_be) {
  TextTable table({"A", "LONG"});
  table.add({"höhe", "1"});
  table.add({"", "two\n\x1b[31m"});
  EXPECT_EQ(table.text(), "A     LONG\nhöhe  1\n-     two  [31m\n");
}

}  // namespace
}  // namespace app
