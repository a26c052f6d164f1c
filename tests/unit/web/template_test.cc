#include "web/template.h"

#include <optional>
#include <stdexcept>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using ::testing::HasSubstr;
using web::Data;
using web::EmbeddedText;
using web::List;
using web::Locale;
using web::Templates;

std::optional<std::string_view> one_asset(std::string_view name) {
  return name == "app.css" ? std::optional<std::string_view>("/assets/app.1.css") : std::nullopt;
}

base::Result<Templates> parse(std::vector<EmbeddedText> sources) {
  return Templates::parse(sources, &one_asset);
}

std::string render(std::vector<EmbeddedText> sources, const Data& data,
                   std::string_view words = "") {
  auto templates = parse(std::move(sources));
  const auto locale = Locale::parse("en", words);
  if (!templates || !locale) {
    throw std::runtime_error("does not parse: " +
                             (templates ? locale : Locale::parse("en", "")).error().detail);
  }
  return templates->render("page", data, *locale);
}

std::string fault_of(std::string_view source) {
  const auto templates = parse({{"page", source}});
  return templates ? "" : templates.error().detail;
}

TEST(Template, sections_follow_what_is_there) {
  const auto source = "{{#x}}yes{{/x}}{{^x}}no{{/x}}";
  const std::pair<web::Value, std::string> cases[] = {
      {true, "yes"},
      {false, "no"},
      {std::string("text"), "yes"},
      {std::string(), "no"},
      {std::int64_t{0}, "yes"},
      {*web::Url::from("/"), "yes"},
      {List{}, "no"},
      {List{Data{}, Data{}}, "yesyes"},
  };
  for (const auto& [value, expected] : cases) {
    EXPECT_EQ(render({{"page", source}}, {{"x", value}}), expected);
  }
}

TEST(Template, an_item_sees_itself_first_and_then_what_is_around_its_list) {
  const Data data{
      {"site", "outer"}, {"who", "nobody"}, {"people", List{{{"who", "Ani"}}, {{"who", "Budi"}}}}};
  EXPECT_EQ(render({{"page", "{{#people}}{{who}}@{{site}} {{/people}}{{who}}"}}, data),
            "Ani@outer Budi@outer nobody");
}

TEST(Template, parts_stand_where_they_are_named) {
  EXPECT_EQ(render({{"page", "{{> parts/top}}<p>{{a}}</p>"}, {"parts/top", "<h1>{{a}}</h1>"}},
                   {{"a", "x"}}),
            "<h1>x</h1><p>x</p>");
}

TEST(Template, texts_come_from_the_locale_and_count) {
  const auto source = "{{t hello}} {{n left days}} {{title}}";
  const auto words =
      "hello = Hello, {name}.\nleft[one] = {days} day\nleft[other] = {days} days\nt = Title\n";
  EXPECT_EQ(render({{"page", source}},
                   {{"name", "Ani"}, {"days", std::int64_t{1}}, {"title", web::Words{"t"}}}, words),
            "Hello, Ani. 1 day Title");
  EXPECT_EQ(render({{"page", source}},
                   {{"name", "Ani"}, {"days", std::int64_t{2}}, {"title", web::Words{"t"}}}, words),
            "Hello, Ani. 2 days Title");
}

TEST(Template, an_asset_is_its_path) {
  EXPECT_EQ(render({{"page", "<link href=\"{{asset app.css}}\">{{! not seen }}"}}, {}),
            "<link href=\"/assets/app.1.css\">");
}

TEST(Template, what_is_missing_is_a_fault_of_ours) {
  EXPECT_THROW(render({{"page", "{{a}}"}}, {}), std::logic_error);
  EXPECT_THROW(render({{"page", "{{#a}}{{/a}}"}}, {}), std::logic_error);
  EXPECT_THROW(render({{"page", "{{t a}}"}}, {}), std::logic_error);
  EXPECT_THROW(render({{"page", "{{a}}"}}, {{"a", true}}), std::logic_error);
  EXPECT_THROW(render({{"page", "{{n a b}}"}}, {{"b", "1"}}, "a[other] = x\n"), std::logic_error);
  EXPECT_THROW(render({{"other", ""}}, {}), std::logic_error);
}

