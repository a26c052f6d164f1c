#include <atomic>

#include "tests/contract/on_every_engine.h"

namespace contract {
namespace {

using families::Family;
using families::FamilyId;
using families::Gone;
using families::Reused;
using families::Turned;
using families::TurnedBefore;
using std::chrono::hours;
using std::chrono::seconds;

class FamilyStore : public OnEveryEngine {
 protected:
  FamilyStore() : ani_(add("ani")) {
    EXPECT_TRUE(open_session(session_, {}));
    before_ = types().size();
  }
  bool open_session(const mint::SessionId& id, const std::vector<mint::SessionId>& replaces) {
    const auto opening =
        database->sessions().open(session_row(id, ani_.id, hours(12), hours(24)),
                                  {.ids = replaces, .event = event("session.replaced")},
                                  std::nullopt, event("session.opened"));
    return opening.value() == mint::SessionOpening::opened;
  }
  bool replace(const mint::SessionId& before, const mint::SessionId& after) {
    return open_session(after, {before});
  }
  Family family(std::uint8_t number) const {
    const auto now = place.clock.now();
    return {.id = FamilyId({number}),
            .holder = "client-1",
            .user_id = ani_.id.value,
            .session = session_,
            .generation = 1,
            .seed = hash_of(number),
            .body = R"({"scope":"openid"})",
            .opened_at = now,
            .turned_at = now,
            .idle_until = now + hours(1),
            .absolute_until = now + hours(3)};
  }
  void open(const Family& row) { ASSERT_TRUE(open_family(row)); }
  void end(const Family& row) {
    ASSERT_TRUE(database->families().end(row, place.clock.now(), event("family.ended")));
  }
  families::Turn turn(std::int64_t generation, base::Duration grace = seconds(10)) {
    return database->families()
        .turn({.id = FamilyId({1}),
               .generation = generation,
               .now = place.clock.now(),
               .grace = grace,
               .idle_until = place.clock.now() + hours(1)},
              {event("family.turned"), event("family.reused")})
        .value();
  }
  bool advance(std::int64_t generation, std::uint8_t number = 1,
               std::optional<mint::SessionId> on = {}, bool administrator = false) {
    const auto now = place.clock.now();
    return database->families()
        .advance({.id = FamilyId({number}),
                  .generation = generation,
                  .session = on.value_or(session_),
                  .administrator = administrator,
                  .now = now,
                  .idle_until = now + hours(2)},
                 event("family.turned"))
        .value();
  }
  bool is_live(std::uint8_t number = 1) {
    const auto found = database->families().find(FamilyId({number}), place.clock.now()).value();
    return found && found->live;
  }
  bool was_reused(std::uint8_t number = 1) {
    return database->families().find(FamilyId({number}), place.clock.now()).value()->family.reused;
  }
  std::vector<std::string> told() {
    auto all = types();
    all.erase(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(before_));
    std::erase_if(all, [](const auto& type) { return type.starts_with("code."); });
    return all;
  }
  template <class T>
  static bool is(const families::Turn& turn) {
    return std::holds_alternative<T>(turn);
  }

