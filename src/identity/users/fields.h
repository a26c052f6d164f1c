// The fields of a person that can be written, as a table: a field that is not in it cannot be set,
// whatever a form or a file holds (mass assignment), and each has one set of rules for every way
// in.
#pragma once

#include <span>
#include <string_view>

#include "base/clock.h"
#include "base/json.h"
#include "base/result.h"
#include "identity/users/attributes.h"
#include "identity/users/user.h"

namespace identity::users {

struct Field {
  std::string_view name;
  Editor edited_by;
  // null empties it. The failure's clause is "user.FIELD.WHY", a key of the locales.
  base::Done (*write)(User& user, std::string_view name, const base::json::value& value,
                      base::Instant now);
};

// In the order in which changes apply: an address before whether it is verified.
std::span<const Field> fields();

// The standard claims that are one text each.
struct ClaimField {
  std::string_view name;
  std::string Claims::* member;
};
std::span<const ClaimField> claim_fields();

// Whether it has the form of an attribute's name.
bool is_attribute_name(std::string_view name);
// True for what a definition of an attribute may not be called.
bool is_known_name(std::string_view name);

std::unexpected<base::Error> bad_field(std::string_view field, std::string_view why,
                                       std::string_view words);

// One line of text as it is stored: NFC, no spaces around it, no controls within, at most so many
// code points. Empty for null.
base::Result<std::string> line_of_text(std::string_view field, const base::json::value& value,
                                       std::size_t longest);

}  // namespace identity::users
