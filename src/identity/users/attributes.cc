#include "identity/users/attributes.h"

#include <algorithm>
#include <array>
#include <utility>

#include "identity/users/fields.h"

namespace identity::users {
namespace {

using base::json::object;
using base::json::value;

constexpr std::size_t kMostDefinitions = 100;
constexpr std::size_t kLongestText = 1024;
constexpr std::size_t kMostTexts = 64;

template <class Enumeration, std::size_t Count>
std::optional<Enumeration> one_of(const std::array<Enumeration, Count>& all,
                                  std::string_view text) {
  const auto found =
      std::ranges::find_if(all, [text](Enumeration each) { return to_string(each) == text; });
  return found == all.end() ? std::nullopt : std::optional(*found);
}

bool is_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') {
    return false;
  }
  const auto number = [text](std::size_t at, std::size_t count) {
    int sum = 0;
    for (const char digit : text.substr(at, count)) {
      if (digit < '0' || digit > '9') {
        return -1;
      }
      sum = sum * 10 + (digit - '0');
    }
    return sum;
  };
  const int year = number(0, 4);
  const int month = number(5, 2);
  const int day = number(8, 2);
  return year >= 0 && month > 0 && day > 0 &&
         std::chrono::year_month_day(std::chrono::year(year),
                                     std::chrono::month(static_cast<unsigned>(month)),
                                     std::chrono::day(static_cast<unsigned>(day)))
             .ok();
}

base::Result<value> checked(const AttributeDefinition& definition, const value& given) {
  const std::string_view name = definition.name;
  switch (definition.type) {
    case AttributeType::text: {
      TRY_VAL(text, line_of_text(name, given, kLongestText));
      return value(text);
    }
    case AttributeType::integer:
      if (given.is_int64()) {
        return given;
      }
      return bad_field(name, "type", "must be a whole number");
    case AttributeType::boolean:
      if (given.is_bool()) {
        return given;
      }
      return bad_field(name, "type", "must be true or false");
    case AttributeType::date:
      if (given.is_string() && is_date(given.get_string())) {
        return given;
      }
      return bad_field(name, "type", "must be a date, as 2024-08-22");
    case AttributeType::texts:
      break;
  }
  if (!given.is_array() || given.get_array().size() > kMostTexts) {
    return bad_field(name, "type", "must be a list of at most 64 texts");
  }
  base::json::array texts;
  for (const value& each : given.get_array()) {
    TRY_VAL(text, line_of_text(name, each, kLongestText));
    texts.emplace_back(text);
  }
  return value(std::move(texts));
}

}  // namespace

std::string_view to_string(AttributeType type) {
  switch (type) {
    case AttributeType::text:
      return "text";
    case AttributeType::integer:
      return "integer";
    case AttributeType::boolean:
      return "boolean";
    case AttributeType::date:
      return "date";
    case AttributeType::texts:
      return "texts";
  }
  std::unreachable();
}

std::string_view to_string(Viewer viewer) {
  switch (viewer) {
    case Viewer::administrator:
      return "administrator";
    case Viewer::self:
      return "self";
    case Viewer::clients:
      return "clients";
  }
  std::unreachable();
}

std::string_view to_string(Editor editor) {
  switch (editor) {
    case Editor::nobody:
      return "nobody";
    case Editor::administrator:
      return "administrator";
    case Editor::self:
      return "self";
  }
  std::unreachable();
}

std::optional<AttributeType> attribute_type_from(std::string_view text) {
  return one_of(std::array{AttributeType::text, AttributeType::integer, AttributeType::boolean,
                           AttributeType::date, AttributeType::texts},
                text);
}

std::optional<Viewer> viewer_from(std::string_view text) {
  return one_of(std::array{Viewer::administrator, Viewer::self, Viewer::clients}, text);
}

std::optional<Editor> editor_from(std::string_view text) {
  return one_of(std::array{Editor::nobody, Editor::administrator, Editor::self}, text);
}

base::Done Attributes::define(const Act& act, const AttributeDefinition& definition) {
  if (!is_attribute_name(definition.name)) {
    return base::reject(base::ErrorCode::invalid_request, "attribute.name.form",
                        "name: a-z, then a-z, 0-9 and _, at most 32");
  }
  if (is_known_name(definition.name)) {
    return base::reject(base::ErrorCode::conflict, "attribute.name.reserved",
                        "name: this is a field or a claim already");
  }
  if (definition.edited_by == Editor::self && definition.seen_by == Viewer::administrator) {
    return base::reject(base::ErrorCode::invalid_request, "attribute.edited_by.unseen",
                        "edited_by: people change only what they see, so that seen_by must be self "
                        "or clients");
  }
  TRY_VAL(definitions, store_.all());
  const auto same = std::ranges::find(definitions, definition.name, &AttributeDefinition::name);
  if (same == definitions.end() && definitions.size() >= kMostDefinitions) {
    return base::reject(base::ErrorCode::conflict, "attribute.count", "at most 100 attributes");
  }
  // Values that are there would no longer be of their type.
  if (same != definitions.end() && same->type != definition.type) {
    return base::reject(base::ErrorCode::conflict, "attribute.type.fixed",
                        "type: remove the attribute before giving it another type");
  }
  return store_.put(definition, event_of(act, "attribute.defined", "attribute:" + definition.name));
}

base::Done Attributes::remove(const Act& act, const std::string& name) {
  TRY_VAL(removed, store_.remove(name, event_of(act, "attribute.removed", "attribute:" + name)));
  if (!removed) {
    return base::reject(base::ErrorCode::not_found, "attribute.name.unknown", "no such attribute");
  }
  return {};
}

base::Result<object> Attributes::change(const object& values, const value& changes, Editor editor) {
  if (!changes.is_object()) {
    return bad_field("attributes", "form", "an object");
  }
  TRY_VAL(definitions, store_.all());
  object result = values;
  for (const auto& [key, given] : changes.get_object()) {
    const std::string_view name = key;
    const auto definition = std::ranges::find(definitions, name, &AttributeDefinition::name);
    if (definition == definitions.end()) {
      return bad_field("attributes", "unknown", "no such attribute: " + std::string(name));
    }
    if (definition->edited_by < editor) {
      return base::reject(base::ErrorCode::forbidden, "user.attributes.forbidden",
                          "attributes: not yours to change: " + std::string(name));
    }
    if (given.is_null()) {
      result.erase(name);
      continue;
    }
    TRY_VAL(fitting, checked(*definition, given));
    result[name] = std::move(fitting);
  }
  return result;
}

base::Result<object> Attributes::seen_by(const object& values, Viewer viewer) {
  TRY_VAL(definitions, store_.all());
  object seen;
  for (const AttributeDefinition& definition : definitions) {
    const auto* found = values.find(definition.name);
    if (found != values.end() && definition.seen_by >= viewer) {
      seen[definition.name] = found->value();
    }
  }
  return seen;
}

}  // namespace identity::users
