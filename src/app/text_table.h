// A plain table for people: columns as wide as they must be, two spaces between them.
#pragma once

#include <span>
#include <string>
#include <vector>

namespace app {

class TextTable {
 public:
  explicit TextTable(std::vector<std::string> head) { rows_.push_back(std::move(head)); }
  void add(std::vector<std::string> row) { rows_.push_back(std::move(row)); }
  std::string text() const;

 private:
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace app
