// What the command line says to an operator. The words are in words.en; code carries their keys,
// and a key that is not there does not compile.
#pragma once

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

constexpr std::string_view find_words(std::string_view key) {
  std::string_view rest = kWords;
  while (!rest.empty()) {
    const auto end = rest.find('\n');
    const std::string_view line = rest.substr(0, end);
    if (line.size() > key.size() + 3 && line.starts_with(key) &&
        line.substr(key.size(), 3) == " = ") {
      return line.substr(key.size() + 3);
    }
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
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
