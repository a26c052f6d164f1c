// What strangers do with logins by a provider: each is refused, and changes nothing.
#include <array>
#include <optional>

#include "http/cookies.h"
#include "tests/unit/endpoints/provider_house.h"

namespace endpoints {
namespace {

using ProviderAttacks = ProviderHouse;

TEST_F(ProviderAttacks, FD2_an_address_links_nobody_whatever_is_said_of_it) {
  const auto victim = add({{"username", "budi"}, {"email", "budi@mail.test"}});
  ASSERT_TRUE(users_.set(act_, identity::users::Editor::administrator, victim.id, {},
                         {{"email_verified", true}}));
  // Nothing: the claim is not there.
  const std::array<std::optional<base::json::value>, 6> claims{
      std::nullopt, false, "true", 1, nullptr, base::json::array{true}};
  int number = 0;
  for (const auto& claim : claims) {
    auto it = browser();
    auto as = account("evil-" + std::to_string(++number), "budi");
    as.erase("email_verified");
    if (claim) {
      as["email_verified"] = *claim;
    }
    EXPECT_EQ(log_in(it, as).status, 303);
    const auto live = entered(base::Secret(*it.cookie("gapura_session")));
    ASSERT_TRUE(live);
    EXPECT_NE(live->session().user, victim.id);
    EXPECT_FALSE(users_.show(live->session().user).value().email_verified_at);
  }
  EXPECT_EQ(users_.find("budi@mail.test").value().id, victim.id);
}

TEST_F(ProviderAttacks, FD2_the_account_stays_whose_it_is_when_its_address_changes) {
  const auto other = add_with_password("citra", kPassword);
  ASSERT_TRUE(users_.set(act_, identity::users::Editor::administrator, other.id, {},
                         {{"email", "citra@mail.test"}, {"email_verified", true}}));
  auto it = browser();
  log_in(it, ani());
  auto changed = ani();
  changed["email"] = "citra@mail.test";
  changed["hd"] = "mail.test";
  auto later = browser();
  EXPECT_EQ(log_in(later, changed).status, 303);
  const auto live = entered(base::Secret(*later.cookie("gapura_session")));
  EXPECT_EQ(live->session().user, users_.find("ani").value().id);
  EXPECT_EQ(users_.find("ani").value().email, "ani@mail.test");
}

TEST_F(ProviderAttacks, FD2_nobody_is_called_by_a_provider_what_means_something) {
  struct Row {
    const char* username;
    const char* email;
    bool verified;
    const char* called;
  };
  constexpr std::array kRows{
      Row{"admin", "x1@mail.test", true, "x1"},
      Row{"Ad.Min-2", "root@mail.test", true, "google-"},
      Row{"support@mail.test", "x2@mail.test", false, "google-"},
      Row{"", "bupati@mail.test", false, "google-"},
      Row{"", "bupati@mail.test", true, "bupati"},
      Row{"badminton", "x3@mail.test", true, "badminton"},
  };
  int number = 0;
  for (const Row& row : kRows) {
    auto it = browser();
    log_in(it, {{"sub", "n" + std::to_string(++number)},
                {"preferred_username", row.username},
                {"email", row.email},
                {"email_verified", row.verified}});
    EXPECT_THAT(users_.show(user_in(it)).value().username, testing::StartsWith(row.called))
        << row.username << " " << row.email;
  }
}

TEST_F(ProviderAttacks, FD2_what_is_no_address_is_no_address) {
  auto as = ani();
  as["email"] = "victim@mail.test@evil.test";
  auto it = browser();
  EXPECT_EQ(log_in(it, as).status, 303);
  const auto user = users_.find("ani").value();
  EXPECT_EQ(user.email, "");
  EXPECT_FALSE(user.email_verified_at);
}

// Of the five ways of Sudhodanan and Paverd each begins with an account that has the victim's
// address before the victim comes, and something by which its maker comes back afterwards.
class PreparedAccount : public ProviderHouse {
 public:
  // Two of the five: a password that the squatter knows, and a session that lives on.
  void with_a_session() {
    squat_with_a_password();
    clock_.advance(std::chrono::seconds(1));
    squatter_ = logged_in("squatter");
  }
  void with_another_providers_account() {
    with_a_session();
    const auto page = squatter_.get("/account/logins");
    const auto start = page.body.find("/account/logins/link/google?csrf=");
    const auto sent = squatter_.get(page.body.substr(start, page.body.find('"', start) - start));
    const auto asked =
        squatter_.get(federation_.upstream.come_back(sent.location(), account("evil", "evil")));
    ASSERT_EQ(squatter_.submit(asked, {}).status, 303);
  }
  // Nobody changes an address of their own, and what the provider says of it later changes nothing.
  void with_a_change_of_the_address() {
    log_in(squatter_, account("evil", "squatter"));
    EXPECT_EQ(squatter_.submit(squatter_.get("/account"), {{"email", "ani@mail.test"}}).status,
              403);
    auto changed = account("evil", "squatter");
    changed["email"] = "ani@mail.test";
    squatter_ = browser();
    log_in(squatter_, changed);
    EXPECT_EQ(users_.show(user_in(squatter_)).value().email, "squatter@mail.test");
  }
  void by_a_provider_that_verifies_nothing() {
    auto as = account("evil", "squatter");
    as["email"] = "ani@mail.test";
    as["email_verified"] = false;
    log_in(squatter_, as);
    clock_.advance(std::chrono::seconds(1));
  }
  void by_a_provider_and_with_a_password() {
    by_a_provider_that_verifies_nothing();
    ASSERT_EQ(squatter_
                  .submit(squatter_.get("/account/password"),
                          {{"password", kPassword}, {"password_again", kPassword}})
                  .status,
              303);
  }

