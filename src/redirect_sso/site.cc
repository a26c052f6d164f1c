#include "redirect_sso/site.h"

#include <algorithm>
#include <array>
#include <utility>

namespace redirect_sso {
namespace {

namespace json = base::json;

std::unexpected<base::Error> unreadable() {
  return base::reject(base::ErrorCode::internal, "", "a site cannot be read",
                      "a column of the site is not what this program writes");
}

base::Result<json::array> array_from(std::string_view text) {
  TRY_VAL(object, base::parse_json_object(text));
  auto* list = object.if_contains("list");
  if (list == nullptr || !list->is_array()) {
    return unreadable();
  }
  return std::move(list->get_array());
}

std::string text_of(json::array list) {
  return base::to_text(json::object{{"list", std::move(list)}});
}

}  // namespace

std::string subject_of(const SiteId& id) { return "site:" + id.text(); }

LogoutState logout_state(const Site& site) {
  if (site.logout_url.empty()) {
    return LogoutState::no_address;
  }
  const bool has_key = std::ranges::any_of(
      site.secrets, [](const SecretHash& secret) { return !secret.logout_key.empty(); });
  return has_key ? LogoutState::told : LogoutState::no_key;
}

std::string_view to_string(LogoutState state) {
  switch (state) {
    case LogoutState::no_address:
      return "no_address";
    case LogoutState::no_key:
      return "no_key";
    case LogoutState::told:
      return "told";
  }
  std::unreachable();
}

json::object to_json(const Site& site) {
  json::array secrets;
  for (const SecretHash& secret : site.secrets) {
    json::object row{{"made_at", base::to_iso8601(secret.made_at)}};
    row["good_until"] =
        secret.good_until ? json::value(base::to_iso8601(*secret.good_until)) : json::value();
    secrets.push_back(std::move(row));
  }
  json::object shown{
      {"site_id", site.id.text()},
      {"name", site.name},
      {"redirect_urls", json::array(site.redirect_urls.begin(), site.redirect_urls.end())},
      {"logout_url", site.logout_url},
      {"logout", to_string(logout_state(site))},
      {"needs_secret", site.needs_secret},
      {"allow_admins", site.allows_administrators},
      {"logo_url", site.logo_url}};
  put_look(shown, site.look);
  shown["enabled"] = site.enabled;
  shown["secrets"] = std::move(secrets);
  shown["version"] = site.version;
  shown["created_at"] = base::to_iso8601(site.created_at);
  shown["updated_at"] = base::to_iso8601(site.updated_at);
  return shown;
}

std::string secrets_to_text(const std::vector<SecretHash>& secrets) {
  json::array list;
  for (const SecretHash& secret : secrets) {
    json::object row{{"sha256", base::to_hex(secret.sha256)},
                     {"made_at", base::to_micros(secret.made_at)}};
    if (secret.good_until) {
      row["good_until"] = base::to_micros(*secret.good_until);
    }
    if (!secret.logout_key.empty()) {
      row["logout_key"] = base::to_base64url(secret.logout_key);
    }
    if (!secret.sealed.empty()) {
      row["sealed"] = base::to_base64url(secret.sealed);
    }
    list.push_back(std::move(row));
  }
  return text_of(std::move(list));
}

base::Result<std::vector<SecretHash>> secrets_from_text(std::string_view text) {
  TRY_VAL(list, array_from(text));
  std::vector<SecretHash> secrets;
  for (const json::value& row : list) {
    const auto* object = row.if_object();
    const auto* hash = object == nullptr ? nullptr : object->if_contains("sha256");
    const auto* made = object == nullptr ? nullptr : object->if_contains("made_at");
    if (hash == nullptr || !hash->is_string() || made == nullptr || !made->is_int64()) {
      return unreadable();
    }
    auto octets = base::from_hex(hash->get_string());
    const auto* until = object->if_contains("good_until");
    if (!octets || (until != nullptr && !until->is_int64())) {
      return unreadable();
    }
    SecretHash secret{.sha256 = *std::move(octets),
                      .made_at = base::from_micros(made->get_int64()),
                      .good_until = {}};
    if (until != nullptr) {
      secret.good_until = base::from_micros(until->get_int64());
    }
    const std::array<std::pair<std::string_view, base::Bytes*>, 2> more = {
        {{"logout_key", &secret.logout_key}, {"sealed", &secret.sealed}}};
    for (const auto& [name, place] : more) {
      if (const auto* member = object->if_contains(name)) {
        auto sealed =
            member->is_string() ? base::from_base64url(member->get_string()) : std::nullopt;
        if (!sealed) {
          return unreadable();
        }
        *place = *std::move(sealed);
      }
    }
    secrets.push_back(std::move(secret));
  }
  return secrets;
}

std::string urls_to_text(const std::vector<std::string>& urls) {
  return text_of(json::array(urls.begin(), urls.end()));
}

base::Result<std::vector<std::string>> urls_from_text(std::string_view text) {
  TRY_VAL(list, array_from(text));
  std::vector<std::string> urls;
  for (const json::value& url : list) {
    if (!url.is_string()) {
      return unreadable();
    }
    urls.emplace_back(url.get_string());
  }
  return urls;
}

}  // namespace redirect_sso
