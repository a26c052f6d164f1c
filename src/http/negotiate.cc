#include "http/negotiate.h"

#include <array>
#include <optional>

#include "http/ascii.h"

namespace http {
namespace {

constexpr std::size_t kMaxHeader = 2048;

struct Preference {
  std::string_view what;
  int weight = 1000;  // thousandths
};

// weight = OWS ";" OWS "q=" ( "0" [ "." *3DIGIT ] / "1" [ "." *3"0" ] ), RFC 9110, section 12.4.2
std::optional<int> parse_weight(std::string_view text) {
  if (text.empty() || text.size() > 5 || (text[0] != '0' && text[0] != '1') ||
      (text.size() > 1 && text[1] != '.')) {
    return std::nullopt;
  }
  int weight = (text[0] - '0') * 1000;
  int unit = 100;
  for (const char c : text.substr(text.size() > 1 ? 2 : 1)) {
    if (!is_digit(c)) {
      return std::nullopt;
    }
    weight += (c - '0') * unit;
    unit /= 10;
  }
  return weight <= 1000 ? std::optional(weight) : std::nullopt;
}

struct Preferences {
  std::array<Preference, kMaxPreferences> items{};
  std::size_t count = 0;

  std::span<const Preference> view() const { return {items.data(), count}; }
};

// Nothing when the list is too long; an element that cannot be read is left out.
Preferences parse(std::string_view header) {
  Preferences list;
  if (header.size() > kMaxHeader) {
    return list;
  }
  while (!header.empty()) {
    auto element = take_until(header, ',');
    Preference preference{.what = trim(take_until(element, ';'))};
    bool readable = !preference.what.empty();
    while (!element.empty()) {
      const auto parameter = trim(take_until(element, ';'));
      if (parameter.size() >= 2 && to_lower(parameter[0]) == 'q' && parameter[1] == '=') {
        const auto weight = parse_weight(parameter.substr(2));
        readable = readable && weight.has_value();
        preference.weight = weight.value_or(0);
      }
    }
    if (!readable) {
      continue;
    }
    if (list.count == kMaxPreferences) {
      return {};
    }
    list.items[list.count++] = preference;
  }
  return list;
}

// How well a range names a tag: its length in subtags, -1 when it does not (RFC 4647, basic
// filtering turned around: a client that reads "en-GB" is given "en").
int match_language(std::string_view range, std::string_view tag) {
  if (range == "*") {
    return 0;
  }
  const bool named = iequals(range.substr(0, tag.size()), tag) &&
                     (range.size() == tag.size() || range[tag.size()] == '-');
  return named ? 1 : -1;
}

struct TypeWeight {
  int weight = 0;
  int precision = -1;  // 0 for */*, 1 for type/*, 2 for the type itself
  std::size_t at = 0;
};

TypeWeight weigh_type(const Preferences& list, std::string_view type, std::string_view family) {
  TypeWeight best;
  for (std::size_t i = 0; i < list.count; ++i) {
    const auto& item = list.items[i];
    const int precision = iequals(item.what, type)     ? 2
                          : iequals(item.what, family) ? 1
                          : item.what == "*/*"         ? 0
                                                       : -1;
    if (precision > best.precision) {
      best = {item.weight, precision, i};
    }
  }
  return best;
}

}  // namespace

std::string_view negotiate_language(std::string_view header,
                                    std::span<const std::string_view> offered) {
  const auto list = parse(header);
  std::string_view best = offered.front();
  int best_weight = 0;
  int best_precision = -1;
  for (const auto& item : list.view()) {
    for (const auto tag : offered) {
      const int precision = match_language(item.what, tag);
      const bool better =
          item.weight > best_weight ||
          (item.weight == best_weight && precision > best_precision && item.weight > 0);
      if (precision >= 0 && better) {
        best = tag;
        best_weight = item.weight;
        best_precision = precision;
      }
    }
  }
  return best;
}

std::string_view negotiate_language(std::string_view header) {
  static constexpr std::array<std::string_view, 2> kOffered = {"id", "en"};
  return negotiate_language(header, kOffered);
}

bool prefers_html(std::string_view accept) {
  const auto list = parse(accept);
  const auto html = weigh_type(list, "text/html", "text/*");
  const auto json = weigh_type(list, "application/json", "application/*");
  if (html.precision < 1 || html.weight == 0) {
    return false;
  }
  if (html.weight != json.weight) {
    return html.weight > json.weight;
  }
  return html.precision > json.precision || html.at < json.at;
}

int coding_weight(std::string_view accept_encoding, std::string_view coding) {
  const auto list = parse(accept_encoding);
  std::optional<int> any;
  for (const auto& item : list.view()) {
    if (iequals(item.what, coding)) {
      return item.weight;
    }
    if (item.what == "*") {
      any = item.weight;
    }
  }
  return any.value_or(coding == "identity" ? 1000 : 0);
}

}  // namespace http
