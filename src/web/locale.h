// The words of one language: lines of `key = text`, with placeholders in braces, `{name}`. A text
// that counts has a line for each form of the plural, `key[one]` and `key[other]`, as the language
// has them.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace web {

class Locale {
 public:
  struct Piece {
    bool placeholder = false;
    std::string text;
  };
  using Text = std::vector<Piece>;

  static base::Result<Locale> parse(std::string_view language, std::string_view source);

  const std::string& language() const { return language_; }
  // Nothing when there is no such text.
  const Text* find(std::string_view key) const;
  // The form of a text that counts.
  const Text* find(std::string_view key, std::int64_t count) const;

 private:
  base::Done read_line(std::string_view line);

  std::string language_;
  std::map<std::string, Text, std::less<>> texts_;
};

}  // namespace web
