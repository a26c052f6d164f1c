#include "web/brand.h"

#include <array>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "samples.h"

namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using web::Colour;

Colour colour(std::string_view text) { return *Colour::from(text); }

// The value of a property in the light and then in the dark block of a stylesheet.
std::vector<Colour> values(const std::string& css, const std::string& property) {
  std::vector<Colour> found;
  const auto mark = property + ": ";
  for (auto at = css.find(mark); at != std::string::npos; at = css.find(mark, at + 1)) {
    found.push_back(colour(std::string_view(css).substr(at + mark.size(), 7)));
  }
  return found;
}

TEST(Colours, are_six_digits_and_nothing_that_could_leave_its_place_AD5) {
  EXPECT_EQ(colour("#0e5A52").text(), "#0e5a52");
  for (const auto* bad : {"", "#", "0e5a52", "#0e5a5", "#0e5a522", "#0e5a5g", "#+e5a52", "# e5a52",
                          "#-15a52", "red", "#fff", "#0e5a52;", "#}*{a:b", "url(//x)"}) {
    EXPECT_FALSE(Colour::from(bad)) << bad;
  }
}

TEST(Colours, contrast_is_as_WCAG_counts_it) {
  EXPECT_NEAR(colour("#000000").contrast(colour("#ffffff")), 21.0, 0.001);
  EXPECT_NEAR(colour("#777777").contrast(colour("#ffffff")), 4.478, 0.001);
  EXPECT_NEAR(colour("#ffffff").contrast(colour("#777777")), 4.478, 0.001);
  EXPECT_NEAR(colour("#123456").contrast(colour("#123456")), 1.0, 0.001);
}

TEST(Stylesheets, no_accent_makes_a_page_that_cannot_be_read) {
  const std::array light = {colour("#ffffff"), colour("#f2f6f5"), colour("#e9efed")};
  const std::array dark = {colour("#16211f"), colour("#1c2927"), colour("#0b1312")};
  const std::array<unsigned, 6> parts = {0, 51, 102, 153, 204, 255};
  for (const auto red : parts) {
    for (const auto green : parts) {
      for (const auto blue : parts) {
        const auto accent =
            Colour::of(static_cast<std::uint8_t>(red), static_cast<std::uint8_t>(green),
                       static_cast<std::uint8_t>(blue));
        SCOPED_TRACE(accent.text());
        for (const auto& given : {web::Accent{.light = accent, .dark = {}},
                                  web::Accent{.light = accent, .dark = accent}}) {
          const auto css = web::stylesheet(given);
          const auto words = values(css, "--brand");
          const auto fills = values(css, "--fill");
          const auto strong = values(css, "--fill-strong");
          const auto on_fills = values(css, "--on-fill");
          ASSERT_EQ(words.size(), 2U);
          ASSERT_EQ(fills.size(), 2U);
          if (accent.contrast(light[0]) >= 3) {
            EXPECT_EQ(fills[0], accent) << "what can be seen is as it was chosen";
          }
          for (const auto& ground : light) {
            EXPECT_GE(words[0].contrast(ground), 4.5);
          }
          for (const auto& ground : dark) {
            EXPECT_GE(words[1].contrast(ground), 4.5);
          }
          for (std::size_t i = 0; i < 2; ++i) {
            EXPECT_GE(on_fills[i].contrast(fills[i]), 4.5);
            EXPECT_GE(on_fills[i].contrast(strong[i]), 4.5);
            const auto card = i == 0 ? light[0] : dark[0];
            EXPECT_GE(fills[i].contrast(card), 3) << "WCAG 2.2, 1.4.11: a button is seen to be one";
            EXPECT_GE(strong[i].contrast(card), 3);
            EXPECT_NE(strong[i], fills[i]);
          }
        }
      }
    }
  }
}

TEST(Stylesheets, hold_for_the_dark_in_a_block_of_its_own) {
  const auto css = web::stylesheet({.light = colour("#0e5a52"), .dark = colour("#7dd3c4")});
  const auto dark = css.find("@media (prefers-color-scheme: dark)");
  ASSERT_NE(dark, std::string::npos);
  EXPECT_THAT(css.substr(0, dark), HasSubstr("--fill: #0e5a52; "));
  EXPECT_THAT(css.substr(dark), HasSubstr("--fill: #7dd3c4; "));
}

TEST(Wordings, one_language_stands_in_for_the_other) {
  EXPECT_EQ((web::Wording{.id = "halo", .en = "hello"}).in("en"), "hello");
  EXPECT_EQ((web::Wording{.id = "halo", .en = "hello"}).in("id"), "halo");
  EXPECT_EQ((web::Wording{.id = "halo", .en = ""}).in("en"), "halo");
  EXPECT_EQ((web::Wording{.id = "", .en = "hello"}).in("id"), "hello");
}

TEST(Pictures, are_asked_of_their_own_origins_alone) {
  web::Brand brand;
  EXPECT_THAT(web::picture_origins(brand, {}), IsEmpty());
  brand.logo = samples::url("/brand/logo.svg");
  EXPECT_THAT(web::picture_origins(brand, samples::travel_site()), IsEmpty());
  brand.logo = samples::url("https://cdn.example:8443/logo.svg?v=1");
  web::ClientBrand client{.name = "Travelin", .logo = samples::url("https://travelin.example")};
  EXPECT_THAT(web::picture_origins(brand, client),
              ElementsAre("https://cdn.example:8443", "https://travelin.example"));
  client.logo = samples::url("https://cdn.example:8443/other.svg");
  EXPECT_THAT(web::picture_origins(brand, client), ElementsAre("https://cdn.example:8443"));
}

}  // namespace
