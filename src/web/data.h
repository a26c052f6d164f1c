// What a page is filled with: names and their values. Text is escaped wherever it lands; there is
// no value that is not.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "web/url.h"

namespace web {

// The key of a text in the locale files.
struct Words {
  std::string_view key;
};

class Data;
using List = std::vector<Data>;
using Value = std::variant<bool, std::string, std::int64_t, Words, Url, List>;

class Data {
 public:
  Data() = default;
  Data(std::initializer_list<std::pair<std::string_view, Value>> fields);

  // The name outlives the data: it is a literal.
  void set(std::string_view name, Value value);
  const Value* find(std::string_view name) const;

 private:
  std::vector<std::pair<std::string_view, Value>> fields_;
};

}  // namespace web
