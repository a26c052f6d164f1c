// A random walk over the machine, beside a model that only knows what was truly shown (LG6).
// However requests are ordered, repeated, mixed or stolen, no proof is made without the ones asked
// for.
#include <cstdlib>
#include <random>
#include <set>

#include "tests/unit/identity/house.h"

namespace identity::login {
namespace {

using sessions::Level;

// After so many a walk begins in a house of its own: what is kept in memory stays small.
constexpr int kWalks = 1000;

// WALKS for more of them, as the soak has.
int houses() {
  const char* asked = std::getenv("WALKS");
  return asked == nullptr ? 10 : (std::stoi(asked) + kWalks - 1) / kWalks;
}

constexpr int kSteps = 16;
constexpr int kPeople = 3;

// What a browser truly showed in a transaction since it last began anew.
struct Shown {
  std::optional<users::UserId> person;
  std::set<std::string> factors;
  bool carried = false;  // some of it when the session was opened
};

// Proven, and not entered yet: another request of the same login may be first.
struct Waiting {
  Finished finished;
  Shown shown;
  std::size_t moves = 0;  // that the login had made
};

struct Tab {
  Held held;
  std::vector<base::Secret> cookies;  // all it ever had, the last one current
  Wish wish;
  Shown shown;
  std::optional<mint::SessionId> began_with;
  std::vector<Waiting> waiting;
  std::size_t moves = 0;
  bool finished = false;
};

class Walk : public House, public testing::WithParamInterface<int> {
 protected:
  Walk() {
    for (int number = 0; number < kPeople; ++number) {
      people_here_.push_back(
          add_with_password("orang" + std::to_string(number), password_of(number)).id);
    }
    code_.give(people_here_[1], Standing::offered);
    code_.give(people_here_[2], Standing::always);
    passkey_.give(people_here_[2], Standing::offered);
  }

  static std::string password_of(int number) {
    return "kuda-lumping-" + std::to_string(number) + "-sendok-perak";
  }

  int pick(int count) { return static_cast<int>(dice_() % static_cast<unsigned>(count)); }
  bool chance(int percent) { return pick(100) < percent; }

  LiveSession live() const { return session_ ? &*session_ : nullptr; }

  void refresh_session() {
    session_.reset();
    if (cookie_) {
      if (auto now = entered(*cookie_)) {
        session_.emplace(std::move(*now));
      }
    }
  }

  Wish random_wish() {
    Wish wish;
    wish.asked.log_in = chance(20);
    wish.asked.choose_account = chance(20);
    wish.asked.level = chance(50) ? Level::two_factors : Level::one_factor;
    if (chance(15)) {
      wish.asked.factors = {chance(50) ? "code" : "passkey"};
    }
    if (chance(15)) {
      wish.asked.only = people_here_[static_cast<std::size_t>(pick(kPeople))];
    }
    if (chance(15)) {
      wish.asked.max_age = std::chrono::seconds(pick(3) * 30);
    }
    return wish;
  }

  sessions::Kind kinds(const std::set<std::string>& factors) {
    auto result = sessions::Kind::nothing;
    for (const Factor* factor : factors_) {
      if (factors.contains(std::string(factor->name()))) {
        result = result | factor->kind();
      }
    }
    return result;
  }

  // The promise, in the words of the model alone.
  void expect_enough(const Wish& wish, const Shown& shown, users::UserId person) {
    ASSERT_EQ(shown.person, person);
    ASSERT_GE(sessions::level_of(kinds(shown.factors)), wish.asked.level);
    for (const std::string& factor : wish.asked.factors) {
      ASSERT_TRUE(shown.factors.contains(factor)) << factor;
    }
    if (wish.asked.only) {
      ASSERT_EQ(person, *wish.asked.only);
    }
    ASSERT_EQ(users_.show(person)->status, users::Status::active);
    if (person == people_here_[2]) {
      ASSERT_EQ(sessions::level_of(kinds(shown.factors)), Level::two_factors);
    }
  }

  void begin_tab() {
    Wish wish = random_wish();
    auto beginning = logins_.begin(wish, live()).value();
    if (auto* satisfied = std::get_if<Satisfied>(&beginning)) {
      expect_session_answers(wish, *satisfied);
      return;
    }
    auto& begun = std::get<Begun>(beginning);
    Tab tab{.held = {.id = begun.id, .cookie = begun.cookie.clone()}, .wish = wish};
    tab.cookies.push_back(std::move(begun.cookie));
    if (session_) {
      tab.began_with = session_->session().id;
    }
    // A step-up rests on what the session was opened with.
    const auto view = logins_.look(tab.held, nullptr).value();
    const auto* open = std::get_if<Open>(&view);
    if (open != nullptr && !open->transaction.proofs.empty()) {
      ASSERT_TRUE(session_);
      ASSERT_EQ(sessions::answer(&session_->session(), wish.asked, clock_.now()),
                sessions::Answer::step_up);
      carry(tab);
    }
    tabs_.push_back(std::move(tab));
  }

