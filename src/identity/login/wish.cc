#include "identity/login/wish.h"

#include <utility>

namespace identity::login {
namespace {

using base::json::object;
using base::json::value;

std::unexpected<base::Error> unreadable() {
  return base::reject(base::ErrorCode::internal, "", "the login cannot be read",
                      "a transaction's wish is not what this program writes");
}

std::string text_in(const object& json, std::string_view name) {
  const value* found = json.if_contains(name);
  return found != nullptr && found->is_string() ? std::string(found->get_string()) : std::string();
}

bool flag_in(const object& json, std::string_view name) {
  const value* found = json.if_contains(name);
  return found != nullptr && found->is_bool() && found->get_bool();
}

std::optional<std::int64_t> number_in(const object& json, std::string_view name) {
  const value* found = json.if_contains(name);
  return found != nullptr && found->is_int64() ? std::optional(found->get_int64()) : std::nullopt;
}

}  // namespace

object to_json(const Wish& wish) {
  object json;
  json["door"] = wish.door;
  json["request"] = wish.request;
  json["client"] = wish.client;
  json["may_ask"] = wish.may_ask;
  json["login_hint"] = wish.login_hint;
  json["locale"] = wish.locale;
  json["log_in"] = wish.asked.log_in;
  json["choose_account"] = wish.asked.choose_account;
  json["level"] = sessions::to_string(wish.asked.level);
  base::json::array factors;
  for (const std::string& factor : wish.asked.factors) {
    factors.emplace_back(factor);
  }
  json["factors"] = std::move(factors);
  if (wish.asked.max_age) {
    json["max_age"] = wish.asked.max_age->count();
  }
  if (wish.asked.only) {
    json["only"] = wish.asked.only->value;
  }
  return json;
}

base::Result<Wish> wish_from(const object& json) {
  const auto level = sessions::level_from(text_in(json, "level"));
  const value* factors = json.if_contains("factors");
  // Read leniently, a demand could get lost on the way.
  if (!level || factors == nullptr || !factors->is_array() || !json.contains("log_in") ||
      !json.contains("choose_account")) {
    return unreadable();
  }
  Wish wish{.door = text_in(json, "door"),
            .request = text_in(json, "request"),
            .client = text_in(json, "client"),
            .asked = {.log_in = flag_in(json, "log_in"),
                      .choose_account = flag_in(json, "choose_account"),
                      .level = *level},
            .may_ask = flag_in(json, "may_ask"),
            .login_hint = text_in(json, "login_hint"),
            .locale = text_in(json, "locale")};
  for (const value& factor : factors->get_array()) {
    if (!factor.is_string()) {
      return unreadable();
    }
    wish.asked.factors.emplace_back(factor.get_string());
  }
  if (const auto age = number_in(json, "max_age")) {
    wish.asked.max_age = base::Duration(*age);
  }
  if (const auto only = number_in(json, "only")) {
    wish.asked.only = users::UserId{*only};
  }
  if (wish.asked.max_age.has_value() != json.contains("max_age") ||
      wish.asked.only.has_value() != json.contains("only")) {
    return unreadable();
  }
  return wish;
}

}  // namespace identity::login
