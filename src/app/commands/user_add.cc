#include <array>
#include <string>
#include <string_view>

#include "app/commands/people_beside.h"

namespace app {
namespace {

struct FieldOption {
  std::string_view option;
  std::string_view field;
};
constexpr std::array kFields{
    FieldOption{"--username", "username"},   FieldOption{"--email", "email"},
    FieldOption{"--name", "name"},           FieldOption{"--phone", "no_hp"},
    FieldOption{"--role", "role"},           FieldOption{"--nip", "nip"},
    FieldOption{"--kd-satker", "kd_satker"}, FieldOption{"--nama-satker", "nama_satker"},
};

// A room says "no_hp: …" of the field; here it was an option.
template <class T>
base::Result<T> naming_the_option(base::Result<T> result) {
  if (!result) {
    std::string& words = result.error().description;
    for (const FieldOption& row : kFields) {
      if (words.starts_with(std::string(row.field) + ": ")) {
        words.replace(0, row.field.size(), row.option);
        break;
      }
    }
  }
  return result;
}

base::json::object fields_of(const Arguments& arguments) {
  base::json::object fields;
  for (const FieldOption& row : kFields) {
    if (const auto given = arguments.find(row.option); given != arguments.end()) {
      fields[row.field] = given->second;
    }
  }
  if (arguments.contains("--email-verified")) {
    fields["email_verified"] = true;
  }
  if (const auto given = arguments.find("--email-pp"); given != arguments.end()) {
    fields["email_pp"] = texts_of(given->second);
  }
  return fields;
}

}  // namespace

base::Result<Answer> run_user_add(Context& context) {
  TRY_VAL(beside, PeopleBeside::open(context));
  People& people = beside->people();
  const auto fields = fields_of(context.arguments);
  // Whatever can be wrong is looked at before anybody is made.
  TRY_VAL(draft, naming_the_option(people.users().draft(fields)));
  base::Secret password;
  if (context.arguments.contains("--password-stdin")) {
    TRY_VAL(typed, read_password("--password-stdin"));
    const auto checked = people.policy().check(typed, draft);
    if (const auto* refused = std::get_if<identity::passwords::Refused>(&checked)) {
      return refuse_password(*refused);
    }
    password = std::move(typed);
  }
  TRY_VAL(user, naming_the_option(people.users().add(by_operator(), fields)));
  if (!password.empty()) {
    TRY(people.passwords().set(by_operator(), user, password, std::nullopt));
  }
  if (context.arguments.contains("--administrator")) {
    TRY(people.users().grant(by_operator(), user.id, identity::users::Grant::administrator));
  }
  TRY_VAL(json, beside->json_of(user));
  return Answer{.json = std::move(json),
                .text = fill("user.added", {{"who", called(user)}}) + "\n"};
}

}  // namespace app
