#include "endpoints/routes.h"

#include "endpoints/accent.h"
#include "endpoints/account.h"
#include "endpoints/account_links.h"
#include "endpoints/auth.h"
#include "endpoints/authorize.h"
#include "endpoints/brand.h"
#include "endpoints/client_logout.h"
#include "endpoints/consent.h"
#include "endpoints/frontend_login.h"
#include "endpoints/introspection.h"
#include "endpoints/login.h"
#include "endpoints/logout.h"
#include "endpoints/oauth_metadata.h"
#include "endpoints/provider_login.h"
#include "endpoints/revocation.h"
#include "endpoints/setup.h"
#include "endpoints/site_validation.h"
#include "endpoints/start.h"
#include "endpoints/token.h"
#include "endpoints/user_sso.h"
#include "endpoints/userinfo.h"

namespace endpoints {

std::vector<http::Route> routes(const Front& front, const http::Assets& assets,
                                const Rooms& rooms) {
  auto rows = routes(front, assets);
  const Desk desk{front, rooms};
  for (auto& room : {login_routes(desk), provider_login_routes(desk), frontend_login_routes(desk),
                     account_links_routes(desk), logout_routes(desk), account_routes(desk),
                     setup_routes(desk), site_validation_routes(desk), authorize_routes(desk),
                     consent_routes(desk), client_logout_routes(desk), token_routes(desk),
                     introspection_routes(desk), revocation_routes(desk), user_sso_routes(desk),
                     userinfo_routes(desk), oauth_metadata_routes(desk), auth_routes(desk)}) {
    rows.insert(rows.end(), room.begin(), room.end());
  }
  return rows;
}

std::vector<http::Route> routes(const Front& front, const http::Assets& assets) {
  auto rows = http::routes(assets);
  rows.push_back(start_route(front));
  rows.push_back(accent_route());
  for (auto& row : brand_routes(front)) {
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace endpoints
