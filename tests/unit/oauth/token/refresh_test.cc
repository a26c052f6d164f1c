#include "oauth/token/endpoint.h"
#include "tests/unit/oauth/oauth_house.h"

namespace oauth::token {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::seconds;

// Each of a family that is known here, and of one that is not: its step is taken without a look, or
// after one.
class Refresh : public OauthHouse, public testing::WithParamInterface<bool> {
 protected:
  Refresh()
      : app_(add_client({.name = "Refreshing",
                         .redirect_uris = {kCallback},
                         .scopes = {"openid", "profile", "api"},
                         .refreshes = true})),
        offline_(add_client({.name = "Offline",
                             .redirect_uris = {kCallback},
                             .scopes = {"openid", "offline_access"}})) {}

  Given begin(const ClientWithSecret& by, const Fields& otherwise = {}) {
    auto first = given(by, redemption(code_for(by.client, otherwise)));
    if (GetParam() && first.refresh_token) {
      EXPECT_TRUE(family_gate_.look(*first.refresh_token).value());
    }
    return first;
  }
  Given begin() { return begin(app_, {{"scope", "openid profile"}, {"nonce", "n-1"}}); }
  Given given(const ClientWithSecret& by, const Fields& form) {
    auto answer = ask(by, form);
    EXPECT_EQ(error_of(answer), "");
    return std::get<Given>(std::move(answer));
  }
  static Fields refreshing(const std::string& token, const std::string& scope = "") {
    return changed({{"grant_type", "refresh_token"}, {"refresh_token", token}}, {{"scope", scope}});
  }
  Given refresh(const std::string& token) { return given(app_, refreshing(token)); }
  std::string error(const ClientWithSecret& by, const std::string& token,
                    const std::string& scope = "") {
    return error_of(ask(by, refreshing(token, scope)));
  }
  std::string error(const std::string& token) { return error(app_, token); }
  std::size_t count(std::string_view type) {
    return static_cast<std::size_t>(std::ranges::count(trail_.types(), type));
  }

