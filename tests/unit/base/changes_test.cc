#include "base/changes.h"

#include <thread>

#include <gtest/gtest.h>

namespace base {
namespace {

TEST(Changes, a_thing_has_changed_since_a_number_that_is_older_than_its_change) {
  Changes changes;
  const auto ani = Changes::place(Thing::person, std::int64_t{1});
  const auto budi = Changes::place(Thing::person, std::int64_t{2});
  const auto before = changes.number();
  changes.happened(ani);
  EXPECT_TRUE(changes.since(before, ani));
  EXPECT_FALSE(changes.since(before, budi));
  EXPECT_FALSE(changes.since(changes.number(), ani)) << "what was read afterwards holds";
  changes.happened(budi);
  EXPECT_FALSE(changes.since(changes.number() - 1, ani));
}

TEST(Changes, a_family_is_not_the_session_of_the_same_octets) {
  EXPECT_NE(Changes::place(Thing::family, bytes_of("0123456789abcdef")),
            Changes::place(Thing::session, bytes_of("0123456789abcdef")));
}

TEST(Changes, who_is_told_nothing_trusts_nothing) {
  const Changes changes(Changes::Told::nothing);
  EXPECT_TRUE(changes.since(changes.number(), Changes::place(Thing::attributes)));
}

TEST(Changes, of_changes_that_come_at_once_the_last_is_kept) {
  Changes changes;
  const auto place = Changes::place(Thing::person, std::int64_t{1});
  const auto change = [&] {
    for (int times = 0; times < 1000; ++times) {
      const auto before = changes.number();
      changes.happened(place);
      EXPECT_TRUE(changes.since(before, place));
    }
  };
  std::jthread other(change);
  change();
}

}  // namespace
}  // namespace base
