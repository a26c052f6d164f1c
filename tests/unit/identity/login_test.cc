#include <atomic>
#include <thread>

#include "identity/login/logins.h"
#include "tests/unit/identity/house.h"

namespace identity::login {
namespace {

using sessions::Level;

class LoginTest : public House {
 protected:
  LoginTest()
      : ani_(add_with_password("ani", kPassword)), budi_(add_with_password("budi", kTheirs)) {}

  Held begin(const Wish& wish = {}, LiveSession live = nullptr) {
    auto begun = std::get<Begun>(logins_.begin(wish, live).value());
    return {.id = begun.id, .cookie = std::move(begun.cookie)};
  }
  Outcome give(Held& held, const std::string& factor, const std::string& identifier,
               const std::string& secret, LiveSession live = nullptr) {
    return submit(held, Give{.factor = factor, .presented = presented(identifier, secret)}, live);
  }
  // The browser keeps whatever cookie it is handed.
  Outcome submit(Held& held, const Submission& submission, LiveSession live = nullptr) {
    Outcome outcome = logins_.submit(act_, held, submission, live).value();
    if (auto* next = std::get_if<Next>(&outcome)) {
      held.cookie = next->cookie.clone();
    }
    return outcome;
  }
  Finished log_in(const std::string& name, const std::string& password, const Wish& wish = {},
                  LiveSession live = nullptr) {
    Held held = begin(wish, live);
    return std::get<Finished>(give(held, "password", name, password, live));
  }
  SessionGate::Entered session_of(const std::string& name, const std::string& password) {
    return *entered(open_session(log_in(name, password)));
  }
  static Wish wanting(Level level) { return {.asked = {.level = level}}; }
  static Held copy(const Held& held) { return {.id = held.id, .cookie = held.cookie.clone()}; }
  template <class T, class Variant>
  static bool is(const Variant& variant) {
    return std::holds_alternative<T>(variant);
  }

