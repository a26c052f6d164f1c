#include "app/commands/people_beside.h"
#include "app/text_table.h"

namespace app {
namespace {

std::string plain(const base::json::value& value) {
  const auto* text = value.if_string();
  return text != nullptr ? std::string(*text) : base::to_text(value);
}

bool is_empty(const base::json::value& value) {
  return value.is_null() || (value.is_string() && value.get_string().empty()) ||
         (value.is_array() && value.get_array().empty()) ||
         (value.is_object() && value.get_object().empty());
}

}  // namespace

base::Result<Answer> run_user_show(Context& context) {
  TRY_VAL(beside, PeopleBeside::open(context));
  TRY_VAL(user, beside->find(context.operands.front()));
  TRY_VAL(json, beside->json_of(user));
  TextTable table({fill("column.field"), fill("column.value")});
  for (const auto& [name, value] : json) {
    if (!is_empty(value)) {
      table.add({std::string(name), plain(value)});
    }
  }
  return Answer{std::move(json), table.text()};
}

}  // namespace app
