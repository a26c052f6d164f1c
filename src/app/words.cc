#include "app/words.h"

namespace app {

std::string fill(Words words, std::initializer_list<Blank> blanks) {
  std::string out;
  std::string_view rest = words.text();
  while (!rest.empty()) {
    const auto open = rest.find('{');
    const auto close = rest.find('}', open);
    out += rest.substr(0, open);
    if (close == std::string_view::npos) {
      break;
    }
    const std::string_view name = rest.substr(open + 1, close - open - 1);
    for (const Blank& blank : blanks) {
      if (blank.name == name) {
        out += blank.value;
      }
    }
    rest.remove_prefix(close + 1);
  }
  return out;
}

}  // namespace app
