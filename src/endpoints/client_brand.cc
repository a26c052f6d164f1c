#include "endpoints/client_brand.h"

#include <utility>

#include "http/origin.h"

namespace endpoints {

std::optional<web::Url> url_or_none(std::string_view text) {
  auto url = web::Url::from(text);
  return text.empty() || !url ? std::nullopt : std::optional(*std::move(url));
}

web::ClientBrand brand_of(const oauth::Client& client) {
  return {.name = client.name, .logo = url_or_none(client.logo_uri)};
}

std::vector<web::Scope> scopes_in_words(const Front& front, const http::Request& request,
                                        const std::vector<std::string>& scopes) {
  std::vector<web::Scope> all;
  for (const std::string& scope : scopes) {
    all.push_back(web::scope_in_words(scope, front.options().scopes, front.language(request)));
  }
  return all;
}

std::string form_target_of(std::string_view redirect_uri) {
  auto origin = http::origin_of(redirect_uri);
  return origin ? *std::move(origin)
                : std::string(redirect_uri.substr(0, redirect_uri.find(':') + 1));
}

}  // namespace endpoints
