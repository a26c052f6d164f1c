// Every page in every language with sample data: what is missing or misplaced shows here.
#include "web/pages.h"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "samples.h"
#include "web/embedded.h"
#include "web/template.h"

namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using web::Url;

std::vector<std::string> every_page(const web::Pages& pages, const web::View& view) {
  std::vector<std::string> all;
  for (const auto& sample : samples::every_page()) {
    all.push_back(sample.render(pages, view));
  }
  return all;
}

std::string page_named(std::string_view name, const web::Pages& pages, const web::View& view) {
  const auto all = samples::every_page();
  return std::ranges::find(all, name, &samples::Sample::name)->render(pages, view);
}

TEST(Pages, every_template_renders_in_every_language) {
  for (const bool dressed : {false, true}) {
    const auto pages = web::Pages::from(dressed ? samples::regency() : web::Brand{});
    ASSERT_TRUE(pages) << pages.error().detail;
    for (const auto language : web::languages()) {
      for (const auto& other : {std::optional<Url>(), std::optional(*Url::from("?lang=en"))}) {
        web::View view{.language = language, .other_language = other};
        if (dressed) {
          view.client = samples::travel_site();
        }
        for (const auto& page : every_page(*pages, view)) {
          EXPECT_THAT(page, HasSubstr("<html lang=\"" + std::string(language) + "\">"));
          EXPECT_THAT(page, HasSubstr("</html>"));
          EXPECT_THAT(page, Not(HasSubstr("{{")));
          EXPECT_EQ(page.contains("hreflang"), other.has_value());
        }
      }
    }
  }
}

TEST(Pages, the_test_above_knows_every_template) {
  const auto templates =
      web::Templates::parse(web::embedded_templates(), [](auto) { return "/assets/any"; });
  ASSERT_TRUE(templates) << templates.error().detail;
  const auto all = samples::every_page();
  for (const auto name : templates->pages()) {
    EXPECT_TRUE(std::ranges::any_of(all, [name](const auto& sample) {
      return sample.name == name || sample.name.starts_with(std::string(name) + "_");
    })) << name;
  }
}

TEST(Pages, what_a_login_is_for_has_its_colours_a_line_and_a_way_to_help) {
  const auto pages = web::Pages::from(samples::regency());
  ASSERT_TRUE(pages);
  for (const char* name : {"login", "login_known", "choose_account", "consent"}) {
    const auto page =
        page_named(name, *pages, {.language = "en", .client = samples::travel_site()});
    EXPECT_THAT(page,
                HasSubstr("<blockquote class=\"said\"><p>Use your account &lt;of service&gt;."))
        << name;
    EXPECT_THAT(page, HasSubstr("<a href=\"https://travelin.example/bantuan\">"
                                "Help with Travelin &lt;Jaya&gt;</a>"))
        << name;
    EXPECT_LT(page.find("/assets/brand-1.css"), page.find("/assets/brand-2.css"))
        << "over the house's";
    const auto plain =
        page_named(name, *pages, {.language = "en", .client = web::ClientBrand{.name = "T"}});
    EXPECT_THAT(plain, Not(HasSubstr("Help with"))) << name;
    EXPECT_THAT(plain, Not(HasSubstr("brand-2"))) << name;
  }
}

TEST(Pages, an_asker_of_any_name_is_named_once_and_its_words_are_set_off_from_ours) {
  const auto pages = web::Pages::from(samples::regency());
  ASSERT_TRUE(pages);
  for (const auto language : web::languages()) {
    auto client = samples::travel_site();
    client.help.reset();
    const auto page = page_named("consent_again", *pages, {.language = language, .client = client});
    const auto body = page.substr(page.find("<h1>"));
    const auto first = body.find("Travelin");
    ASSERT_NE(first, std::string::npos);
    EXPECT_EQ(body.find("Travelin", body.find("</h1>")),
              body.find("Travelin", body.find("<ul class=\"asker")))
        << "only what a screen reader calls the links";
    EXPECT_THAT(body, HasSubstr("<blockquote class=\"said\">"));
    EXPECT_LT(body.find("value=\"another\""), body.find("class=\"scopes\""));
    EXPECT_LT(body.find("asker-links"), body.find("class=\"actions pinned\""))
        << "what is to be read comes before the answer";
  }
}

