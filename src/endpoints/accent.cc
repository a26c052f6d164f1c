#include "endpoints/accent.h"

#include <chrono>
#include <string>
#include <string_view>

#include "web/brand.h"

namespace endpoints {
namespace {

using base::Result;
using http::Request;
using http::Response;

constexpr std::string_view kFolder = "/assets/accent/";
constexpr std::string_view kEnd = ".css";
constexpr std::size_t kDigits = 6;
// A later release may make other shades of the same colours.
constexpr std::chrono::seconds kAge = std::chrono::hours(24);

std::optional<web::Colour> colour_of(std::string_view digits) {
  const auto colour = web::Colour::from("#" + std::string(digits));
  return colour ? std::optional(*colour) : std::nullopt;
}

std::string name_of(const web::Accent& accent) {
  std::string name = accent.light.text().substr(1);
  if (accent.dark) {
    name.append("-").append(accent.dark->text().substr(1));
  }
  return name.append(kEnd);
}

// "0e5a52.css" or "0e5a52-8fd3c7.css", in lower case: each stylesheet has one address.
std::optional<web::Accent> accent_in(std::string_view name) {
  const auto light = colour_of(name.substr(0, kDigits));
  if (!light) {
    return std::nullopt;
  }
  web::Accent accent{.light = *light, .dark = {}};
  if (name.size() > kDigits + kEnd.size()) {
    accent.dark = colour_of(name.substr(kDigits + 1, kDigits));
  }
  return name_of(accent) == name ? std::optional(accent) : std::nullopt;
}

Result<Response> show(const Request& request) {
  const auto accent = accent_in(request.param("colours"));
  if (!accent) {
    return base::reject(base::ErrorCode::not_found, "", "there are no such colours");
  }
  Response response(200);
  response.content("text/css; charset=utf-8", web::stylesheet(*accent)).cache_for(kAge);
  return response;
}

}  // namespace

std::optional<web::Url> accent_url(const redirect_sso::Look& look) {
  const auto light = web::Colour::from(look.accent);
  if (!light) {
    return std::nullopt;
  }
  const auto dark = web::Colour::from(look.accent_dark);
  auto url = web::Url::from(
      std::string(kFolder) +
      name_of({.light = *light, .dark = dark ? std::optional(*dark) : std::nullopt}));
  return url ? std::optional(*std::move(url)) : std::nullopt;
}

http::Route accent_route() {
  return {.pattern = std::string(kFolder) + "{colours}",
          .handler = [](Request& request) { return show(request); },
          .runs = http::Runs::on_loop};
}

}  // namespace endpoints
