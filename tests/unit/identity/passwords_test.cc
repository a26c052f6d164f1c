#include "identity/passwords/passwords.h"

#include <ctime>

#include "identity/passwords/lists.h"
#include "identity/passwords/normal.h"
#include "tests/unit/identity/house.h"

namespace identity::passwords {
namespace {

class PasswordsTest : public House {
 protected:
  // The reason, with the hints behind it.
  std::string verdict(const std::string& password, const users::User& user = {}) {
    const auto checked = policy_.check(base::Secret(password), user);
    const auto* refused = std::get_if<Refused>(&checked);
    if (refused == nullptr) {
      return "accepted";
    }
    std::string text(to_string(refused->reason));
    for (const Hint hint : refused->hints) {
      text += " " + std::string(to_string(hint)).substr(14);
    }
    return text;
  }
  bool verify(const users::User& user, const std::string& typed) {
    return passwords_.verify(user.id, base::Secret(typed)).value().has_value();
  }
};

TEST_F(PasswordsTest, LG12_the_whole_of_a_password_matters) {
  std::string chosen;
  for (std::size_t at = 0; chosen.size() < 128; ++at) {
    chosen += static_cast<char>('!' + (at * 37 + at / 7) % 90);
  }
  for (const std::size_t length : {8UL, 15UL, 52UL, 64UL, 72UL, 73UL, 128UL, 1024UL}) {
    std::string password;
    while (password.size() < length) {
      password += chosen.substr(0, length - password.size());
    }
    const users::User user = add_with_password("u" + std::to_string(length), password);
    std::string last = password;
    last.back() = last.back() == 'x' ? 'y' : 'x';
    EXPECT_TRUE(verify(user, password)) << length;
    EXPECT_FALSE(verify(user, last)) << length;
    EXPECT_FALSE(verify(user, password + "x")) << length;
    EXPECT_FALSE(verify(user, password.substr(0, length - 1))) << length;
    EXPECT_FALSE(verify(user, password.substr(0, 1))) << length;
  }
}

TEST_F(PasswordsTest, LG12_one_password_on_every_keyboard_and_no_other) {
  const std::string composed = "caf\u00e9-Gunung-Muria-21";
  const std::string decomposed = "cafe\u0301-Gunung-Muria-21";
  const users::User user = add_with_password("a", composed);
  EXPECT_TRUE(verify(user, decomposed));
  EXPECT_FALSE(verify(user, composed + " "));
  EXPECT_FALSE(verify(user, "caf\u00e9-gunung-muria-21"));
  const users::User other = add_with_password("b", "gunung-muria-xq-21");
  EXPECT_FALSE(verify(other, std::string("gunung-muria-xq-21\0", 19)));
  EXPECT_FALSE(verify(other, std::string("gunung-muria-xq-21\0x", 20)));
  const users::User emoji = add_with_password("c", "🦏🐘🌋🛕🦚🐊🪁🌶️");
  EXPECT_TRUE(verify(emoji, "🦏🐘🌋🛕🦚🐊🪁🌶️"));
  EXPECT_FALSE(verify(emoji, "🦏🐘🌋🛕🦚🐊🪁🌵️"));
}

TEST_F(PasswordsTest, LG12_what_no_page_can_send_is_no_password_wherever_it_is_set_RFC8265_4_2_2) {
  for (const auto& control : {std::string("\0", 1), std::string("\x01"), std::string("\t"),
                              std::string("\n"), std::string("\r"), std::string("\x1b"),
                              std::string("\x7f"), std::string("\u0085"), std::string("\u009f")}) {
    for (const auto& password : {control + "gunung-muria-xq-21", "gunung" + control + "muria-xq-21",
                                 "gunung-muria-xq-21" + control}) {
      EXPECT_EQ(verdict(password), "password.not_text") << int{control[0]};
    }
  }
  EXPECT_EQ(verdict("gunung muria\u00a0xq-21"), "accepted");
}

TEST_F(PasswordsTest, AZ14_a_change_is_refused_when_what_was_shown_is_the_password_no_longer) {
  const users::User user = add_with_password("ani", kPassword);
  const base::Instant since = password_.proves_since(user.id, {}).value();
  const auto change = [&](const char* to) {
    clock_.advance(std::chrono::seconds(1));
    return passwords_.change(act_, user, base::Secret(to), std::nullopt, since).value();
  };
  EXPECT_TRUE(std::holds_alternative<WasSet>(change("gerobak-soto-33-lilin")));
  const std::size_t entries = trail_.types().size();
  EXPECT_TRUE(std::holds_alternative<Overtaken>(change("warung-pojok-44-senja")));
  EXPECT_TRUE(verify(user, "gerobak-soto-33-lilin"));
  EXPECT_FALSE(verify(user, "warung-pojok-44-senja"));
  EXPECT_EQ(trail_.types().size(), entries) << "and ends nobody's session";
}

TEST_F(PasswordsTest, LG12_the_policy_says_why) {
  EXPECT_EQ(verdict(""), "password.too_short");
  EXPECT_EQ(verdict("é-ü-ö-a"), "password.too_short");
  EXPECT_EQ(verdict("\xff\xfe-not-text-at-all"), "password.not_text");
  EXPECT_EQ(verdict(std::string(1025, 'x')), "password.too_long");
  EXPECT_EQ(verdict("password1"), "password.common");
  EXPECT_EQ(verdict("PassWord123"), "password.common");
  EXPECT_EQ(verdict("rahasia123"), "password.common");
  EXPECT_EQ(verdict("ｐａｓｓｗｏｒｄ１"), "password.common");
  EXPECT_EQ(verdict("Rahasia2031!"), "password.too_weak word date");
  EXPECT_EQ(verdict("aaaaaaaaaaaaaaaa"), "password.too_weak repeats");
  EXPECT_EQ(verdict("qwertyuiop[]"), "password.too_weak keyboard");
  EXPECT_EQ(verdict("17-08-1945"), "password.too_weak date");
  EXPECT_EQ(verdict("Gapura-2031"), "password.too_weak name_of_yours date");
  EXPECT_EQ(verdict(kPassword), "accepted");
  EXPECT_EQ(verdict("xK9$mQ2v"), "accepted");
  EXPECT_EQ(verdict("kucing hitam di atap"), "accepted");
}

TEST_F(PasswordsTest, LG12_what_is_known_of_a_person_is_no_secret) {
  users::User user;
  user.username = "hardjowirono";
  user.email = "suprapti.h@example.test";
  EXPECT_EQ(verdict("Hardjowirono7", user), "password.too_weak name_of_yours");
  EXPECT_EQ(verdict("suprapti2031", user), "password.too_weak name_of_yours date");
  EXPECT_EQ(verdict("Hardjowirono7"), "accepted");
}

TEST_F(PasswordsTest, LG12_a_nul_does_not_hide_what_is_before_it) {
  EXPECT_NE(verdict(std::string("aaaaaaaa\0aaaaaaa", 16)), "accepted");
}

TEST_F(PasswordsTest, LG12_length_alone_beyond_what_is_estimated_makes_nothing_weak) {
  EXPECT_EQ(verdict(std::string(kPassword) + std::string(900, 'a')), "accepted");
  EXPECT_EQ(verdict(std::string(900, 'a')), "password.too_weak repeats");
}

TEST_F(PasswordsTest, the_minimum_may_be_raised_and_not_lowered) {
  const auto long_only = Policy({.shortest = 15}).check(base::Secret("xK9$mQ2v"), {});
  EXPECT_EQ(std::get<Refused>(long_only).shortest, 15U);
  const auto short_too = Policy({.shortest = 4}).check(base::Secret("xK9$"), {});
  EXPECT_EQ(std::get<Refused>(short_too).shortest, 8U);
}

TEST_F(PasswordsTest, the_lists_are_in_order) {
  EXPECT_GT(common_passwords().size(), 10'000U);
  EXPECT_TRUE(std::ranges::is_sorted(common_passwords()));
  EXPECT_TRUE(std::ranges::all_of(common_passwords(),
                                  [](std::string_view each) { return each.size() >= 8; }));
  EXPECT_GT(indonesian_words().size(), 400U);
}

TEST_F(PasswordsTest, LG12_a_new_password_ends_the_other_sessions) {
  const users::User user = add_with_password("a", kPassword);
  std::vector<mint::SessionId> opened;
  for (int number = 0; number < 3; ++number) {
    opened.push_back(ids_.next<mint::SessionTag>());
    ASSERT_EQ(book_
                  .open({.id = opened.back(),
                         .user_id = user.id.value,
                         .level = "one_factor",
                         .idle_until = base::Instant::max(),
                         .absolute_until = base::Instant::max(),
                         .details = {}},
                        {}, {}, {})
                  .value(),
              mint::SessionOpening::opened);
  }
  ASSERT_TRUE(passwords_.set(act_, user, base::Secret("gerobak-soto-33-lilin"), opened[1]));
  const auto left = sessions_.of(user.id).value();
  ASSERT_EQ(left.size(), 1U);
  EXPECT_EQ(left[0].id, opened[1]);
  EXPECT_FALSE(verify(user, kPassword));
}

TEST_F(PasswordsTest, KY5_a_login_makes_an_old_hash_new) {
  const users::User user = add_with_password("a", kPassword);
  crypto::PasswordHasher dearer{pool_, random_, {.memory_kib = 16, .passes = 2}};
  Passwords later{{.store = password_rows_,
                   .hasher = dearer,
                   .policy = policy_,
                   .sessions = book_,
                   .clock = clock_}};
  const std::string before = password_rows_.find(user.id).value()->hash;
  EXPECT_FALSE(later.verify(user.id, base::Secret("wrong")).value());
  EXPECT_EQ(password_rows_.find(user.id).value()->hash, before);
  EXPECT_TRUE(later.verify(user.id, base::Secret(kPassword)).value());
  EXPECT_TRUE(password_rows_.find(user.id).value()->hash.starts_with("$argon2id$v=19$m=16,t=2"));
  EXPECT_TRUE(later.verify(user.id, base::Secret(kPassword)).value());
}

// The least of several, as scheduling only ever adds.
TEST_F(PasswordsTest, LG1_nobody_costs_what_somebody_costs) {
  crypto::PasswordHasher dear{pool_, random_, {.memory_kib = 19456, .passes = 2}};
  Passwords passwords{{.store = password_rows_,
                       .hasher = dear,
                       .policy = policy_,
                       .sessions = book_,
                       .clock = clock_}};
  const users::User user = add({{"username", "a"}});
  ASSERT_TRUE(passwords.set(act_, user, base::Secret(kPassword), std::nullopt));
  const users::User without = add({{"username", "b"}});
  // Of the processor, not of the wall: the machine has other things to do.
  const auto cost = [&](std::optional<users::UserId> id, const std::string& typed) {
    std::vector<std::clock_t> times;
    for (int round = 0; round < 5; ++round) {
      const std::clock_t start = std::clock();
      EXPECT_FALSE(passwords.verify(id, base::Secret(typed)).value());
      times.push_back(std::clock() - start);
    }
    return static_cast<double>(std::ranges::min(times));
  };
  const double somebody = cost(user.id, "wrong");
  for (const auto& [id, typed] : std::vector<std::pair<std::optional<users::UserId>, std::string>>{
           {std::nullopt, "wrong"},
           {without.id, "wrong"},
           {user.id, ""},
           {std::nullopt, ""},
           {user.id, std::string(2000, 'x')},
           {user.id, "\xff"}}) {
    const double other = cost(id, typed);
    EXPECT_GT(other, somebody * 0.6) << typed.size();
    EXPECT_LT(other, somebody * 1.6) << typed.size();
  }
}

}  // namespace
}  // namespace identity::passwords
