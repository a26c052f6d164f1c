#include "endpoints/account_profile.h"

#include <array>
#include <charconv>
#include <optional>
#include <utility>

#include "base/json.h"
#include "http/ascii.h"
#include "identity/users/fields.h"

namespace endpoints {
namespace {

namespace users = identity::users;
namespace json = base::json;

using base::Result;
using http::Response;

constexpr std::string_view kAddress = "address";
constexpr std::string_view kFormatted = "formatted";
constexpr std::string_view kVersion = "version";
constexpr std::string_view kAttributes = "attributes";
constexpr std::array kOwnFields = {std::string_view("csrf"), kVersion};
constexpr std::array<std::string_view, 6> kFacts = {"username",  "email",       "nip",
                                                    "kd_satker", "nama_satker", "role"};

std::string text_of(const json::value* value);

std::string joined(const json::array& list, std::string_view between) {
  std::string text;
  for (const auto& each : list) {
    text.append(text.empty() ? "" : between).append(text_of(&each));
  }
  return text;
}

std::string text_of(const json::value* value) {
  if (value == nullptr || value->is_null()) {
    return "";
  }
  if (const auto* list = value->if_array()) {
    return joined(*list, "\n");
  }
  if (value->is_object()) {
    return text_of(value->get_object().if_contains(kFormatted));
  }
  return value->is_string() ? std::string(value->get_string()) : base::to_text(*value);
}

// A field of the form: what it is called and what is there.
struct Item {
  std::string name;
  std::string value;
  std::optional<users::AttributeType> attribute;
};

web::Field field_of(const Item& item) {
  auto field = web::field_of(item.name);
  field.value = item.value;
  if (item.attribute == users::AttributeType::boolean) {
    field.shape = web::Field::Shape::yes_or_no;
  } else if (item.attribute == users::AttributeType::texts) {
    field.shape = web::Field::Shape::lines;
    field.hint = web::kOneOnEachLine;
  }
  return field;
}

web::Text fact_of(const json::value& value) {
  if (const auto* yes = value.if_bool()) {
    return *yes ? web::kFactYes : web::kFactNo;
  }
  if (const auto* list = value.if_array()) {
    return joined(*list, ", ");
  }
  return text_of(&value);
}

// The page's two groups.
struct Sheet {
  std::vector<Item> items;
  std::vector<web::Fact> facts;
};

Result<Sheet> sheet_of(const Member& member) {
  const auto shown = users::to_json(member.user);
  Sheet sheet;
  for (const auto& field : users::fields()) {
    if (field.edited_by == users::Editor::self) {
      sheet.items.push_back({std::string(field.name), text_of(shown.if_contains(field.name)), {}});
    }
  }
  for (const auto name : kFacts) {
    if (auto value = text_of(shown.if_contains(name)); !value.empty()) {
      sheet.facts.push_back({web::field_of(name).label, std::move(value)});
    }
  }
  auto& attributes = member.desk.rooms.attributes;
  TRY_VAL(values, attributes.seen_by(member.user.attributes, users::Viewer::self));
  TRY_VAL(definitions, attributes.all());
  for (const auto& definition : definitions) {
    const auto* value = values.if_contains(definition.name);
    if (definition.edited_by == users::Editor::self) {
      sheet.items.push_back({definition.name, text_of(value), definition.type});
    } else if (!text_of(value).empty()) {
      sheet.facts.push_back({web::field_of(definition.name).label, fact_of(*value)});
    }
  }
  return sheet;
}

// Browsers end them by CR LF.
json::value lines_of(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r";
  json::array lines;
  while (!text.empty()) {
    const auto line = http::take_until(text, '\n');
    if (const auto first = line.find_first_not_of(kBlank); first != std::string_view::npos) {
      lines.emplace_back(line.substr(first, line.find_last_not_of(kBlank) + 1 - first));
    }
  }
  return lines.empty() ? json::value(nullptr) : json::value(std::move(lines));
}

json::value json_of(const Item& item, const std::string& text) {
  if (item.attribute == users::AttributeType::texts) {
    return lines_of(text);
  }
  if (item.attribute == users::AttributeType::boolean && (text == "true" || text == "false")) {
    return text == "true";
  }
  std::int64_t number = 0;
  const char* end = text.data() + text.size();
  if (item.attribute == users::AttributeType::integer &&
      std::from_chars(text.data(), end, number).ptr == end && !text.empty()) {
    return number;
  }
  return text.empty() ? json::value(nullptr) : json::value(text);
}

// The rest of an address stays as it is.
json::value address_with(const Member& member, const std::string& formatted) {
  const auto shown = users::to_json(member.user);
  const auto* address = shown.if_contains(kAddress);
  json::object changed = address == nullptr ? json::object() : address->get_object();
  changed[kFormatted] = formatted;
  return changed;
}

Result<json::object> changes_in(const Member& member, const http::Form& form,
                                const std::vector<Item>& items) {
  TRY(form.no_duplicates());
  json::object changes;
  json::object attributes;
  for (const auto& [name, text] : form.entries()) {
    if (std::ranges::find(kOwnFields, name) != kOwnFields.end()) {
      continue;
    }
    const auto item = std::ranges::find(items, name, &Item::name);
    if (item == items.end()) {
      // The room says whether it is unknown or only not theirs.
      changes[name] = text;
    } else if (json_of(*item, text) != json_of(*item, item->value)) {
      auto& target = item->attribute ? attributes : changes;
      target[name] = name == kAddress ? address_with(member, text) : json_of(*item, text);
    }
  }
  if (!attributes.empty()) {
    changes[kAttributes] = std::move(attributes);
  }
  return changes;
}

web::ProfilePage page_of(const Member& member, const Sheet& sheet) {
  web::ProfilePage page{.frame = frame_of(member),
                        .form = account_form(member, "/account/profile"),
                        .fields = {},
                        .facts = sheet.facts};
  page.form.hidden.push_back({std::string(kVersion), std::to_string(member.user.version)});
  for (const auto& item : sheet.items) {
    page.fields.push_back(field_of(item));
  }
  return page;
}

Response answer(const Member& member, int status, const web::ProfilePage& page) {
  const auto& front = member.desk.front;
  return front.page(member.request, status, front.pages().render(page, front.view(member.request)));
}

// What was typed, with the reason at the field that it is about.
Result<Response> refused(const Member& member, const http::Form& form, const Sheet& sheet,
                         const base::Error& error) {
  auto page = page_of(member, sheet);
  if (error.clause == "user.stale") {
    page.frame.trouble = web::kPageOutdated;
    return answer(member, 409, page);
  }
  page.frame.trouble = web::kFieldsWrong;
  bool found = false;
  for (auto& field : page.fields) {
    TRY_VAL(typed, form.get(field.name));
    field.value = typed.value_or(field.value);
    if (error.clause.starts_with("user." + field.name + ".")) {
      field.error = web::reason(error.clause);
      found = true;
    }
  }
  if (!found) {
    return std::unexpected(error);
  }
  return answer(member, 422, page);
}

}  // namespace

Result<Response> show_profile(const Member& member) {
  TRY_VAL(sheet, sheet_of(member));
  return answer(member, 200, page_of(member, sheet));
}

Result<Response> take_profile(const Member& member, const http::Form& form) {
  TRY_VAL(sheet, sheet_of(member));
  TRY_VAL(changes, changes_in(member, form, sheet.items));
  TRY_VAL(text, form.get(kVersion));
  std::optional<std::int64_t> version;
  if (text) {
    std::int64_t number = 0;
    std::from_chars(text->data(), text->data() + text->size(), number);
    version = number;
  }
  if (!changes.empty()) {
    const auto changed = member.desk.rooms.users.set(member.act(), users::Editor::self,
                                                     member.user.id, version, changes);
    if (!changed) {
      return refused(member, form, sheet, changed.error());
    }
  }
  return back_to(kAccountPath, "profile");
}

}  // namespace endpoints
