#include "families/known_families.h"

#include <cstdint>

#include <gtest/gtest.h>

namespace families {
namespace {

FamilyId id(std::uint8_t number) { return FamilyId({number}); }

Known known(std::uint8_t number, std::int64_t generation = 1) {
  return {.found = {.family = {.id = id(number),
                               .holder = "client-1",
                               .session = mint::SessionId({42}),
                               .generation = generation}},
          .grant = {.scope = "openid"},
          .secret = base::Secret("secret")};
}

TEST(KnownFamilies, knows_whom_it_was_told_of_as_it_was_told_last) {
  KnownFamilies families;
  EXPECT_EQ(families.look(id(1)), nullptr);
  families.keep(known(1));
  EXPECT_EQ(families.look(id(1))->found.family.holder, "client-1");
  EXPECT_EQ(families.look(id(1))->grant.scope, "openid");
  EXPECT_EQ(families.look(id(1))->secret.reveal_text(), "secret");
  families.keep(known(1, 2));
  EXPECT_EQ(families.look(id(1))->found.family.generation, 2);
  EXPECT_EQ(families.look(id(2)), nullptr);
}

TEST(KnownFamilies, forgets_whoever_was_not_shown_for_longest) {
  KnownFamilies families(2);
  families.keep(known(1));
  families.keep(known(2));
  families.keep(known(1, 2));
  families.keep(known(3));
  EXPECT_EQ(families.look(id(2)), nullptr);
  EXPECT_NE(families.look(id(1)), nullptr);
  families.keep(known(4));
  EXPECT_EQ(families.look(id(3)), nullptr) << "1 was looked at since";
  EXPECT_NE(families.look(id(1)), nullptr);
  EXPECT_NE(families.look(id(4)), nullptr);
}

TEST(KnownFamilies, are_told_of_a_use_and_forget_whom_they_are_to_forget) {
  KnownFamilies families;
  families.note_use(id(1), base::Instant(std::chrono::seconds(7)));
  EXPECT_EQ(families.look(id(1)), nullptr);
  auto used = known(1);
  used.found.session = SessionUse{.remembered = true};
  families.keep(std::move(used));
  families.note_use(id(1), base::Instant(std::chrono::seconds(7)));
  EXPECT_EQ(families.look(id(1))->found.session->seen_at, base::Instant(std::chrono::seconds(7)));
  EXPECT_TRUE(families.look(id(1))->found.session->remembered);
  families.forget(id(1));
  families.forget(id(2));
  EXPECT_EQ(families.look(id(1)), nullptr);
}

TEST(KnownFamilies, what_is_looked_at_stays_whatever_is_forgotten_meanwhile) {
  KnownFamilies families(1);
  families.keep(known(1));
  const auto held = families.look(id(1));
  families.keep(known(2));
  EXPECT_EQ(families.look(id(1)), nullptr);
  EXPECT_EQ(held->found.family.id, id(1));
}

}  // namespace
}  // namespace families
