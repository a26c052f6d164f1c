// Each gate of the ways to a provider and to the linking of an account there, closed between a good
// beginning and the end: nobody gets on (tools/gates.py).
#include <algorithm>
#include <optional>
#include <ostream>
#include <string_view>

#include "tests/unit/endpoints/provider_house.h"

namespace endpoints {
namespace {

class ProviderGates;

struct Row {
  const char* cell;
  void (*close)(ProviderGates&);

  friend std::ostream& operator<<(std::ostream& out, const Row& row) { return out << row.cell; }
};

class ProviderGates : public ProviderHouse, public testing::WithParamInterface<Row> {
 public:
  void disable() { users_.disable(act_, budi_.id).value(); }
  void lock() { users_.lock(act_, budi_.id).value(); }
  void erase() { ASSERT_TRUE(users_.erase(act_, budi_.id)); }
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
  bool gets_on() { return links() ? it_.get(back_).status == 200 : it_.get(away_).status == 303; }

 private:
  static bool links() { return std::string_view(GetParam().cell).starts_with("LinkWarrant"); }

  const identity::users::User budi_ = add_with_password("budi", kPassword);
  Browser it_ = logged_in("budi");
  std::string away_;
  std::string back_;
};

using G = ProviderGates&;

const Row kRows[] = {
    {"DepartureWarrant x provider_open", [](G g) { g.close_provider(); }},
    {"LinkWarrant x user_enabled", [](G g) { g.disable(); }},
    {"LinkWarrant x user_not_locked", [](G g) { g.lock(); }},
    {"LinkWarrant x user_not_erased", [](G g) { g.erase(); }},
    {"LinkWarrant x session_live", [](G g) { g.log_out(); }},
    {"LinkWarrant x provider_open", [](G g) { g.close_provider(); }},
    {"LinkWarrant x provider_said_so", [](G g) { g.forge(); }},
};

TEST_P(ProviderGates, closed_in_between_let_nobody_on) {
  begin();
  GetParam().close(*this);
  EXPECT_FALSE(gets_on());
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
