#include "identity/names/names.h"

#include <gtest/gtest.h>

#include "identity/names/unicode.h"

namespace identity::names {
namespace {

struct Case {
  std::string typed;
  Kind kind;
  std::string key;
};

class TypedName : public testing::TestWithParam<Case> {};

TEST_P(TypedName, LG2_every_way_to_type_a_name_has_one_key) {
  const Name name = typed_name(GetParam().typed);
  EXPECT_EQ(to_string(name.kind), to_string(GetParam().kind));
  EXPECT_EQ(name.key, GetParam().key);
}

INSTANTIATE_TEST_SUITE_P(
    All, TypedName,
    testing::Values(
        Case{"budi", Kind::username, "budi"}, Case{"BUDI", Kind::username, "budi"},
        Case{"  budi\t\n", Kind::username, "budi"},
        Case{"\u00a0budi\u3000", Kind::username, "budi"},
        Case{"\u200bbu\u200bdi\ufeff", Kind::username, "budi"},
        Case{"ｂｕｄｉ", Kind::username, "budi"}, Case{"Rene\u0301", Kind::username, "ren\u00e9"},
        Case{"REN\u00c9", Kind::username, "ren\u00e9"},
        Case{"Stra\u00dfe", Kind::username, "strasse"}, Case{"\u017fiti", Kind::username, "siti"},
        Case{"\u212aartini", Kind::username, "kartini"},
        Case{"198501012010011001", Kind::username, "198501012010011001"},
        Case{"12345678", Kind::username, "12345678"},
        Case{" Budi@Example.TEST ", Kind::email, "budi@example.test"},
        Case{"budi\uff20example.test", Kind::email, "budi@example.test"},
        Case{"087705572167", Kind::phone, "+6287705572167"},
        Case{"+62 877-0557-2167", Kind::phone, "+6287705572167"},
        Case{"+62 (0)877 0557 2167", Kind::phone, "+6287705572167"},
        Case{"6287705572167", Kind::phone, "+6287705572167"},
        Case{"006287705572167", Kind::phone, "+6287705572167"},
        Case{"０８７７０５５７２１６７", Kind::phone, "+6287705572167"},
        Case{"+1 202 555 0123", Kind::phone, "+12025550123"},
        Case{"6212345678901234", Kind::username, "6212345678901234"}, Case{"", Kind::nothing, ""},
        Case{" \t ", Kind::nothing, ""}, Case{"\xff\xfe", Kind::nothing, ""},
        Case{std::string(2000, 'a'), Kind::nothing, ""}));

TEST(Names, LG2_a_key_is_its_own_key) {
  for (const char32_t point :
       {char32_t{0x0130}, char32_t{0x0345}, char32_t{0x03c2}, char32_t{0x1e9e}, char32_t{0x1fb3},
        char32_t{0xfb01}, char32_t{0x2126}, char32_t{0x01c5}}) {
    const Name once = typed_name("x" + utf8_text(std::u32string(1, point)));
    EXPECT_EQ(typed_name(once.key), once) << static_cast<std::uint32_t>(point);
  }
}

TEST(Names, a_username_keeps_its_letters_and_is_found_without_their_case) {
  const auto stored = username(" Budi.Santoso-2 ");
  ASSERT_TRUE(stored);
  EXPECT_EQ(stored->shown, "Budi.Santoso-2");
  EXPECT_EQ(stored->key, "budi.santoso-2");
}

TEST(Names, usernames_that_deceive_are_refused_by_reason) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"", "missing"},
      {"   ", "missing"},
      {"bu di", "characters"},
      {"budi@x", "characters"},
      {"bu\u200bdi", "characters"},
      {std::string("bu\0di", 5), "characters"},
      {"ｂudi", "characters"},
      {"\ufb01ti", "characters"},
      {"-budi", "characters"},
      {"b\u202eudi", "characters"},
      {"budi;drop", "characters"},
      {"\u0430dmin", "scripts"},
      {"087705572167", "phone"},
      {"6281234567890", "phone"},
      {std::string(65, 'a'), "length"},
      {"\xc3\x28", "missing"},
  };
  for (const auto& [text, why] : cases) {
    const auto stored = username(text);
    ASSERT_FALSE(stored) << text;
    EXPECT_EQ(stored.error().clause, "user.username." + why) << text;
    EXPECT_TRUE(stored.error().description.starts_with("username: "));
  }
}

TEST(Names, usernames_of_one_script_and_of_an_official_number_are_taken) {
  for (const std::string text :
       {"198501012010011001", "\u0431\u043e\u0440\u0438\u0441", "ani_2", "x", "Jos\u00e9"}) {
    EXPECT_TRUE(username(text)) << text;
  }
}

TEST(Names, what_is_no_address_is_refused) {
  for (const std::string text :
       {"budi", "@x.test", "budi@", "bu di@x.test", "budi@x..test", "budi@-x.test", ".b@x.test",
        "b..c@x.test", "a@b@c.test", "\"a b\"@x.test", "budi@x.te st", "budi@x.test\r\nBcc: a"}) {
    EXPECT_FALSE(email(text)) << text;
  }
  EXPECT_EQ(email("Budi+sso@Example.TEST")->shown, "Budi+sso@Example.TEST");
  EXPECT_EQ(email("Budi+sso@Example.TEST")->key, "budi+sso@example.test");
}

TEST(Names, a_phone_number_is_shown_as_it_was_typed) {
  EXPECT_EQ(phone(" 0877-0557-2167 ")->shown, "0877-0557-2167");
  EXPECT_EQ(phone("087705572167")->key, "+6287705572167");
  for (const std::string text :
       {"08", "phone", "0877x5572167", "1234567", "+0812345678", "081234567890123456"}) {
    EXPECT_FALSE(phone(text)) << text;
  }
}

}  // namespace
}  // namespace identity::names
