// Each gate of the path to a site's code, closed after the login page was asked for: there is no
// code, and where somebody was refused the trail says so (tools/gates.py).
#include <algorithm>
#include <ostream>

#include "tests/unit/redirect_sso/sso_house.h"

namespace redirect_sso {
namespace {

class Gates;

struct Row {
  const char* cell;
  void (*close)(Gates&);
  bool is_told = true;  // else the person is asked, or nobody is known to be refused anything

  friend std::ostream& operator<<(std::ostream& out, const Row& row) { return out << row.cell; }
};

class Gates : public SsoHouse, public testing::WithParamInterface<Row> {
 public:
  void disable() { users_.disable(act_, ani_.id).value(); }
  void lock() { users_.lock(act_, ani_.id).value(); }
  void erase() { ASSERT_TRUE(users_.erase(act_, ani_.id)); }
  void log_out() {
    sessions_.end(act_, ani_.id, session_->session().id).value();
    auto still = entered(cookie_);
    session_ =
        still ? std::make_unique<identity::SessionGate::Entered>(*std::move(still)) : nullptr;
  }
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
    if (!session_) {
      return;
    }
    const auto beginning = logins_.begin(wish_, session_.get()).value();
    if (const auto* satisfied = std::get_if<identity::login::Satisfied>(&beginning)) {
      codes_.issue(act_, kBare, *session_, satisfied->factors).value();
    }
  }

  identity::login::Wish wish_;
};

using G = Gates&;

const Row kRows[] = {
    {"SiteWarrant x user_enabled", [](G g) { g.disable(); }},
    {"SiteWarrant x user_not_locked", [](G g) { g.lock(); }},
    {"SiteWarrant x user_not_erased", [](G g) { g.erase(); }},
    {"SiteWarrant x session_live", [](G g) { g.log_out(); }, false},
    {"SiteWarrant x factors", [](G g) { g.want_two_factors(); }, false},
    {"SiteWarrant x client_enabled", [](G g) { g.change({.enabled = false}); }},
    {"SiteWarrant x redirect_bound",
     [](G g) { g.change({.redirect_urls = {{"https://bare.example/other"}}}); }, false},
    {"SiteWarrant x administrators_admitted", [](G g) { g.administer(); }},
};

TEST_P(Gates, closed_in_between_let_nothing_through) {
  GetParam().close(*this);
  const auto before = refused();
  go_on();
  EXPECT_TRUE(vouchers_.rows().empty());
  EXPECT_EQ(refused() > before, GetParam().is_told);
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
