// What a frontend is given and refused, and what the trail says of it: every gate on its two paths
// is closed between a good beginning and the end.
#include <functional>

#include <gmock/gmock.h>

#include "tests/unit/session_api/frontend_house.h"

namespace session_api {
namespace {

using ::testing::Contains;
using ::testing::Not;

struct Closing {
  const char* cell;
  std::function<void(identity::users::Users&, const identity::Act&, identity::users::UserId)> close;
};

// Each of a family that is known here, and of one that is not: its step is taken without a look, or
// after one.
class Frontends : public FrontendHouse, public testing::WithParamInterface<bool> {
 protected:
  Opened begin() {
    auto opened = FrontendHouse::begin();
    know(opened.tokens.refresh_token);
    return opened;
  }
  void know(const std::string& token) {
    if (GetParam()) {
      EXPECT_TRUE(families_.look(token).value());
    }
  }
  Opened open() {
    log_in();
    return begin();
  }
  bool is_refused(const std::string& token) { return refusal(token).has_value(); }
  std::optional<Frontend::Refused> refusal(const std::string& token) {
    const auto answer = refresh(token);
    const auto* refused = std::get_if<Frontend::Refused>(&answer);
    if (refused == nullptr) {
      return std::nullopt;
    }
    EXPECT_FALSE(wait_after(*refused));
    return *refused;
  }
  std::optional<base::Duration> wait_after(const Frontend::Refused& refused) {
    return kept_.frontend().refuse(act_, identity::budget::AddressBytes{}, refused).value();
  }
  std::vector<std::string> since(std::size_t told) const {
    auto types = trail_.types();
    types.erase(types.begin(), types.begin() + static_cast<std::ptrdiff_t>(told));
    return types;
  }
  std::size_t told() const { return trail_.types().size(); }
};

const Closing kOnOpening[] = {
    {"FrontendWarrant x user_enabled",
     [](auto& users, auto& act, auto who) { EXPECT_TRUE(users.disable(act, who)); }},
    {"FrontendWarrant x user_not_locked",
     [](auto& users, auto& act, auto who) { EXPECT_TRUE(users.lock(act, who)); }},
    {"FrontendWarrant x user_not_erased",
     [](auto& users, auto& act, auto who) { EXPECT_TRUE(users.erase(act, who)); }},
};

TEST_P(Frontends, no_family_is_opened_for_who_was_shut_out_meanwhile) {
  for (const auto& closing : kOnOpening) {
    SCOPED_TRACE(closing.cell);
    const auto name = "budi" + std::to_string(told());
    const auto budi = add_with_password(name, kPassword);
    log_in(true, name);
    const auto session = entered(session_);
    closing.close(users_, act_, budi.id);
    const auto before = told();
    const auto rows = family_rows_.size();
    const auto answer = kept_.frontend().open(act_, *session, std::nullopt).value();
    EXPECT_TRUE(std::holds_alternative<Inactive>(answer));
    EXPECT_EQ(family_rows_.size(), rows);
    EXPECT_THAT(since(before), testing::ElementsAre("family.refused"));
  }
}

TEST_P(Frontends, FrontendWarrant_x_session_live) {
  log_in();
  const auto session = entered(session_);
  ASSERT_TRUE(kept_.sessions().end(act_, ani_.id, session->session().id));
  EXPECT_FALSE(entered(session_));
  const auto answer = kept_.frontend().open(act_, *session, std::nullopt).value();
  EXPECT_TRUE(std::holds_alternative<Nobody>(answer)) << "ended while it was being opened";
  EXPECT_EQ(count("session.ended"), 1U);
}

TEST_P(Frontends, FrontendWarrant_x_bound_to_client) {
  log_in();
  const auto session = entered(session_)->session();
  const families::Family of_client{.id = mint::FamilyId({7}),
                                   .holder = "client-1",
                                   .user_id = ani_.id.value,
                                   .session = session.id,
                                   .generation = 1,
                                   .seed = base::Bytes(32, 1),
                                   .body = "{}",
                                   .opened_at = clock_.now(),
                                   .turned_at = clock_.now(),
                                   .idle_until = clock_.now() + std::chrono::hours(1),
                                   .absolute_until = clock_.now() + std::chrono::hours(1)};
  ASSERT_TRUE(family_rows_.open({.family = of_client, .event = {}}).value());
  const auto opened = begin();
  EXPECT_EQ(opened.login.holder, mint::kHouse);
  EXPECT_NE(opened.login.family, of_client.id);
  clock_.advance(std::chrono::seconds(10));
  begin();
  EXPECT_FALSE(family_rows_.row(of_client.id)->ended_at) << "a client's is not ours to end";
}

TEST_P(Frontends, FrontendWarrant_x_ttl) {
  log_in(false);
  const auto session = entered(session_)->session();
  const auto opened = begin();
  EXPECT_FALSE(opened.tokens.remembered);
  EXPECT_EQ(opened.tokens.refresh_until, session.idle_until) << "no longer than its session";
  log_in(true);
  EXPECT_TRUE(begin().tokens.remembered);
}

TEST_P(Frontends, FrontendWarrant_x_single_use) {
  const auto first = open();
  EXPECT_EQ(begin().tokens.refresh_token, first.tokens.refresh_token) << "within the grace";
  EXPECT_EQ(count("family.opened"), 1U);
  clock_.advance(std::chrono::seconds(10));
  const auto second = begin();
  EXPECT_NE(second.login.family, first.login.family);
  EXPECT_EQ(count("family.replaced"), 1U);
  EXPECT_FALSE(is_live(first.tokens.access_token));
  const auto refused = refusal(first.tokens.refresh_token);
  ASSERT_TRUE(refused);
  EXPECT_FALSE(refused->robbed_of) << "nobody used it twice";
  EXPECT_EQ(count("family.refused"), 1U);
  EXPECT_TRUE(is_live(second.tokens.access_token)) << "one at most, and it lives";
}

const Closing kOnRefreshing[] = {
    {"FrontendRefreshWarrant x user_enabled",
     [](auto& users, auto& act, auto who) { EXPECT_TRUE(users.disable(act, who)); }},
    {"FrontendRefreshWarrant x user_not_locked",
     [](auto& users, auto& act, auto who) { EXPECT_TRUE(users.lock(act, who)); }},
    {"FrontendRefreshWarrant x user_not_erased",
     [](auto& users, auto& act, auto who) { EXPECT_TRUE(users.erase(act, who)); }},
};

TEST_P(Frontends, nothing_is_refreshed_for_who_was_shut_out) {
  for (const auto& closing : kOnRefreshing) {
    SCOPED_TRACE(closing.cell);
    const auto name = "budi" + std::to_string(told());
    const auto budi = add_with_password(name, kPassword);
    log_in(true, name);
    const auto token = begin().tokens.refresh_token;
    closing.close(users_, act_, budi.id);
    const auto before = told();
    EXPECT_TRUE(is_refused(token));
    EXPECT_THAT(since(before), Contains("family.refused"));
    EXPECT_THAT(since(before), Not(Contains("family.refreshed")));
  }
}

TEST_P(Frontends, FrontendRefreshWarrant_x_session_live) {
  const auto opened = open();
  ASSERT_TRUE(kept_.sessions().end(act_, ani_.id, opened.login.session.id));
  EXPECT_TRUE(is_refused(opened.tokens.refresh_token));
  EXPECT_EQ(count("family.refused"), 1U);
  EXPECT_EQ(count("family.refreshed"), 0U);
}

TEST_P(Frontends, FrontendRefreshWarrant_x_bound_to_client) {
  const auto opened = open();
  const auto& token = opened.tokens.refresh_token;
  family_rows_.hand_to(opened.login.family, "client-1");
  know(token);
  EXPECT_TRUE(is_refused(token));
  EXPECT_EQ(count("family.refused"), 1U);
  EXPECT_FALSE(family_rows_.row(opened.login.family)->ended_at) << "it costs the client nothing";
  EXPECT_FALSE(is_live(opened.tokens.access_token));
  family_rows_.hand_to(opened.login.family, std::string(mint::kHouse));
  EXPECT_FALSE(is_refused(token));
}

TEST_P(Frontends, FrontendRefreshWarrant_x_ttl) {
  const auto opened = open();
  clock_.advance(std::chrono::days(30));
  EXPECT_TRUE(is_refused(opened.tokens.refresh_token));
  EXPECT_EQ(count("family.refused"), 1U);
}

TEST_P(Frontends, FrontendRefreshWarrant_x_single_use) {
  const auto opened = open();
  EXPECT_FALSE(is_refused(opened.tokens.refresh_token));
  clock_.advance(std::chrono::seconds(10));
  EXPECT_TRUE(is_refused(opened.tokens.refresh_token));
  EXPECT_EQ(count("family.reused"), 1U);
  EXPECT_EQ(count("family.refused"), 0U) << "one denial, one entry";
  const auto refused = refusal(opened.tokens.refresh_token);
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->robbed_of, opened.login.session.id);
  EXPECT_EQ(count("family.refused"), 1U);
}

TEST_P(Frontends, DS3_a_network_fills_no_trail_with_refusals) {
  for (int each = 0; each < 10; ++each) {
    EXPECT_TRUE(is_refused("gapura_nothing"));
  }
  const auto answer = refresh("gapura_nothing");
  EXPECT_TRUE(wait_after(std::get<Frontend::Refused>(answer)));
  EXPECT_EQ(count("family.refused"), 10U);
}

TEST_P(Frontends, KY3_a_clock_that_is_set_back_wakes_no_family_that_was_ended) {
  const auto opened = open();
  clock_.advance(std::chrono::seconds(60));
  ASSERT_FALSE(is_refused(opened.tokens.refresh_token));
  clock_.advance(std::chrono::seconds(10));
  ASSERT_TRUE(is_refused(opened.tokens.refresh_token));
  clock_.advance(-std::chrono::seconds(30));
  EXPECT_FALSE(is_live(opened.tokens.access_token));
}

TEST_P(Frontends, TK4_an_old_token_logs_nobody_out) {
  const auto opened = open();
  ASSERT_FALSE(is_refused(opened.tokens.refresh_token));
  ASSERT_TRUE(kept_.frontend().log_out_by_refresh(act_, opened.tokens.refresh_token));
  EXPECT_FALSE(entered(session_)) << "within the grace it stands for the newest";
  const auto again = open();
  ASSERT_FALSE(is_refused(again.tokens.refresh_token));
  clock_.advance(std::chrono::seconds(10));
  ASSERT_TRUE(kept_.frontend().log_out_by_refresh(act_, again.tokens.refresh_token));
  EXPECT_TRUE(entered(session_));
  EXPECT_EQ(count("family.reused"), 1U);
  EXPECT_FALSE(is_live(again.tokens.access_token));
}

TEST_P(Frontends, a_login_beside_an_earlier_one_ends_that_in_its_own_name) {
  const auto before = open();
  const auto first = std::move(session_);
  add_with_password("budi", kPassword);
  log_in(true, "budi");
  ASSERT_TRUE(kept_.frontend().open(act_, *entered(session_), before.tokens.refresh_token));
  EXPECT_FALSE(entered(first));
  EXPECT_TRUE(entered(session_));
  const auto ended = trail_.list({.type_prefix = "session.ended"}).value();
  ASSERT_EQ(ended.size(), 1U);
  EXPECT_EQ(ended[0].event.actor, identity::users::subject_of(ani_.id));
}

TEST_P(Frontends, take_a_step_by_one_write_where_the_family_is_known) {
  const auto opened = open();
  const auto answer = refresh(opened.tokens.refresh_token);
  EXPECT_EQ(family_rows_.advanced, GetParam() ? 1 : 0);
  EXPECT_FALSE(is_refused(std::get<Tokens>(answer).refresh_token));
  EXPECT_EQ(family_rows_.advanced, GetParam() ? 2 : 1) << "by now it is known";
}

TEST_P(Frontends, take_a_step_after_a_look_where_what_is_known_of_the_person_is_over) {
  const auto opened = open();
  ASSERT_TRUE(users_.grant(act_, ani_.id, identity::users::Grant::administrator));
  const auto answer = refresh(opened.tokens.refresh_token);
  EXPECT_EQ(family_rows_.advanced, 0);
  EXPECT_FALSE(is_refused(std::get<Tokens>(answer).refresh_token));
  EXPECT_EQ(family_rows_.advanced, 1);
}

TEST_P(Frontends, write_down_the_use_of_a_session_once_a_minute) {
  auto token = open().tokens.refresh_token;
  const auto touches_after = [&](std::chrono::seconds more) {
    clock_.advance(more);
    token = std::get<Tokens>(refresh(token)).refresh_token;
    return book_.touches;
  };
  EXPECT_EQ(touches_after(std::chrono::seconds(59)), 0);
  EXPECT_EQ(touches_after(std::chrono::seconds(1)), 1);
  EXPECT_EQ(touches_after(std::chrono::seconds(59)), 1);
  book_.takes_touches = false;
  EXPECT_EQ(touches_after(std::chrono::seconds(1)), 2);
  EXPECT_EQ(touches_after(std::chrono::seconds(1)), 3) << "the one before was not taken";
  book_.takes_touches = true;
  EXPECT_EQ(touches_after(std::chrono::seconds(1)), 4);
  EXPECT_EQ(touches_after(std::chrono::seconds(59)), 4);
}

INSTANTIATE_TEST_SUITE_P(each, Frontends, testing::Bool(), [](const auto& info) {
  return std::string(info.param ? "known" : "unknown");
});

}  // namespace
}  // namespace session_api
