// A person, as every door knows them: the fields of the three contracts, the standard claims of
// OpenID Connect (Core 1.0, section 5.1), and what the operator adds. The integer id and the opaque
// sub name the same person for ever; neither is given to anybody else, not even after erasure.
// An empty text is an absent one.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/json.h"
#include "identity/names/names.h"

namespace identity::users {

struct UserId {
  std::int64_t value = 0;
  auto operator<=>(const UserId&) const = default;
};

// "user:23", as the trail names a person.
std::string subject_of(UserId id);

// Only an active person gets anything. Disabled: an administrator's decision. Locked: held until
// somebody has looked at it. Erased: the id and the sub, and nothing of the person, for ever.
enum class Status { active, disabled, locked, erased };

std::string_view to_string(Status status);
std::optional<Status> status_from(std::string_view text);

// Core 1.0, section 5.1.1.
struct PostalAddress {
  std::string formatted;
  std::string street_address;
  std::string locality;
  std::string region;
  std::string postal_code;
  std::string country;
  bool operator==(const PostalAddress&) const = default;
};

// The standard claims that no contract field says already.
struct Claims {
  std::string given_name;
  std::string family_name;
  std::string middle_name;
  std::string nickname;
  std::string profile;
  std::string picture;
  std::string website;
  std::string gender;
  std::string birthdate;
  std::string zoneinfo;
  std::string locale;
  PostalAddress address;
  bool operator==(const Claims&) const = default;
};

struct User {
  UserId id;
  std::string sub;
  std::int64_t version = 0;  // one more with every change; a change names the one it was made from
  Status status = Status::active;

  std::string username;
  std::string name;
  std::string email;
  // A provider says that it is theirs and nobody has verified it: they are not found by it.
  bool email_is_hearsay = false;
  std::optional<base::Instant> email_verified_at;
  std::string no_hp;
  std::optional<base::Instant> phone_verified_at;
  std::string nip;
  std::vector<std::string> email_pp;
  std::string kd_satker;
  std::string nama_satker;
  // Data about a person, which sites may read. It confers no power in Gapura: see grants.h.
  std::string role;
  Claims claims;
  base::json::object attributes;  // as attributes.h defines them

  base::Instant created_at;
  base::Instant updated_at;
  std::optional<base::Instant> last_login_at;
};

// What people are found by. Usernames are unique; an address or a number only once it is verified.
struct Keys {
  std::string username;
  std::string email;
  std::string phone;
  bool email_verified = false;
  bool phone_verified = false;
};

Keys keys_of(const User& user);

// Everything, as an administrator sees it.
base::json::object to_json(const User& user);

}  // namespace identity::users
