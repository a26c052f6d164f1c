// What was given on the command line, and what is said of it, as the commands about sites and
// clients have it in common.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/commands/command.h"
#include "base/clock.h"
#include "base/json.h"
#include "base/result.h"
#include "base/secret.h"

namespace app {

std::unexpected<base::Error> refuse(std::string words);
std::optional<std::string> text_of(const Context& context, std::string_view option);
// Of an option that may be given more than once.
std::vector<std::string> lines_of(std::string_view text);
// "--enable" and "--disable" and the like: one of the two, or neither.
base::Result<std::optional<bool>> choice(const Context& context, std::string_view yes,
                                         std::string_view no);
// "--grace 24h"
base::Result<base::Duration> grace_of(const Context& context);

// Of several addresses that may be wrong the one that is, named: what is refused by such a clause.
template <class T>
base::Result<T> naming_the_address(base::Result<T> result, std::string_view clause) {
  if (!result && result.error().clause.starts_with(clause) && !result.error().detail.empty()) {
    result.error().description = result.error().detail + ": " + result.error().description;
  }
  return result;
}
// In one cell of a table.
std::string side_by_side(const std::vector<std::string>& addresses);
// A row for each member.
std::string table_of(const base::json::object& fields);

// What was made or given a secret, which nobody is shown again; none is null.
struct Made {
  base::json::object json;
  std::string text;  // ends with a line end
};
void show_secret(Made& made, std::string_view member, const base::Secret& secret, Words words);

}  // namespace app
