#include "app/commands/given.h"

#include <algorithm>
#include <utility>

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

}  // namespace app
