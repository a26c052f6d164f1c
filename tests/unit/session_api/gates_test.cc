// Each gate of the paths to the frontend's tokens, closed between a good beginning and the end: no
// token is made (tools/gates.py).
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

  friend std::ostream& operator<<(std::ostream& out, const Row& row) { return out << row.cell; }
};

class Gates : public FrontendHouse, public testing::WithParamInterface<Row> {
 public:
  void disable() { users_.disable(act_, ani_.id).value(); }
  void lock() { users_.lock(act_, ani_.id).value(); }
  void erase() { ASSERT_TRUE(users_.erase(act_, ani_.id)); }
  void log_out() { ASSERT_TRUE(kept_.sessions().end(act_, ani_.id, opened_->login.session.id)); }
  void wait() { clock_.advance(std::chrono::days(400)); }
  void hand_to_a_client() { family_rows_.hand_to(opened_->login.family, "client"); }
  void use_the_successor() {
    const auto next = std::get<Tokens>(refresh(opened_->tokens.refresh_token));
    refresh(next.refresh_token);
  }

 protected:
  void begin() { opened_ = open(); }
  bool gets_tokens() {
    if (std::string_view(GetParam().cell).starts_with("FrontendRefreshWarrant")) {
      return std::holds_alternative<Tokens>(refresh(opened_->tokens.refresh_token));
    }
    return session_at_door_ &&
           std::holds_alternative<Opened>(
               kept_.frontend().open(act_, *session_at_door_, std::nullopt).value());
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
};

using G = Gates&;

const Row kRows[] = {
    {"FrontendWarrant x user_enabled", [](G g) { g.disable(); }},
    {"FrontendWarrant x user_not_locked", [](G g) { g.lock(); }},
    {"FrontendWarrant x user_not_erased", [](G g) { g.erase(); }},
    {"FrontendWarrant x session_live", [](G g) { g.log_out(); }},
    {"FrontendRefreshWarrant x user_enabled", [](G g) { g.disable(); }},
    {"FrontendRefreshWarrant x user_not_locked", [](G g) { g.lock(); }},
    {"FrontendRefreshWarrant x user_not_erased", [](G g) { g.erase(); }},
    {"FrontendRefreshWarrant x session_live", [](G g) { g.log_out(); }},
    {"FrontendRefreshWarrant x bound_to_client", [](G g) { g.hand_to_a_client(); }},
    {"FrontendRefreshWarrant x ttl", [](G g) { g.wait(); }},
    {"FrontendRefreshWarrant x single_use", [](G g) { g.use_the_successor(); }},
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
  return name;
});

}  // namespace
}  // namespace session_api
