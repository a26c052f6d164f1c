#include "tests/unit/redirect_sso/sso_house.h"

namespace redirect_sso {

SsoHouse::SsoHouse() : ani_(add_with_password("ani", kPassword)) {
  users_
      .set(act_, identity::users::Editor::administrator, ani_.id, std::nullopt,
           {{"email", "ani@example.test"}, {"no_hp", "0812-3456-7890"}})
      .value();
  auto guarded = sites_.add(act_, {.name = "Guarded", .redirect_urls = {kGuarded}}).value();
  guarded_ = std::move(guarded.site);
  secret_ = std::move(guarded.secret);
  bare_ = sites_.add(act_, {.name = "Bare", .redirect_urls = {kBare}, .needs_secret = false})
              .value()
              .site;
  log_in();
}

SsoHouse::~SsoHouse() = default;

}  // namespace redirect_sso
