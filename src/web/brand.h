// What an operator makes the pages look like, and what a client does. Plain values, checked where
// they are made.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "web/url.h"

namespace web {

class Colour {
 public:
  // "#rrggbb" and nothing else: it goes into a stylesheet.
  static base::Result<Colour> from(std::string_view text);
  static constexpr Colour of(std::uint8_t red, std::uint8_t green, std::uint8_t blue) {
    return Colour(red, green, blue);
  }

  std::string text() const;
  // By WCAG 2.2, from 1 to 21.
  double contrast(const Colour& other) const;
  // So much of `other`, from 0 to 1, and the rest of this.
  Colour mixed(const Colour& other, double share) const;
  bool operator==(const Colour&) const = default;

 private:
  constexpr Colour(std::uint8_t red, std::uint8_t green, std::uint8_t blue)
      : red_(red), green_(green), blue_(blue) {}
  double luminance() const;

  std::uint8_t red_;
  std::uint8_t green_;
  std::uint8_t blue_;
};

struct Accent {
  Colour light;
  std::optional<Colour> dark;  // else it is made from the light one
};

// The stylesheet of an accent. Buttons have the nearest shade that stands out from the card by 3 :
// 1 and black or white on it, whichever is read better; words and lines have the nearest that
// stands out from the page by 4.5 : 1. So no choice of an operator makes a page that cannot be
// read.
std::string stylesheet(const Accent& accent);

// A text of the operator's; where one language is empty, the other is shown.
struct Wording {
  std::string id;
  std::string en;

  const std::string& in(std::string_view language) const;
};

// How times are written.
struct Zone {
  std::string name = "WIB";
  base::Duration offset = std::chrono::hours(7);
};

struct Brand {
  std::string name = "Gapura";
  std::optional<Url> home;     // where the name in the header leads; else "/"
  std::optional<Url> logo;     // of our own origin, or https
  std::optional<Url> colours;  // where stylesheet() of the operator's accent is served
  Wording login_text;          // above the form, for whom this is and where to get an account
  Wording footer_text;         // in place of ours
  std::optional<Url> privacy;
  std::optional<Url> terms;
  std::optional<Url> help;
  Zone zone;
};

// The site or app that a login is for.
struct ClientBrand {
  std::string name;
  std::optional<Url> logo;
  std::optional<Url> colours;  // where stylesheet() of its accent is served
  Wording login_text = {};     // under the line that says where this leads
  std::optional<Url> help = {};
};

// The origins of pictures that a page shows, for the policy it is sent with: none for our own.
std::vector<std::string> picture_origins(const Brand& brand,
                                         const std::optional<ClientBrand>& client);

}  // namespace web
