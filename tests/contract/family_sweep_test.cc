#include "storage/lingering.h"
#include "tests/contract/on_every_engine.h"

namespace contract {
namespace {

using families::Family;
using families::FamilyId;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

class FamilySweep : public OnEveryEngine {
 protected:
  FamilySweep() : ani_(add("ani")) {
    const auto opening =
        database->sessions().open(session_row(session_, ani_.id, hours(12), hours(24)), {},
                                  std::nullopt, event("session.opened"));
    EXPECT_EQ(opening.value(), mint::SessionOpening::opened);
  }
  Family family(std::uint8_t number, base::Duration idle = hours(1),
                base::Duration absolute = hours(3)) const {
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
            .idle_until = now + idle,
            .absolute_until = now + absolute};
  }
  void open(const Family& row) { ASSERT_TRUE(open_family(row)); }
  // Until an idle time of so much from now.
  void step(std::uint8_t number, std::int64_t generation, base::Duration idle) {
    const auto now = place.clock.now();
    const auto stepped = database->families().advance({.id = FamilyId({number}),
                                                       .generation = generation,
                                                       .session = session_,
                                                       .administrator = false,
                                                       .now = now,
                                                       .idle_until = now + idle},
                                                      event("family.turned"));
    ASSERT_TRUE(stepped.value());
  }
  families::Turn turn(std::uint8_t number, std::int64_t generation) {
    const auto now = place.clock.now();
    return database->families()
        .turn({.id = FamilyId({number}),
               .generation = generation,
               .now = now,
               .grace = seconds(0),
               .idle_until = now + hours(1)},
              {event("family.turned"), event("family.reused")})
        .value();
  }
  bool is_there(std::uint8_t number) {
    return database->families().find(FamilyId({number}), place.clock.now()).value().has_value();
  }
  void sweep(std::size_t limit = 100) {
    for (int round = 0; round < 12; ++round) {
      ASSERT_LE(database->sweep(place.clock.now(), limit).value(), limit);
    }
  }

