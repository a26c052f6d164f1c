#include "endpoints/client_brand.h"

#include <utility>

#include "endpoints/accent.h"
#include "http/origin.h"

namespace endpoints {
namespace {

web::ClientBrand brand_with(const std::string& name, std::string_view logo,
                            const redirect_sso::Look& look) {
  return {.name = name,
          .logo = url_or_none(logo),
          .colours = accent_url(look),
          .login_text = {look.login_text_id, look.login_text_en},
          .help = url_or_none(look.help_url)};
}

}  // namespace

std::optional<web::Url> url_or_none(std::string_view text) {
  auto url = web::Url::from(text);
  return text.empty() || !url ? std::nullopt : std::optional(*std::move(url));
}

web::ClientBrand brand_of(const oauth::Client& client) {
  return brand_with(client.name, client.logo_uri, client.look);
}

web::ClientBrand brand_of(const redirect_sso::Site& site) {
  return brand_with(site.name, site.logo_url, site.look);
}

std::vector<web::Scope> scopes_in_words(const Front& front, std::string_view language,
                                        const std::vector<std::string>& scopes) {
  std::vector<web::Scope> all;
  for (const std::string& scope : scopes) {
    all.push_back(web::scope_in_words(scope, front.options().scopes, language));
  }
  return all;
}

// The grammar of sources knows no address in brackets (CSP3 section 2.3.1), and browsers skip one.
std::string form_target_of(std::string_view redirect_uri) {
  auto origin = http::origin_of(redirect_uri);
  return origin && !origin->contains('[')
             ? *std::move(origin)
             : std::string(redirect_uri.substr(0, redirect_uri.find(':') + 1));
}

}  // namespace endpoints
