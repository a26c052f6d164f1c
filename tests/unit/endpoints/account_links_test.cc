// /account/logins: linking an account at a provider, and letting go of it (FD4).
#include "tests/unit/endpoints/provider_house.h"

namespace endpoints {
namespace {

class AccountLinks : public ProviderHouse {
 protected:
  AccountLinks() : budi_(add_with_password("budi", kPassword)) {}

  Page form_page(Browser& it) { return it.get("/account/logins"); }
  static std::string link_on(const Page& page) {
    const auto start = page.body.find("/account/logins/link/google?csrf=");
    return page.body.substr(start, page.body.find('"', start) - start);
  }
  Page sent_to_link(Browser& it) { return it.get(link_on(form_page(it))); }
  Page asked(Browser& it, const Account& as) {
    const auto sent = sent_to_link(it);
    EXPECT_EQ(sent.status, 303);
    return it.get(federation_.upstream.come_back(sent.location(), as));
  }
  std::size_t links() { return federation_.identities.of(budi_.id).value().size(); }
  static std::string done(const std::string& what) { return "/account/logins?done=" + what; }
  Page unlink(Browser& it, const std::string& id) {
    auto fields = support::forms_of(it.get("/account/password")).back().hidden;
    fields.emplace_back("unlink", id);
    return it.post("/account/logins/unlink", fields);
  }
  std::string id_of(const std::string& sub) {
    return base::to_hex(federation::key_of(federation_.upstream.issuer, sub));
  }

