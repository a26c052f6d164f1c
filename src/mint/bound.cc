#include "mint/bound.h"

#include <optional>
#include <utility>

namespace mint {
namespace {

namespace json = base::json;

std::optional<std::string> text_of(const json::object& object, std::string_view name) {
  const auto* member = object.if_contains(name);
  const auto* text = member == nullptr ? nullptr : member->if_string();
  return text == nullptr ? std::nullopt
                         : std::optional<std::string>(std::in_place, text->data(), text->size());
}

}  // namespace

std::string to_json(const Bound& bound) {
  return base::ObjectText()
      .add("user", bound.user_id)
      .add("session", bound.session)
      .add("holder", bound.holder)
      .add("redirect", bound.redirect)
      .add("scope", bound.scope)
      .add("extra", bound.extra)
      .take();
}

base::Result<Bound> parse_bound(std::string_view text) {
  TRY_VAL(object, base::parse_json_object(text));
  const auto* user = object.if_contains("user");
  const auto* extra = object.if_contains("extra");
  auto session = text_of(object, "session");
  auto holder = text_of(object, "holder");
  auto redirect = text_of(object, "redirect");
  auto scope = text_of(object, "scope");
  if (user == nullptr || !user->is_int64() || extra == nullptr || !extra->is_object() || !session ||
      !holder || !redirect || !scope) {
    return base::reject(base::ErrorCode::internal, "", "a stored code is malformed",
                        "its row does not say what it was made for");
  }
  return Bound{.user_id = user->get_int64(),
               .session = *std::move(session),
               .holder = *std::move(holder),
               .redirect = *std::move(redirect),
               .scope = *std::move(scope),
               .extra = extra->get_object()};
}

}  // namespace mint