  static constexpr const char* kTheirs = "gerobak-soto-33-lilin";
  users::User ani_;
  users::User budi_;
};

TEST_F(LoginTest, a_level_is_reached_by_the_kinds_of_factors_there_are) {
  const std::vector<std::pair<std::vector<Factor*>, std::vector<Level>>> rows = {
      {{}, {}},
      {{&password_}, {Level::one_factor}},
      {{&password_, &provider_}, {Level::one_factor}},
      {{&password_, &code_}, {Level::one_factor, Level::two_factors}},
      {{&passkey_}, {Level::one_factor, Level::two_factors}},
  };
  for (const auto& [factors, levels] : rows) {
    EXPECT_EQ(levels_of(factors), levels) << factors.size();
  }
}

TEST_F(LoginTest, a_password_opens_a_session) {
  Held held = begin({.door = "redirect_sso", .request = "{\"u\":1}"});
  const auto view = std::get<Open>(logins_.look(held, nullptr).value());
  EXPECT_EQ(view.due.step, Step::first_factor);
  EXPECT_TRUE(is<Again>(give(held, "password", "ani", "wrong")));
  const auto finished = std::get<Finished>(give(held, "password", " ANI ", kPassword));
  EXPECT_EQ(finished.user->id, ani_.id.value);
  EXPECT_EQ(finished.factors->level, "one_factor");
  EXPECT_EQ(finished.wish.request, "{\"u\":1}");
  const auto live = entered(open_session(finished));
  ASSERT_TRUE(live);
  EXPECT_EQ(live->session().user, ani_.id);
  EXPECT_EQ(live->session().factors, std::vector<std::string>{"password"});
  EXPECT_EQ(users_.show(ani_.id)->last_login_at, clock_.now());
}

TEST_F(LoginTest, who_is_disabled_between_the_proof_and_the_session_gets_none) {
  Held held = begin();
  const auto finished = std::get<Finished>(give(held, "password", "ani", kPassword));
  ASSERT_TRUE(users_.disable(act_, ani_.id));
  EXPECT_EQ(entrance_.enter(act_, finished, {}).error().code, base::ErrorCode::forbidden);
  EXPECT_TRUE(sessions_.of(ani_.id)->empty());
  EXPECT_FALSE(users_.show(ani_.id)->last_login_at);
  EXPECT_EQ(count("login.finished"), 0U);
  ASSERT_TRUE(users_.enable(act_, ani_.id));
  EXPECT_TRUE(is<Finished>(give(held, "password", "ani", kPassword)));
}

// PostgreSQL takes nothing but UTF-8 for a text, and a cut could fall inside a letter.
TEST_F(LoginTest, a_browser_that_names_itself_in_octets_of_its_own_is_kept_in_letters) {
  Held held = begin();
  const auto finished = std::get<Finished>(give(held, "password", "ani", kPassword));
  const auto entry =
      enter(finished, {.agent = "Peramban/1 \xff\xc3\xa9\x1b" + std::string(300, 'x')});
  const auto live = entered(entry.cookie);
  ASSERT_TRUE(live);
  EXPECT_EQ(live->session().agent, "Peramban/1 ????" + std::string(241, 'x'));
}

TEST_F(LoginTest, LG1_wrong_unknown_disabled_and_without_a_password_are_one_answer) {
  add({{"username", "tanpa"}});
  ASSERT_TRUE(users_.disable(act_, budi_.id));
  for (const char* name : {"ani", "siapa", "tanpa", "budi", "", "\xff"}) {
    Held held = begin();
    EXPECT_TRUE(is<Again>(give(held, "password", name, "wrong"))) << name;
    EXPECT_TRUE(is<Again>(give(held, "password", name, ""))) << name;
  }
}

TEST_F(LoginTest, LG1_only_the_right_password_is_told_of_a_disabled_account) {
  ASSERT_TRUE(users_.disable(act_, budi_.id));
  Held held = begin();
  EXPECT_TRUE(is<NotActive>(give(held, "password", "budi", kTheirs)));
  ASSERT_TRUE(users_.enable(act_, budi_.id));
  ASSERT_TRUE(users_.lock(act_, budi_.id));
  EXPECT_TRUE(is<NotActive>(give(held, "password", "budi", kTheirs)));
}

TEST_F(LoginTest, no_session_from_before_comes_back_to_life_with_the_account) {
  const auto cookie = open_session(log_in("ani", kPassword));
  // As it is when the session opens at that moment, and is written after the end of the others.
  users::User ani = *users_.show(ani_.id);
  ani.status = users::Status::disabled;
  ASSERT_TRUE(people_.update(ani, users::keys_of(ani), event_of(act_, "user.disabled", "")));
  EXPECT_FALSE(entered(cookie));
  ASSERT_TRUE(users_.enable(act_, ani_.id));
  EXPECT_FALSE(entered(cookie));
}

TEST_F(LoginTest, LG6_the_second_factor_is_not_skipped) {
  code_.give(ani_.id, Standing::offered);
  Held held = begin(wanting(Level::two_factors));
  EXPECT_TRUE(is<NotDue>(give(held, "code", "", code_.secret_of(ani_.id))));
  const auto next = std::get<Next>(give(held, "password", "ani", kPassword));
  EXPECT_EQ(next.view.due.step, Step::second_factor);
  EXPECT_EQ(next.view.due.factors, std::vector<std::string>{"code"});
  EXPECT_TRUE(is<NotDue>(give(held, "password", "ani", kPassword)));
  EXPECT_TRUE(is<NotDue>(give(held, "", "", "")));
  EXPECT_TRUE(is<NotDue>(submit(held, GoOnAs{ani_.id})));
  EXPECT_TRUE(is<Again>(give(held, "code", "", "000000")));
  const auto finished = std::get<Finished>(give(held, "code", "", code_.secret_of(ani_.id)));
  EXPECT_EQ(finished.factors->level, "two_factors");
}

TEST_F(LoginTest, LG7_a_code_of_somebody_else_proves_nothing) {
  code_.give(ani_.id, Standing::offered);
  code_.give(budi_.id, Standing::offered);
  Held held = begin(wanting(Level::two_factors));
  give(held, "password", "ani", kPassword);
  EXPECT_TRUE(is<Again>(give(held, "code", "", code_.secret_of(budi_.id))));
}

TEST_F(LoginTest, a_person_who_set_it_up_is_always_asked_for_more) {
  code_.give(ani_.id, Standing::always);
  Held held = begin();
  EXPECT_TRUE(is<Next>(give(held, "password", "ani", kPassword)));
  EXPECT_TRUE(is<Finished>(give(held, "code", "", code_.secret_of(ani_.id))));
}

TEST_F(LoginTest, a_passkey_is_two_factors_at_once) {
  passkey_.give(ani_.id, Standing::offered);
  code_.give(ani_.id, Standing::always);
  Held held = begin(wanting(Level::two_factors));
  const auto finished = std::get<Finished>(give(held, "passkey", "", passkey_.secret_of(ani_.id)));
  EXPECT_EQ(finished.factors->level, "two_factors");
}

TEST_F(LoginTest, who_has_nothing_more_is_told_so_after_the_password) {
  Held held = begin(wanting(Level::two_factors));
  EXPECT_TRUE(is<NotEnough>(give(held, "password", "ani", kPassword)));
}

TEST_F(LoginTest, LG6_a_step_is_taken_once) {
  Held held = begin();
  const Held same = copy(held);
  open_session(std::get<Finished>(give(held, "password", "ani", kPassword)));
  const auto again = logins_.submit(
      act_, same, Give{.factor = "password", .presented = presented("ani", kPassword)}, nullptr);
  EXPECT_EQ(std::get<Over>(*again).how, Ended::finished);
  EXPECT_EQ(std::get<Over>(logins_.look(same, nullptr).value()).how, Ended::finished);
}

TEST_F(LoginTest, LG6_of_many_at_once_one_opens_a_session) {
  const Held held = begin();
  std::atomic<int> opened = 0;
  {
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < 4; ++thread) {
      threads.emplace_back([&] {
        const auto outcome = logins_.submit(
            act_, held, Give{.factor = "password", .presented = presented("ani", kPassword)},
            nullptr);
        if (const auto* finished = std::get_if<Finished>(&*outcome)) {
          const auto entering = entrance_.enter(act_, *finished, {}).value();
          opened += std::holds_alternative<Entry>(entering) ? 1 : 0;
        }
      });
    }
  }
  EXPECT_EQ(opened, 1);
  EXPECT_EQ(sessions_.of(ani_.id)->size(), 1U);
  EXPECT_EQ(count("login.finished"), 1U);
}

TEST_F(LoginTest, LG6_of_two_that_were_right_the_second_is_told_what_the_first_did) {
  Held held = begin({.door = "redirect_sso"});
  const Held same = copy(held);
  const auto first = std::get<Finished>(give(held, "password", "ani", kPassword));
  auto outcome =
      logins_
          .submit(act_, same, Give{.factor = "password", .presented = presented("ani", kPassword)},
                  nullptr)
          .value();
  const auto second = std::get<Finished>(std::move(outcome));
  EXPECT_EQ(count("login.finished"), 0U) << "nothing of it is kept before there is a session";
  open_session(second);
  EXPECT_EQ(trail_.types().back(), "session.opened");
  const auto over = std::get<Over>(entrance_.enter(act_, first, {}).value());
  EXPECT_EQ(over.how, Ended::finished);
  EXPECT_EQ(over.wish.door, "redirect_sso");
  EXPECT_EQ(sessions_.of(ani_.id)->size(), 1U);
  EXPECT_EQ(count("login.finished"), 1U);
}

TEST_F(LoginTest, LG6_what_another_tab_has_moved_on_opens_nothing) {
  Held held = begin();
  const Held same = copy(held);
  const auto finished = std::get<Finished>(give(held, "password", "ani", kPassword));
  ASSERT_TRUE(is<Next>(logins_.submit(act_, same, UseAnother{}, nullptr).value()));
  const auto over = std::get<Over>(entrance_.enter(act_, finished, {}).value());
  EXPECT_EQ(over.how, Ended::outdated);
  EXPECT_TRUE(sessions_.of(ani_.id)->empty());
  EXPECT_FALSE(users_.show(ani_.id)->last_login_at);
  EXPECT_EQ(count("login.finished"), 0U);
}

TEST_F(LoginTest, AZ14_the_cookie_changes_with_every_proof_and_the_old_one_is_dead) {
  code_.give(ani_.id, Standing::offered);
  Held held = begin(wanting(Level::two_factors));
  const Held planted = copy(held);
  give(held, "password", "ani", kPassword);
  const auto other = logins_.submit(
      act_, planted, Give{.factor = "code", .presented = presented("", code_.secret_of(ani_.id))},
      nullptr);
  EXPECT_EQ(std::get<Over>(*other).how, Ended::outdated);
  EXPECT_TRUE(is<Open>(logins_.look(held, nullptr).value()));
}

TEST_F(LoginTest, AZ14_another_browser_has_no_part_in_it) {
  Held held = begin();
  const Held stranger{.id = held.id, .cookie = base::Secret("guessed")};
  EXPECT_TRUE(is<Stranger>(logins_.look(stranger, nullptr).value()));
  const Held empty{.id = held.id, .cookie = base::Secret()};
  EXPECT_TRUE(is<Stranger>(logins_.look(empty, nullptr).value()));
  const Held nowhere{.id = ids_.next<TransactionTag>(), .cookie = held.cookie.clone()};
  EXPECT_TRUE(is<Stranger>(logins_.look(nowhere, nullptr).value()));
}

TEST_F(LoginTest, AZ14_a_session_that_was_there_before_is_dead_after) {
  const base::Secret before = open_session(log_in("budi", kTheirs));
  const auto live = entered(before);
  const Finished finished = log_in("ani", kPassword, {.asked = {.log_in = true}}, nullptr);
  EXPECT_TRUE(finished.replaces.empty());
  Held held = begin({.asked = {.log_in = true}}, &*live);
  submit(held, UseAnother{}, &*live);
  const auto replaced = std::get<Finished>(give(held, "password", "ani", kPassword, &*live));
  const base::Secret after = open_session(replaced);
  EXPECT_FALSE(entered(before));
  EXPECT_EQ(entered(after)->session().user, ani_.id);
}

TEST_F(LoginTest, single_sign_on_needs_no_page) {
  const auto live = session_of("ani", kPassword);
  const auto begun = logins_.begin({.door = "authorize"}, &live).value();
  const auto& satisfied = std::get<Satisfied>(begun);
  EXPECT_EQ(satisfied.factors->user_id, ani_.id.value);
  EXPECT_EQ(satisfied.factors->authenticated_at, live.session().authenticated_at);
}

TEST_F(LoginTest, prompt_none_is_answered_without_a_page) {
  const auto nobody = logins_.begin({.may_ask = false}, nullptr).value();
  EXPECT_EQ(std::get<NotAllowedToAsk>(nobody).because, sessions::Answer::log_in);
  const auto live = session_of("ani", kPassword);
  const auto low = logins_.begin({.asked = {.level = Level::two_factors}, .may_ask = false}, &live);
  EXPECT_EQ(std::get<NotAllowedToAsk>(*low).because, sessions::Answer::step_up);
}

TEST_F(LoginTest, prompt_login_asks_the_same_person_again) {
  const auto live = session_of("ani", kPassword);
  clock_.advance(std::chrono::minutes(1));
  Held held = begin({.asked = {.log_in = true}}, &live);
  const auto view = std::get<Open>(logins_.look(held, &live).value());
  EXPECT_EQ(view.transaction.person, ani_.id);
  // The name that is typed makes no difference now.
  EXPECT_TRUE(is<Again>(give(held, "password", "budi", kTheirs, &live)));
  const auto finished = std::get<Finished>(give(held, "password", "", kPassword, &live));
  EXPECT_GT(finished.factors->authenticated_at, live.session().authenticated_at);
  EXPECT_EQ(finished.replaces, std::vector{live.session().id});
}

TEST_F(LoginTest, not_you_begins_anew_with_nobody) {
  code_.give(ani_.id, Standing::offered);
  Held held = begin(wanting(Level::two_factors));
  give(held, "password", "ani", kPassword);
  const auto next = std::get<Next>(submit(held, UseAnother{}));
  EXPECT_EQ(next.view.due.step, Step::first_factor);
  EXPECT_FALSE(next.view.transaction.person);
  EXPECT_TRUE(is<NotDue>(give(held, "code", "", code_.secret_of(ani_.id))));
}

TEST_F(LoginTest, a_door_that_means_somebody_gets_nobody_else) {
  Held held = begin({.asked = {.only = ani_.id}});
  EXPECT_TRUE(is<NotThem>(give(held, "password", "budi", kTheirs)));
  EXPECT_TRUE(is<Finished>(give(held, "password", "ani", kPassword)));
}

TEST_F(LoginTest, choosing_an_account_goes_on_with_the_session_or_another) {
  const auto live = session_of("ani", kPassword);
  const Wish wish{.asked = {.choose_account = true}};
  Held held = begin(wish, &live);
  EXPECT_EQ(std::get<Open>(logins_.look(held, &live).value()).due.step, Step::choose_account);
  EXPECT_TRUE(is<NotDue>(submit(held, GoOnAs{budi_.id}, &live)));
  EXPECT_TRUE(is<NotDue>(give(held, "password", "ani", kPassword, &live)));
  EXPECT_TRUE(is<Satisfied>(submit(held, GoOnAs{ani_.id}, &live)));
  Held second = begin(wish, &live);
  submit(second, UseAnother{}, &live);
  EXPECT_EQ(std::get<Finished>(give(second, "password", "budi", kTheirs, &live)).user->id,
            budi_.id.value);
}

TEST_F(LoginTest, choosing_an_account_whose_session_has_ended_asks_for_it) {
  const auto live = session_of("ani", kPassword);
  Held held = begin({.asked = {.choose_account = true}}, &live);
  const auto next = std::get<Next>(submit(held, GoOnAs{ani_.id}, nullptr));
  EXPECT_EQ(next.view.due.step, Step::first_factor);
}

TEST_F(LoginTest, a_step_up_asks_only_for_what_is_missing) {
  code_.give(ani_.id, Standing::offered);
  const base::Secret cookie = open_session(log_in("ani", kPassword));
  const auto live = entered(cookie);
  clock_.advance(std::chrono::hours(1));
  Held held = begin(wanting(Level::two_factors), &*live);
  const auto finished =
      std::get<Finished>(give(held, "code", "", code_.secret_of(ani_.id), &*live));
  EXPECT_EQ(finished.factors->level, "two_factors");
  EXPECT_EQ(finished.factors->authenticated_at, live->session().authenticated_at);
  const base::Secret stronger = open_session(finished);
  EXPECT_FALSE(entered(cookie));
  EXPECT_EQ(entered(stronger)->session().absolute_until, live->session().absolute_until);
}

TEST_F(LoginTest, LG6_a_step_up_of_a_session_that_has_ended_starts_from_nothing) {
  code_.give(ani_.id, Standing::offered);
  const auto live = session_of("ani", kPassword);
  Held held = begin(wanting(Level::two_factors), &live);
  ASSERT_TRUE(sessions_.end_all(act_, ani_.id, std::nullopt));
  const auto next = std::get<Next>(give(held, "code", "", code_.secret_of(ani_.id), nullptr));
  EXPECT_EQ(next.view.due.step, Step::first_factor);
}

TEST_F(LoginTest, LG12_a_password_that_has_been_changed_proves_nothing_any_more) {
  code_.give(ani_.id, Standing::offered);
  Held held = begin(wanting(Level::two_factors));
  give(held, "password", "ani", kPassword);
  clock_.advance(std::chrono::seconds(1));
  set_password(ani_, kTheirs);
  const auto next = std::get<Next>(give(held, "code", "", code_.secret_of(ani_.id)));
  EXPECT_EQ(next.view.due.step, Step::first_factor);
}

TEST_F(LoginTest, LG12_a_password_changed_while_a_login_is_under_way_lets_it_open_nothing) {
  Held held = begin();
  const auto finished = std::get<Finished>(give(held, "password", "ani", kPassword));
  clock_.advance(std::chrono::microseconds(1));
  set_password(ani_, kTheirs);
  const auto entered = entrance_.enter(act_, finished, {});
  ASSERT_FALSE(entered);
  EXPECT_EQ(entered.error().code, base::ErrorCode::conflict);
  EXPECT_TRUE(sessions_.of(ani_.id)->empty());
}

TEST_F(LoginTest, LG12_nor_does_one_whose_first_step_is_older_than_the_password) {
  code_.give(ani_.id, Standing::offered);
  Held held = begin(wanting(Level::two_factors));
  give(held, "password", "ani", kPassword);
  const auto finished =
      std::get<Finished>(give(held, "code", "", code_.secret_of(ani_.id), nullptr));
  clock_.advance(std::chrono::microseconds(1));
  set_password(ani_, kTheirs);
  EXPECT_FALSE(entrance_.enter(act_, finished, {}));
  EXPECT_TRUE(sessions_.of(ani_.id)->empty());
}

TEST_F(LoginTest, LO2_who_is_right_and_turned_away_all_the_same_is_in_the_trail) {
  ASSERT_TRUE(users_.disable(act_, budi_.id));
  Held held = begin();
  EXPECT_TRUE(is<NotActive>(give(held, "password", "budi", kTheirs)));
  EXPECT_EQ(count("login.refused"), 1);
  Held other = begin({.asked = {.only = budi_.id}});
  EXPECT_TRUE(is<NotThem>(give(other, "password", "ani", kPassword)));
  EXPECT_EQ(count("login.refused"), 2);
  Held more = begin(wanting(Level::two_factors));
  EXPECT_TRUE(is<NotEnough>(give(more, "password", "ani", kPassword)));
  EXPECT_EQ(count("login.refused"), 3);
}

TEST_F(LoginTest, LG4_who_is_locked_between_two_steps_gets_no_session) {
  code_.give(ani_.id, Standing::offered);
  Held held = begin(wanting(Level::two_factors));
  give(held, "password", "ani", kPassword);
  ASSERT_TRUE(users_.lock(act_, ani_.id));
  EXPECT_TRUE(is<NotActive>(give(held, "code", "", code_.secret_of(ani_.id))));
}

TEST_F(LoginTest, a_login_that_took_too_long_says_so_and_keeps_what_the_door_wanted) {
  Held held = begin({.door = "authorize", .request = "r"});
  clock_.advance(std::chrono::minutes(30));
  const auto over = std::get<Over>(logins_.look(held, nullptr).value());
  EXPECT_EQ(over.how, Ended::expired);
  EXPECT_EQ(over.wish.request, "r");
  EXPECT_TRUE(is<Over>(give(held, "password", "ani", kPassword)));
}

TEST_F(LoginTest, it_outlives_a_reload_a_second_tab_and_a_restart) {
  code_.give(ani_.id, Standing::offered);
  Held first = begin(wanting(Level::two_factors));
  Held second = begin();
  clock_.advance(std::chrono::seconds(30));
  give(first, "password", "ani", kPassword);
  EXPECT_TRUE(is<Open>(logins_.look(first, nullptr).value()));
  Logins restarted{{.store = logins_rows_,
                    .users = user_gate_,
                    .factors = factors_,
                    .clock = clock_,
                    .random = random_,
                    .ids = ids_,
                    .trail = trail_}};
  const auto view = std::get<Open>(restarted.look(first, nullptr).value());
  EXPECT_EQ(view.due.step, Step::second_factor);
  const auto live =
      entered(open_session(std::get<Finished>(give(first, "code", "", code_.secret_of(ani_.id)))));
  // The second tab need not ask again.
  EXPECT_TRUE(is<Satisfied>(logins_.look(second, &*live).value()));
}

TEST_F(LoginTest, too_many_attempts_are_told_when_to_come_back) {
  Held held = begin();
  for (int attempt = 0; attempt < 5; ++attempt) {
    EXPECT_TRUE(is<Again>(give(held, "password", "ani", "wrong")));
  }
  const auto wait = std::get<Wait>(give(held, "password", "ani", kPassword));
  EXPECT_EQ(wait.retry_after, std::chrono::seconds(2));
  clock_.advance(wait.retry_after);
  EXPECT_TRUE(is<Finished>(give(held, "password", "ani", kPassword)));
}

TEST(Wish, what_is_stored_is_what_was_wished) {
  const Wish wish{.door = "authorize",
                  .request = "{}",
                  .client = "c1",
                  .asked = {.log_in = true,
                            .choose_account = true,
                            .max_age = std::chrono::seconds(10),
                            .level = Level::two_factors,
                            .factors = {"passkey"},
                            .only = users::UserId{7}},
                  .may_ask = false,
                  .login_hint = "ani",
                  .locale = "id"};
  const auto json = to_json(wish);
  EXPECT_EQ(to_json(wish_from(json).value()), json);
  // A demand that cannot be read is not a demand less.
  for (const char* name : {"level", "factors", "log_in", "choose_account"}) {
    auto damaged = json;
    damaged.erase(name);
    EXPECT_FALSE(wish_from(damaged)) << name;
  }
  auto damaged = json;
  damaged["only"] = "7";
  EXPECT_FALSE(wish_from(damaged));
}

}  // namespace
}  // namespace identity::login
