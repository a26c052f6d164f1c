// How a client of OAuth, or a site, is shown to people.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "endpoints/front.h"
#include "http/message.h"
#include "oauth/registry/client.h"
#include "redirect_sso/site.h"
#include "web/brand.h"
#include "web/consent_page.h"
#include "web/url.h"

namespace endpoints {

web::ClientBrand brand_of(const oauth::Client& client);
web::ClientBrand brand_of(const redirect_sso::Site& site);
std::vector<web::Scope> scopes_in_words(const Front& front, std::string_view language,
                                        const std::vector<std::string>& scopes);

// Nothing for no address.
std::optional<web::Url> url_or_none(std::string_view text);

// What Content-Security-Policy calls the place that a browser is sent back to: an origin, or the
// scheme of an app.
std::string form_target_of(std::string_view redirect_uri);

}  // namespace endpoints
