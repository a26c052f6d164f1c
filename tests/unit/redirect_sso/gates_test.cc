// Each gate of the path to a site's code, closed after the login page was asked for: there is no
// code, and it is that gate and no other that says why (tools/gates.py).
#include <algorithm>
#include <ostream>

#include "tests/unit/redirect_sso/sso_house.h"

namespace redirect_sso {
namespace {

class Gates;

struct Row {
  const char* cell;
  void (*close)(Gates&);
  const char* closed_by;  // the reason in the trail; else why the person is asked

  friend std::ostream& operator<<(std::ostream& out, const Row& row) { return out << row.cell; }
};

class Gates : public SsoHouse, public testing::WithParamInterface<Row> {
 public:
  void disable() { users_.disable(act_, ani_.id).value(); }
  void lock() { users_.lock(act_, ani_.id).value(); }
  void erase() { ASSERT_TRUE(users_.erase(act_, ani_.id)); }
  void log_out() { sessions_.end(act_, ani_.id, session_->session().id).value(); }
  void want_two_factors() { wish_.asked.level = identity::sessions::Level::two_factors; }
  void administer() {
    ASSERT_TRUE(users_.grant(act_, ani_.id, identity::users::Grant::administrator));
  }
  void change(const SiteChanges& changes) { sites_.set(act_, bare_.id, changes).value(); }

 protected:
  std::size_t refused() {
    return static_cast<std::size_t>(
        std::ranges::count(trail_.chains().at("node-a"), audit::Outcome::denied,
                           [](const auto& entry) { return entry.event.outcome; }));
  }
  void go_on() {
    session_ = come_back(cookie_, closed_by_);
    if (!session_) {
      return;
    }
    closed_by_ = "more is to be proven";
    const auto beginning = logins_.begin(wish_, session_.get()).value();
    if (const auto* satisfied = std::get_if<identity::login::Satisfied>(&beginning)) {
      const auto before = refused();
      const auto issued = codes_.issue(act_, kBare, *session_, satisfied->factors).value();
      closed_by_ = std::holds_alternative<SiteGate::Unknown>(issued) ? "unknown address" : "";
      if (refused() > before) {
        closed_by_ = trail_.chains().at("node-a").back().event.reason;
      }
    }
  }

  identity::login::Wish wish_;
  std::string closed_by_;
};

using G = Gates&;

const Row kRows[] = {
    {"SiteWarrant x user_enabled", [](G g) { g.disable(); }, "person not active"},
    {"SiteWarrant x user_not_locked", [](G g) { g.lock(); }, "person not active"},
    {"SiteWarrant x user_not_erased", [](G g) { g.erase(); }, "nobody is logged in"},
    {"SiteWarrant x session_live", [](G g) { g.log_out(); }, "nobody is logged in"},
    {"SiteWarrant x factors", [](G g) { g.want_two_factors(); }, "more is to be proven"},
    {"SiteWarrant x client_enabled", [](G g) { g.change({.enabled = false}); }, "disabled"},
    {"SiteWarrant x redirect_bound",
     [](G g) { g.change({.redirect_urls = {{"https://bare.example/other"}}}); }, "unknown address"},
    {"SiteWarrant x administrators_admitted", [](G g) { g.administer(); }, "administrator"},
};

TEST_P(Gates, closed_in_between_let_nothing_through) {
  GetParam().close(*this);
  go_on();
  EXPECT_TRUE(vouchers_.rows().empty());
  EXPECT_EQ(closed_by_, GetParam().closed_by);
}

class OpenGates : public Gates {};
TEST_P(OpenGates, let_it_through) {
  go_on();
  EXPECT_EQ(vouchers_.rows().size(), 1U);
}

INSTANTIATE_TEST_SUITE_P(each, OpenGates, testing::Values(kRows[0]));
INSTANTIATE_TEST_SUITE_P(site, Gates, testing::ValuesIn(kRows), [](const auto& info) {
  std::string name(info.param.cell);
  std::ranges::replace(name, ' ', '_');
  return name;
});

}  // namespace
}  // namespace redirect_sso
