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
// Where buttons lie.
constexpr Colour kLightCard = Colour::of(255, 255, 255);
constexpr Colour kDarkCard = Colour::of(0x16, 0x21, 0x1f);
// WCAG 2.2, 1.4.3 for words and 1.4.11 for what can be pressed.
constexpr double kReadable = 4.5;
constexpr double kDistinct = 3.0;
constexpr int kSteps = 25;

// Grounds to stand out from, and the colour that does so most.
struct Scheme {
  Colour ground;
  Colour card;
  Colour end;
};
constexpr Scheme kLight = {.ground = kLightGround, .card = kLightCard, .end = kBlack};
constexpr Scheme kDark = {.ground = kDarkGround, .card = kDarkCard, .end = kWhite};

// Toward `end` until it stands out from the ground.
Colour shade(const Colour& colour, const Colour& ground, const Colour& end, double contrast) {
  for (int step = 0; step < kSteps; ++step) {
    const auto tried = colour.mixed(end, static_cast<double>(step) / kSteps);
    if (tried.contrast(ground) >= contrast) {
      return tried;
    }
  }
  return end;
}

Colour readable(const Colour& colour, const Scheme& scheme) {
  return shade(colour, scheme.ground, scheme.end, kReadable);
}

// Away from what stands on it, and else toward it, as far as all three can be told from it.
Colour strong(const Colour& fill, const Colour& on_fill, const Colour& card) {
  for (const double share : {0.18, 0.12, 0.06}) {
    for (const auto& end : {on_fill == kWhite ? kBlack : kWhite, on_fill}) {
      const auto tried = fill.mixed(end, share);
      if (tried != fill && tried.contrast(on_fill) >= kReadable &&
          tried.contrast(card) >= kDistinct) {
        return tried;
      }
    }
  }
  return fill;
}

std::string block(const Colour& accent, const Scheme& scheme) {
  const auto fill = shade(accent, scheme.card, scheme.end, kDistinct);
  const auto on_fill = kWhite.contrast(fill) >= kBlack.contrast(fill) ? kWhite : kBlack;
  const std::array<std::pair<std::string_view, Colour>, 4> properties = {{
      {"--brand", readable(accent, scheme)},
      {"--fill", fill},
      {"--fill-strong", strong(fill, on_fill, scheme.card)},
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
  const auto dark = accent.dark.value_or(readable(accent.light, kDark));
  return block(accent.light, kLight) + "@media (prefers-color-scheme: dark) {\n" +
         block(dark, kDark) + "}\n";
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
