#include "tests/unit/oauth/oauth_house.h"

namespace oauth {

OauthHouse::OauthHouse() : ani_(add_with_password("ani", kPassword)) {
  sso_ = add_client({.name = "Satker",
                     .profile = Profile::sso,
                     .redirect_uris = {kCallback},
                     .scopes = {"view-user"}});
  web_ = add_client({.name = "Web",
                     .redirect_uris = {kCallback},
                     .scopes = {"openid", "profile", "view-user", "api"},
                     .for_itself = true});
  native_ = add_client({.name = "App",
                        .redirect_uris = {"http://127.0.0.1/cb"},
                        .scopes = {"openid"},
                        .is_public = true});
  log_in();
}

OauthHouse::~OauthHouse() = default;

}  // namespace oauth
