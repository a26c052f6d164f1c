// Whatever the rooms of people refuse is said in words: every clause and key they can answer with
// has a text of the locales that says more than that something is wrong.
#include <array>
#include <set>
#include <string>

#include <gtest/gtest.h>

#include "base/json.h"
#include "identity/names/names.h"
#include "identity/passwords/policy.h"
#include "identity/users/fields.h"
#include "web/pages.h"

namespace {

using base::json::value;
using identity::passwords::Hint;
using identity::passwords::Reason;

void expect_words(std::string_view clause) {
  static const auto pages = web::Pages::from({});
  ASSERT_TRUE(pages) << pages.error().detail;
  const auto words = web::reason(clause);
  EXPECT_NE(words.key, "reason.unnamed") << clause;
  for (const auto language : web::languages()) {
    if (words.key != "password.too_short") {  // counts, and is rendered by the pages that count
      EXPECT_FALSE(pages->text(words, language).empty()) << clause;
    }
  }
}

// What nobody may write into some field or other.
base::json::array refused_values() {
  base::json::array all = {nullptr,
                           true,
                           false,
                           7,
                           7.5,
                           "",
                           " ",
                           "x",
                           "a b",
                           "0812345678",
                           "12",
                           "budi\nsantoso",
                           "\xFF\xFE",
                           "budi@",
                           "@",
                           "bu\u0434i",
                           "https://",
                           "1990-02-31",
                           "1990-13-01",
                           "Asia Jakarta",
                           "\u2168",
                           std::string(70, 'a'),
                           std::string(3000, 'a'),
                           "-budi",
                           "\x01"};
  all.emplace_back(base::json::array{1, "no address"});
  all.emplace_back(base::json::array(100, value("a@b.id")));
  all.emplace_back(base::json::object{{"planet", "Mars"}, {"country", 1}});
  return all;
}

TEST(Reasons, every_field_says_why_it_was_refused) {
  std::set<std::string> clauses;
  for (const auto& field : identity::users::fields()) {
    for (const auto& given : refused_values()) {
      identity::users::User user;
      const auto written = field.write(user, field.name, given, base::Instant());
      if (!written) {
        clauses.insert(written.error().clause);
      }
    }
  }
  // The table above reaches each kind of refusal that a name has.
  for (const auto* clause :
       {"user.username.missing", "user.username.length", "user.username.characters",
        "user.username.scripts", "user.username.phone", "user.email.form", "user.no_hp.form",
        "user.birthdate.form", "user.zoneinfo.form", "user.website.form", "user.name.text",
        "user.name.length", "user.name.characters", "user.address.unknown"}) {
    EXPECT_TRUE(clauses.contains(clause)) << clause;
  }
  for (const auto& clause : clauses) {
    EXPECT_TRUE(clause.starts_with("user.")) << clause;
    expect_words(clause);
  }
}

TEST(Reasons, every_change_that_is_refused_as_a_whole_says_why) {
  for (const auto* clause :
       {"user.unknown", "user.stale", "user.last_administrator", "user.administrator_exists",
        "user.username.taken", "user.email.taken", "user.no_hp.taken", "user.role.forbidden",
        "user.shoe_size.unknown", "user.shoe_size.type", "user.attributes.forbidden"}) {
    expect_words(clause);
  }
}

TEST(Reasons, every_password_that_is_refused_says_why_and_what_would_help) {
  for (const auto reason :
       {Reason::not_text, Reason::too_short, Reason::too_long, Reason::common, Reason::too_weak}) {
    expect_words(to_string(reason));
  }
  for (const auto hint : {Hint::word, Hint::name_of_yours, Hint::repeats, Hint::sequence,
                          Hint::keyboard, Hint::date}) {
    expect_words(to_string(hint));
  }
}

TEST(Reasons, every_field_of_a_person_has_a_label) {
  for (const auto& field : identity::users::fields()) {
    if (!field.name.ends_with("_verified")) {
      EXPECT_TRUE(std::holds_alternative<web::Words>(web::field_of(field.name).label))
          << field.name;
    }
  }
}

}  // namespace
