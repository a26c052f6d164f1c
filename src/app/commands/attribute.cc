#include "app/commands/given.h"
#include "app/commands/people_beside.h"
#include "app/text_table.h"

namespace app {
namespace {

using identity::users::AttributeDefinition;

std::unexpected<base::Error> refuse(Words words) {
  return base::reject(base::ErrorCode::invalid_request, "", fill(words));
}

base::Result<AttributeDefinition> definition_of(const Context& context) {
  AttributeDefinition definition{.name = context.operands.front()};
  const Arguments& arguments = context.arguments;
  if (const auto given = arguments.find("--type"); given != arguments.end()) {
    const auto type = identity::users::attribute_type_from(given->second);
    if (!type) {
      return refuse("failure.attribute_type");
    }
    definition.type = *type;
  }
  if (const auto given = arguments.find("--seen-by"); given != arguments.end()) {
    const auto viewer = identity::users::viewer_from(given->second);
    if (!viewer) {
      return refuse("failure.attribute_viewer");
    }
    definition.seen_by = *viewer;
  }
  if (const auto given = arguments.find("--edited-by"); given != arguments.end()) {
    const auto editor = identity::users::editor_from(given->second);
    if (!editor) {
      return refuse("failure.attribute_editor");
    }
    definition.edited_by = *editor;
  }
  return definition;
}

base::json::object json_of(const AttributeDefinition& definition) {
  return {{"name", definition.name},
          {"type", to_string(definition.type)},
          {"seen_by", to_string(definition.seen_by)},
          {"edited_by", to_string(definition.edited_by)}};
}

}  // namespace

base::Result<Answer> run_attribute_add(Context& context) {
  TRY_VAL(definition, definition_of(context));
  TRY_VAL(beside, PeopleBeside::open(context));
  TRY(beside->people().attributes().define(by_operator(), definition));
  return Answer{json_of(definition), fill("attribute.added", {{"name", definition.name}}) + "\n"};
}

base::Result<Answer> run_attribute_list(Context& context) {
  TRY_VAL(beside, PeopleBeside::open(context));
  TRY_VAL(definitions, beside->people().attributes().all());
  base::json::array list;
  TextTable table(
      {fill("column.name"), fill("column.type"), fill("column.seen_by"), fill("column.edited_by")});
  for (const AttributeDefinition& definition : definitions) {
    list.push_back(json_of(definition));
    table.add({definition.name, std::string(to_string(definition.type)),
               std::string(to_string(definition.seen_by)),
               std::string(to_string(definition.edited_by))});
  }
  return Answer{base::json::object{{"attributes", std::move(list)}}, table.text()};
}

base::Result<Answer> run_attribute_delete(Context& context) {
  const std::string& name = context.operands.front();
  TRY_VAL(beside, PeopleBeside::open(context));
  TRY(naming_what(beside->people().attributes().remove(by_operator(), name), "failure.no_attribute",
                  name));
  return Answer{base::json::object{{"name", name}, {"deleted", true}},
                fill("attribute.deleted", {{"name", name}}) + "\n"};
}

}  // namespace app
