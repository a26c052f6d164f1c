// Each gate of the path to a session, closed when the password has been proven or is about to be:
// no session is opened (tools/gates.py).
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

  friend std::ostream& operator<<(std::ostream& out, const Row& row) { return out << row.cell; }
};

class Gates : public House, public testing::WithParamInterface<Row> {
 public:
  void disable() { users_.disable(act_, ani_.id).value(); }
  void lock() { users_.lock(act_, ani_.id).value(); }
  void erase() { ASSERT_TRUE(users_.erase(act_, ani_.id)); }
  void begin_for_two_factors() { begin({.asked = {.level = sessions::Level::two_factors}}); }
  void wait() { clock_.advance(std::chrono::minutes(30)); }
  void prove() {
    const Submission given = Give{.factor = "password", .presented = presented("ani", kPassword)};
    auto outcome = logins_.submit(act_, *held_, given, nullptr).value();
    if (auto* finished = std::get_if<Finished>(&outcome)) {
      finished_ = std::make_unique<Finished>(std::move(*finished));
    }
  }
  // The proof is another login's by now.
  void prove_and_forget() {
    prove();
    finished_.reset();
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
      static_cast<void>(entrance_.enter(act_, *finished_, {}));
    }
  }

  users::User ani_ = add_with_password("ani", kPassword);
  std::optional<Held> held_;
  std::unique_ptr<Finished> finished_;
};

using G = Gates&;

const Row kRows[] = {
    {"LoginWarrant x user_enabled", [](G g) { g.disable(); }},
    {"LoginWarrant x user_enabled", [](G g) { g.prove(), g.disable(); }},
    {"LoginWarrant x user_not_locked", [](G g) { g.lock(); }},
    {"LoginWarrant x user_not_locked", [](G g) { g.prove(), g.lock(); }},
    {"LoginWarrant x user_not_erased", [](G g) { g.erase(); }},
    {"LoginWarrant x user_not_erased", [](G g) { g.prove(), g.erase(); }},
    {"LoginWarrant x factors", [](G g) { g.begin_for_two_factors(); }},
    {"LoginWarrant x ttl", [](G g) { g.wait(); }},
    {"LoginWarrant x single_use", [](G g) { g.prove_and_forget(); }},
};

TEST_P(Gates, closed_in_between_let_nothing_through) {
  begin();
  GetParam().close(*this);
  end();
  EXPECT_EQ(count("session.opened"), 0U);
}

class OpenGates : public Gates {};
TEST_P(OpenGates, let_it_through) {
  begin();
  end();
  EXPECT_EQ(count("session.opened"), 1U);
}

INSTANTIATE_TEST_SUITE_P(each, OpenGates, testing::Values(kRows[0]));
INSTANTIATE_TEST_SUITE_P(login, Gates, testing::ValuesIn(kRows), [](const auto& info) {
  std::string name(info.param.cell);
  std::ranges::replace(name, ' ', '_');
  return name + "_" + std::to_string(info.index);
});

}  // namespace
}  // namespace identity::login
