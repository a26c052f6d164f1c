#include "oidc/userinfo/claims.h"

#include <algorithm>
#include <array>

namespace oidc::userinfo {
namespace {

namespace json = base::json;
using identity::users::User;

constexpr std::array<std::string_view, 20> kNames = {
    "sub",       "name",           "given_name", "family_name",  "middle_name",
    "nickname",  "profile",        "picture",    "website",      "gender",
    "birthdate", "zoneinfo",       "locale",     "updated_at",   "preferred_username",
    "email",     "email_verified", "address",    "phone_number", "phone_number_verified"};

void put(json::object& into, std::string_view name, const std::string& text) {
  if (!text.empty()) {
    into[name] = text;
  }
}

void put_profile(json::object& into, const User& user) {
  put(into, "name", user.name);
  put(into, "given_name", user.claims.given_name);
  put(into, "family_name", user.claims.family_name);
  put(into, "middle_name", user.claims.middle_name);
  put(into, "nickname", user.claims.nickname);
  put(into, "preferred_username", user.username);
  put(into, "profile", user.claims.profile);
  put(into, "picture", user.claims.picture);
  put(into, "website", user.claims.website);
  put(into, "gender", user.claims.gender);
  put(into, "birthdate", user.claims.birthdate);
  put(into, "zoneinfo", user.claims.zoneinfo);
  put(into, "locale", user.claims.locale);
  into["updated_at"] = base::to_seconds(user.updated_at);
}

void put_email(json::object& into, const User& user) {
  put(into, "email", user.email);
  if (!user.email.empty()) {
    into["email_verified"] = user.email_verified_at.has_value();
  }
}

void put_phone(json::object& into, const User& user) {
  put(into, "phone_number", user.no_hp);
  if (!user.no_hp.empty()) {
    into["phone_number_verified"] = user.phone_verified_at.has_value();
  }
}

void put_address(json::object& into, const User& user) {
  const auto& address = user.claims.address;
  json::object parts;
  put(parts, "formatted", address.formatted);
  put(parts, "street_address", address.street_address);
  put(parts, "locality", address.locality);
  put(parts, "region", address.region);
  put(parts, "postal_code", address.postal_code);
  put(parts, "country", address.country);
  if (!parts.empty()) {
    into["address"] = std::move(parts);
  }
}

struct Row {
  std::string_view scope;
  void (*put)(json::object&, const User&);
};
constexpr std::array kRows = {Row{"profile", &put_profile}, Row{"email", &put_email},
                              Row{"phone", &put_phone}, Row{"address", &put_address}};

}  // namespace

json::object claims(const User& user, const std::vector<std::string>& scopes) {
  json::object all{{"sub", user.sub}};
  for (const Row& row : kRows) {
    if (std::ranges::find(scopes, row.scope) != scopes.end()) {
      row.put(all, user);
    }
  }
  return all;
}

std::span<const std::string_view> claim_names() { return kNames; }

}  // namespace oidc::userinfo