  void carry(Tab& tab) {
    tab.shown.person = session_->session().user;
    const auto& factors = session_->session().factors;
    tab.shown.factors = {factors.begin(), factors.end()};
    tab.shown.carried = true;
  }

  void expect_session_answers(const Wish& wish, const Satisfied& satisfied) {
    ASSERT_TRUE(session_);
    Shown shown{.person = session_->session().user};
    shown.factors.insert(session_->session().factors.begin(), session_->session().factors.end());
    expect_enough(wish, shown, users::UserId{satisfied.factors->user_id});
    ++satisfied_;
  }

  Give random_give(std::optional<users::UserId>& truly, std::string& factor) {
    const int number = pick(kPeople);
    const users::UserId person = people_here_[static_cast<std::size_t>(number)];
    factor = std::array{"password", "code", "passkey",
                        "none"}[static_cast<std::size_t>(chance(70) ? pick(2) : pick(4))];
    Give give{.factor = factor};
    if (chance(75)) {
      const std::string secret = factor == "password"  ? password_of(number)
                                 : factor == "code"    ? code_.secret_of(person)
                                 : factor == "passkey" ? passkey_.secret_of(person)
                                                       : "x";
      give.presented = presented("orang" + std::to_string(number), secret);
      truly = person;
    } else {
      give.presented = presented("orang" + std::to_string(number), "wrong");
    }
    return give;
  }

  void submit_something() {
    Tab& tab = tabs_[static_cast<std::size_t>(pick(static_cast<int>(tabs_.size())))];
    const bool current = chance(85);
    Held held{
        .id = tab.held.id,
        .cookie =
            current
                ? tab.held.cookie.clone()
                : tab.cookies[static_cast<std::size_t>(pick(static_cast<int>(tab.cookies.size())))]
                      .clone()};
    if (chance(5)) {
      held.cookie =
          tabs_[static_cast<std::size_t>(pick(static_cast<int>(tabs_.size())))].held.cookie.clone();
    }
    const int what = pick(10);
    if (what == 0) {
      settle(tab, held, UseAnother{}, std::nullopt, "");
    } else if (what == 1) {
      settle(tab, held, GoOnAs{people_here_[static_cast<std::size_t>(pick(kPeople))]}, std::nullopt,
             "");
    } else {
      std::optional<users::UserId> truly;
      std::string factor;
      Give give = random_give(truly, factor);
      settle(tab, held, std::move(give), truly, factor);
    }
  }

  void settle(Tab& tab, const Held& held, Submission submission, std::optional<users::UserId> truly,
              const std::string& factor) {
    auto outcome = logins_.submit(act_, held, submission, live()).value();
    const bool gave = std::holds_alternative<Give>(submission);
    if (auto* next = std::get_if<Next>(&outcome)) {
      ASSERT_FALSE(tab.finished);
      ++tab.moves;
      tab.held.cookie = next->cookie.clone();
      tab.cookies.push_back(std::move(next->cookie));
      model_step(tab, gave, truly, factor, next->view);
    } else if (auto* satisfied = std::get_if<Satisfied>(&outcome)) {
      ASSERT_FALSE(tab.finished);
      tab.finished = true;
      expect_session_answers(tab.wish, *satisfied);
    } else if (auto* finished = std::get_if<Finished>(&outcome)) {
      ASSERT_FALSE(tab.finished) << "a proof of a login that is over";
      ASSERT_TRUE(gave && truly);
      Shown shown = tab.shown;
      note(shown, *truly, factor);
      ASSERT_NO_FATAL_FAILURE(expect_enough(tab.wish, shown, users::UserId{finished->user->id}));
      ASSERT_EQ(finished->user->id, finished->factors->user_id);
      if (shown.carried) {
        ASSERT_TRUE(session_);
        ASSERT_EQ(session_->session().id, tab.began_with);
      }
      ++finished_;
      tab.waiting.push_back(
          {.finished = std::move(*finished), .shown = std::move(shown), .moves = tab.moves});
      if (chance(70)) {
        enter(tab, tab.waiting.size() - 1);
      }
    }
  }

  void enter_something() {
    Tab& tab = tabs_[static_cast<std::size_t>(pick(static_cast<int>(tabs_.size())))];
    if (!tab.waiting.empty()) {
      enter(tab, static_cast<std::size_t>(pick(static_cast<int>(tab.waiting.size()))));
    }
  }

