#include "session_api/access.h"

#include "tests/unit/session_api/frontend_house.h"

namespace session_api {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

class AccessTest : public FrontendHouse {};

TEST_F(AccessTest, remembers_who_it_is_for_half_a_second) {
  const auto token = open().tokens.access_token;
  EXPECT_FALSE(is_remembered(token)) << "nobody has looked";
  EXPECT_TRUE(is_live(token));
  clock_.advance(milliseconds(499));
  EXPECT_TRUE(is_remembered(token));
  clock_.advance(milliseconds(1));
  EXPECT_FALSE(is_remembered(token));
  EXPECT_FALSE(is_remembered("x.y.z"));
}

TEST_F(AccessTest, remembers_nothing_longer_when_the_clock_is_set_back) {
  const auto token = open().tokens.access_token;
  EXPECT_TRUE(is_live(token));
  clock_.advance(-seconds(1));
  EXPECT_FALSE(is_remembered(token));
}

TEST_F(AccessTest, CK7_forgets_at_once_what_ends_on_this_node) {
  const auto opened = open();
  const auto& token = opened.tokens.access_token;
  EXPECT_TRUE(is_live(token));
  ASSERT_TRUE(kept_.sessions().end(act_, ani_.id, opened.login.session.id));
  EXPECT_FALSE(is_remembered(token));
  EXPECT_FALSE(is_live(token));
}

TEST_F(AccessTest, CK7_forgets_nobody_else) {
  const auto budi = add_with_password("budi", kPassword);
  log_in(true, "budi");
  const auto of_budi = begin();
  const auto opened = open();
  const auto& kept = of_budi.tokens.access_token;
  const auto& gone = opened.tokens.access_token;
  const auto expect_gone_alone = [&](const char* by) {
    EXPECT_TRUE(is_remembered(kept)) << by;
    EXPECT_FALSE(is_remembered(gone)) << by;
    ASSERT_TRUE(is_live(kept));
  };
  ASSERT_TRUE(is_live(kept));
  ASSERT_TRUE(is_live(gone));
  ASSERT_TRUE(kept_.sessions().end_all(act_, ani_.id, opened.login.session.id));
  EXPECT_TRUE(is_remembered(gone)) << "of all but this one";
  access_.forget(opened.login.session.id);
  expect_gone_alone("its family");
  ASSERT_TRUE(is_live(gone));
  ASSERT_TRUE(kept_.sessions().end_all(act_, ani_.id, std::nullopt));
  expect_gone_alone("all sessions of its person");
}

TEST_F(AccessTest, CK7_remembers_nobody_who_was_forgotten_while_they_were_read) {
  const auto opened = open();
  kept_.book().meanwhile = [&] { access_.forget(opened.login.session.id); };
  EXPECT_TRUE(is_live(opened.tokens.access_token)) << "as it was read";
  EXPECT_FALSE(is_remembered(opened.tokens.access_token));
}

TEST_F(AccessTest, tells_what_was_made_once_until_it_is_looked_again) {
  const auto opened = open();
  const auto& token = opened.tokens.access_token;
  EXPECT_TRUE(is_live(token));
  EXPECT_EQ(access_.told_recently(token), access_.told_recently(token));
  EXPECT_EQ(std::any_cast<std::string>(*access_.told_recently(token)), opened.login.name);
  ASSERT_TRUE(users_.set(act_, identity::users::Editor::administrator, ani_.id, std::nullopt,
                         {{"name", "Ani Baru"}}));
  clock_.advance(milliseconds(500));
  EXPECT_TRUE(is_live(token));
  EXPECT_EQ(std::any_cast<std::string>(*access_.told_recently(token)), "Ani Baru");
}

TEST_F(AccessTest, remembers_nobody_beyond_when_their_use_is_to_be_written_down) {
  const auto token = open().tokens.access_token;
  clock_.advance(seconds(60) - milliseconds(100));
  EXPECT_TRUE(is_live(token));
  EXPECT_TRUE(is_remembered(token));
  clock_.advance(milliseconds(100));
  EXPECT_FALSE(is_remembered(token));
}

TEST_F(AccessTest, CK6_forgets_at_once_a_family_that_ends_by_reuse) {
  const auto opened = open();
  EXPECT_TRUE(is_live(opened.tokens.access_token));
  ASSERT_TRUE(kept_.frontend().refresh(act_, opened.tokens.refresh_token));
  EXPECT_TRUE(is_live(opened.tokens.access_token));
  clock_.advance(seconds(10));
  EXPECT_TRUE(is_live(opened.tokens.access_token));
  ASSERT_TRUE(kept_.frontend().refresh(act_, opened.tokens.refresh_token));
  EXPECT_FALSE(is_remembered(opened.tokens.access_token));
  EXPECT_FALSE(is_live(opened.tokens.access_token));
}

TEST_F(AccessTest, TK8_remembers_nobody_who_is_shut_out) {
  const auto token = open().tokens.access_token;
  EXPECT_TRUE(is_live(token));
  ASSERT_TRUE(users_.disable(act_, ani_.id));
  clock_.advance(milliseconds(500));
  EXPECT_TRUE(std::holds_alternative<Inactive>(access_.look(token).value()));
  EXPECT_FALSE(is_remembered(token));
}

TEST_F(AccessTest, DS2_holds_no_more_than_it_may_and_nothing_that_is_dead) {
  for (std::size_t number = 0; number < 2 * kMost; ++number) {
    EXPECT_TRUE(is_live(open().tokens.access_token));
    EXPECT_LE(access_.size(), kMost);
  }
  clock_.advance(std::chrono::minutes(11));
  EXPECT_TRUE(is_live(open().tokens.access_token));
  EXPECT_EQ(access_.size(), 1U);
}

TEST_F(AccessTest, TK14_takes_no_token_of_a_client_and_none_of_another_issuer) {
  const auto opened = open();
  auto others = mint::Mint::make({.keys = *es256_,
                                  .one_time = vouchers_,
                                  .sessions = book_,
                                  .trail = trail_,
                                  .clock = clock_,
                                  .random = random_},
                                 {.issuer = "https://id.example/"})
                    .value();
  support::KeptFrontend elsewhere{{.family_rows = family_rows_,
                                   .families = families_,
                                   .book = book_,
                                   .people = people_,
                                   .users = user_gate_,
                                   .keys = *es256_,
                                   .mint = *others,
                                   .trail = trail_,
                                   .clock = clock_,
                                   .random = random_,
                                   .ids = ids_,
                                   .issuer = "https://id.example/"}};
  const auto answer = elsewhere.frontend().open(act_, *entered(session_), std::nullopt).value();
  const auto& token = std::get<Opened>(answer).tokens.access_token;
  EXPECT_FALSE(is_live(token));
  EXPECT_FALSE(is_live(opened.tokens.refresh_token));
}

}  // namespace
}  // namespace session_api
