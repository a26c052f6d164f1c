#include "app/commands/given.h"

#include <algorithm>
#include <utility>

#include "app/text_table.h"
#include "app/units.h"

namespace app {
namespace {

constexpr base::Duration kUsualGrace = std::chrono::hours(24);

}  // namespace

std::unexpected<base::Error> refuse(std::string words) {
  return base::reject(base::ErrorCode::invalid_request, "", std::move(words));
}

std::optional<std::string> text_of(const Context& context, std::string_view option) {
  const auto given = context.arguments.find(option);
  return given == context.arguments.end() ? std::nullopt : std::optional(given->second);
}

base::Done check_given(const Context& context, std::string_view option) {
  if (!context.arguments.contains(option)) {
    return refuse(fill("failure.needed", {{"option", option}}));
  }
  return {};
}

base::Done check_any(const Context& context, std::string_view command) {
  if (context.arguments.empty()) {
    return refuse(fill("failure.nothing_to_change", {{"command", command}}));
  }
  return {};
}

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const auto line = text.substr(0, text.find('\n'));
    lines.emplace_back(line);
    text.remove_prefix(std::min(text.size(), line.size() + 1));
  }
  return lines;
}

base::Result<std::optional<bool>> choice(const Context& context, std::string_view yes,
                                         std::string_view no) {
  const bool wanted = context.arguments.contains(yes);
  if (wanted && context.arguments.contains(no)) {
    return refuse(fill("failure.both", {{"one", yes}, {"other", no}}));
  }
  return wanted || context.arguments.contains(no) ? std::optional(wanted) : std::nullopt;
}

base::Result<base::Duration> grace_of(const Context& context) {
  const auto text = text_of(context, "--grace");
  if (!text) {
    return kUsualGrace;
  }
  const auto span = parse_span(*text);
  if (!span) {
    return refuse(fill("failure.grace", {{"text", *text}}));
  }
  return base::Duration(*span);
}

redirect_sso::LookChanges look_of(const Context& context) {
  return {.accent = text_of(context, "--accent"),
          .accent_dark = text_of(context, "--accent-dark"),
          .login_text_id = text_of(context, "--login-text-id"),
          .login_text_en = text_of(context, "--login-text-en"),
          .help_url = text_of(context, "--help-url")};
}

std::string side_by_side(const std::vector<std::string>& addresses) {
  std::string line;
  for (const std::string& address : addresses) {
    line += (line.empty() ? "" : " ") + address;
  }
  return line;
}

std::string enumerated(const std::vector<std::string>& names) {
  std::string line;
  for (const std::string& name : names) {
    line += (line.empty() ? "" : ", ") + name;
  }
  return line;
}

std::string table_of(const base::json::object& fields) {
  TextTable table({fill("column.field"), fill("column.value")});
  for (const auto& [name, value] : fields) {
    const auto* text = value.if_string();
    table.add({std::string(name), text != nullptr ? std::string(*text) : base::to_text(value)});
  }
  return table.text();
}

void show_secret(Made& made, std::string_view member, const base::Secret& secret, Words words) {
  made.json[member] = nullptr;
  if (!secret.empty()) {
    made.json[member] = secret.reveal_text();
    made.text += fill(words, {{"secret", secret.reveal_text()}}) + "\n";
  }
}

}  // namespace app
