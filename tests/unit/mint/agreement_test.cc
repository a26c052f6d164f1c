// Proofs that are each good, but not of one act: nothing is made from them.
#include "mint/agreement.h"

#include "tests/unit/mint/mint_fixture.h"

namespace mint {
namespace {

class Agreement : public MintTest {
 protected:
  void expect_nothing_made(const Facts& changed, const char* what) {
    const Proofs all = prove(changed);
    auto code = spent_code();
    const std::size_t entries = trail_.types().size();
    EXPECT_FALSE(mint_->tokens(all.redemption(std::move(code)), {{order()}}, occasion_).has_value())
        << what;
    EXPECT_EQ(trail_.types().size(), entries) << what;
  }
  void expect_no_code(const Facts& changed, const char* what) {
    const std::size_t rows = vouchers_.rows().size();
    EXPECT_FALSE(mint_->code(prove(changed).authorization(), {}, occasion_).has_value()) << what;
    EXPECT_EQ(vouchers_.rows().size(), rows) << what;
  }
  void expect_no_site_code(const Facts& changed, const char* what) {
    EXPECT_FALSE(mint_->code(prove(changed).entry(), {}, occasion_).has_value()) << what;
  }

  // One fact is another's.
  Facts with(void (*change)(Facts&)) const {
    Facts changed = facts();
    change(changed);
    return changed;
  }
};

TEST_F(Agreement, of_all_proofs_makes_the_thing) {
  EXPECT_TRUE(mint_->tokens(proofs().redemption(spent_code()), {{order()}}, occasion_).has_value());
  EXPECT_TRUE(mint_->code(proofs().authorization(), {}, occasion_).has_value());
  EXPECT_TRUE(mint_->code(proofs().entry(), {}, occasion_).has_value());
}

TEST_F(Agreement, a_code_is_redeemed_for_whom_it_was_made_and_by_whom_it_was_made_for) {
  const struct {
    const char* what;
    void (*change)(Facts&);
  } cases[] = {
      {"user", [](Facts& f) { f.user.id = 24; }},
      {"user without a sub", [](Facts& f) { f.user.sub.clear(); }},
      {"session of another", [](Facts& f) { f.session.user_id = 24; }},
      {"another session of the user", [](Facts& f) { f.session.id = SessionId({9}); }},
      {"consent of another", [](Facts& f) { f.consent.user_id = 24; }},
      {"consent to another", [](Facts& f) { f.consent.client_id = "c2"; }},
      {"consent to less", [](Facts& f) { f.consent.scope = "openid view-users"; }},
      {"client", [](Facts& f) { f.client.id = "c2"; }},
      {"redirect of another", [](Facts& f) { f.redirect.client_id = "c2"; }},
      {"another redirect", [](Facts& f) { f.redirect.uri = "https://c1.example/other"; }},
      {"verifier of another", [](Facts& f) { f.verifier.client_id = "c2"; }},
      {"scope of another", [](Facts& f) { f.scope.client_id = "c2"; }},
      {"more scope", [](Facts& f) { f.scope.scope = "openid admin"; }},
      {"scope that only begins alike", [](Facts& f) { f.scope.scope = "view"; }},
      {"another family than the code opened", [](Facts& f) { f.family_id = FamilyId({8}); }},
      {"family of another", [](Facts& f) { f.family_user = 24; }},
      {"family of another's login", [](Facts& f) { f.family_login = 24; }},
      {"family of another client", [](Facts& f) { f.family_holder = "c2"; }},
      {"family of another session", [](Facts& f) { f.family_session = SessionId({9}); }},
      {"family with more scope", [](Facts& f) { f.family_scope = "openid admin"; }},
      {"another client throughout",
       [](Facts& f) {
         f.client.id = f.redirect.client_id = f.verifier.client_id = f.scope.client_id =
             f.consent.client_id = "c2";
       }},
      {"another user throughout",
       [](Facts& f) { f.user.id = f.session.user_id = f.consent.user_id = 24; }},
  };
  for (const auto& [what, change] : cases) {
    expect_nothing_made(with(change), what);
  }
  for (const char* less : {"openid", "view-user", "view-user openid", ""}) {
    Facts changed = facts();
    changed.scope.scope = less;
    EXPECT_TRUE(mint_->tokens(prove(changed).redemption(spent_code()), {{order()}}, occasion_))
        << less;
  }
}

TEST_F(Agreement, a_refresh_is_for_whom_the_family_is_and_for_no_more_than_it_was_granted) {
  const struct {
    const char* what;
    void (*change)(Facts&);
  } cases[] = {
      {"user", [](Facts& f) { f.user.id = 24; }},
      {"family of another", [](Facts& f) { f.family_user = 24; }},
      {"family of another's login", [](Facts& f) { f.family_login = 24; }},
      {"family of another client", [](Facts& f) { f.family_holder = "c2"; }},
      {"consent of another", [](Facts& f) { f.consent.user_id = 24; }},
      {"consent to another", [](Facts& f) { f.consent.client_id = "c2"; }},
      {"client", [](Facts& f) { f.client.id = "c2"; }},
      {"scope of another", [](Facts& f) { f.scope.client_id = "c2"; }},
      {"TK9: more scope", [](Facts& f) { f.scope.scope = "openid view-user admin"; }},
  };
  for (const auto& [what, change] : cases) {
    EXPECT_FALSE(mint_->tokens(prove(with(change)).refresh(), {{order()}}, occasion_)) << what;
  }
  const auto less = [](Facts& f) { f.scope.scope = "openid"; };
  EXPECT_TRUE(mint_->tokens(prove(with(less)).refresh(), {{order()}}, occasion_));
}

TEST_F(Agreement, a_code_is_made_for_one_user_and_one_client) {
  const struct {
    const char* what;
    void (*change)(Facts&);
  } cases[] = {
      {"user", [](Facts& f) { f.user.id = 24; }},
      {"no user",
       [](Facts& f) { f.user.id = f.session.user_id = f.factors.user_id = f.consent.user_id = 0; }},
      {"session", [](Facts& f) { f.session.user_id = 24; }},
      {"factors", [](Facts& f) { f.factors.user_id = 24; }},
      {"factors of a stronger session", [](Facts& f) { f.factors.level = "otp"; }},
      {"factors of a later session",
       [](Facts& f) { f.factors.authenticated_at += std::chrono::minutes(2); }},
      {"consent of another", [](Facts& f) { f.consent.user_id = 24; }},
      {"consent to another", [](Facts& f) { f.consent.client_id = "c2"; }},
      {"consent to less", [](Facts& f) { f.consent.scope = "view-user"; }},
      {"redirect", [](Facts& f) { f.redirect.client_id = "c2"; }},
      {"scope", [](Facts& f) { f.scope.client_id = "c2"; }},
      {"challenge", [](Facts& f) { f.challenge.client_id = "c2"; }},
  };
  for (const auto& [what, change] : cases) {
    expect_no_code(with(change), what);
  }
}

TEST_F(Agreement, a_site_code_is_made_for_one_user_and_a_site) {
  expect_no_site_code(with([](Facts& f) { f.user.id = 24; }), "user");
  expect_no_site_code(with([](Facts& f) { f.session.user_id = 24; }), "session");
  expect_no_site_code(with([](Facts& f) { f.factors.user_id = 24; }), "factors");
  expect_no_site_code(with([](Facts& f) { f.factors.level = "otp"; }), "stronger session");
  expect_no_site_code(with([](Facts& f) { f.factors.authenticated_at += std::chrono::minutes(2); }),
                      "later session");
  expect_no_site_code(with([](Facts& f) { f.site.user_id = 24; }), "site");
  expect_no_site_code(with([](Facts& f) { f.site.site_id.clear(); }), "no site");
}

TEST_F(Agreement, tokens_of_the_frontend_are_of_one_login_and_of_no_client) {
  const struct {
    const char* what;
    void (*change)(Facts&);
    bool at_refresh;
  } cases[] = {
      {"user", [](Facts& f) { f.user.id = 24; }, true},
      {"session of another", [](Facts& f) { f.session.user_id = 24; }, false},
      {"another session", [](Facts& f) { f.family_session = SessionId({9}); }, false},
      {"family of another", [](Facts& f) { f.family_user = 24; }, true},
      {"family of another's login", [](Facts& f) { f.family_login = 24; }, true},
      {"family of a client", [](Facts& f) { f.family_holder = "c1"; }, true},
  };
  for (const auto& [what, change, at_refresh] : cases) {
    Facts changed = facts();
    changed.family_holder = kHouse;
    change(changed);
    const Proofs all = prove(changed);
    EXPECT_FALSE(
        mint_->tokens(FrontendWarrant{all.user, all.session, all.family}, {{order()}}, occasion_))
        << what;
    EXPECT_EQ(mint_->tokens(FrontendRefreshWarrant{all.user, all.family}, {{order()}}, occasion_)
                  .has_value(),
              !at_refresh)
        << what;
  }
}

TEST_F(Agreement, the_other_warrants_agree_too) {
  const Proofs all = prove(with([](Facts& f) {
    f.session.user_id = f.factors.user_id = 24;
    f.scope.client_id = "c2";
  }));
  EXPECT_FALSE(mint_->token(ClientWarrant{all.client, all.scope}, order(), occasion_));
  EXPECT_FALSE(mint_->session({all.user, all.factors},
                              {std::chrono::hours(1), std::chrono::hours(1)}, occasion_));
}

}  // namespace
}  // namespace mint
