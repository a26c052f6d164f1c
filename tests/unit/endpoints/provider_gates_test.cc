// Each gate of the ways to a provider and to the linking of an account there, closed between a good
// beginning and the end: nobody gets on, and it is that gate and no other that says why
// (tools/gates.py).
#include <algorithm>
#include <functional>
#include <optional>
#include <ostream>
#include <string_view>
#include <utility>

#include "tests/unit/endpoints/provider_house.h"

namespace endpoints {
namespace {

class ProviderGates;

struct Row {
  const char* cell;
  void (*close)(ProviderGates&);
  const char* closed_by;  // how the reason in the trail begins, or what is answered

  friend std::ostream& operator<<(std::ostream& out, const Row& row) { return out << row.cell; }
};

class ProviderGates : public ProviderHouse, public testing::WithParamInterface<Row> {
 public:
  void disable() { users_.disable(act_, budi_.id).value(); }
  void lock() { users_.lock(act_, budi_.id).value(); }
  void erase() { ASSERT_TRUE(users_.erase(act_, budi_.id)); }
  // While the provider is asked: a session is not looked at again, and who is disabled has none.
  void meanwhile(std::function<void()> what) {
    federation_.upstream.bend_claims = [what = std::move(what)](base::json::object&) { what(); };
  }
  void log_out() {
    const auto session = entered(base::Secret(*it_.cookie("gapura_session")));
    sessions_.end(act_, budi_.id, session->session().id).value();
  }
  void forge() { back_.replace(back_.find("code="), 5, "code=x"); }
  void close_provider() { change_provider({.enabled = false}); }

 protected:
  void begin() {
    const auto page = it_.get("/account/logins");
    const auto start = page.body.find("/account/logins/link/google?csrf=");
    away_ = page.body.substr(start, page.body.find('"', start) - start);
    if (links()) {
      back_ = federation_.upstream.come_back(it_.get(away_).location(), ani());
    }
  }
  bool gets_on() {
    const auto before = reasons().size();
    const auto page = it_.get(links() ? back_ : away_);
    const auto why = reasons();
    closed_by_ = std::to_string(page.status);
    if (page.header("Location")) {
      closed_by_ += " " + page.location();
    }
    if (why.size() > before) {
      closed_by_ = why.back();
    }
    return page.status == (links() ? 200 : 303);
  }

 private:
  static bool links() { return std::string_view(GetParam().cell).starts_with("LinkWarrant"); }

  const identity::users::User budi_ = add_with_password("budi", kPassword);
  Browser it_ = logged_in("budi");
  std::string away_;
  std::string back_;

 protected:
  std::string closed_by_;
};

using G = ProviderGates&;

const Row kRows[] = {
    {"DepartureWarrant x provider_open", [](G g) { g.close_provider(); }, "404"},
    {"LinkWarrant x user_enabled", [](G g) { g.meanwhile([&g] { g.disable(); }); }, "403"},
    {"LinkWarrant x user_not_locked", [](G g) { g.meanwhile([&g] { g.lock(); }); }, "403"},
    {"LinkWarrant x user_not_erased", [](G g) { g.meanwhile([&g] { g.erase(); }); }, "403"},
    {"LinkWarrant x session_live", [](G g) { g.log_out(); }, "303 /account/logins"},
    {"LinkWarrant x provider_open", [](G g) { g.close_provider(); }, "closed: "},
    {"LinkWarrant x provider_said_so", [](G g) { g.forge(); }, "login_failed: "},
};

TEST_P(ProviderGates, closed_in_between_let_nobody_on) {
  begin();
  GetParam().close(*this);
  EXPECT_FALSE(gets_on());
  EXPECT_TRUE(closed_by_.starts_with(GetParam().closed_by)) << closed_by_;
}

class OpenProviderGates : public ProviderGates {};
TEST_P(OpenProviderGates, let_somebody_on) {
  begin();
  EXPECT_TRUE(gets_on());
}

INSTANTIATE_TEST_SUITE_P(each, OpenProviderGates, testing::Values(kRows[0], kRows[1]));
INSTANTIATE_TEST_SUITE_P(provider, ProviderGates, testing::ValuesIn(kRows), [](const auto& info) {
  std::string name(info.param.cell);
  std::ranges::replace(name, ' ', '_');
  return name;
});

}  // namespace
}  // namespace endpoints
