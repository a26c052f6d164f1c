// What a single value must look like, and which values cannot go together.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/settings.h"

namespace app {

// Each answers in words what is wrong, or nothing.
std::optional<std::string> check_issuer(const std::string& url);
std::optional<std::string> check_frontend(const std::string& url);
std::optional<std::string> check_origin(const std::string& url);
std::optional<std::string> check_network(const std::string& text);
std::optional<std::string> check_named_host(const std::string& text);
std::optional<std::string> check_certificates(const std::string& path);
std::optional<std::string> check_cookie_prefix(const std::string& text);
std::optional<std::string> check_domain(const std::string& text);
std::optional<std::string> check_algorithm(const std::string& name);
std::optional<std::string> check_database_url(const std::string& url);
std::optional<std::string> check_master_key(const base::Secret& text);
std::optional<std::string> check_name(const std::string& name);
std::optional<std::string> check_url(const std::string& url);
std::optional<std::string> check_picture(const std::string& url);
std::optional<std::string> check_colour(const std::string& text);
std::optional<std::string> check_wording(const std::string& text);
std::optional<std::string> check_node_name(const std::string& name);

// A password in a URL, or in its query, is replaced by asterisks.
std::string mask_database_url(const std::string& url);

struct Conflict {
  std::string_view key;  // the setting to change
  std::string text;
};
// Settings that are right each by itself and impossible together.
std::vector<Conflict> find_conflicts(const Settings& settings);

}  // namespace app
