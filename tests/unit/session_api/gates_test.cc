// Each gate of the paths to the frontend's tokens, closed between a good beginning and the end: no
// token is made, and it is that gate and no other that says why (tools/gates.py).
#include <algorithm>
#include <ostream>
#include <string_view>

#include "tests/unit/session_api/frontend_house.h"

namespace session_api {
namespace {

class Gates;

struct Row {
  const char* cell;
  void (*close)(Gates&);
  const char* closed_by;  // the reason in the trail, or that of the answer

  friend std::ostream& operator<<(std::ostream& out, const Row& row) { return out << row.cell; }
};

class Gates : public FrontendHouse, public testing::WithParamInterface<Row> {
 public:
  void disable() { users_.disable(act_, ani_.id).value(); }
  void lock() { users_.lock(act_, ani_.id).value(); }
  void erase() { ASSERT_TRUE(users_.erase(act_, ani_.id)); }
  void log_out() { ASSERT_TRUE(kept_.sessions().end(act_, ani_.id, opened_->login.session.id)); }
  void wait() { clock_.advance(std::chrono::days(400)); }
  void expire() {
    family_rows_.expire(opened_->login.family, clock_.now());
    ASSERT_TRUE(entered(session_)) << "the session lives on";
  }
  void hand_to_a_client() { family_rows_.hand_to(opened_->login.family, "client"); }
  void use_the_successor() {
    const auto next = std::get<Tokens>(refresh(opened_->tokens.refresh_token));
    refresh(next.refresh_token);
  }

 protected:
  void begin() { opened_ = open(); }
  bool gets_tokens() {
    const auto before = refused();
    const bool gets = answered();
    if (refused() > before) {
      closed_by_ = trail_.chains().at("node-a").back().event.reason;
    }
    return gets;
  }
  bool answered() {
    if (std::string_view(GetParam().cell).starts_with("FrontendRefreshWarrant")) {
      const auto answer = refresh(opened_->tokens.refresh_token);
      const auto* why = std::get_if<Frontend::Refused>(&answer);
      closed_by_ = why == nullptr ? "" : why->reason;
      return std::holds_alternative<Tokens>(answer);
    }
    closed_by_ = "nobody is logged in";
    return session_at_door_ &&
           std::holds_alternative<Opened>(
               kept_.frontend().open(act_, *session_at_door_, std::nullopt).value());
  }
  std::size_t refused() {
    return static_cast<std::size_t>(
        std::ranges::count(trail_.chains().at("node-a"), audit::Outcome::denied,
                           [](const auto& entry) { return entry.event.outcome; }));
  }
  // As whoever opens a door for the frontend finds it.
  void look_at_session() {
    auto session = entered(session_);
    session_at_door_ =
        session ? std::make_unique<identity::SessionGate::Entered>(*std::move(session)) : nullptr;
  }
  Frontend::RefreshAnswer refresh(const std::string& token) {
    return kept_.frontend().refresh(act_, token).value();
  }

  std::optional<Opened> opened_;
  std::unique_ptr<identity::SessionGate::Entered> session_at_door_;
  std::string closed_by_;
};

using G = Gates&;
constexpr const char* kNotActive = "person not active";

const Row kRows[] = {
    {"FrontendWarrant x user_enabled", [](G g) { g.disable(); }, kNotActive},
    {"FrontendWarrant x user_not_locked", [](G g) { g.lock(); }, kNotActive},
    {"FrontendWarrant x user_not_erased", [](G g) { g.erase(); }, kNotActive},
    {"FrontendWarrant x session_live", [](G g) { g.log_out(); }, "nobody is logged in"},
    {"FrontendRefreshWarrant x user_enabled", [](G g) { g.disable(); }, kNotActive},
    {"FrontendRefreshWarrant x user_not_locked", [](G g) { g.lock(); }, kNotActive},
    {"FrontendRefreshWarrant x user_not_erased", [](G g) { g.erase(); }, kNotActive},
    {"FrontendRefreshWarrant x session_live", [](G g) { g.log_out(); }, "ended"},
    {"FrontendRefreshWarrant x session_live", [](G g) { g.wait(); }, "ended"},
    {"FrontendRefreshWarrant x bound_to_client", [](G g) { g.hand_to_a_client(); }, "unknown"},
    {"FrontendRefreshWarrant x ttl", [](G g) { g.expire(); }, "ended"},
    {"FrontendRefreshWarrant x single_use", [](G g) { g.use_the_successor(); },
     "a refresh token was presented again"},
};

TEST_P(Gates, closed_in_between_let_nothing_through) {
  begin();
  // The session of a door was looked at before, but for the gate that is that look.
  const bool late = std::string_view(GetParam().cell).ends_with("session_live");
  if (!late) {
    look_at_session();
  }
  GetParam().close(*this);
  if (late) {
    look_at_session();
  }
  EXPECT_FALSE(gets_tokens());
  EXPECT_EQ(closed_by_, GetParam().closed_by);
}

class OpenGates : public Gates {};
TEST_P(OpenGates, let_it_through) {
  begin();
  look_at_session();
  EXPECT_TRUE(gets_tokens());
}

INSTANTIATE_TEST_SUITE_P(each, OpenGates, testing::Values(kRows[0], kRows[4]));
INSTANTIATE_TEST_SUITE_P(frontend, Gates, testing::ValuesIn(kRows), [](const auto& info) {
  std::string name(info.param.cell);
  std::ranges::replace(name, ' ', '_');
  return name + "_" + std::to_string(info.index);
});

}  // namespace
}  // namespace session_api