  const identity::users::User budi_;
};

TEST_F(AccountLinks, links_what_its_owner_says_is_theirs_and_logs_in_by_it_then) {
  auto it = logged_in("budi");
  const auto page = asked(it, ani());
  EXPECT_EQ(page.status, 200);
  EXPECT_TRUE(page.says("<bdi>Google</bdi>"));
  EXPECT_TRUE(page.says("ani@mail.test"));
  EXPECT_EQ(links(), 0U);
  const auto linked = it.submit(page, {});
  EXPECT_EQ(linked.location(), done("linked"));
  EXPECT_EQ(links(), 1U);
  const auto after = it.follow(linked);
  EXPECT_TRUE(after.says("ani@mail.test"));
  EXPECT_TRUE(after.says("Tautkan akun Google lain"));
  EXPECT_TRUE(after.says("mengeluarkan Anda dari semua perangkat lain"));

  auto elsewhere = browser();
  EXPECT_EQ(log_in(elsewhere, ani()).status, 303);
  EXPECT_EQ(entered(base::Secret(*elsewhere.cookie("gapura_session")))->session().user, budi_.id);
  EXPECT_EQ(users_.find("budi").value().email, "");
}

TEST_F(AccountLinks, FD4_a_proof_is_good_once) {
  auto it = logged_in("budi");
  const auto page = asked(it, ani());
  EXPECT_EQ(it.submit(page, {}).status, 303);
  EXPECT_EQ(it.submit(page, {}).status, 400);
  ASSERT_EQ(unlink(it, id_of("s1")).location(), done("unlinked"));
  EXPECT_EQ(it.submit(page, {}).status, 400);
  EXPECT_EQ(links(), 0U);
}

TEST_F(AccountLinks, FD4_a_proof_dies_with_any_other_change_of_the_links) {
  auto it = logged_in("budi");
  const auto first = asked(it, ani());
  const auto second = asked(it, account("s2", "dua"));
  EXPECT_EQ(it.submit(first, {}).status, 303);
  EXPECT_EQ(it.submit(second, {}).status, 400);
  const auto third = asked(it, account("s3", "tiga"));
  ASSERT_EQ(unlink(it, id_of("s1")).status, 303);
  EXPECT_EQ(it.submit(third, {}).status, 400);
  EXPECT_EQ(links(), 0U);
}

TEST_F(AccountLinks, FD4_a_proof_is_of_the_session_that_asked_for_it) {
  add_with_password("eve", kPassword);
  auto eve = logged_in("eve");
  const auto page = asked(eve, account("evil", "eve"));
  const auto proof = support::forms_of(page).back().hidden.back();
  EXPECT_EQ(proof.first, "proof");
  // Her proof in his session, with the token of his own form.
  auto it = logged_in("budi");
  auto fields = support::forms_of(it.get("/account/password")).back().hidden;
  fields.push_back(proof);
  EXPECT_EQ(it.post("/account/logins/confirm", fields).status, 400);
  EXPECT_EQ(links(), 0U);
  // His own other session is another one, too.
  auto here = logged_in("budi");
  const auto mine = support::forms_of(asked(here, ani())).back().hidden.back();
  auto there = logged_in("budi");
  auto other = support::forms_of(there.get("/account/password")).back().hidden;
  other.push_back(mine);
  EXPECT_EQ(there.post("/account/logins/confirm", other).status, 400);
  EXPECT_EQ(links(), 0U);
}

TEST_F(AccountLinks, FD4_nobody_is_made_to_link) {
  auto it = logged_in("budi");
  // Another site's link has no token of this session.
  EXPECT_EQ(it.get("/account/logins/link/google").status, 403);
  EXPECT_EQ(it.get("/account/logins/link/google?csrf=x").status, 403);
  auto other = logged_in("budi");
  EXPECT_EQ(it.get(link_on(form_page(other))).status, 403);
  // Nor does the callback of somebody else's journey link anything.
  add_with_password("eve", kPassword);
  auto eve = logged_in("eve");
  const auto back =
      federation_.upstream.come_back(sent_to_link(eve).location(), account("evil", "eve"));
  EXPECT_EQ(it.get(back).status, 400);
  auto nobody = browser();
  EXPECT_EQ(nobody.get(back).status, 303);
  EXPECT_EQ(links(), 0U);
  EXPECT_EQ(count("identity.linked"), 0U);
}

TEST_F(AccountLinks, FD4_linking_needs_a_login_of_now) {
  auto it = logged_in("budi");
  const auto page = form_page(it);
  clock_.advance(std::chrono::minutes(16));
  const auto login = it.get(link_on(page));
  EXPECT_EQ(login.status, 200);
  const auto again = it.submit(login, {{"password", kPassword}});
  EXPECT_EQ(again.location(), "/account/logins");
  EXPECT_EQ(asked(it, ani()).status, 200);
}

TEST_F(AccountLinks, FD4_an_account_of_somebody_else_stays_theirs) {
  auto ani_here = browser();
  log_in(ani_here, ani());
  auto it = logged_in("budi");
  EXPECT_EQ(asked(it, ani()).status, 409);
  EXPECT_EQ(links(), 0U);
}

TEST_F(AccountLinks, the_last_way_in_stays) {
  auto it = browser();
  log_in(it, ani());
  const auto page = form_page(it);
  EXPECT_TRUE(page.says("Satu-satunya cara Anda masuk"));
  EXPECT_EQ(unlink(it, id_of("s1")).status, 409);
  EXPECT_EQ(unlink(it, "zz").status, 404);
  EXPECT_EQ(unlink(it, id_of("nobody")).status, 404);
  auto again = browser();
  EXPECT_EQ(log_in(again, ani()).status, 303);
}

TEST_F(AccountLinks, FD3_whoever_came_by_an_account_is_out_when_it_is_unlinked) {
  auto it = logged_in("budi");
  ASSERT_EQ(it.submit(asked(it, ani()), {}).status, 303);
  auto thief = browser();
  ASSERT_EQ(log_in(thief, ani()).status, 303);
  const base::Secret theirs(*thief.cookie("gapura_session"));
  ASSERT_TRUE(entered(theirs));
  ASSERT_EQ(unlink(it, id_of("s1")).location(), done("unlinked"));
  EXPECT_FALSE(entered(theirs));
  EXPECT_EQ(it.get("/account").status, 200);
  EXPECT_EQ(count("session.all_ended"), 1U);
}

TEST_F(AccountLinks, FD6_what_an_account_proved_goes_with_that_very_account) {
  auto it = logged_in("budi");
  ASSERT_EQ(it.submit(asked(it, ani()), {}).status, 303);
  clock_.advance(std::chrono::seconds(1));
  ASSERT_EQ(it.submit(asked(it, account("s2", "dua")), {}).status, 303);
  const auto since = [&](const std::string& sub) {
    return federation_.factor.proves_since(budi_.id, id_of(sub)).value();
  };
  EXPECT_LT(since("s1"), since("s2"));
  ASSERT_EQ(unlink(it, id_of("s2")).location(), done("unlinked"));
  EXPECT_EQ(since("s2"), base::Instant::max());
  EXPECT_LT(since("s1"), base::Instant::max());
  change_provider({.enabled = false});
  EXPECT_EQ(since("s1"), base::Instant::max());
}

TEST_F(AccountLinks, a_way_in_is_of_the_issuer_whatever_the_provider_is_called) {
  auto it = browser();
  log_in(it, ani());
  const auto owner = users_.find("ani").value().id;
  const auto link = [&](const std::string& issuer, const std::string& sub) {
    const federation::Identity identity{.issuer = issuer,
                                        .subject = sub,
                                        .user = owner,
                                        .provider = "google",
                                        .label = sub,
                                        .linked_at = clock_.now()};
    EXPECT_TRUE(
        federation_.identities.link(identity, event_of(act_, "identity.linked", "")).value());
  };
  link("https://gone.test", "s8");
  EXPECT_TRUE(form_page(it).says("Satu-satunya cara Anda masuk"));
  EXPECT_EQ(unlink(it, id_of("s1")).status, 409);
  link(federation_.upstream.issuer, "s9");
  ASSERT_TRUE(federation_.providers.remove(act_, "google"));
  add_provider("kantor");
  EXPECT_FALSE(form_page(it).says("Satu-satunya cara Anda masuk"));
  EXPECT_EQ(unlink(it, id_of("s1")).location(), done("unlinked"));
}

class FirstPassword : public ProviderHouse {
 protected:
  static Page set(Browser& it, const std::string& wanted) {
    return it.submit(it.get("/account/password"),
                     {{"password", wanted}, {"password_again", wanted}});
  }
  bool is_live(const Browser& it) {
    return entered(base::Secret(*it.cookie("gapura_session"))).has_value();
  }
  static Account unverified(const std::string& sub) {
    auto as = account(sub, "ani");
    as["email_verified"] = false;
    return as;
  }
};

TEST_F(FirstPassword, is_set_after_a_login_of_now_and_ends_the_other_sessions) {
  auto it = browser();
  log_in(it, ani());
  auto other = browser();
  log_in(other, ani());
  const auto before = *it.cookie("gapura_session");
  EXPECT_FALSE(it.get("/account/password").says("name=\"current\""));
  EXPECT_EQ(set(it, "password").status, 422);
  EXPECT_EQ(
      it.submit(it.get("/account/password"), {{"password", kNew}, {"password_again", "another"}})
          .status,
      422);
  EXPECT_EQ(count("password.set"), 0U);
  const auto done = set(it, kNew);
  EXPECT_EQ(done.location(), "/account/password?done=first-password");
  EXPECT_TRUE(it.follow(done).says("Kata sandi Anda sudah disetel"));
  EXPECT_TRUE(it.follow(done).says("name=\"current\""));
  EXPECT_FALSE(is_live(other));
  EXPECT_FALSE(entered(base::Secret(before))) << "AZ14: under a new value";
  EXPECT_EQ(count("password.set"), 1U);
  EXPECT_EQ(count("session.all_ended"), 1U);
  logged_in("ani", kNew);
  EXPECT_EQ(set(it, kPassword).status, 422) << "from now on the current one is asked for";
}

TEST_F(FirstPassword, LG12_is_not_set_by_an_old_session) {
  auto it = browser();
  log_in(it, ani());
  const auto page = it.get("/account/password");
  clock_.advance(std::chrono::minutes(16));
  const auto asks = it.submit(page, {{"password", kNew}, {"password_again", kNew}});
  EXPECT_EQ(count("password.set"), 0U);
  const auto login = asks.status == 303 ? it.follow(asks) : asks;
  const auto back = it.get(link_in(login));
  EXPECT_EQ(it.get(federation_.upstream.come_back(back.location(), ani())).location(),
            "/account/password");
  EXPECT_EQ(set(it, kNew).status, 303);
  clock_.advance(std::chrono::minutes(16));
  auto shown = browser();
  log_in(shown, account("s2", "budi"));
  clock_.advance(std::chrono::minutes(16));
  EXPECT_TRUE(shown.get("/account/password").says("/with/google\""));
}

TEST_F(FirstPassword, FD3_of_a_squatter_keeps_the_owner_of_the_address_not_out) {
  auto squatter = browser();
  log_in(squatter, unverified("squatter"));
  const auto id = entered(base::Secret(*squatter.cookie("gapura_session")))->session().user;
  clock_.advance(std::chrono::seconds(1));
  ASSERT_EQ(set(squatter, kNew).status, 303);
  auto owner = browser();
  ASSERT_EQ(log_in(owner, ani()).status, 303);
  EXPECT_NE(entered(base::Secret(*owner.cookie("gapura_session")))->session().user, id);
  EXPECT_EQ(users_.find("ani@mail.test").value().email_verified_at.has_value(), true);
}

TEST_F(FirstPassword, FD3_an_address_that_nobody_verified_goes_with_the_account_that_claimed_it) {
  auto squatter = browser();
  log_in(squatter, unverified("squatter"));
  const auto id = entered(base::Secret(*squatter.cookie("gapura_session")))->session().user;
  clock_.advance(std::chrono::seconds(1));
  ASSERT_EQ(set(squatter, kNew).status, 303);
  auto fields = support::forms_of(squatter.get("/account/password")).back().hidden;
  fields.emplace_back("unlink",
                      base::to_hex(federation::key_of(federation_.upstream.issuer, "squatter")));
  ASSERT_EQ(squatter.post("/account/logins/unlink", fields).status, 303);
  EXPECT_EQ(users_.show(id).value().email, "");
  auto owner = browser();
  ASSERT_EQ(log_in(owner, ani()).status, 303);
  EXPECT_NE(entered(base::Secret(*owner.cookie("gapura_session")))->session().user, id);
}

TEST_F(AccountLinks, says_what_went_wrong_over_there) {
  auto it = logged_in("budi");
  const auto state = support::fields_in(sent_to_link(it).location())["state"];
  const auto page = it.get("/auth/google/callback?error=access_denied&state=" + state);
  EXPECT_EQ(page.status, 400);
  EXPECT_TRUE(page.says("Anda membatalkannya di sana"));
  const auto link = link_on(form_page(it));
  change_provider({.enabled = false});
  EXPECT_EQ(it.get(link).status, 404);
}

}  // namespace
}  // namespace endpoints
