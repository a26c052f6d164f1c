// The rooms of people beside a running server, and what the commands about people have in common.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "app/commands/command.h"
#include "app/people.h"
#include "app/quiet_log.h"
#include "app/store.h"
#include "base/json.h"
#include "base/secret.h"

namespace app {

class PeopleBeside {
 public:
  static base::Result<std::unique_ptr<PeopleBeside>> open(Context& context);

  People& people() { return *people_; }
  Store& store() { return *store_; }
  base::Log& log() { return quiet_.log(); }
  // By id, username, e-mail address or phone number; the failure names who was asked for.
  base::Result<identity::users::User> find(const std::string& who);
  // As an administrator sees them, and whether they are one.
  base::Result<base::json::object> json_of(const identity::users::User& user);

 private:
  explicit PeopleBeside(const base::Clock& clock) : quiet_(clock) {}

  QuietLog quiet_;
  std::unique_ptr<Store> store_;
  std::optional<People> people_;
};

// As the trail is told of everything that a command does.
identity::Act by_operator();

// One line of standard input, as that option says; the end of it is no part of the password.
base::Result<base::Secret> read_password(std::string_view option);
// Why a password is not taken, and what would help.
std::unexpected<base::Error> refuse_password(const identity::passwords::Refused& refused);

// "a,b" as a list.
base::json::array texts_of(std::string_view list);

// "ani (23)"
std::string called(const identity::users::User& user);

}  // namespace app
