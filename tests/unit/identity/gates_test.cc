// Each gate of the path to a session, closed when the password has been proven or is about to be:
// no session is opened, and it is that gate and no other that says why (tools/gates.py).
#include <algorithm>
#include <memory>
#include <optional>
#include <ostream>

#include "identity/login/logins.h"
#include "tests/unit/identity/house.h"

namespace identity::login {
namespace {

class Gates;

struct Row {
  const char* cell;
  void (*close)(Gates&);
  const char* closed_by;  // the reason in the trail, or what becomes of the login

  friend std::ostream& operator<<(std::ostream& out, const Row& row) { return out << row.cell; }
};

class Gates : public House, public testing::WithParamInterface<Row> {
 public:
  void disable() { users_.disable(act_, ani_.id).value(); }
  void lock() { users_.lock(act_, ani_.id).value(); }
  void erase() { ASSERT_TRUE(users_.erase(act_, ani_.id)); }
  // The password stays.
  void blank() { people_.stand_as(ani_.id, users::Status::erased); }
  void begin_for_two_factors() { begin({.asked = {.level = sessions::Level::two_factors}}); }
  void wait() { clock_.advance(std::chrono::minutes(30)); }
  void prove() {
    const Submission given = Give{.factor = "password", .presented = presented("ani", kPassword)};
    const auto before = refused();
    auto outcome = logins_.submit(act_, *held_, given, nullptr).value();
    if (const auto* over = std::get_if<Over>(&outcome)) {
      closed_by_ = over->how == Ended::expired ? "expired" : "finished";
    }
    if (refused() > before) {
      closed_by_ = trail_.chains().at("node-a").back().event.reason;
    }
    if (auto* finished = std::get_if<Finished>(&outcome)) {
      finished_ = std::make_unique<Finished>(std::move(*finished));
    }
  }
  void enter() {
    prove();
    open_session(*finished_);
    finished_.reset();
    ++opened_;
  }
  // Two requests at once.
  void prove_and_enter_by_another() {
    prove();
    auto proven = std::move(finished_);
    enter();
    finished_ = std::move(proven);
  }

 protected:
  void begin(const Wish& wish = {}) {
    auto begun = std::get<Begun>(logins_.begin(wish, nullptr).value());
    held_ = Held{.id = begun.id, .cookie = std::move(begun.cookie)};
  }
  void end() {
    if (!finished_) {
      prove();
    }
    if (finished_) {
      const auto entering = entrance_.enter(act_, *finished_, {});
      if (!entering) {
        closed_by_ = entering.error().description;
      } else if (!std::holds_alternative<Entry>(*entering)) {
        closed_by_ = "overtaken";
      }
    }
  }
  std::size_t refused() {
    return static_cast<std::size_t>(
        std::ranges::count(trail_.chains().at("node-a"), audit::Outcome::denied,
                           [](const auto& entry) { return entry.event.outcome; }));
  }

  users::User ani_ = add_with_password("ani", kPassword);
  std::optional<Held> held_;
  std::unique_ptr<Finished> finished_;
  std::string closed_by_;
  std::size_t opened_ = 0;  // by what the row does first
};

using G = Gates&;
constexpr const char* kTooLate = "the person is not active";

const Row kRows[] = {
    {"LoginWarrant x user_enabled", [](G g) { g.disable(); }, "not active"},
    {"LoginWarrant x user_enabled", [](G g) { g.prove(), g.disable(); }, kTooLate},
    {"LoginWarrant x user_not_locked", [](G g) { g.lock(); }, "not active"},
    {"LoginWarrant x user_not_locked", [](G g) { g.prove(), g.lock(); }, kTooLate},
    {"LoginWarrant x user_not_erased", [](G g) { g.erase(); }, "wrong password"},
    {"LoginWarrant x user_not_erased", [](G g) { g.blank(); }, "not active"},
    {"LoginWarrant x user_not_erased", [](G g) { g.prove(), g.erase(); }, kTooLate},
    {"LoginWarrant x factors", [](G g) { g.begin_for_two_factors(); },
     "nothing more to prove it with"},
    {"LoginWarrant x ttl", [](G g) { g.wait(); }, "expired"},
    {"LoginWarrant x single_use", [](G g) { g.enter(); }, "finished"},
    {"LoginWarrant x single_use", [](G g) { g.prove_and_enter_by_another(); }, "overtaken"},
};

TEST_P(Gates, closed_in_between_let_nothing_through) {
  begin();
  GetParam().close(*this);
  end();
  EXPECT_EQ(count("session.opened"), opened_);
  EXPECT_EQ(closed_by_, GetParam().closed_by);
}

class OpenGates : public Gates {};
TEST_P(OpenGates, let_it_through) {
  begin();
  end();
  EXPECT_EQ(count("session.opened"), 1U);
  EXPECT_EQ(closed_by_, "");
}

INSTANTIATE_TEST_SUITE_P(each, OpenGates, testing::Values(kRows[0]));
INSTANTIATE_TEST_SUITE_P(login, Gates, testing::ValuesIn(kRows), [](const auto& info) {
  std::string name(info.param.cell);
  std::ranges::replace(name, ' ', '_');
  return name + "_" + std::to_string(info.index);
});

}  // namespace
}  // namespace identity::login
