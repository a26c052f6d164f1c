#include "oauth/authorize/claims_request.h"

#include <algorithm>
#include <iterator>

namespace oauth::authorize {
namespace {

namespace json = base::json;

constexpr std::size_t kLongest = 4000;
// Each may be looked for in the database, for anybody who asks.
constexpr std::size_t kMostValues = 20;

using Values = std::vector<std::vector<std::string>>;

// What "value" and "values" ask for, each for itself; nothing for what nobody can satisfy, no text
// or a list of none, and for more than anybody means.
std::optional<Values> values_in(const json::object& asked) {
  Values all;
  if (const auto* value = asked.if_contains("value")) {
    if (!value->is_string()) {
      return std::nullopt;
    }
    all.push_back({std::string(value->get_string())});
  }
  if (const auto* several = asked.if_contains("values")) {
    const auto* list = several->if_array();
    if (list == nullptr || list->empty() || list->size() > kMostValues ||
        !std::ranges::all_of(*list, [](const auto& each) { return each.is_string(); })) {
      return std::nullopt;
    }
    auto& values = all.emplace_back();
    for (const auto& each : *list) {
      values.emplace_back(each.get_string());
    }
  }
  return all;
}

// Nothing for what is no boolean.
std::optional<bool> is_essential(const json::object& asked) {
  const auto* essential = asked.if_contains("essential");
  if (essential == nullptr) {
    return false;
  }
  return essential->is_bool() ? std::optional(essential->get_bool()) : std::nullopt;
}

bool read_one(std::string_view name, const json::object& asked, ClaimsRequest& request) {
  const auto essential = is_essential(asked);
  if (!essential || (name != "sub" && name != "acr")) {
    return essential.has_value();
  }
  auto values = values_in(asked);
  if (!values) {
    return false;
  }
  if (name == "sub" || *essential) {
    auto& into = name == "sub" ? request.sub : request.acr;
    std::ranges::move(*values, std::back_inserter(into));
  }
  return true;
}

// Each name with null or with how it is asked for.
bool read_part(const json::object& whole, std::string_view part, std::vector<std::string>& names,
               ClaimsRequest& request) {
  const auto* member = whole.if_contains(part);
  if (member == nullptr) {
    return true;
  }
  if (!member->is_object()) {
    return false;
  }
  for (const auto& [name, value] : member->get_object()) {
    const auto* asked = value.if_object();
    if (asked == nullptr && !value.is_null()) {
      return false;
    }
    if (asked != nullptr && !read_one(name, *asked, request)) {
      return false;
    }
    names.emplace_back(name);
  }
  return true;
}

}  // namespace

std::optional<ClaimsRequest> read_claims(std::string_view text) {
  ClaimsRequest request;
  if (text.empty()) {
    return request;
  }
  const auto whole = text.size() > kLongest ? std::nullopt : [&] {
    auto parsed = base::parse_json_object(text);
    return parsed ? std::optional(*std::move(parsed)) : std::nullopt;
  }();
  if (!whole || !read_part(*whole, "userinfo", request.userinfo, request) ||
      !read_part(*whole, "id_token", request.id_token, request)) {
    return std::nullopt;
  }
  return request;
}

bool allows(const std::vector<std::vector<std::string>>& all, std::string_view value) {
  return std::ranges::all_of(
      all, [&](const auto& values) { return std::ranges::find(values, value) != values.end(); });
}

std::vector<std::string> names_in(const json::object& kept, std::string_view member) {
  std::vector<std::string> names;
  const auto* list = kept.if_contains(member);
  if (list != nullptr && list->is_array()) {
    for (const auto& name : list->get_array()) {
      names.emplace_back(name.is_string() ? std::string_view(name.get_string()) : "");
    }
  }
  return names;
}

}  // namespace oauth::authorize