  // Whatever came between: one login opens one session, and only as it was when it was proven.
  void enter(Tab& tab, std::size_t which) {
    const Waiting& waiting = tab.waiting[which];
    const users::UserId person{waiting.finished.user->id};
    auto entering = entrance_.enter(act_, waiting.finished, {});
    if (!entering) {
      ASSERT_EQ(entering.error().code, base::ErrorCode::forbidden);
      ASSERT_NE(users_.show(person)->status, users::Status::active);
      return;
    }
    auto* entry = std::get_if<Entry>(&*entering);
    if (entry == nullptr) {
      ASSERT_TRUE(tab.finished || tab.moves != waiting.moves);
      ASSERT_EQ(std::get<Over>(*entering).how, tab.finished ? Ended::finished : Ended::outdated);
      ++overtaken_;
      return;
    }
    ASSERT_FALSE(tab.finished) << "a second session of one login";
    ASSERT_EQ(tab.moves, waiting.moves);
    tab.finished = true;
    ASSERT_NO_FATAL_FAILURE(expect_enough(tab.wish, waiting.shown, person));
    cookie_ = std::move(entry->cookie);
    refresh_session();
    // Of a step-up, whose session may have come to its limit meanwhile.
    ASSERT_TRUE(session_ || waiting.finished.continues);
  }

  // What the machine says it knows may never be more than what was shown.
  void model_step(Tab& tab, bool gave, std::optional<users::UserId> truly,
                  const std::string& factor, const Open& view) {
    if (!gave) {
      tab.shown = {};
      if (!view.transaction.proofs.empty()) {
        ASSERT_TRUE(session_);
        carry(tab);
      }
    } else if (view.transaction.proofs.empty()) {
      tab.shown = {};
    } else {
      ASSERT_TRUE(truly);
      note(tab.shown, *truly, factor);
    }
    for (const Proof& proof : view.transaction.proofs) {
      ASSERT_TRUE(tab.shown.factors.contains(proof.factor)) << proof.factor;
    }
    if (!view.transaction.proofs.empty()) {
      ASSERT_EQ(view.transaction.person, tab.shown.person);
    }
  }

  static void note(Shown& shown, users::UserId person, const std::string& factor) {
    if (shown.person != person) {
      shown = {.person = person};
    }
    shown.factors.insert(factor);
  }

  void disturb() {
    const auto number = static_cast<std::size_t>(pick(kPeople));
    switch (pick(5)) {
      case 0:
        clock_.advance(std::chrono::seconds(pick(90)));
        break;
      case 1:
        clock_.advance(std::chrono::minutes(pick(40)));
        break;
      case 2:
        ASSERT_TRUE(users_.disable(act_, people_here_[number]));
        break;
      case 3:
        ASSERT_TRUE(users_.enable(act_, people_here_[number]));
        break;
      default:
        ASSERT_TRUE(sessions_.end_all(act_, people_here_[number], std::nullopt));
        break;
    }
    refresh_session();
  }

  // Half of the walks begin logged in, at the lower level, with more to be asked for.
  void head_start() {
    auto begun = logins_.begin({}, nullptr).value();
    auto& fresh = std::get<Begun>(begun);
    const int number = pick(2);
    auto outcome =
        logins_
            .submit(
                act_, {.id = fresh.id, .cookie = std::move(fresh.cookie)},
                Give{.factor = "password",
                     .presented = presented("orang" + std::to_string(number), password_of(number))},
                nullptr)
            .value();
    cookie_ = open_session(std::get<Finished>(outcome));
    refresh_session();
  }

  void walk() {
    tabs_.clear();
    book_.clear();
    session_.reset();
    cookie_.reset();
    for (const users::UserId person : people_here_) {
      ASSERT_TRUE(users_.enable(act_, person));
    }
    if (chance(50)) {
      head_start();
    }
    for (int step = 0; step < kSteps; ++step) {
      if (tabs_.empty() || chance(15)) {
        ASSERT_NO_FATAL_FAILURE(begin_tab());
      } else if (chance(12)) {
        ASSERT_NO_FATAL_FAILURE(disturb());
      } else if (chance(10)) {
        ASSERT_NO_FATAL_FAILURE(enter_something());
      } else {
        ASSERT_NO_FATAL_FAILURE(submit_something());
      }
    }
    // Budgets are another test's; here they would only end the walks.
    clock_.advance(std::chrono::hours(5));
  }

  // A walk that fails must fail again.
  std::mt19937 dice_{20240822U + static_cast<unsigned>(GetParam())};
  std::vector<users::UserId> people_here_;
  std::vector<Tab> tabs_;
  std::optional<base::Secret> cookie_;
  std::optional<SessionGate::Entered> session_;
  int finished_ = 0;
  int satisfied_ = 0;
  int overtaken_ = 0;
};

TEST_P(Walk, LG6_none_reaches_a_session_without_the_proofs_that_were_asked_for) {
  for (int number = 0; number < kWalks; ++number) {
    SCOPED_TRACE(number);
    ASSERT_NO_FATAL_FAILURE(walk());
  }
  // A walk that never arrives would prove nothing.
  EXPECT_GT(finished_, kWalks / 4);
  EXPECT_GT(satisfied_, kWalks / 50);
  EXPECT_GT(overtaken_, kWalks / 100);
}

INSTANTIATE_TEST_SUITE_P(Houses, Walk, testing::Range(0, houses()));

}  // namespace
}  // namespace identity::login