  const mint::SessionId session_{{42}};
  const base::Instant opened_at_ = place.clock.now();
  identity::users::User ani_;
  std::size_t before_ = 0;
};
GAPURA_ON_EVERY_ENGINE(FamilyStore);

TEST_P(FamilyStore, gives_back_what_it_was_given) {
  open(family(1));
  const auto found = database->families().find(FamilyId({1}), place.clock.now()).value();
  ASSERT_TRUE(found);
  EXPECT_EQ(found->family, family(1));
  EXPECT_TRUE(found->live);
  EXPECT_FALSE(database->families().find(FamilyId({2}), place.clock.now()).value());
}

TEST_P(FamilyStore, lives_no_longer_than_its_limits) {
  open(family(1));
  place.clock.advance(hours(1) - std::chrono::microseconds(1));
  EXPECT_TRUE(is_live());
  place.clock.advance(std::chrono::microseconds(1));
  EXPECT_FALSE(is_live());
  EXPECT_TRUE(is<Gone>(turn(1)));
}

TEST_P(FamilyStore, TK8_dies_with_its_session_unless_it_outlives_that) {
  open(family(1));
  Family offline = family(2);
  offline.outlives_session = true;
  open(offline);
  ASSERT_TRUE(
      database->sessions().end(session_, place.clock.now(), event("session.ended")).value());
  EXPECT_FALSE(is_live(1));
  EXPECT_TRUE(is_live(2));
}

TEST_P(FamilyStore, AZ14_goes_over_to_the_session_that_takes_the_place_of_its_own) {
  open(family(1));
  open(family(2));
  end(family(2));
  Family others = family(3);
  others.user_id = add("budi").id.value;
  open_sole(others);
  ASSERT_TRUE(replace(session_, mint::SessionId({43})));
  EXPECT_TRUE(is_live(1));
  EXPECT_FALSE(is_live(2));
  EXPECT_FALSE(is_live(3)) << "somebody else's";
  const auto found = database->families().find(FamilyId({1}), place.clock.now()).value();
  EXPECT_EQ(found->family.session, mint::SessionId({43}));
}

TEST_P(FamilyStore, AZ14_stays_dead_when_its_session_was_over_before_it_was_replaced) {
  open(family(1));
  ASSERT_TRUE(
      database->sessions().end(session_, place.clock.now(), event("session.ended")).value());
  ASSERT_TRUE(replace(session_, mint::SessionId({43})));
  EXPECT_FALSE(is_live(1));
}

TEST_P(FamilyStore, TK1_is_opened_by_the_write_that_takes_its_code_or_the_code_is_lost) {
  open(family(1));
  EXPECT_EQ(told(), std::vector<std::string>{"family.opened"});
  Family of_another = family(2);
  of_another.user_id = add("budi").id.value;
  EXPECT_FALSE(open_family(of_another)) << "it is not their session";
  const auto lock = [&](identity::users::Status status) {
    auto ani = database->users().find(ani_.id).value().value();
    ani.status = status;
    ASSERT_TRUE(std::holds_alternative<identity::users::User>(update(ani)));
  };
  lock(identity::users::Status::locked);
  EXPECT_FALSE(open_family(family(3))) << "the person is not active";
  lock(identity::users::Status::active);
  EXPECT_TRUE(open_family(family(4)));
  Family later = family(5);
  later.opened_at += hours(12);
  EXPECT_FALSE(open_family(later)) << "the session is over by then";
  ASSERT_TRUE(
      database->sessions().end(session_, place.clock.now(), event("session.ended")).value());
  EXPECT_FALSE(open_family(family(6))) << "the session has ended";
  Family behind = family(7);
  behind.opened_at -= seconds(1);
  EXPECT_FALSE(open_family(behind)) << "since it was looked at";
  for (const auto& row : {family(2), family(3), later, family(6), behind}) {
    EXPECT_FALSE(database->families().find(row.id, place.clock.now()).value());
  }
  EXPECT_EQ(std::ranges::count(types(), "code.spent"), 7);
  EXPECT_EQ(std::ranges::count(types(), "family.opened"), 2);
}

TEST_P(FamilyStore, TK1_of_64_that_bring_one_code_one_opens_its_family) {
  const auto code = one_time(1, mint::Purpose::authorization_code);
  ASSERT_TRUE(database->one_time().put(code, event("code.issued")));
  std::atomic<int> opened = 0;
  std::atomic<int> replayed = 0;
  together(64, [&](std::size_t number) {
    const Family mine = family(static_cast<std::uint8_t>(number + 1));
    const auto entered = event("family.opened");
    const auto spent = database->one_time().spend_opening(
        code.hash, place.clock.now(), spend_events(), {.family = mine, .event = entered});
    const auto* fresh = spent ? std::get_if<mint::Fresh>(&*spent) : nullptr;
    opened += fresh != nullptr && fresh->opened == mine.id && fresh->bound == code.bound;
    replayed += spent && std::holds_alternative<mint::Replayed>(*spent);
  });
  EXPECT_EQ(opened, 1);
  EXPECT_EQ(replayed, 63);
  EXPECT_EQ(told(), std::vector<std::string>{"family.opened"});
}

TEST_P(FamilyStore, TK1_one_that_ended_before_it_was_opened_stays_so) {
  end(family(1));
  EXPECT_FALSE(open_family(family(1)));
  EXPECT_FALSE(is_live());
  EXPECT_TRUE(is<Gone>(turn(1)));
  EXPECT_EQ(told(), std::vector<std::string>{"family.ended"});
}

TEST_P(FamilyStore, TK1_ends_once) {
  open(family(1));
  end(family(1));
  end(family(1));
  EXPECT_FALSE(is_live());
  EXPECT_EQ(told(), (std::vector<std::string>{"family.opened", "family.ended"}));
}

TEST_P(FamilyStore, TK5_the_predecessor_gets_the_same_generation_within_the_grace) {
  open(family(1));
  const auto turned = turn(1);
  ASSERT_TRUE(is<Turned>(turned));
  EXPECT_EQ(std::get<Turned>(turned).family.generation, 2);
  place.clock.advance(seconds(10) - std::chrono::microseconds(1));
  const auto again = turn(1);
  ASSERT_TRUE(is<TurnedBefore>(again));
  EXPECT_EQ(std::get<TurnedBefore>(again).family.generation, 2);
  place.clock.advance(std::chrono::microseconds(1));
  EXPECT_TRUE(is<Reused>(turn(1)));
  EXPECT_FALSE(is_live());
  EXPECT_TRUE(is<Gone>(turn(2)));
  EXPECT_EQ(told(), (std::vector<std::string>{"family.opened", "family.turned", "family.reused"}));
}

TEST_P(FamilyStore, TK4_one_that_was_used_twice_is_told_from_one_that_ended) {
  open(family(1));
  EXPECT_FALSE(was_reused());
  turn(1);
  turn(2);
  turn(1);
  EXPECT_TRUE(was_reused());
  EXPECT_TRUE(std::get<Gone>(turn(3)).reused);
  open(family(2));
  end(family(2));
  EXPECT_FALSE(was_reused(2));
}

TEST_P(FamilyStore, TK4_an_older_generation_ends_the_family_even_within_the_grace) {
  open(family(1));
  turn(1);
  turn(2);
  EXPECT_TRUE(is<Reused>(turn(1)));
  EXPECT_FALSE(is_live());
}

TEST_P(FamilyStore, TK5_without_a_grace_the_predecessor_ends_the_family) {
  open(family(1));
  turn(1, seconds(0));
  EXPECT_TRUE(is<Reused>(turn(1, seconds(0))));
}

// Of two at once, one may have read its clock before the other that was served first.
TEST_P(FamilyStore, TK5_without_a_grace_a_clock_that_is_behind_gives_none) {
  open(family(1));
  turn(1, seconds(0));
  place.clock.advance(-std::chrono::microseconds(1));
  EXPECT_TRUE(is<Reused>(turn(1, seconds(0))));
  EXPECT_FALSE(is_live());
}

TEST_P(FamilyStore, CK5_without_a_grace_a_clock_that_is_behind_opens_its_own) {
  for (const std::uint8_t number : {std::uint8_t{1}, std::uint8_t{2}}) {
    const auto opening =
        database->families()
            .open_sole({.family = family(number), .session_opened_at = opened_at_, .grace = {}},
                       {event("family.opened"), event("family.replaced")})
            .value();
    EXPECT_TRUE(std::holds_alternative<families::Opened>(opening));
    place.clock.advance(-std::chrono::microseconds(1));
  }
  EXPECT_FALSE(is_live(1));
  EXPECT_TRUE(is_live(2));
}

TEST_P(FamilyStore, TK6_a_generation_to_come_is_none) {
  open(family(1));
  EXPECT_TRUE(is<Gone>(turn(2)));
  EXPECT_TRUE(is_live());
}

TEST_P(FamilyStore, TK6_a_clock_that_goes_back_ends_nothing) {
  open(family(1));
  turn(1);
  place.clock.advance(-hours(1));
  EXPECT_TRUE(is<TurnedBefore>(turn(1)));
  EXPECT_TRUE(is<Turned>(turn(2)));
}

TEST_P(FamilyStore, TK7_many_at_once_take_one_step) {
  open(family(1));
  std::atomic<int> turned = 0;
  std::atomic<int> before = 0;
  together(16, [&](std::size_t) {
    const auto each = turn(1);
    turned += is<Turned>(each) ? 1 : 0;
    before += is<TurnedBefore>(each) ? 1 : 0;
  });
  EXPECT_EQ(turned, 1);
  EXPECT_EQ(before, 15);
  EXPECT_TRUE(is_live());
}

TEST_P(FamilyStore, TK6_the_newest_of_a_family_that_lives_takes_its_step_without_a_look) {
  Family expected = family(1);
  open(expected);
  place.clock.advance(seconds(1));
  ASSERT_TRUE(advance(1));
  expected.generation = 2;
  expected.turned_at = place.clock.now();
  expected.idle_until = place.clock.now() + hours(2);
  EXPECT_EQ(database->families().find(FamilyId({1}), place.clock.now()).value()->family, expected);
  EXPECT_EQ(told(), (std::vector<std::string>{"family.opened", "family.turned"}));
  for (const std::int64_t other : {0, 1, 3}) {
    EXPECT_FALSE(advance(other)) << other;
  }
  EXPECT_FALSE(advance(1, 9)) << "of no family";
  EXPECT_EQ(told(), (std::vector<std::string>{"family.opened", "family.turned"}));
  place.clock.advance(hours(1));
  EXPECT_TRUE(advance(2));
  place.clock.advance(hours(2));
  EXPECT_FALSE(advance(3)) << "past the last of its limits";
}

TEST_P(FamilyStore, TK8_no_step_is_taken_without_a_look_where_one_would_have_seen_that_it_is_over) {
  const auto budi = add("budi");
  Family of_budi = family(2);
  of_budi.user_id = budi.id.value;
  open_sole(of_budi);
  EXPECT_FALSE(advance(1, 2)) << "its session is somebody else's";
  Family ended = family(3);
  open(ended);
  end(ended);
  EXPECT_FALSE(advance(1, 3));
  open(family(1));
  Family offline = family(4);
  offline.outlives_session = true;
  open(offline);
  ASSERT_TRUE(
      database->sessions().end(session_, place.clock.now(), event("session.ended")).value());
  EXPECT_FALSE(advance(1));
  EXPECT_TRUE(advance(1, 4));
  ani_.status = identity::users::Status::disabled;
  ASSERT_TRUE(std::holds_alternative<identity::users::User>(update(ani_)));
  EXPECT_FALSE(advance(2, 4));
}

TEST_P(FamilyStore, TK8_no_step_is_taken_without_a_look_by_who_remembers_it_otherwise) {
  open(family(1));
  const mint::SessionId later({99});
  ASSERT_TRUE(open_session(later, {}));
  EXPECT_FALSE(advance(1, 1, later)) << "it lives, and the family is of another";
  EXPECT_FALSE(advance(1, 1, session_, true)) << "no administrator";
  ASSERT_TRUE(database->grants().add(ani_.id, identity::users::Grant::administrator,
                                     place.clock.now(), event("user.granted")));
  EXPECT_FALSE(advance(1, 1, session_, false)) << "one by now";
  EXPECT_TRUE(advance(1, 1, session_, true));
}

TEST_P(FamilyStore, TK8_no_step_is_taken_without_a_look_by_what_is_older_than_the_password) {
  const auto set_at = place.clock.now();
  ASSERT_TRUE(database->passwords().put(ani_.id, {.hash = "$argon2id$1", .set_at = set_at},
                                        event("password.set"), ending_at(set_at)));
  const mint::SessionId later({99});
  ASSERT_TRUE(open_session(later, {}));
  Family before = family(1);
  before.session = later;
  before.outlives_session = true;
  before.opened_at = set_at - std::chrono::microseconds(1);
  open(before);
  Family after = before;
  after.id = FamilyId({2});
  after.opened_at = set_at;
  open(after);
  EXPECT_FALSE(advance(1, 1, later));
  EXPECT_TRUE(advance(1, 2, later));
}

TEST_P(FamilyStore, TK7_of_many_at_once_one_takes_the_step_without_a_look) {
  open(family(1));
  std::atomic<int> taken = 0;
  together(16, [&](std::size_t) { taken += advance(1) ? 1 : 0; });
  EXPECT_EQ(taken, 1);
  EXPECT_EQ(database->families().find(FamilyId({1}), place.clock.now()).value()->family.generation,
            2);
}

TEST_P(FamilyStore, TK8_of_many_steps_in_a_row_none_begins_when_what_ends_it_was_written) {
  const std::function<void(const Family&)> ways[] = {
      [&](const Family& row) { end(row); },
      [&](const Family& row) {
        EXPECT_TRUE(database->sessions()
                        .end(row.session, place.clock.now(), event("session.ended"))
                        .value());
      },
      [&](const Family&) {
        ani_.status = identity::users::Status::disabled;
        EXPECT_TRUE(std::holds_alternative<identity::users::User>(update(ani_)));
      },
  };
  static constexpr std::int64_t kSteps = 5;
  std::uint8_t number = 0;
  for (const auto& write : ways) {
    Family row = family(++number);
    row.session = mint::SessionId({number});
    ASSERT_TRUE(open_session(row.session, {}));
    open(row);
    std::int64_t generation = 1;
    std::latch under_way(kSteps);
    std::atomic<bool> over = false;
    together(2, [&](std::size_t thread) {
      if (thread == 0) {
        under_way.wait();
        write(row);
        over = true;
        return;
      }
      for (bool was_over = false; advance(generation, number, row.session); was_over = over) {
        ASSERT_FALSE(was_over) << "way " << int{number};
        if (++generation <= kSteps + 1) {
          under_way.count_down();
        }
      }
      if (generation <= kSteps) {
        ADD_FAILURE() << "refused before anything had ended it, way " << int{number};
        under_way.count_down(kSteps + 1 - generation);
      }
    });
    EXPECT_FALSE(advance(generation, number, row.session)) << "way " << int{number};
  }
}

TEST_P(FamilyStore, DS3_a_session_has_one_family_of_the_house) {
  Family of_client = family(1);
  open(of_client);
  const auto sole = [&](std::uint8_t number) {
    Family row = family(number);
    row.holder = "house";
    return database->families()
        .open_sole({.family = row, .session_opened_at = opened_at_, .grace = seconds(10)},
                   {event("family.opened"), event("family.replaced")})
        .value();
  };
  EXPECT_TRUE(std::holds_alternative<families::Opened>(sole(2)));
  const auto again = sole(3);
  ASSERT_TRUE(std::holds_alternative<families::OpenedBefore>(again));
  EXPECT_EQ(std::get<families::OpenedBefore>(again).family.id, FamilyId({2}));
  EXPECT_FALSE(database->families().find(FamilyId({3}), place.clock.now()).value());
  place.clock.advance(seconds(10));
  EXPECT_TRUE(std::holds_alternative<families::Opened>(sole(4)));
  EXPECT_FALSE(is_live(2));
  EXPECT_TRUE(is_live(4));
  EXPECT_TRUE(is_live(1)) << "a client's is another matter";
  EXPECT_EQ(told(), (std::vector<std::string>{"family.opened", "family.opened", "family.replaced",
                                              "family.opened"}));
  ASSERT_TRUE(replace(session_, mint::SessionId({43})));
  Family moved = family(5);
  moved.holder = "house";
  moved.session = mint::SessionId({43});
  place.clock.advance(seconds(1));
  moved.opened_at = moved.turned_at = place.clock.now();
  EXPECT_TRUE(std::holds_alternative<families::Opened>(
      database->families()
          .open_sole(
              {.family = moved, .session_opened_at = place.clock.now(), .grace = seconds(10)},
              {event("family.opened"), event("family.replaced")})
          .value()))
      << "what another login left is not given again";
  EXPECT_FALSE(is_live(4));
}

TEST_P(FamilyStore, CK5_many_that_begin_at_once_are_given_one_family) {
  std::atomic<int> opened = 0;
  std::atomic<int> before = 0;
  together(16, [&](std::size_t number) {
    Family row = family(static_cast<std::uint8_t>(number + 1));
    row.holder = "house";
    const auto opening =
        database->families()
            .open_sole({.family = row, .session_opened_at = opened_at_, .grace = seconds(10)},
                       {event("family.opened"), event("family.replaced")})
            .value();
    opened += std::holds_alternative<families::Opened>(opening) ? 1 : 0;
    before += std::holds_alternative<families::OpenedBefore>(opening) ? 1 : 0;
  });
  EXPECT_EQ(opened, 1);
  EXPECT_EQ(before, 15);
}

TEST_P(FamilyStore, is_found_with_what_the_gates_ask_of_its_person) {
  open(family(1));
  const auto find = [&](std::uint8_t number) {
    return database->families().find(FamilyId({number}), place.clock.now()).value();
  };
  const auto person = find(1)->person;
  ASSERT_TRUE(person);
  EXPECT_EQ(person->id, ani_.id);
  EXPECT_EQ(person->sub, "sub-ani");
  EXPECT_EQ(person->status, identity::users::Status::active);
  EXPECT_FALSE(person->administrator);
  ani_.status = identity::users::Status::locked;
  ASSERT_TRUE(std::holds_alternative<identity::users::User>(update(ani_)));
  EXPECT_EQ(find(1)->person->status, identity::users::Status::locked);
  Family of_nobody = family(2);
  of_nobody.user_id = ani_.id.value + 1000;
  open_sole(of_nobody);
  EXPECT_FALSE(find(2)->person);
  Family administrators = family(3);
  const auto budi = add("budi").id;
  administrators.user_id = budi.value;
  open_sole(administrators);
  ASSERT_TRUE(
      database->grants()
          .add(budi, identity::users::Grant::administrator, place.clock.now(), event("grant.added"))
          .value());
  EXPECT_TRUE(find(3)->person->administrator);
}

TEST_P(FamilyStore, TK8_is_found_with_the_age_of_the_password_that_it_may_be_older_than) {
  open(family(1));
  Family offline = family(2);
  offline.outlives_session = true;
  open(offline);
  const auto set_at = [&](std::uint8_t number) {
    const auto found = database->families().find(FamilyId({number}), place.clock.now()).value();
    return found->password_set_at;
  };
  EXPECT_EQ(set_at(2), std::nullopt);
  place.clock.advance(seconds(1));
  const auto now = place.clock.now();
  ASSERT_TRUE(database->passwords().put(ani_.id, {.hash = "$argon2id$1", .set_at = now},
                                        event("password.set"), ending_at(now)));
  EXPECT_EQ(set_at(2), now);
  EXPECT_EQ(set_at(1), std::nullopt) << "its session has ended, and it with that";
}

TEST_P(FamilyStore, TK8_what_outlives_its_session_ends_with_the_password) {
  const auto live = [&](std::uint8_t number) {
    return database->families().find(FamilyId({number}), place.clock.now()).value()->live;
  };
  Family offline = family(1);
  offline.outlives_session = true;
  open(offline);
  ASSERT_TRUE(live(1));
  const auto first = place.clock.now();
  ASSERT_TRUE(database->passwords().put(ani_.id, {.hash = "$argon2id$1", .set_at = first},
                                        event("password.set"), ending_at(first)));
  EXPECT_FALSE(live(1)) << "opened in the very moment in which it was set";

  const mint::SessionId kept({99});
  ASSERT_TRUE(open_session(kept, {}));
  Family other = family(2);
  other.session = kept;
  other.outlives_session = true;
  open(other);
  ASSERT_TRUE(live(2));
  place.clock.advance(seconds(1));
  auto ending = ending_at(place.clock.now());
  ending.keep = kept;
  ASSERT_TRUE(database->passwords()
                  .replace(ani_.id, first, {.hash = "$argon2id$2", .set_at = place.clock.now()},
                           event("password.changed"), ending)
                  .value());
  EXPECT_FALSE(live(2)) << "whichever session stays";
}

TEST_P(FamilyStore, TK8_nothing_is_left_of_who_is_erased) {
  Family offline = family(1);
  offline.outlives_session = true;
  open(offline);
  Family other = family(2);
  other.user_id = add("budi").id.value;
  open_sole(other);
  ASSERT_TRUE(std::holds_alternative<identity::users::User>(erase(ani_)));
  EXPECT_FALSE(database->families().find(FamilyId({1}), place.clock.now()).value());
  EXPECT_TRUE(database->families().find(FamilyId({2}), place.clock.now()).value());
}

}  // namespace
}  // namespace contract