TEST(Template, a_locale_is_checked_for_every_text) {
  const auto templates = parse({{"page", "{{#x}}{{t a}}{{n b x}}{{/x}}"}});
  ASSERT_TRUE(templates);
  EXPECT_TRUE(templates->check(*Locale::parse("en", "a = x\nb[one] = x\nb[other] = x\n")));
  EXPECT_TRUE(templates->check(*Locale::parse("id", "a = x\nb[other] = x\n")));
  EXPECT_FALSE(templates->check(*Locale::parse("en", "a = x\nb[other] = x\n")));
  EXPECT_FALSE(templates->check(*Locale::parse("id", "b[other] = x\n")));
}

struct Refused {
  const char* source;
  const char* why;
};

// AD5: what could bring data out of its place never starts.
constexpr Refused kRefused[] = {
    {"{{{raw}}}", "not a name"},
    {"{{& raw}}", "not a name"},
    {"{{}}", "not a name"},
    {"{{open", "not closed"},
    {"{{#a}}x", "section is not closed"},
    {"{{#a}}x{{/b}}", "closed that is not open"},
    {"x{{/a}}", "closed that is not open"},
    {"{{> parts/none}}", "is not there"},
    {"{{> page}}", "includes itself"},
    {"<p title={{a}}></p>", "text and quoted attributes alone"},
    {"<p {{a}}></p>", "text and quoted attributes alone"},
    {"<{{a}}></p>", "text and quoted attributes alone"},
    {"<p title=x></p>", "without quotes"},
    {"<!-- {{a}} -->", "text and quoted attributes alone"},
    {"<script src=\"/x\">{{a}}</script>", "text and quoted attributes alone"},
    {"<script>let x;</script>", "script or style within"},
    {"<STYLE>p{}</STYLE>", "script or style within"},
    {"<p style=\"color: red\"></p>", "style is not for templates"},
    {"<p onclick=\"x()\"></p>", "onclick is not for templates"},
    {"<p OnClick=\"x()\"></p>", "onclick is not for templates"},
    {"<iframe srcdoc=\"{{a}}\"></iframe>", "srcdoc is not for templates"},
    {"<meta http-equiv=\"refresh\" content=\"0\">", "http-equiv is not for templates"},
    {"<a href=\"javascript:{{a}}\"></a>", "whole or not at all"},
    {"<a href=\"{{a}}/x\"></a>", "whole or not at all"},
    {"<a href=\"{{a}}{{b}}\"></a>", "whole or not at all"},
    {"<a href=\"{{t a}}\"></a>", "a text is no URL"},
    {"<a href=\"{{asset none.css}}\"></a>", "no such asset"},
    {"{{asset app.css}}", "not in the place of a URL"},
    {"<p {{#a}}title=\"{{/a}}x\"></p>", "does not end where it began"},
    {"{{#a}}<p{{/a}}>", "does not end where it began"},
    {"<p title=\"{{> parts/x}}\"></p>", "is not there"},
    {"<p title=\"x", "ends within a tag"},
    {"a < b", "bare <"},
    {"{{n a}}", "nothing is counted"},
};

TEST(Template, AD5_refuses_what_could_leave_its_place) {
  for (const auto& [source, why] : kRefused) {
    EXPECT_THAT(fault_of(source), HasSubstr(why)) << source;
  }
}

TEST(Template, takes_the_HTML_that_pages_are_written_in) {
  for (const std::string_view source :
       {"<!doctype html><html lang=\"id\"></html>", "<!-- a > b -- c --><p>x</p>",
        "<input type='checkbox' checked>", "<input {{#a}}checked {{/a}}>", "<br/>",
        "<svg viewBox=\"0 0 1 1\"/>", "<p class=\"a{{#a}} b{{/a}}\"></p>",
        "<script src=\"/x.js\" defer></script><p>{{a}}</p>",
        "<a href=\"/x\" title=\"{{a}}\">{{a}}</a>"}) {
    EXPECT_EQ(fault_of(source), "") << source;
  }
}

TEST(Template, a_part_within_a_tag_is_refused) {
  EXPECT_FALSE(parse({{"page", "<p {{> parts/x}}></p>"}, {"parts/x", "y"}}));
  EXPECT_FALSE(parse({{"page", "{{> parts/x}}>"}, {"parts/x", "<p"}}));
}

TEST(Locale, refuses_what_is_no_line_of_words) {
  for (const std::string_view source : {"key", "key = ", " = text", "key=text", "a = {", "a = }",
                                        "a = {Name}", "a = {a b}", "a = {}", "a = x\na = y"}) {
    EXPECT_FALSE(Locale::parse("id", source)) << source;
  }
  EXPECT_TRUE(Locale::parse("id", "# note\n\na = x = y\nb = {name}{name}"));
}

}  // namespace