  ClientWithSecret app_;
  ClientWithSecret offline_;
};

TEST_P(Refresh, comes_with_a_code_for_a_client_that_refreshes_and_for_no_other) {
  EXPECT_TRUE(begin().refresh_token);
  EXPECT_FALSE(begin(web_).refresh_token);
  EXPECT_TRUE(begin(offline_, {{"scope", "openid offline_access"}}).refresh_token);
  EXPECT_FALSE(begin(offline_, {{"scope", "openid"}}).refresh_token);
}

TEST_P(Refresh, TK4_gives_the_next_token_and_new_ones_beside_it_RFC6749_6) {
  const auto first = begin();
  clock_.advance(hours(2));
  const auto second = refresh(*first.refresh_token);
  EXPECT_NE(second.refresh_token, first.refresh_token);
  EXPECT_TRUE(opens(second.access_token));
  EXPECT_FALSE(opens(first.access_token)) << "its hour is over";
  EXPECT_EQ(second.expires_in, seconds(3600));
  EXPECT_FALSE(second.scope) << "all that was granted";
  const auto claims = claims_of(second.access_token, "at+jwt");
  EXPECT_EQ(claims.at("scope"), "openid profile");
  EXPECT_EQ(count("family.refreshed"), 1U);
  EXPECT_NE(refresh(*second.refresh_token).refresh_token, second.refresh_token);
}

TEST_P(Refresh, the_id_token_is_of_the_same_login_and_without_a_nonce_OIDC_12_2) {
  const auto first = begin();
  const auto before = claims_of(*first.id_token, "JWT");
  clock_.advance(seconds(100));
  const auto again = refresh(*first.refresh_token);
  const auto after = claims_of(*again.id_token, "JWT");
  for (const auto* name : {"iss", "sub", "aud", "auth_time", "sid", "acr"}) {
    EXPECT_EQ(after.at(name), before.at(name)) << name;
  }
  EXPECT_EQ(after.at("iat").as_int64(), before.at("iat").as_int64() + 100);
  EXPECT_FALSE(after.contains("nonce"));
  EXPECT_TRUE(after.contains("at_hash"));
}

TEST_P(Refresh, TK5_within_the_grace_the_predecessor_gets_the_same_successor) {
  const auto first = begin();
  const auto second = refresh(*first.refresh_token);
  clock_.advance(seconds(10) - std::chrono::microseconds(1));
  const auto again = refresh(*first.refresh_token);
  EXPECT_EQ(again.refresh_token, second.refresh_token);
  EXPECT_TRUE(opens(again.access_token));
  EXPECT_EQ(count("family.refreshed"), 1U);
  EXPECT_EQ(error(*second.refresh_token), "");
}

TEST_P(Refresh, TK4_after_the_grace_it_ends_the_family_and_the_trail_says_so_RFC9700_4_14_2) {
  const auto first = begin();
  const auto second = refresh(*first.refresh_token);
  clock_.advance(seconds(10));
  EXPECT_EQ(error(*first.refresh_token), "invalid_grant");
  EXPECT_EQ(trail_.chains().at("node-a").back().event.type, "family.reused");
  EXPECT_EQ(error(*second.refresh_token), "invalid_grant");
  EXPECT_FALSE(opens(second.access_token));
}

TEST_P(Refresh, TK4_an_older_one_or_one_whose_successor_was_used_ends_it_within_the_grace) {
  const auto first = begin();
  const auto second = refresh(*first.refresh_token);
  const auto third = refresh(*second.refresh_token);
  EXPECT_EQ(error(*first.refresh_token), "invalid_grant");
  EXPECT_EQ(error(*third.refresh_token), "invalid_grant");
  EXPECT_FALSE(opens(third.access_token));
}

TEST_P(Refresh, TK6_a_clock_that_steps_back_ends_nothing) {
  clock_.advance(hours(1));
  log_in();
  const auto first = begin();
  const auto second = refresh(*first.refresh_token);
  clock_.advance(-seconds(1));
  EXPECT_EQ(refresh(*first.refresh_token).refresh_token, second.refresh_token);
  EXPECT_EQ(error(*second.refresh_token), "");
}

TEST_P(Refresh, TK4_another_client_gets_nothing_and_ends_nothing) {
  const auto other = add_client(
      {.name = "Other", .redirect_uris = {kCallback}, .scopes = {"openid"}, .refreshes = true});
  const auto first = begin();
  EXPECT_EQ(error(other, *first.refresh_token), "invalid_grant");
  EXPECT_EQ(last_reason(), "of another client");
  EXPECT_EQ(error(*first.refresh_token), "");
}

TEST_P(Refresh, TK13_what_is_no_refresh_token_gets_nothing) {
  const auto first = begin();
  for (const auto& text : {std::string("x"), first.access_token, *first.id_token,
                           *first.refresh_token + "A", "A" + *first.refresh_token}) {
    EXPECT_EQ(error(text), "invalid_grant") << text;
  }
  EXPECT_EQ(error_of(ask(app_, {{"grant_type", "refresh_token"}})), "invalid_request");
  EXPECT_EQ(std::get<Wrong>(ask(app_, {{"grant_type", "refresh_token"}})).clause, "RFC6749-6");
  EXPECT_EQ(error(*first.refresh_token), "") << "nothing was lost by it";
}

TEST_P(Refresh, TK8_what_ended_since_gives_nothing) {
  auto token = *begin().refresh_token;
  clients_.set(act_, app_.client.id, {.refreshes = false}).value();
  EXPECT_EQ(error(token), "unauthorized_client");
  clients_.set(act_, app_.client.id, {.refreshes = true, .enabled = false}).value();
  EXPECT_EQ(error(token), "invalid_client");
  clients_.set(act_, app_.client.id, {.scopes = {{"api"}}, .enabled = true}).value();
  EXPECT_EQ(error(token), "invalid_grant");
  EXPECT_EQ(last_reason(), "scope withdrawn");
  clients_.set(act_, app_.client.id, {.scopes = {{"openid", "profile", "api"}}}).value();
  EXPECT_EQ(error(token), "") << "nothing was lost by what was refused";
  token = *begin().refresh_token;
  sessions_.end(act_, ani_.id, session_->session().id).value();
  EXPECT_EQ(error(token), "invalid_grant");
  EXPECT_EQ(last_reason(), "ended");
  log_in();
  token = *begin().refresh_token;
  users_.disable(act_, ani_.id).value();
  EXPECT_EQ(error(token), "invalid_grant");
}

TEST_P(Refresh, TK8_offline_access_outlives_the_session_and_not_the_person_OIDC_11) {
  auto first = begin(offline_, {{"scope", "openid offline_access"}});
  sessions_.end(act_, ani_.id, session_->session().id).value();
  auto second = given(offline_, refreshing(*first.refresh_token));
  EXPECT_TRUE(opens(second.access_token));
  const auto before = claims_of(*first.id_token, "JWT");
  EXPECT_EQ(claims_of(*second.id_token, "JWT").at("auth_time"), before.at("auth_time"));
  users_.disable(act_, ani_.id).value();
  EXPECT_FALSE(opens(second.access_token));
  EXPECT_EQ(error(offline_, *second.refresh_token), "invalid_grant");
  EXPECT_EQ(last_reason(), "person not active");
}

TEST_P(Refresh, TK8_a_changed_password_ends_what_outlives_the_session) {
  const auto before = begin(offline_, {{"scope", "openid offline_access"}});
  const auto online = begin();
  clock_.advance(seconds(1));
  set_password(ani_, kPassword);
  EXPECT_EQ(error(offline_, *before.refresh_token), "invalid_grant");
  EXPECT_EQ(last_reason(), "password changed");
  EXPECT_EQ(error(*online.refresh_token), "invalid_grant") << "its session ended";
  log_in();
  const auto after = begin(offline_, {{"scope", "openid offline_access"}});
  EXPECT_EQ(error(offline_, *after.refresh_token), "");
}

TEST_P(Refresh, TK9_without_offline_access_any_more_it_is_dead) {
  const auto first = begin(offline_, {{"scope", "openid offline_access"}});
  clients_.set(act_, offline_.client.id, {.scopes = {{"openid"}}, .refreshes = true}).value();
  EXPECT_EQ(error(offline_, *first.refresh_token), "invalid_grant");
  EXPECT_EQ(last_reason(), "offline access withdrawn");
}

TEST_P(Refresh, TK9_gives_no_scope_that_was_not_granted_RFC6749_6) {
  const auto first = begin();
  for (const auto* scope : {"openid profile api", "api", "openid  profile", "\"", "view-user"}) {
    EXPECT_EQ(error(app_, *first.refresh_token, scope), "invalid_scope") << scope;
  }
  const auto narrow = given(app_, refreshing(*first.refresh_token, "profile"));
  EXPECT_EQ(claims_of(narrow.access_token, "at+jwt").at("scope"), "profile");
  EXPECT_FALSE(narrow.id_token) << "without openid";
  EXPECT_FALSE(narrow.scope) << "it is what was asked for";
  const auto whole = refresh(*narrow.refresh_token);
  EXPECT_EQ(claims_of(whole.access_token, "at+jwt").at("scope"), "openid profile");
  clock_.advance(std::chrono::minutes(10));  // what was wrong is forgotten
  EXPECT_EQ(error(app_, *whole.refresh_token, "api"), "invalid_scope");
}

TEST_P(Refresh, TK9_what_the_client_lost_before_its_code_was_redeemed_does_not_come_back) {
  const auto code = code_for(app_.client, {{"scope", "openid api"}});
  clients_.set(act_, app_.client.id, {.scopes = {{"openid"}}}).value();
  const auto first = given(app_, redemption(code));
  clients_.set(act_, app_.client.id, {.scopes = {{"openid", "api"}}}).value();
  const auto second = refresh(*first.refresh_token);
  EXPECT_EQ(claims_of(second.access_token, "at+jwt").at("scope"), "openid");
}

TEST_P(Refresh, TK9_the_resource_is_ours_and_no_other) {
  auto form = refreshing(*begin().refresh_token);
  form.emplace_back("resource", "https://other.example");
  EXPECT_EQ(error_of(ask(app_, form)), "invalid_target");
}

TEST_P(Refresh, ends_when_it_was_not_used_for_long) {
  auto token = *begin(offline_, {{"scope", "openid offline_access"}}).refresh_token;
  clock_.advance(days(30) - seconds(1));
  token = *given(offline_, refreshing(token)).refresh_token;
  clock_.advance(days(30));
  EXPECT_EQ(error(offline_, token), "invalid_grant");
}

TEST_P(Refresh, ends_for_good_and_its_last_access_token_says_when) {
  auto token = *begin(offline_, {{"scope", "openid offline_access"}}).refresh_token;
  for (int month = 0; month < 3; ++month) {
    clock_.advance(days(30) - seconds(1));
    const auto next = given(offline_, refreshing(token));
    token = *next.refresh_token;
    EXPECT_EQ(next.expires_in, month == 2 ? seconds(3) : seconds(3600));
  }
  clock_.advance(seconds(3));
  EXPECT_EQ(error(offline_, token), "invalid_grant");
}

TEST_P(Refresh, a_public_client_rotates_too_RFC9700_2_2_2) {
  const auto app = add_client({.name = "App",
                               .redirect_uris = {"http://127.0.0.1/cb"},
                               .scopes = {"openid"},
                               .is_public = true,
                               .refreshes = true});
  const Fields here{{"redirect_uri", "http://127.0.0.1:51004/cb"}};
  const auto first = given(
      app, redemption(code_for(app.client, here), changed(here, {{"code_verifier", kVerifier}})));
  const auto second = given(app, refreshing(*first.refresh_token));
  EXPECT_NE(second.refresh_token, first.refresh_token);
  EXPECT_EQ(error(web_, *second.refresh_token), "unauthorized_client");
}

TEST_P(Refresh, TK1_a_code_that_comes_twice_ends_what_was_refreshed) {
  const auto code = code_for(app_.client);
  const auto first = given(app_, redemption(code));
  const auto second = refresh(*first.refresh_token);
  EXPECT_EQ(error_of(ask(app_, redemption(code))), "invalid_grant");
  EXPECT_FALSE(opens(second.access_token));
  EXPECT_EQ(error(*second.refresh_token), "invalid_grant");
}

TEST_P(Refresh, TK8_who_was_disabled_for_a_while_loses_no_step) {
  const auto first = begin(offline_, {{"scope", "openid offline_access"}});
  users_.disable(act_, ani_.id).value();
  EXPECT_EQ(error(offline_, *first.refresh_token), "invalid_grant");
  users_.enable(act_, ani_.id).value();
  const auto second = given(offline_, refreshing(*first.refresh_token));
  EXPECT_EQ(families_.advanced, 0) << "after a look";
  EXPECT_TRUE(given(offline_, refreshing(*second.refresh_token)).refresh_token);
  EXPECT_EQ(families_.advanced, 1);
}

TEST_P(Refresh, takes_its_step_by_one_write_where_the_family_is_known) {
  const auto first = begin();
  const auto second = refresh(*first.refresh_token);
  EXPECT_EQ(families_.advanced, GetParam() ? 1 : 0);
  refresh(*second.refresh_token);
  EXPECT_EQ(families_.advanced, GetParam() ? 2 : 1) << "by now it is known";
}

INSTANTIATE_TEST_SUITE_P(each, Refresh, testing::Bool(), [](const auto& info) {
  return std::string(info.param ? "known" : "unknown");
});

}  // namespace
}  // namespace oauth::token
