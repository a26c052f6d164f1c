// The stylesheet of an accent that a client or a site has: the colours stand in its path, so that
// nothing is looked up and whoever changes them changes the path.
#pragma once

#include <optional>

#include "http/router.h"
#include "redirect_sso/look.h"
#include "web/url.h"

namespace endpoints {

// Nothing where the look is the house's.
std::optional<web::Url> accent_url(const redirect_sso::Look& look);

http::Route accent_route();

}  // namespace endpoints
