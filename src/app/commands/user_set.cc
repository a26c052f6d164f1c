#include <algorithm>

#include "app/commands/given.h"
#include "app/commands/people_beside.h"
#include "app/likely.h"
#include "app/units.h"
#include "identity/users/fields.h"

namespace app {
namespace {

using base::json::object;
using base::json::value;
using identity::users::AttributeDefinition;
using identity::users::AttributeType;

constexpr std::string_view kAddressPart = "address.";

std::unexpected<base::Error> refuse_about(Words words, std::string_view text) {
  return refuse(fill(words, {{"text", text}}));
}

base::Result<value> switched(std::string_view field, std::string_view text) {
  if (text != "true" && text != "false") {
    return refuse_about("failure.not_a_switch", field);
  }
  return value(text == "true");
}

base::Result<value> attribute_value(const AttributeDefinition& definition, std::string_view text) {
  switch (definition.type) {
    case AttributeType::integer: {
      const auto parsed = base::parse_json(text);
      if (!parsed || !parsed->is_int64()) {
        return refuse_about("failure.not_a_number", definition.name);
      }
      return *parsed;
    }
    case AttributeType::boolean:
      return switched(definition.name, text);
    case AttributeType::texts:
      return value(texts_of(text));
    case AttributeType::text:
    case AttributeType::date:
      break;
  }
  return value(text);
}

// An operator types texts; what each becomes is decided here, whether it will do by the rooms.
class Changes {
 public:
  Changes(std::vector<AttributeDefinition> definitions, object before)
      : definitions_(std::move(definitions)), before_(std::move(before)) {}

  base::Done add(std::string_view assignment) {
    const auto equals = assignment.find('=');
    if (equals == std::string_view::npos || equals == 0) {
      return refuse_about("failure.assignment", assignment);
    }
    const auto field = assignment.substr(0, equals);
    const auto text = assignment.substr(equals + 1);
    if (field.starts_with(kAddressPart)) {
      return add_address(field.substr(kAddressPart.size()), text);
    }
    const auto definition = std::ranges::find(definitions_, field, &AttributeDefinition::name);
    if (definition != definitions_.end()) {
      return add_attribute(*definition, text);
    }
    TRY(check_known(field));
    if (text.empty()) {
      changes_[field] = nullptr;
    } else if (field == "email_verified" || field == "phone_verified") {
      TRY_VAL(on, switched(field, text));
      changes_[field] = std::move(on);
    } else if (field == "email_pp") {
      changes_[field] = texts_of(text);
    } else {
      changes_[field] = text;
    }
    return {};
  }

  const object& all() const { return changes_; }

 private:
  base::Done check_known(std::string_view field) const {
    std::vector<std::string> names;
    for (const auto& one : identity::users::fields()) {
      names.emplace_back(one.name);
    }
    for (const auto& one : definitions_) {
      names.push_back(one.name);
    }
    if (std::ranges::find(names, field) != names.end()) {
      return {};
    }
    const auto guess = likely(field, names);
    return refuse(fill("failure.no_field", {{"text", field}}) +
                  (guess.empty() ? fill("failure.fields_are", {{"fields", enumerated(names)}})
                                 : did_you_mean(guess)));
  }

  // The other parts stay.
  base::Done add_address(std::string_view part, std::string_view text) {
    if (!changes_.contains("address")) {
      const auto* address = before_.if_contains("address");
      changes_["address"] = address != nullptr ? *address : value(object());
    }
    object& address = changes_["address"].as_object();
    if (text.empty()) {
      address.erase(part);
    } else {
      address[part] = text;
    }
    return {};
  }

  base::Done add_attribute(const AttributeDefinition& definition, std::string_view text) {
    if (!changes_.contains("attributes")) {
      changes_["attributes"] = object();
    }
    object& attributes = changes_["attributes"].as_object();
    if (text.empty()) {
      attributes[definition.name] = nullptr;
      return {};
    }
    TRY_VAL(typed, attribute_value(definition, text));
    attributes[definition.name] = std::move(typed);
    return {};
  }

  const std::vector<AttributeDefinition> definitions_;
  const object before_;
  object changes_;
};

}  // namespace

base::Result<Answer> run_user_set(Context& context) {
  TRY_VAL(beside, PeopleBeside::open(context));
  TRY_VAL(user, beside->find(context.operands.front()));
  TRY_VAL(definitions, beside->people().attributes().all());
  Changes changes(std::move(definitions), identity::users::to_json(user));
  for (const std::string& assignment : std::span(context.operands).subspan(1)) {
    TRY(changes.add(assignment));
  }
  // From the version that was looked at: an address that somebody else changed is not put back.
  TRY_VAL(changed,
          beside->people().users().set(by_operator(), identity::users::Editor::administrator,
                                       user.id, user.version, changes.all()));
  TRY_VAL(json, beside->json_of(changed));
  return Answer{std::move(json), fill("user.changed", {{"who", called(changed)}}) + "\n"};
}

}  // namespace app