  const mint::SessionId session_{{42}};
  identity::users::User ani_;
};
GAPURA_ON_EVERY_ENGINE(FamilySweep);

TEST_P(FamilySweep, what_is_long_gone_is_swept) {
  open(family(1));
  open(family(2, hours(200), hours(200)));
  place.clock.advance(hours(2));
  EXPECT_EQ(database->sweep(place.clock.now(), 100).value(), 2U) << "their codes";
  place.clock.advance(hours(100));
  EXPECT_GE(database->sweep(place.clock.now(), 100).value(), 1U);
  EXPECT_FALSE(is_there(1));
  EXPECT_TRUE(is_there(2));
}

TEST_P(FamilySweep, what_took_steps_is_swept_no_sooner_and_hides_nothing_that_is_gone) {
  constexpr std::uint8_t kStepping = 5;
  for (std::uint8_t number = 1; number <= kStepping; ++number) {
    open(family(number));
  }
  place.clock.advance(minutes(50));
  for (std::uint8_t number = 1; number <= kStepping; ++number) {
    step(number, 1, hours(2));
  }
  open(family(9, minutes(12), minutes(12)));
  place.clock.advance(storage::kLingering + minutes(15));
  sweep(3);
  EXPECT_FALSE(is_there(9));
  for (std::uint8_t number = 1; number <= kStepping; ++number) {
    EXPECT_TRUE(is_there(number)) << "its idle time of before the step has passed, no more";
  }
  place.clock.advance(hours(2));
  sweep(3);
  for (std::uint8_t number = 1; number <= kStepping; ++number) {
    EXPECT_FALSE(is_there(number));
  }
}

TEST_P(FamilySweep, what_ended_is_swept_by_its_end_whatever_it_might_have_lived) {
  constexpr auto kLong = hours(2000);
  open(family(1, kLong, kLong));
  open(family(2, kLong, kLong));
  Family offline = family(3, kLong, kLong);
  offline.outlives_session = true;
  open(offline);
  Family house = family(4, kLong, kLong);
  house.holder = "the-house";
  open_sole(house);
  open(family(5, kLong, kLong));

  ASSERT_TRUE(database->families().end(family(1), place.clock.now(), event("family.ended")));
  ASSERT_TRUE(std::holds_alternative<families::Turned>(turn(2, 1)));
  ASSERT_TRUE(std::holds_alternative<families::Reused>(turn(2, 1)));
  const auto now = place.clock.now();
  ASSERT_TRUE(database->passwords().put(ani_.id, {.hash = "$argon2id$1", .set_at = now},
                                        event("password.set"), ending_at(now, session_)));
  place.clock.advance(minutes(1));
  house.id = FamilyId({6});
  house.opened_at = house.turned_at = place.clock.now();
  open_sole(house);
  for (std::uint8_t ended = 1; ended <= 4; ++ended) {
    const auto found = database->families().find(FamilyId({ended}), place.clock.now()).value();
    ASSERT_TRUE(found->family.ended_at) << int{ended};
  }

  place.clock.advance(storage::kLingering + seconds(1));
  sweep();
  for (std::uint8_t ended = 1; ended <= 4; ++ended) {
    EXPECT_FALSE(is_there(ended)) << int{ended};
  }
  EXPECT_TRUE(is_there(5));
  EXPECT_TRUE(is_there(6));
}

TEST_P(FamilySweep, what_a_step_gave_less_time_is_dead_then_and_swept_in_the_end) {
  open(family(1));
  step(1, 1, minutes(10));
  place.clock.advance(minutes(11));
  EXPECT_FALSE(database->families().find(FamilyId({1}), place.clock.now()).value()->live);
  place.clock.advance(storage::kLingering + hours(1));
  sweep();
  EXPECT_FALSE(is_there(1));
}

class FamilySweepSql : public FamilySweep {};
GAPURA_ON_SQL_ENGINES(FamilySweepSql);

// As those are that a node of an older release opened.
TEST_P(FamilySweepSql, what_has_been_due_for_ever_is_put_off_a_few_at_a_time) {
  for (std::uint8_t number = 1; number <= 5; ++number) {
    open(family(number));
  }
  open(family(9, minutes(1), minutes(1)));
  place.clock.advance(storage::kLingering + minutes(2));
  place.run("UPDATE families SET sweep_after = 0");
  sweep(2);
  EXPECT_FALSE(is_there(9));
  for (std::uint8_t number = 1; number <= 5; ++number) {
    EXPECT_TRUE(is_there(number));
  }
  EXPECT_EQ(place.run("SELECT count(*) FROM families WHERE sweep_after = gone_at").front(), "5");
}

// Where another node holds a family while those of its time are put off, it is due, and lives.
TEST_P(FamilySweepSql, what_was_not_put_off_and_lives_is_not_swept) {
  open(family(1));
  open(family(2));
  const std::string undo = "UPDATE families SET sweep_after = 0 WHERE id <> NEW.id";
  const std::string last = GetParam() == support::EngineKind::sqlite
                               ? "x'02" + std::string(30, '0') + "'"
                               : "'\\x02" + std::string(30, '0') + "'";
  if (GetParam() == support::EngineKind::sqlite) {
    place.run("CREATE TRIGGER held AFTER UPDATE OF sweep_after ON families WHEN NEW.id = " + last +
              " BEGIN " + undo + "; END");
  } else {
    place.run("CREATE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN " + undo +
              "; RETURN NULL; END $$");
    place.run(
        "CREATE TRIGGER held AFTER UPDATE OF sweep_after ON families FOR EACH ROW "
        "WHEN (NEW.id = " +
        last + ") EXECUTE FUNCTION hold()");
  }
  place.run("UPDATE families SET sweep_after = 0");
  EXPECT_EQ(place.run("SELECT sweep_after FROM families ORDER BY id").back(), "0");
  EXPECT_GE(database->sweep(place.clock.now(), 100).value(), 2U);
  EXPECT_EQ(place.run("SELECT count(*) FROM families WHERE sweep_after = 0").front(), "1");
  EXPECT_TRUE(is_there(1));
  EXPECT_TRUE(is_there(2));
}

}  // namespace
}  // namespace contract
