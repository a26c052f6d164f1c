#include <array>
#include <iostream>

#include "app/commands/command.h"
#include "app/people.h"
#include "app/quiet_log.h"

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
    base::json::array addresses;
    std::string_view rest = given->second;
    while (!rest.empty()) {
      const auto one = rest.substr(0, rest.find(','));
      addresses.emplace_back(one);
      rest.remove_prefix(std::min(rest.size(), one.size() + 1));
    }
    fields["email_pp"] = std::move(addresses);
  }
  return fields;
}

// One line: the end of it is no part of the password.
base::Secret password_line(std::istream& in) {
  std::string line;
  std::getline(in, line);
  if (line.ends_with('\r')) {
    line.pop_back();
  }
  base::Secret password(line);
  std::ranges::fill(line, '\0');
  return password;
}

}  // namespace

base::Result<Answer> run_user_add(Context& context) {
  QuietLog quiet(context.clock);
  TRY_VAL(store, Store::open({context.config.settings, context.environment, context.clock,
                              context.random, quiet.log()},
                             Opening::beside));
  People people({.settings = context.config.settings,
                 .store = *store,
                 .clock = context.clock,
                 .random = context.random,
                 .hashing_threads = 1});
  const identity::Act act{.actor = "cli"};
  const auto fields = fields_of(context.arguments);
  base::Secret password;
  if (context.arguments.contains("--password-stdin")) {
    // Looked at before anybody is made.
    password = password_line(std::cin);
    TRY_VAL(draft, people.users().draft(fields));
    const auto checked = people.policy().check(password, draft);
    if (const auto* refused = std::get_if<identity::passwords::Refused>(&checked)) {
      return base::reject(base::ErrorCode::invalid_request, to_string(refused->reason),
                          fill("failure.password"));
    }
  }
  TRY_VAL(user, people.users().add(act, fields));
  if (!password.empty()) {
    TRY(people.passwords().set(act, user, password, std::nullopt));
  }
  return Answer{.json = identity::users::to_json(user),
                .text = fill("user.added",
                             {{"username", user.username}, {"id", std::to_string(user.id.value)}}) +
                        "\n"};
}

}  // namespace app
