// What people see and change of themselves, and the page that makes the first administrator.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "web/form.h"

namespace web {

// What every account page has around it.
struct AccountFrame {
  Person person;
  Url profile;
  Url password;
  Url sessions;
  Url logins;
  Url applications;
  Url logout;
  std::optional<Words> done;     // what has just succeeded
  std::optional<Words> trouble;  // what has not, where no field says it
};

inline constexpr Words kProfileSaved{"account.profile.saved"};
inline constexpr Words kPasswordChanged{"account.password.changed"};
inline constexpr Words kPasswordSet{"account.password.first.set"};
inline constexpr Words kSessionEnded{"account.sessions.ended"};
inline constexpr Words kSessionsEnded{"account.sessions.ended_all"};
inline constexpr Words kSessionGone{"account.sessions.gone"};
inline constexpr Words kFieldsWrong{"account.fields_wrong"};
inline constexpr Words kPageOutdated{"account.outdated"};

// What others keep, shown and not asked for.
struct Fact {
  Text label;
  Text value;
};
inline constexpr Words kFactYes{"account.facts.yes"};
inline constexpr Words kFactNo{"account.facts.no"};

// Sends each field under its name.
struct ProfilePage {
  AccountFrame frame;
  Form form;
  std::vector<Field> fields;
  std::vector<Fact> facts;
};

// Why a password may not be set: the keys of identity/passwords/policy.h, through reason().
struct PasswordRefusal {
  Words reason;
  std::vector<Words> hints;
};
inline constexpr Words kPasswordsDiffer{"password.differs"};
inline constexpr Words kPasswordWrong{"password.wrong"};
inline constexpr Words kPasswordSlowed{"password.slowed"};

// Sends `current` where there is one, `password` and `password_again`.
struct PasswordPage {
  AccountFrame frame;
  Form form;
  bool has_password = true;
  std::size_t shortest = 8;
  std::optional<Words> current_error;
  std::int64_t retry_after = 0;  // seconds, of kPasswordSlowed
  std::optional<PasswordRefusal> refused;
  std::optional<Words> again_error;
};

struct Device {
  std::string id;
  std::string agent;  // the User-Agent as it was sent
  std::string address;
  base::Instant opened_at;
  base::Instant seen_at;
  bool current = false;
  bool remembered = false;
};

// Sends `end=ID`, or `end=others`.
struct SessionsPage {
  AccountFrame frame;
  Form form;
  std::vector<Device> sessions;
  base::Instant now;
};

// The first administrator. Sends each field, `password` and `password_again`.
struct SetupPage {
  Form form;
  std::vector<Field> fields;  // username, name, email: by field_of()
  std::size_t shortest = 8;
  std::optional<PasswordRefusal> refused;
  std::optional<Words> again_error;
  std::optional<Words> trouble;
};

}  // namespace web
