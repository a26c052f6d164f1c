#include "federation/profile.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>
#include <vector>

#include "federation/id_token.h"
#include "identity/names/names.h"
#include "identity/users/fields.h"

namespace federation {
namespace {

namespace users = identity::users;

constexpr std::string_view kEmailVerified = "email_verified";
// An address, and whether it is verified.
constexpr std::array<std::pair<std::string_view, std::string_view>, 2> kVerified{
    {{"email", kEmailVerified}, {"no_hp", "phone_verified"}}};
constexpr std::size_t kLongestBase = 40;
constexpr std::size_t kLongestLabel = 100;

std::string_view claim_for(const Provider& provider, std::string_view field) {
  const auto own = provider.mapping.find(field);
  if (own != provider.mapping.end()) {
    return own->second;
  }
  const auto usual = usual_mapping().find(field);
  return usual == usual_mapping().end() ? std::string_view() : std::string_view(usual->second);
}

const base::json::value* value_for(const Provider& provider, std::string_view field,
                                   const base::json::object& claims) {
  const auto name = claim_for(provider, field);
  return name.empty() ? nullptr : claims.if_contains(name);
}

// The usual claim speaks of the usual one: beside an address from elsewhere it says nothing (FD2).
bool is_said_of(const Provider& provider, std::string_view flag, std::string_view address) {
  return provider.mapping.contains(flag) || claim_for(provider, address) == address;
}

// Letters, digits and what stands between them: no name of ours holds more of what others allow.
std::string simple(std::string_view text) {
  std::string out;
  for (const char c : text.substr(0, text.find('@'))) {
    const bool upper = c >= 'A' && c <= 'Z';
    const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (upper || plain) {
      out += upper ? static_cast<char>(c - 'A' + 'a') : c;
    } else if ((c == '.' || c == '_' || c == '-' || c == ' ') && !out.empty() &&
               out.back() != '.') {
      out += '.';
    }
  }
  out.resize(std::min(out.size(), kLongestBase));
  while (out.ends_with('.')) {
    out.pop_back();
  }
  return out;
}

// Sites read a username, and people do: only an operator gives one that says what somebody is.
constexpr std::array<std::string_view, 26> kMeanSomething = {
    "abuse",      "admin",    "administrator", "bantuan",  "dpo",      "gapura",     "helpdesk",
    "hostmaster", "keamanan", "moderator",     "noreply",  "operator", "petugas",    "postmaster",
    "root",       "security", "sistem",        "sso",      "staff",    "superadmin", "superuser",
    "support",    "sysadmin", "system",        "webadmin", "webmaster"};

// "root", "ro.ot" and "root2" alike.
bool means_something(std::string name) {
  std::erase(name, '.');
  while (!name.empty() && name.back() >= '0' && name.back() <= '9') {
    name.pop_back();
  }
  return std::ranges::find(kMeanSomething, name) != kMeanSomething.end();
}

}  // namespace

const Mapping& usual_mapping() {
  static const Mapping usual{{"username", "preferred_username"},
                             {"name", "name"},
                             {"email", "email"},
                             {"email_verified", "email_verified"},
                             {"given_name", "given_name"},
                             {"family_name", "family_name"},
                             {"middle_name", "middle_name"},
                             {"nickname", "nickname"},
                             {"profile", "profile"},
                             {"picture", "picture"},
                             {"website", "website"},
                             {"gender", "gender"},
                             {"birthdate", "birthdate"},
                             {"zoneinfo", "zoneinfo"},
                             {"locale", "locale"}};
  return usual;
}

users::User person_from(const Provider& provider, const base::json::object& claims,
                        base::Instant now) {
  users::User user;
  user.created_at = now;
  user.updated_at = now;
  // In the table's order: an address before whether it is verified.
  for (const users::Field& field : users::fields()) {
    const auto* value = value_for(provider, field.name, claims);
    if (field.name == "username" || value == nullptr) {
      continue;
    }
    if (field.name == kEmailVerified && (!is_said_of(provider, kEmailVerified, "email") ||
                                         !value->is_bool() || !value->get_bool())) {
      continue;
    }
    users::User tried = user;
    if (field.write(tried, field.name, *value, now)) {
      user = std::move(tried);
    }
  }
  user.email_is_hearsay = !user.email.empty() && !user.email_verified_at;
  return user;
}

bool tells_all(const Provider& provider, const base::json::object& claims) {
  const auto is_there = [&](std::string_view field) {
    const auto name = claim_for(provider, field);
    return name.empty() || claims.contains(name);
  };
  return is_there("email") && is_there("name") &&
         std::ranges::all_of(provider.mapping, [&](const auto& mapped) {
           return mapped.first == "sub" || is_there(mapped.first);
         });
}

void add_what_is_missing(const Provider& provider, base::json::object& claims,
                         const base::json::object& more) {
  std::vector<std::string_view> settled;
  for (const auto& [address, flag] : kVerified) {
    const auto said = claim_for(provider, address);
    const auto verified = claim_for(provider, flag);
    if ((!said.empty() && claims.contains(said)) ||
        (!verified.empty() && claims.contains(verified))) {
      settled.push_back(said);
      settled.push_back(verified);
    }
  }
  for (const auto& [name, value] : more) {
    if (!claims.contains(name) &&
        std::ranges::find(settled, std::string_view(name)) == settled.end()) {
      claims[name] = value;
    }
  }
}

std::vector<std::string> usernames_from(const Provider& provider, const base::json::object& claims,
                                        const users::User& person) {
  std::vector<std::string> names;
  for (const std::string_view field : {"username", "email", "name"}) {
    if (field == "email" && !person.email_verified_at) {
      continue;
    }
    const auto claim = claim_for(provider, field);
    std::string name = claim.empty() ? std::string() : simple(text_claim_of(claims, claim));
    const auto stored = identity::names::username(name);
    if (!name.empty() && stored && !means_something(name) &&
        std::ranges::find(names, name) == names.end()) {
      names.push_back(std::move(name));
    }
  }
  return names;
}

std::string label_of(const Provider& provider, const base::json::object& claims) {
  for (const std::string_view field : {"email", "username", "name"}) {
    const auto claim = claim_for(provider, field);
    const auto text = claim.empty() ? std::string() : text_claim_of(claims, claim);
    const auto line = users::line_of_text("label", base::json::value(text), kLongestLabel);
    if (line && !line->empty()) {
      return *line;
    }
  }
  return {};
}

}  // namespace federation
