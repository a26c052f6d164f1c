#include "web/data.h"

namespace web {

Data::Data(std::initializer_list<std::pair<std::string_view, Value>> fields) : fields_(fields) {}

void Data::set(std::string_view name, Value value) { fields_.emplace_back(name, std::move(value)); }

const Value* Data::find(std::string_view name) const {
  for (const auto& [key, value] : fields_) {
    if (key == name) {
      return &value;
    }
  }
  return nullptr;
}

}  // namespace web
