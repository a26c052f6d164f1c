#include "app/brand.h"

#include <algorithm>
#include <array>

namespace app {
namespace {

struct ZoneOffset {
  std::string_view name;
  std::chrono::hours offset;
};
constexpr std::array kOffsets{ZoneOffset{"WIB", std::chrono::hours(7)},
                              ZoneOffset{"WITA", std::chrono::hours(8)},
                              ZoneOffset{"WIT", std::chrono::hours(9)}};

std::optional<web::Url> url_of(const std::string& text) {
  auto url = web::Url::from(text);
  return text.empty() || !url ? std::nullopt : std::optional(*std::move(url));
}

web::Zone zone_of(const std::string& name) {
  const auto* found = std::ranges::find(kOffsets, name, &ZoneOffset::name);
  return found == kOffsets.end() ? web::Zone{} : web::Zone{name, found->offset};
}

}  // namespace

web::Brand brand_of(const Settings::Brand& settings) {
  return {.name = settings.name,
          .home = url_of(settings.home),
          .logo = url_of(settings.logo),
          .login_text = {settings.login_text_id, settings.login_text_en},
          .footer_text = {settings.footer_text_id, settings.footer_text_en},
          .privacy = url_of(settings.privacy),
          .terms = url_of(settings.terms),
          .help = url_of(settings.help),
          .zone = zone_of(settings.zone)};
}

std::optional<web::Accent> accent_of(const Settings::Brand& settings) {
  const auto light = web::Colour::from(settings.accent);
  if (!light) {
    return std::nullopt;
  }
  const auto dark = web::Colour::from(settings.accent_dark);
  return web::Accent{.light = *light, .dark = dark ? std::optional(*dark) : std::nullopt};
}

}  // namespace app
