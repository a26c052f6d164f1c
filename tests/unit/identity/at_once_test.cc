// A login whose steps come in one request: the machine of every other, and no row.
#include "identity/login/logins.h"
#include "tests/unit/identity/house.h"

namespace identity::login {
namespace {

class AtOnce : public House {
 protected:
  Outcome log_in(const std::string& password, std::optional<std::string> code = {},
                 const Wish& wish = {}, LiveSession live = nullptr) {
    AllAtOnce all{
        .first = {.factor = "password", .presented = presented("ani", password), .remember = true}};
    if (code) {
      all.second = presented("", *code);
    }
    return logins_.at_once(act_, wish, std::move(all), live).value();
  }
  template <class T>
  static bool is(const Outcome& outcome) {
    return std::holds_alternative<T>(outcome);
  }

  users::User ani_ = add_with_password("ani", kPassword);
};

TEST_F(AtOnce, DS2_leaves_no_row_whatever_comes_of_it) {
  EXPECT_TRUE(is<Again>(log_in("wrong")));
  EXPECT_TRUE(is<Finished>(log_in(kPassword)));
  code_.give(ani_.id, Standing::always);
  EXPECT_TRUE(is<Next>(log_in(kPassword)));
  EXPECT_TRUE(is<Again>(log_in(kPassword, "000000")));
  EXPECT_TRUE(is<Finished>(log_in(kPassword, code_.secret_of(ani_.id))));
  EXPECT_EQ(logins_rows_.size(), 0U);
  EXPECT_EQ(begun_.networks(), 0U) << "nor does it count as one begun";
}

TEST_F(AtOnce, LO2_tells_the_trail_what_every_login_tells_it) {
  code_.give(ani_.id, Standing::always);
  const auto finished = std::get<Finished>(log_in(kPassword, code_.secret_of(ani_.id)));
  EXPECT_EQ(count("login.factor_passed"), 1U);
  EXPECT_EQ(count("login.finished"), 0U);
  open_session(finished);
  EXPECT_EQ(count("login.finished"), 1U);
  EXPECT_EQ(trail_.types().back(), "session.opened");
  EXPECT_TRUE(finished.remember);
  EXPECT_EQ(finished.names, (std::vector<std::string>{"password", "code"}));
  EXPECT_EQ(finished.factors->level, "two_factors");
  log_in("wrong");
  EXPECT_EQ(count("login.failed"), 1U);
}

TEST_F(AtOnce, ST3_opens_nothing_when_the_trail_cannot_be_told) {
  const auto finished = std::get<Finished>(log_in(kPassword));
  trail_.fail(true);
  EXPECT_FALSE(entrance_.enter(act_, finished, {}));
  trail_.fail(false);
  EXPECT_TRUE(sessions_.of(ani_.id)->empty());
}

TEST_F(AtOnce, takes_a_code_for_any_of_the_factors_that_are_offered) {
  passkey_.give(ani_.id, Standing::offered);
  code_.give(ani_.id, Standing::always);
  const auto next = std::get<Next>(log_in(kPassword));
  EXPECT_EQ(next.view.due.factors, (std::vector<std::string>{"passkey", "code"}));
  EXPECT_TRUE(is<Again>(log_in(kPassword, "000000")));
  for (const auto& secret : {passkey_.secret_of(ani_.id), code_.secret_of(ani_.id)}) {
    EXPECT_TRUE(is<Finished>(log_in(kPassword, secret))) << secret;
  }
}

TEST_F(AtOnce, LG6_the_second_factor_is_not_the_first) {
  code_.give(ani_.id, Standing::always);
  EXPECT_TRUE(is<Again>(log_in("wrong", code_.secret_of(ani_.id))));
  const auto budi = add_with_password("budi", kPassword);
  code_.give(budi.id, Standing::always);
  EXPECT_TRUE(is<Again>(log_in(kPassword, code_.secret_of(budi.id)))) << "LG7: of somebody else";
}

TEST_F(AtOnce, says_when_nothing_would_be_enough) {
  EXPECT_TRUE(is<NotEnough>(
      log_in(kPassword, "000000", {.asked = {.level = sessions::Level::two_factors}})));
}

TEST_F(AtOnce, AZ14_the_session_that_was_there_before_is_dead_after) {
  const auto before = open_session(std::get<Finished>(log_in(kPassword)));
  const auto live = entered(before);
  ASSERT_TRUE(live);
  const auto finished = std::get<Finished>(log_in(kPassword, {}, {}, &*live));
  EXPECT_EQ(finished.replaces, std::vector<mint::SessionId>{live->session().id});
  EXPECT_TRUE(entered(open_session(finished)));
  EXPECT_FALSE(entered(before));
}

}  // namespace
}  // namespace identity::login
