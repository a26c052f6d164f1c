// What the command line says to an operator. The words are in words.en; code carries their keys,
// and a key that is not there does not compile.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace app {

namespace detail {

inline constexpr std::string_view kWords =
#include "app/words.en"
    ;

// The lines, of which the first is empty, are in the order of their keys: to read them all at each
// of a thousand places would cost the compiler up to 70 ms a place.
constexpr std::string_view find_words(std::string_view key) {
  std::size_t from = 1;
  std::size_t to = kWords.size();
  while (from < to) {
    std::size_t start = from + (to - from) / 2;
    while (start > from && kWords[start - 1] != '\n') {
      --start;
    }
    const std::size_t end = kWords.find('\n', start);
    const std::string_view line = kWords.substr(start, end - start);
    const int order = line.substr(0, line.find(" = ")).compare(key);
    if (order == 0) {
      return line.substr(key.size() + 3);
    }
    if (order < 0) {
      from = end + 1;
    } else {
      to = start;
    }
  }
  throw std::invalid_argument("no such words");
}

}  // namespace detail

class Words {
 public:
  consteval Words(const char* key) : text_(detail::find_words(key)) {}
  constexpr std::string_view text() const { return text_; }

 private:
  std::string_view text_;
};

struct Blank {
  std::string_view name;
  std::string_view value;
};

// fill("problem.unknown_key", {{"key", key}})
std::string fill(Words words, std::initializer_list<Blank> blanks = {});

}  // namespace app