TEST(Pages, an_error_leads_to_what_its_advice_says_and_home_beside_it) {
  const auto pages = web::Pages::from(samples::regency());
  ASSERT_TRUE(pages);
  const auto page = page_named("error_refused", *pages, {.language = "id"});
  EXPECT_THAT(page, HasSubstr("<a class=\"button\" href=\"/account\">Buka akun Anda</a>"));
  EXPECT_THAT(page, HasSubstr("<a class=\"button outline\" href=\"/\">"));
  EXPECT_THAT(page, HasSubstr("<a href=\"/bantuan\">Halaman bantuan</a>"));
  EXPECT_THAT(page_named("error_calm", *pages, {.language = "id"}),
              Not(HasSubstr("<a class=\"button\" ")))
      << "where nothing here can be pressed";
}

TEST(Pages, AD5_a_brand_and_a_description_are_data) {
  const auto pages = web::Pages::from(samples::regency());
  ASSERT_TRUE(pages);
  const auto page = page_named("error", *pages, {.language = "en"});
  EXPECT_THAT(page, HasSubstr("Masuk &lt;Kabupaten&gt; &amp; &quot;Kota&quot;"));
  EXPECT_THAT(page, HasSubstr("&lt;i&gt;too many&lt;/i&gt;"));
  EXPECT_THAT(page, HasSubstr("href=\"/assets/brand-1.css\""));
  EXPECT_THAT(page, HasSubstr("src=\"/brand/logo.svg\""));
  EXPECT_THAT(page, HasSubstr("in 30 seconds"));
}

TEST(Pages, no_page_asks_anybody_else_or_brings_scripts_and_styles_of_its_own) {
  const auto pages = web::Pages::from({});
  ASSERT_TRUE(pages);
  for (const auto& page : every_page(*pages, {})) {
    for (const auto* bad : {"href=\"http", "src=\"http", "<script>", "<style", "style=", "onclick",
                            "onerror=alert(1)>"}) {
      EXPECT_FALSE(page.contains(bad)) << bad;
    }
    const auto script = page.find("<script");
    EXPECT_TRUE(script == std::string::npos ||
                page.substr(script).starts_with("<script src=\"/assets/reveal.") ||
                page.substr(script).starts_with("<script src=\"/assets/send."));
    // Under the header's no-referrer browsers send "Origin: null" with forms; under same-origin
    // with those that go to another site.
    EXPECT_THAT(page, HasSubstr(page.contains("id=\"send\"")
                                    ? "<meta name=\"referrer\" content=\"strict-origin\">"
                                    : "<meta name=\"referrer\" content=\"same-origin\">"));
  }
}

TEST(Pages, an_unknown_language_is_the_default_one) {
  const auto pages = web::Pages::from({});
  ASSERT_TRUE(pages);
  EXPECT_EQ(pages->text({"error.not_found.title"}, "fr"), "Halaman tidak ditemukan");
  EXPECT_EQ(pages->text({"error.not_found.title"}, "en"), "Page not found");
}

TEST(Embedded, files_are_named_by_their_content_and_referred_to_by_those_names) {
  const auto files = web::embedded_files();
  const auto named = [&](std::string_view name) {
    return *std::find_if(files.begin(), files.end(),
                         [&](const auto& file) { return file.name == name; });
  };
  const auto css = named("app.css");
  EXPECT_TRUE(css.immutable);
  EXPECT_TRUE(css.path.starts_with("/assets/app.") && css.path.ends_with(".css"));
  EXPECT_LT(css.brotli.size(), css.gzip.size());
  EXPECT_LT(css.gzip.size(), css.identity.size());
  EXPECT_THAT(std::string(css.identity), HasSubstr(std::string(named("gate.svg").path)));
  EXPECT_FALSE(named("robots.txt").immutable);
  EXPECT_EQ(named("favicon.ico").path, "/favicon.ico");
  EXPECT_TRUE(named("touch-icon.png").brotli.empty());
}

}  // namespace
