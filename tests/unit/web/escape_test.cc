// Data in a page stays data (AD5), wherever it lands.
#include <stdexcept>

#include <gtest/gtest.h>

#include "web/template.h"

namespace {

using web::Data;
using web::Templates;
using web::Url;

web::Locale no_words() { return *web::Locale::parse("en", ""); }

std::string render(std::string_view source, const Data& data) {
  const web::EmbeddedText text{"page", source};
  auto templates = Templates::parse({&text, 1}, [](auto) { return std::nullopt; });
  if (!templates) {
    throw std::runtime_error(templates.error().detail);
  }
  return templates->render("page", data, no_words());
}

struct Vector {
  const char* in;
  const char* out;
};

constexpr Vector kVectors[] = {
    {"<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"},
    {"\"><img src=x onerror=alert(1)>", "&quot;&gt;&lt;img src=x onerror=alert(1)&gt;"},
    {"' onmouseover='alert(1)", "&#39; onmouseover=&#39;alert(1)"},
    {"&lt;b&gt;", "&amp;lt;b&amp;gt;"},
    {"</title><svg/onload=alert(1)>", "&lt;/title&gt;&lt;svg/onload=alert(1)&gt;"},
    {"{{name}}", "{{name}}"},
    {"-->", "--&gt;"},
    {"Dinas Kependudukan & Catatan Sipil", "Dinas Kependudukan &amp; Catatan Sipil"},
    {"\xE2\x80\x9CPak \xC5\x81ukasz\xE2\x80\x9D", "\xE2\x80\x9CPak \xC5\x81ukasz\xE2\x80\x9D"},
};

TEST(Escaping, AD5_text_and_both_kinds_of_quotes) {
  for (const auto& [in, out] : kVectors) {
    const std::string escaped = out;
    const Data data{{"name", in}};
    EXPECT_EQ(render("<p>{{name}}</p>", data), "<p>" + escaped + "</p>");
    EXPECT_EQ(render("<p title=\"a {{name}}\"></p>", data), "<p title=\"a " + escaped + "\"></p>");
    EXPECT_EQ(render("<p title='{{name}}'></p>", data), "<p title='" + escaped + "'></p>");
    EXPECT_EQ(render("<title>{{name}}</title>", data), "<title>" + escaped + "</title>");
  }
}

TEST(Escaping, a_NUL_is_shown_for_what_it_is) {
  EXPECT_EQ(render("{{name}}", {{"name", std::string("a\0b", 3)}}),
            "a\xEF\xBF\xBD"
            "b");
}

TEST(Escaping, AD5_words_and_what_fills_them_are_escaped_too) {
  const web::EmbeddedText text{"page", "<p title=\"{{t hello}}\">{{t hello}}</p>"};
  const auto templates = Templates::parse({&text, 1}, [](auto) { return std::nullopt; });
  ASSERT_TRUE(templates);
  const auto locale = web::Locale::parse("en", "hello = Hello <\"{name}\">\n");
  ASSERT_TRUE(locale);
  EXPECT_EQ(templates->render("page", {{"name", "<b>"}}, *locale),
            "<p title=\"Hello &lt;&quot;&lt;b&gt;&quot;&gt;\">"
            "Hello &lt;&quot;&lt;b&gt;&quot;&gt;</p>");
}

TEST(Escaping, AD5_the_place_of_a_URL_takes_a_checked_URL_alone) {
  const auto source = "<a href=\"{{to}}\">x</a>";
  const auto url = Url::from("/a?b=1&c=2");
  ASSERT_TRUE(url);
  EXPECT_EQ(render(source, {{"to", *url}}), "<a href=\"/a?b=1&amp;c=2\">x</a>");
  EXPECT_THROW(render(source, {{"to", "/a"}}), std::logic_error);
  EXPECT_THROW(render(source, {{"to", "javascript:alert(1)"}}), std::logic_error);
}

TEST(Url_RFC3986_3, AD5_no_data_becomes_a_script_or_leads_to_another_site) {
  for (const std::string_view good :
       {"/", "/login?redirectUrl=https%3A%2F%2Fa.example", "?lang=en", "?", "https://a.example",
        "http://localhost:9000/x#y", "https://[2001:db8::1]/"}) {
    EXPECT_TRUE(Url::from(good)) << good;
  }
  for (const std::string_view bad : {"",
                                     "javascript:alert(1)",
                                     "JaVaScRiPt:alert(1)",
                                     " javascript:alert(1)",
                                     "java\nscript:alert(1)",
                                     "\tjavascript:alert(1)",
                                     "data:text/html,x",
                                     "vbscript:x",
                                     "//evil.example",
                                     "/\\evil.example",
                                     "\\\\evil.example",
                                     "https:evil.example",
                                     "https://",
                                     "https:///evil.example",
                                     "https://good.example@evil.example",
                                     "HTTPS://a.example",
                                     "/a b",
                                     "/a\"b",
                                     "/a<b",
                                     "/\xC3\xA9",
                                     "a/b",
                                     "..",
                                     "#x",
                                     "mailto:a@b.example"}) {
    EXPECT_FALSE(Url::from(bad)) << bad;
  }
}

}  // namespace
