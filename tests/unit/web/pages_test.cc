// Every page in every language with sample data: what is missing or misplaced shows here.
#include "web/pages.h"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "web/embedded.h"
#include "web/template.h"

namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using web::Url;

web::Brand kabupaten() {
  return {.name = "Masuk <Kabupaten> & \"Kota\"",
          .logo = *Url::from("/brand/logo.svg"),
          .stylesheet = *Url::from("/brand/colours.css")};
}

web::ErrorPage sample_error() {
  return {.title = {"error.too_many.title"},
          .explanation = {"error.too_many.explanation"},
          .advice = {"error.too_many.advice"},
          .code = "too_many",
          .description = "<i>too many</i>",
          .request_id = "01m7y9wfy2e00b6t2e584nwxcc",
          .retry_after = 30};
}

std::vector<std::string> every_page(const web::Pages& pages, const web::View& view) {
  auto calm = sample_error();
  calm.description.clear();
  calm.retry_after.reset();
  return {pages.render(web::StartPage{.address = "https://sso.example", .healthy = true}, view),
          pages.render(web::StartPage{.address = "https://sso.example", .healthy = false}, view),
          pages.render(sample_error(), view), pages.render(calm, view)};
}

TEST(Pages, every_template_renders_in_every_language) {
  for (const auto& brand : {web::Brand{}, kabupaten()}) {
    const auto pages = web::Pages::from(brand);
    ASSERT_TRUE(pages) << pages.error().detail;
    for (const auto language : web::languages()) {
      for (const auto& other : {std::optional<Url>(), std::optional(*Url::from("?lang=en"))}) {
        for (const auto& page :
             every_page(*pages, {.language = language, .other_language = other})) {
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
  EXPECT_THAT(templates->pages(), ::testing::ElementsAre("choose_account", "error", "logged_out",
                                                         "login", "logout", "notice", "password",
                                                         "profile", "sessions", "setup", "start"));
}

TEST(Pages, AD5_a_brand_and_a_description_are_data) {
  const auto pages = web::Pages::from(kabupaten());
  ASSERT_TRUE(pages);
  const auto page = pages->render(sample_error(), {.language = "en"});
  EXPECT_THAT(page, HasSubstr("Masuk &lt;Kabupaten&gt; &amp; &quot;Kota&quot;"));
  EXPECT_THAT(page, HasSubstr("&lt;i&gt;too many&lt;/i&gt;"));
  EXPECT_THAT(page, HasSubstr("href=\"/brand/colours.css\""));
  EXPECT_THAT(page, HasSubstr("src=\"/brand/logo.svg\""));
  EXPECT_THAT(page, HasSubstr("in 30 seconds"));
}

TEST(Pages, no_page_asks_anybody_else_or_brings_scripts_and_styles_of_its_own) {
  const auto pages = web::Pages::from({});
  ASSERT_TRUE(pages);
  for (const auto& page : every_page(*pages, {})) {
    for (const auto* bad :
         {"href=\"http", "src=\"http", "<script", "<style", "style=", "onclick"}) {
      EXPECT_THAT(page, Not(HasSubstr(bad)));
    }
    // Under the header's no-referrer browsers send "Origin: null" with forms.
    EXPECT_THAT(page, HasSubstr("<meta name=\"referrer\" content=\"same-origin\">"));
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
