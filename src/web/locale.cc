#include "web/locale.h"

#include <algorithm>
#include <utility>

namespace web {
namespace {

base::Result<Locale::Text> parse_text(std::string_view source) {
  Locale::Text text;
  while (!source.empty()) {
    const auto brace = source.find_first_of("{}");
    if (brace != 0) {
      text.push_back({.text = std::string(source.substr(0, brace))});
      source.remove_prefix(std::min(brace, source.size()));
      continue;
    }
    const auto end = source.find('}');
    const auto name = source.substr(1, end - 1);
    const bool named = end != std::string_view::npos && !name.empty() &&
                       std::all_of(name.begin(), name.end(),
                                   [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
    if (source[0] != '{' || !named) {
      return base::reject(base::ErrorCode::internal, "", "", "a brace that is no placeholder");
    }
    text.push_back({.placeholder = true, .text = std::string(name)});
    source.remove_prefix(end + 1);
  }
  return text;
}

// CLDR's cardinal rules for whole numbers. Indonesian has one form.
std::string_view plural_form(std::string_view language, std::int64_t count) {
  return language == "en" && count == 1 ? "[one]" : "[other]";
}

}  // namespace

base::Result<Locale> Locale::parse(std::string_view language, std::string_view source) {
  Locale locale;
  locale.language_ = language;
  for (int number = 1; !source.empty(); ++number) {
    const auto line = source.substr(0, source.find('\n'));
    source.remove_prefix(std::min(line.size() + 1, source.size()));
    if (line.empty() || line.starts_with('#')) {
      continue;
    }
    if (const auto read = locale.read_line(line); !read) {
      return base::reject(base::ErrorCode::internal, "", "",
                          "locale " + locale.language_ + ", line " + std::to_string(number) + ": " +
                              read.error().detail);
    }
  }
  return locale;
}

base::Done Locale::read_line(std::string_view line) {
  constexpr std::string_view kBetween = " = ";
  const auto between = line.find(kBetween);
  if (between == 0 || between == std::string_view::npos ||
      between + kBetween.size() == line.size()) {
    return base::reject(base::ErrorCode::internal, "", "", "not a key and a text");
  }
  TRY_VAL(text, parse_text(line.substr(between + kBetween.size())));
  if (!texts_.emplace(line.substr(0, between), std::move(text)).second) {
    return base::reject(base::ErrorCode::internal, "", "", "a key that stands twice");
  }
  return {};
}

const Locale::Text* Locale::find(std::string_view key) const {
  const auto found = texts_.find(key);
  return found == texts_.end() ? nullptr : &found->second;
}

const Locale::Text* Locale::find(std::string_view key, std::int64_t count) const {
  return find(std::string(key).append(plural_form(language_, count)));
}

}  // namespace web