 protected:
  Browser squatter_ = browser();

 private:
  void squat_with_a_password() {
    const auto user = add({{"username", "squatter"}, {"email", "ani@mail.test"}});
    set_password(user, kPassword);
  }
};

struct Preparation {
  const char* name;
  int owner_gets;
  void (PreparedAccount::*prepare)();
};
class Preparations_FD3 : public PreparedAccount, public testing::WithParamInterface<Preparation> {};

TEST_P(Preparations_FD3, gain_nothing_by_the_owners_login) {
  (this->*GetParam().prepare)();
  const auto squatter = user_in(squatter_);
  auto owner = browser();
  EXPECT_EQ(log_in(owner, ani()).status, GetParam().owner_gets);
  for (const auto& identity : federation_.identities.of(squatter).value()) {
    EXPECT_NE(identity.subject, "s1");
  }
  EXPECT_EQ(user_in(squatter_), squatter);
  EXPECT_EQ(owner.cookie("gapura_session").has_value(), GetParam().owner_gets == 303);
  if (owner.cookie("gapura_session")) {
    EXPECT_NE(user_in(owner), squatter);
    auto again = browser();
    EXPECT_EQ(log_in(again, account("evil", "squatter")).status, 303);
    EXPECT_EQ(user_in(again), squatter);
  }
}

INSTANTIATE_TEST_SUITE_P(
    , Preparations_FD3,
    testing::Values(
        Preparation{"a_password_and_a_session", 409, &PreparedAccount::with_a_session},
        Preparation{"another_account", 409, &PreparedAccount::with_another_providers_account},
        Preparation{"another_address", 303, &PreparedAccount::with_a_change_of_the_address},
        Preparation{"another_provider", 303, &PreparedAccount::by_a_provider_that_verifies_nothing},
        Preparation{"another_provider_and_a_password", 303,
                    &PreparedAccount::by_a_provider_and_with_a_password}),
    [](const auto& info) { return info.param.name; });

TEST_F(ProviderAttacks, FD3_whoever_has_the_address_first_gains_nothing_by_the_owners_login) {
  const auto squatter = add_with_password("squatter", kPassword);
  const base::json::object theirs{{"email", "ani@mail.test"}};
  EXPECT_EQ(users_.set(act_, identity::users::Editor::self, squatter.id, {}, theirs).error().clause,
            "user.email.forbidden");
  ASSERT_TRUE(users_.set(act_, identity::users::Editor::administrator, squatter.id, {}, theirs));
  auto owner = browser();
  expect_refused(owner, log_in(owner, ani()), 409);
  EXPECT_EQ(federation_.identities.of(squatter.id).value().size(), 0U);
  EXPECT_EQ(count("identity.linked"), 0U);
}

TEST_F(ProviderAttacks, FD3_a_squatter_who_came_by_a_provider_keeps_nobody_out) {
  auto unverified = account("squatter", "ani");
  unverified["email_verified"] = false;
  auto squatter = browser();
  EXPECT_EQ(log_in(squatter, unverified).status, 303);
  auto owner = browser();
  EXPECT_EQ(log_in(owner, ani()).status, 303);
  const auto theirs = entered(base::Secret(*owner.cookie("gapura_session")));
  const auto others = entered(base::Secret(*squatter.cookie("gapura_session")));
  EXPECT_NE(theirs->session().user, others->session().user);
  EXPECT_EQ(users_.find("ani@mail.test").value().id, theirs->session().user);
}

TEST_F(ProviderAttacks, FD3_a_squatter_who_came_first_takes_nothing_from_who_is_entered_later) {
  auto unverified = account("squatter", "fifif");
  unverified["email"] = "ani@mail.test";
  unverified["email_verified"] = false;
  auto squatter = browser();
  EXPECT_EQ(log_in(squatter, unverified).status, 303);
  // Whatever is changed of the squatter afterwards, the address is no name of theirs.
  ASSERT_TRUE(users_.set(act_, identity::users::Editor::self, user_in(squatter), {},
                         {{"name", "Ani Lestari"}}));
  const auto entered_here = add({{"username", "sari"}, {"email", "ani@mail.test"}});
  set_password(entered_here, kPassword);
  EXPECT_EQ(user_in(logged_in("ani@mail.test")), entered_here.id);
  auto it = browser();
  expect_refused(it, log_in(it, ani()), 409);
  EXPECT_EQ(users_.find("ani@mail.test").value().id, entered_here.id);
}

TEST_F(ProviderAttacks, FD3_an_address_that_a_provider_only_claims_names_nobody_to_an_operator) {
  auto unverified = account("squatter", "bosss");
  unverified["email"] = "boss@mail.test";
  unverified["email_verified"] = false;
  auto squatter = browser();
  EXPECT_EQ(log_in(squatter, unverified).status, 303);
  EXPECT_EQ(users_.find("boss@mail.test").error().clause, "user.unknown");
  const auto id = user_in(squatter);
  EXPECT_EQ(users_.find("bosss").value().id, id);
  // Who enters the address knows whose it is.
  ASSERT_TRUE(users_.set(act_, identity::users::Editor::administrator, id, {},
                         {{"email", "boss@mail.test"}}));
  EXPECT_EQ(users_.find("boss@mail.test").value().id, id);
}

TEST_F(ProviderAttacks, FD3_whoever_was_entered_here_beforehand_is_not_shadowed) {
  add({{"username", "sari"}, {"email", "ani@mail.test"}});
  auto it = browser();
  expect_refused(it, log_in(it, ani()), 409);
  EXPECT_EQ(reasons(), std::vector<std::string>{"somebody here has its address"});
}

TEST_F(ProviderAttacks, FD3_who_logs_in_twice_at_once_for_the_first_time_is_one_person_both_times) {
  auto it = browser();
  const auto sent = away(it);
  auto other = browser();
  auto& after_a_miss = federation_.identities.after_a_miss;
  // The gate looks first, and then the admission, behind which the other comes.
  after_a_miss = [&] { after_a_miss = [&] { EXPECT_EQ(log_in(other, ani()).status, 303); }; };
  EXPECT_EQ(it.get(federation_.upstream.come_back(sent.location(), ani())).status, 303);
  EXPECT_EQ(user_in(it), user_in(other));
  EXPECT_EQ(reasons(), std::vector<std::string>{});
}

TEST_F(ProviderAttacks, FD3_the_holder_of_the_address_proves_it_and_links_where_that_leads) {
  const auto holder = add({{"username", "sari"}, {"email", "ani@mail.test"}});
  set_password(holder, kPassword);
  auto it = browser();
  const auto refused = log_in(it, ani());
  expect_refused(it, refused, 409);
  EXPECT_TRUE(refused.says("href=\"/account/logins\""));
  const auto done = it.submit(it.get("/account/logins"), typed("sari", kPassword));
  EXPECT_EQ(done.location(), "/account/logins");
  const auto page = it.follow(done);
  const auto start = page.body.find("/account/logins/link/google?csrf=");
  const auto sent = it.get(page.body.substr(start, page.body.find('"', start) - start));
  const auto asked = it.get(federation_.upstream.come_back(sent.location(), ani()));
  EXPECT_EQ(it.submit(asked, {}).location(), "/account/logins?done=linked");
  auto elsewhere = browser();
  EXPECT_EQ(log_in(elsewhere, ani()).status, 303);
  EXPECT_EQ(entered(base::Secret(*elsewhere.cookie("gapura_session")))->session().user, holder.id);
}

TEST_F(ProviderAttacks, FD5_a_callback_is_good_once) {
  auto it = browser();
  const auto back = federation_.upstream.come_back(away(it).location(), ani());
  auto thief = it;
  EXPECT_EQ(it.get(back).status, 303);
  const auto session = it.cookie("gapura_session");
  EXPECT_EQ(it.get(back).status, 400);
  EXPECT_EQ(it.cookie("gapura_session"), session);
  thief.get(back);
  EXPECT_FALSE(thief.cookie("gapura_session"));
  EXPECT_EQ(count("session.opened"), 1U);
}

TEST_F(ProviderAttacks, FD5_a_state_is_the_browsers_that_was_sent_away_with_it) {
  auto it = browser();
  const auto back = federation_.upstream.come_back(away(it).location(), ani());
  auto empty = browser();
  expect_refused(empty, empty.get(back), 400);
  auto other = browser();
  const auto own = support::fields_in(away(other).location())["state"];
  expect_refused(other, other.get(back), 400);
  // With a cookie of its own under the victim's name it is a stranger to the victim's login.
  auto planted = browser();
  const auto id = own.substr(0, own.find('.'));
  planted.set_cookie(journey(id), id + ".0.planted", "/auth/google/callback");
  planted.get("/auth/google/callback?code=code-1&state=" + own);
  EXPECT_FALSE(planted.cookie("gapura_session"));
  // None of it has used up what the browser itself holds.
  EXPECT_EQ(it.get(back).status, 303);
  EXPECT_TRUE(it.cookie("gapura_session"));
}

TEST_F(ProviderAttacks, FD5_a_state_is_of_the_provider_that_it_was_made_for) {
  add_provider("other");
  auto it = browser();
  const auto back = federation_.upstream.come_back(away(it).location(), ani());
  const auto query = back.substr(back.find('?'));
  const auto tag = support::fields_in(query)["state"].substr(0, 26);
  it.set_cookie(journey(tag), *it.cookie(journey(tag)), "/auth/other/callback");
  expect_refused(it, it.get("/auth/other/callback" + query), 400);
}

TEST_F(ProviderAttacks, FD5_a_state_comes_back_with_the_cookie_of_its_own_login) {
  auto it = browser();
  const auto back = federation_.upstream.come_back(away(it).location(), ani());
  const auto tag = support::fields_in(back.substr(back.find('?')))["state"].substr(0, 26);
  const auto kept = *it.cookie(journey(tag));
  auto other = kept;
  other.front() = other.front() == '0' ? '1' : '0';
  for (const auto& wrong : {other, tag + ".0.", std::string(), kept.substr(tag.size() + 3)}) {
    auto planted = browser();
    planted.set_cookie(journey(tag), wrong, "/auth/google/callback");
    expect_refused(planted, planted.get(back), 400);
  }
  EXPECT_EQ(it.get(back).status, 303);
}

TEST_F(ProviderAttacks, DS2_logins_that_are_begun_and_left_keep_none_from_coming_back) {
  auto it = browser();
  for (std::size_t each = 0; each <= http::kMaxCookies; ++each) {
    ASSERT_EQ(away(it).status, 303);
    clock_.advance(std::chrono::seconds(5));
  }
  EXPECT_EQ(log_in(it, ani()).status, 303);
  EXPECT_TRUE(it.cookie("gapura_session"));
}

TEST_F(ProviderAttacks, FD5_a_state_is_of_the_provider_as_it_was) {
  auto it = browser();
  const auto back = federation_.upstream.come_back(away(it).location(), ani());
  const auto asked = federation_.upstream.asked.size();
  change_provider({.issuer = "https://elsewhere.test"});
  expect_refused(it, it.get(back), 400);
  EXPECT_EQ(federation_.upstream.asked.size(), asked) << "nobody is shown the code or our secret";
  EXPECT_EQ(reasons(), std::vector<std::string>{"stale: the provider was changed meanwhile"});
}

TEST_F(ProviderAttacks, FD5_a_code_is_of_no_use_in_another_browsers_login) {
  auto victim = browser();
  const auto stolen =
      support::fields_in(federation_.upstream.come_back(away(victim).location(), ani()))["code"];
  auto thief = browser();
  const auto state = support::fields_in(away(thief).location())["state"];
  const auto page = thief.get("/auth/google/callback?code=" + stolen + "&state=" + state +
                              "&iss=https%3A%2F%2Faccounts.test");
  expect_refused(thief, page, 403);
}

TEST_F(ProviderAttacks, FD5_an_answer_is_a_code_or_an_error_and_of_now) {
  auto both = browser();
  const auto back = federation_.upstream.come_back(away(both).location(), ani());
  expect_refused(both, both.get(back + "&error=access_denied"), 403);
  auto twice = browser();
  const auto repeated = federation_.upstream.come_back(away(twice).location(), ani());
  expect_refused(twice, twice.get(repeated + "&code=another"), 400);
  auto late = browser();
  const auto old = federation_.upstream.come_back(away(late).location(), ani());
  clock_.advance(std::chrono::minutes(11));
  expect_refused(late, late.get(old), 400);
  auto bare = browser();
  expect_refused(bare, bare.get("/auth/google/callback"), 400);
  expect_refused(bare, bare.get("/auth/google/callback?code=c&state=x.y"), 400);
}

TEST_F(ProviderAttacks, FD6_who_is_not_active_stays_outside) {
  auto it = browser();
  log_in(it, ani());
  const auto id = users_.find("ani").value().id;
  const auto tried = [this](const char* what) {
    SCOPED_TRACE(what);
    auto again = browser();
    expect_refused(again, log_in(again, ani()), 403);
  };
  ASSERT_TRUE(users_.disable(act_, id));
  tried("disabled");
  ASSERT_TRUE(users_.enable(act_, id));
  ASSERT_TRUE(users_.lock(act_, id));
  tried("locked");
  ASSERT_TRUE(users_.enable(act_, id));
  ASSERT_TRUE(users_.erase(act_, id));
  tried("erased");
  EXPECT_EQ(count("user.added"), 1U);
}

TEST_F(ProviderAttacks, FD6_a_provider_that_is_closed_lets_nobody_in) {
  auto it = browser();
  const auto page = it.get("/login");
  const auto back = federation_.upstream.come_back(it.get(link_in(page)).location(), ani());
  change_provider({.enabled = false});
  expect_refused(it, it.get(link_in(page)), 404);
  expect_refused(it, it.get(back), 404);
}

TEST_F(ProviderAttacks, FD6_a_provider_that_closes_before_the_second_factor_has_proved_nothing) {
  auto first = browser();
  log_in(first, ani());
  const auto id = users_.find("ani").value().id;
  code_.give(id, identity::login::Standing::offered);
  identity::login::Wish wish{.door = "account"};
  wish.asked.level = identity::sessions::Level::two_factors;
  for (const bool closes : {false, true}) {
    const auto begun = logins_.begin(wish, nullptr).value();
    const auto& login = std::get<identity::login::Begun>(begun);
    const auto path = "/login/" + login.id.text();
    auto it = browser();
    it.set_cookie("gapura_login", std::string(login.cookie.reveal_text()), path);
    const auto sent = it.get(link_in(it.get(path)));
    EXPECT_EQ(it.get(federation_.upstream.come_back(sent.location(), ani())).location(), path);
    change_provider({.enabled = !closes});
    it.post(path, {{"step", "code"}, {"password", code_.secret_of(id)}});
    EXPECT_EQ(it.cookie("gapura_session").has_value(), !closes);
  }
}

TEST_F(ProviderAttacks, FD6_what_was_opened_by_a_provider_is_ended_where_the_operator_says_so) {
  const auto is_live = [this](const Browser& it) {
    return entered(base::Secret(*it.cookie("gapura_session"))).has_value();
  };
  auto it = browser();
  log_in(it, ani());
  const auto ani_here = users_.find("ani").value();
  set_password(ani_here, kPassword);
  auto by_provider = browser();
  log_in(by_provider, ani());
  auto by_password = logged_in("ani");
  add_with_password("budi", kPassword);
  auto somebody_else = logged_in("budi");
  change_provider({.enabled = false});
  EXPECT_TRUE(is_live(by_provider)) << "closing alone ends nothing";
  const auto provider = federation_.providers.show("google").value();
  EXPECT_EQ(federation_.providers.end_sessions(act_, provider).value(), 1U);
  EXPECT_FALSE(is_live(by_provider));
  EXPECT_TRUE(is_live(by_password));
  EXPECT_TRUE(is_live(somebody_else));
  EXPECT_EQ(federation_.providers.end_sessions(act_, provider).value(), 0U);
}

TEST_F(ProviderAttacks, FD7_a_provider_that_is_down_is_said_to_be_and_nothing_else_is) {
  auto& upstream = federation_.upstream;
  add_with_password("budi", kPassword);
  upstream.down = true;
  auto it = browser();
  const auto page = away(it);
  expect_refused(it, page, 503);
  EXPECT_EQ(page.header("Retry-After"), "5");
  EXPECT_TRUE(logged_in("budi").cookie("gapura_session"));
  // It is not asked again at once, whoever comes.
  const auto asked = upstream.asked.size();
  away(it);
  EXPECT_EQ(upstream.asked.size(), asked);
  upstream.down = false;
  clock_.advance(std::chrono::seconds(3));
  EXPECT_EQ(log_in(it, ani()).status, 303);
}

TEST_F(ProviderAttacks, FD7_what_it_said_before_is_kept_while_it_talks_nonsense) {
  auto& upstream = federation_.upstream;
  auto it = browser();
  EXPECT_EQ(log_in(it, ani()).status, 303);
  clock_.advance(std::chrono::hours(2));
  for (const char* nonsense : {"<html>503</html>", "{}", R"({"keys":[]})", ""}) {
    SCOPED_TRACE(nonsense);
    upstream.bend_reply = [nonsense](const auto& question, auto& reply) {
      if (question.url.ends_with("/keys") || question.url.ends_with("configuration")) {
        reply.body = nonsense;
      }
    };
    auto later = browser();
    EXPECT_EQ(log_in(later, ani()).status, 303);
    EXPECT_TRUE(later.cookie("gapura_session"));
    clock_.advance(std::chrono::hours(2));
  }
}

TEST_F(ProviderAttacks, FD7_nonsense_lets_nobody_in) {
  auto& upstream = federation_.upstream;
  struct Nonsense {
    const char* at;
    int status;
    const char* body;
    int told;  // to the browser
  };
  // Keys before tokens: those that were right once are kept.
  constexpr std::array kNonsense{
      Nonsense{"configuration", 200, "{}", 503},
      Nonsense{"configuration", 500, "oops", 503},
      Nonsense{"configuration", 302, "", 503},
      Nonsense{"/keys", 200, "{\"keys\":[]}", 503},
      Nonsense{"/keys", 200, "{\"keys\":[{\"kty\":\"oct\",\"k\":\"AA\"}]}", 503},
      Nonsense{"/keys", 404, "", 503},
      Nonsense{"/token", 500, "oops", 503},
      Nonsense{"/token", 200, "oops", 503},
      Nonsense{"/token", 200, "{}", 403},
      Nonsense{"/token", 400, "oops", 403},
  };
  for (const auto& each : kNonsense) {
    SCOPED_TRACE(each.at + std::string(" ") + each.body);
    upstream.bend_reply = nullptr;
    auto it = browser();
    clock_.advance(std::chrono::hours(2));
    upstream.bend_reply = [&](const auto& question, auto& reply) {
      if (question.url.ends_with(each.at)) {
        reply = {.status = each.status, .body = each.body};
      }
    };
    const auto sent = away(it);
    const bool gone = sent.status == 303;
    expect_refused(it, gone ? it.get(upstream.come_back(sent.location(), ani())) : sent, each.told);
  }
  EXPECT_EQ(count("user.added"), 0U);
}

}  // namespace
}  // namespace endpoints
