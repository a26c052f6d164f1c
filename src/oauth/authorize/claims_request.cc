#include "oauth/authorize/claims_request.h"

namespace oauth::authorize {
namespace {

namespace json = base::json;

constexpr std::size_t kLongest = 4000;

// "value", and each of "values".
std::vector<std::string> values_in(const json::object& asked) {
  std::vector<std::string> values;
  const auto add = [&](const json::value& value) {
    if (value.is_string()) {
      values.emplace_back(value.get_string());
    }
  };
  if (const auto* value = asked.if_contains("value")) {
    add(*value);
  }
  if (const auto* several = asked.if_contains("values");
      several != nullptr && several->is_array()) {
    for (const auto& each : several->get_array()) {
      add(each);
    }
  }
  return values;
}

bool is_essential(const json::object& asked) {
  const auto* essential = asked.if_contains("essential");
  return essential != nullptr && essential->is_bool() && essential->get_bool();
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
    names.emplace_back(name);
    const auto values = asked == nullptr ? std::vector<std::string>() : values_in(*asked);
    if (name == "sub" && !values.empty()) {
      request.sub = values.front();
    }
    if (name == "acr" && asked != nullptr && is_essential(*asked)) {
      request.acr = values;
    }
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
