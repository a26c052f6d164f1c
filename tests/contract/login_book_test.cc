#include "tests/contract/on_every_engine.h"

namespace contract {
namespace {

using families::Family;
using families::FamilyId;
using identity::users::Status;
using std::chrono::hours;

class LoginBook : public OnEveryEngine {
 protected:
  LoginBook() : ani_(add("ani")) {
    const auto now = place.clock.now();
    EXPECT_EQ(database->sessions()
                  .open({.id = session_,
                         .hash = hash_of(1),
                         .user_id = ani_.id.value,
                         .level = "one_factor",
                         .authenticated_at = now,
                         .opened_at = now,
                         .idle_until = now + hours(12),
                         .absolute_until = now + hours(24),
                         .details = {.factors = {"password"}, .remembered = true}},
                        {}, std::nullopt, event("session.opened"))
                  .value(),
              mint::SessionOpening::opened);
    open_sole(family());
  }
  Family family() const {
    const auto now = place.clock.now();
    return {.id = FamilyId({1}),
            .holder = "house",
            .user_id = ani_.id.value,
            .session = session_,
            .generation = 1,
            .seed = hash_of(9),
            .body = "{}",
            .opened_at = now,
            .turned_at = now,
            .idle_until = now + hours(1),
            .absolute_until = now + hours(3)};
  }
  std::optional<session_api::Login> look() {
    return database->login_book().look(FamilyId({1})).value();
  }

  const mint::SessionId session_{{42}};
  identity::users::User ani_;
};
GAPURA_ON_EVERY_ENGINE(LoginBook);

TEST_P(LoginBook, tells_the_family_the_session_and_the_person_at_once) {
  const auto login = look();
  ASSERT_TRUE(login);
  EXPECT_EQ(login->family, FamilyId({1}));
  EXPECT_EQ(login->holder, "house");
  EXPECT_EQ(login->family_until, place.clock.now() + hours(1));
  EXPECT_EQ(login->session.id, session_);
  EXPECT_EQ(login->session.idle_until, place.clock.now() + hours(12));
  EXPECT_TRUE(login->session.remembered);
  EXPECT_EQ(login->session.factors, std::vector<std::string>{"password"});
  EXPECT_EQ(login->user(), ani_.id);
  EXPECT_EQ(login->status, Status::active);
  EXPECT_EQ(login->email, ani_.email);
  EXPECT_EQ(login->name, ani_.name);
  EXPECT_FALSE(database->login_book().look(FamilyId({2})).value());
}

TEST_P(LoginBook, CK7_tells_of_what_has_ended) {
  const auto now = place.clock.now();
  ASSERT_TRUE(database->sessions().end(session_, now, event("session.ended")).value());
  EXPECT_EQ(look()->session.ended_at, now);
  ASSERT_TRUE(database->families().end(family(), now, event("family.ended")));
  EXPECT_EQ(look()->family_until, now);
  EXPECT_EQ(look()->family_ended_at, now);
}

TEST_P(LoginBook, KY3_what_was_ended_stays_so_when_the_clock_is_set_back) {
  EXPECT_FALSE(look()->family_ended_at);
  ASSERT_TRUE(database->families().end(family(), place.clock.now(), event("family.ended")));
  place.clock.advance(-hours(1));
  EXPECT_TRUE(look()->family_ended_at);
}

TEST_P(LoginBook, TK8_tells_who_is_shut_out) {
  auto shut = ani_;
  shut.status = Status::disabled;
  ASSERT_TRUE(database->users().update_and_end(shut, {}, event("user.disabled"),
                                               ending_at(place.clock.now())));
  EXPECT_EQ(look()->status, Status::disabled);
  EXPECT_TRUE(look()->session.ended_at);
}

TEST_P(LoginBook, a_familys_session_is_told_with_it_while_it_lives) {
  const auto found = database->families().find(FamilyId({1}), place.clock.now()).value();
  ASSERT_TRUE(found && found->session);
  EXPECT_EQ(found->session->seen_at, place.clock.now());
  EXPECT_EQ(found->session->absolute_until, place.clock.now() + hours(24));
  EXPECT_TRUE(found->session->remembered);
  ASSERT_TRUE(
      database->sessions().end(session_, place.clock.now(), event("session.ended")).value());
  EXPECT_FALSE(database->families().find(FamilyId({1}), place.clock.now()).value()->session);
}

}  // namespace
}  // namespace contract
