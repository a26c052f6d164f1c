// What was given on the command line, and what is said of it, as the commands about sites and
// clients have it in common.
#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/commands/command.h"
#include "base/clock.h"
#include "base/json.h"
#include "base/result.h"
#include "base/secret.h"
#include "redirect_sso/look.h"

namespace app {

std::unexpected<base::Error> refuse(std::string words);
std::optional<std::string> text_of(const Context& context, std::string_view option);
// Of an option that may be given more than once.
std::vector<std::string> lines_of(std::string_view text);
// What a command cannot do without: "--name".
base::Done check_given(const Context& context, std::string_view option);
// Of a command that changes what its options say.
base::Done check_any(const Context& context, std::string_view command);
// "--enable" and "--disable" and the like: one of the two, or neither.
base::Result<std::optional<bool>> choice(const Context& context, std::string_view yes,
                                         std::string_view no);
// "--grace 24h"
base::Result<base::Duration> grace_of(const Context& context);

// A value of a table of names; what else is given is refused with what the option takes.
template <class T>
base::Result<std::optional<T>> named(const Context& context, std::string_view option,
                                     std::optional<T> (*from)(std::string_view), Words expected) {
  const auto text = text_of(context, option);
  if (!text) {
    return std::optional<T>();
  }
  const auto value = from(*text);
  if (!value) {
    return refuse(fill("failure.option",
                       {{"option", option}, {"expected", fill(expected)}, {"text", *text}}));
  }
  return value;
}

// Which option it is about that a room refuses something by that clause.
struct OptionFor {
  std::string_view clause;
  std::string_view option;
};
template <class T>
base::Result<T> naming_the_option(base::Result<T> result, std::span<const OptionFor> options) {
  if (!result) {
    auto& error = result.error();
    const auto found = std::ranges::find(options, error.clause, &OptionFor::clause);
    if (found != options.end()) {
      error.description = std::string(found->option) + ": " + error.description;
    }
  }
  return result;
}

// As above, of what makes the pages look like somebody's.
inline constexpr std::array kLookOptionFor{
    OptionFor{"look.accent", "--accent"}, OptionFor{"look.accent_dark", "--accent-dark"},
    OptionFor{"look.login_text_id", "--login-text-id"},
    OptionFor{"look.login_text_en", "--login-text-en"}, OptionFor{"look.help_url", "--help-url"}};

// What there is none of by that name.
template <class T>
base::Result<T> naming_what(base::Result<T> result, Words words, std::string_view text) {
  if (!result && result.error().code == base::ErrorCode::not_found) {
    result.error().description = fill(words, {{"text", text}});
  }
  return result;
}

// Of several addresses that may be wrong the one that is, named: what is refused by such a clause.
template <class T>
base::Result<T> naming_the_address(base::Result<T> result, std::string_view clause) {
  if (!result && result.error().clause.starts_with(clause) && !result.error().detail.empty()) {
    result.error().description = result.error().detail + ": " + result.error().description;
  }
  return result;
}
// "--accent" and what else makes the pages look like somebody's.
redirect_sso::LookChanges look_of(const Context& context);
// In one cell of a table.
std::string side_by_side(const std::vector<std::string>& addresses);
// "ES256, RS256"
std::string enumerated(const std::vector<std::string>& names);
// A row for each member.
std::string table_of(const base::json::object& fields);

// What was made or given a secret, which nobody is shown again; none is null.
struct Made {
  base::json::object json;
  std::string text;  // ends with a line end
};
void show_secret(Made& made, std::string_view member, const base::Secret& secret, Words words);

}  // namespace app
