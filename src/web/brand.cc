#include "web/brand.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <utility>

namespace web {
namespace {

constexpr Colour kWhite = Colour::of(255, 255, 255);
constexpr Colour kBlack = Colour::of(0, 0, 0);
// Of app.css: the ground on which words in the accent stand least well.
constexpr Colour kLightGround = Colour::of(0xe9, 0xef, 0xed);
constexpr Colour kDarkGround = Colour::of(0x1c, 0x29, 0x27);
constexpr double kReadable = 4.5;
constexpr int kSteps = 25;

// Toward `end` until it stands out from the ground.
Colour readable(const Colour& colour, const Colour& ground, const Colour& end) {
  for (int step = 0; step < kSteps; ++step) {
    const auto shade = colour.mixed(end, static_cast<double>(step) / kSteps);
    if (shade.contrast(ground) >= kReadable) {
      return shade;
    }
  }
  return end;
}

std::string block(const Colour& fill, const Colour& ground, const Colour& end) {
  const auto on_fill = kWhite.contrast(fill) >= kBlack.contrast(fill) ? kWhite : kBlack;
  // Away from what stands on it.
  const auto strong = fill.mixed(on_fill == kWhite ? kBlack : kWhite, 0.18);
  const std::array<std::pair<std::string_view, Colour>, 4> properties = {{
      {"--brand", readable(fill, ground, end)},
      {"--fill", fill},
      {"--fill-strong", strong},
      {"--on-fill", on_fill},
  }};
  std::string out = ":root {";
  for (const auto& [name, colour] : properties) {
    out.append(" ").append(name).append(": ").append(colour.text()).append(";");
  }
  return out.append(" }\n");
}

}  // namespace

base::Result<Colour> Colour::from(std::string_view text) {
  std::array<std::uint8_t, 3> parts{};
  bool good = text.size() == 7 && text.starts_with('#');
  for (std::size_t i = 0; good && i < parts.size(); ++i) {
    const auto* const first = text.data() + 1 + 2 * i;
    const auto [end, error] = std::from_chars(first, first + 2, parts.at(i), 16);
    good = error == std::errc() && end == first + 2;
  }
  if (!good) {
    return base::reject(base::ErrorCode::invalid_request, "", "not a colour such as #0e5a52");
  }
  return Colour(parts[0], parts[1], parts[2]);
}

std::string Colour::text() const {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out = "#";
  for (const auto part : {red_, green_, blue_}) {
    out += kDigits[part >> 4U];
    out += kDigits[part & 15U];
  }
  return out;
}

// WCAG 2.2, "relative luminance".
double Colour::luminance() const {
  const auto linear = [](std::uint8_t part) {
    const double share = part / 255.0;
    return share <= 0.04045 ? share / 12.92 : std::pow((share + 0.055) / 1.055, 2.4);
  };
  return 0.2126 * linear(red_) + 0.7152 * linear(green_) + 0.0722 * linear(blue_);
}

double Colour::contrast(const Colour& other) const {
  const double here = luminance();
  const double there = other.luminance();
  return (std::max(here, there) + 0.05) / (std::min(here, there) + 0.05);
}

Colour Colour::mixed(const Colour& other, double share) const {
  const auto mix = [share](std::uint8_t from, std::uint8_t to) {
    return static_cast<std::uint8_t>(std::lround(from + (to - from) * share));
  };
  return Colour(mix(red_, other.red_), mix(green_, other.green_), mix(blue_, other.blue_));
}

std::string stylesheet(const Accent& accent) {
  const auto dark = accent.dark.value_or(readable(accent.light, kDarkGround, kWhite));
  return block(accent.light, kLightGround, kBlack) + "@media (prefers-color-scheme: dark) {\n" +
         block(dark, kDarkGround, kWhite) + "}\n";
}

const std::string& Wording::in(std::string_view language) const {
  const auto& asked = language == "en" ? en : id;
  const auto& other = language == "en" ? id : en;
  return asked.empty() ? other : asked;
}

std::vector<std::string> picture_origins(const Brand& brand,
                                         const std::optional<ClientBrand>& client) {
  std::vector<std::string> origins;
  const auto add = [&origins](const std::optional<Url>& url) {
    if (!url || !url->text().starts_with("http")) {
      return;
    }
    const auto host = url->text().find("//") + 2;
    auto origin = url->text().substr(0, url->text().find_first_of("/?#", host));
    if (std::ranges::find(origins, origin) == origins.end()) {
      origins.push_back(std::move(origin));
    }
  };
  add(brand.logo);
  if (client) {
    add(client->logo);
  }
  return origins;
}

}  // namespace web
