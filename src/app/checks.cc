#include "app/checks.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <fstream>
#include <set>
#include <span>

#include "app/words.h"
#include "base/bytes.h"
#include "crypto/algorithm.h"
#include "http/address.h"
#include "http/forwarded.h"
#include "http/origin.h"
#include "http/outbound/target.h"
#include "keys/key_ring.h"
#include "keys/master_key.h"
#include "web/brand.h"
#include "web/url.h"

namespace app {
namespace {

using Problem = std::optional<std::string>;

constexpr std::string_view kHttp = "http://";
constexpr std::string_view kHttps = "https://";
constexpr std::size_t kLongestWording = 1000;

bool is_readable(std::string_view text) {
  return base::is_utf8(text) && std::ranges::none_of(text, [](char letter) {
           return static_cast<unsigned char>(letter) < 0x20 || letter == 0x7f;
         });
}

// RFC 6761, section 6.3: localhost and the names below it never leave the machine.
bool is_loopback(std::string_view origin) {
  std::string_view host = origin.substr(kHttp.size());
  if (host.starts_with('[')) {
    return host.substr(1, host.find(']') - 1) == "::1";
  }
  host = host.substr(0, host.find(':'));
  const auto address = http::Address::parse(host);
  return host == "localhost" || host.ends_with(".localhost") ||
         (address && http::Network::parse("127.0.0.0/8")->contains(*address));
}

// A browser takes a cookie for a domain from a host in it, and from no other.
bool is_within(std::string_view issuer, const std::string& domain) {
  std::string_view host = issuer.substr(issuer.find("://") + 3);
  host = host.substr(0, host.find(':'));
  return host == domain || host.ends_with("." + domain);
}

Problem exact_origin(const std::string& url) {
  const auto origin = http::origin_of(url);
  if (!origin) {
    return fill("problem.origin", {{"url", url}});
  }
  if (*origin != url) {
    return fill("problem.origin_form", {{"url", url}, {"origin", *origin}});
  }
  return std::nullopt;
}

struct Rule {
  std::string_view key;  // the setting to change
  Words words;
  bool (*is_broken)(const Settings& settings);
};

// What a key needs beside maintenance.interval to be known everywhere before it signs.
std::chrono::milliseconds known_late() {
  const keys::KeyRingOptions ring;
  return ring.max_age + ring.leeway;
}

bool has_algorithm(const Settings& settings, std::string_view name) {
  const auto& all = settings.keys.algorithms;
  return all.empty() || std::ranges::find(all, name) != all.end();
}

bool shares_port(const Settings& settings) {
  return settings.listen.port != 0 && settings.listen.port == settings.ops.listen.port &&
         settings.listen.address == settings.ops.listen.address;
}

bool names_one_twice(const Settings& settings) {
  const auto& all = settings.keys.algorithms;
  return std::set<std::string>(all.begin(), all.end()).size() != all.size();
}

bool hints_elsewhere(const Settings& settings) {
  const std::string issuer = settings.issuer.empty() ? "http://localhost" : settings.issuer;
  return !settings.cookies.hint_domain.empty() && !is_within(issuer, settings.cookies.hint_domain);
}

using S = const Settings&;

std::span<const Rule> rules() {
  static const auto all = std::to_array<Rule>({
      {"ops.listen", "conflict.same_port", &shares_port},
      {"master_key_file", "conflict.two_master_keys",
       [](S s) { return !s.master_key.empty() && !s.master_key_file.empty(); }},
      {"keys.algorithms", "conflict.no_algorithm", [](S s) { return s.keys.algorithms.empty(); }},
      // OpenID Connect Discovery section 3 wants RS256; access tokens are ES256.
      {"keys.algorithms", "conflict.lacks_rs256", [](S s) { return !has_algorithm(s, "RS256"); }},
      {"keys.algorithms", "conflict.lacks_es256", [](S s) { return !has_algorithm(s, "ES256"); }},
      {"keys.algorithms", "conflict.algorithm_twice", &names_one_twice},
      {"keys.publish_before", "conflict.published_late",
       [](S s) { return s.keys.publish_before < known_late() + s.maintenance.interval; }},
      {"keys.rotation", "conflict.rotation",
       [](S s) { return s.keys.rotation < 4 * s.keys.publish_before; }},
      {"http.max_url", "conflict.url_over_header",
       [](S s) { return s.http.max_url > s.http.max_header_bytes; }},
      {"http.max_connections_per_address", "conflict.address_over_all",
       [](S s) { return s.http.max_connections_per_address > s.http.max_connections; }},
      {"database.batch", "conflict.batch_over_queue",
       [](S s) { return s.database.batch > s.database.queue; }},
      {"session.idle", "conflict.idle_over_absolute",
       [](S s) { return s.session.idle > s.session.absolute; }},
      {"session.remembered_idle", "conflict.remembered_idle",
       [](S s) { return s.session.remembered_idle > s.session.remembered_absolute; }},
      {"session.remembered_idle", "conflict.remembered_shorter",
       [](S s) { return s.session.remembered_idle < s.session.idle; }},
      {"session.remembered_absolute", "conflict.remembered_ends_sooner",
       [](S s) { return s.session.remembered_absolute < s.session.absolute; }},
      {"refresh.idle", "conflict.refresh_idle",
       [](S s) { return s.refresh.idle > s.refresh.absolute; }},
      {"login.lock_after", "conflict.lock_first",
       [](S s) { return s.login.attempts >= s.login.lock_after; }},
      {"cookies.prefix", "conflict.prefix_without_https",
       [](S s) { return !s.cookies.prefix.empty() && !s.issuer.starts_with(kHttps); }},
      {"cookies.hint_domain", "conflict.hint_elsewhere", &hints_elsewhere},
      {"brand.accent_dark", "conflict.dark_alone",
       [](S s) { return s.brand.accent.empty() && !s.brand.accent_dark.empty(); }},
  });
  return all;
}

}  // namespace

// Byte for byte what clients compare with (RFC 8414, section 2), and what the Origin rule compares
// with: no path, since every URL of ours is written from the root.
Problem check_issuer(const std::string& url) {
  if (auto problem = exact_origin(url)) {
    return problem;
  }
  if (url.starts_with(kHttp) && !is_loopback(url)) {
    return fill("problem.issuer_http", {{"url", url}});
  }
  return std::nullopt;
}

Problem check_frontend(const std::string& url) {
  if (!http::origin_of(url) || !is_readable(url) || url.contains('#') || url.contains(' ')) {
    return fill("problem.frontend", {{"url", url}});
  }
  return std::nullopt;
}

Problem check_origin(const std::string& url) { return exact_origin(url); }

Problem check_network(const std::string& text) {
  return http::Network::parse(text) ? std::nullopt
                                    : Problem(fill("problem.network", {{"text", text}}));
}

Problem check_named_host(const std::string& text) {
  return http::outbound::NamedHost::parse(text)
             ? std::nullopt
             : Problem(fill("problem.named_host", {{"text", text}}));
}

// A file that is not there would be noticed by the first request, long after the start.
Problem check_certificates(const std::string& path) {
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("-----BEGIN CERTIFICATE-----")) {
      return std::nullopt;
    }
  }
  return fill("problem.certificates", {{"path", path}});
}

// RFC 6265bis, section 4.1.3.2: a browser then takes the cookie from this host alone.
Problem check_cookie_prefix(const std::string& text) {
  return text == "__Host-" ? std::nullopt : Problem(fill("problem.cookie_prefix"));
}

Problem check_domain(const std::string& text) {
  const bool host = http::is_valid_host(text) && !text.contains(':') && !text.starts_with('[');
  return host && !text.starts_with('.') && !http::Address::parse(text)
             ? std::nullopt
             : Problem(fill("problem.domain", {{"text", text}}));
}

Problem check_algorithm(const std::string& name) {
  return crypto::signature_algorithm(name) ? std::nullopt
                                           : Problem(fill("problem.algorithm", {{"name", name}}));
}

Problem check_database_url(const std::string& url) {
  for (const std::string_view scheme : {"sqlite:", "postgresql://", "postgres://"}) {
    if (url.starts_with(scheme) && url.size() > scheme.size() && !url.contains('\0')) {
      return std::nullopt;
    }
  }
  if (url == "memory:") {
    return std::nullopt;
  }
  return fill("problem.database_url");
}

Problem check_master_key(const base::Secret& text) {
  const auto key = keys::MasterKey::parse(text);
  return key ? std::nullopt : Problem(key.error().description);
}

Problem check_name(const std::string& name) {
  return is_readable(name) && name.size() <= 100 ? std::nullopt : Problem(fill("problem.name"));
}

Problem check_url(const std::string& url) {
  return web::Url::from(url) && !url.starts_with('?')
             ? std::nullopt
             : Problem(fill("problem.url", {{"url", url}}));
}

// A page that is https must not fetch a picture in the clear.
Problem check_picture(const std::string& url) {
  return check_url(url) || url.starts_with(kHttp) ? Problem(fill("problem.picture", {{"url", url}}))
                                                  : std::nullopt;
}

Problem check_colour(const std::string& text) {
  return web::Colour::from(text) ? std::nullopt : Problem(fill("problem.colour", {{"text", text}}));
}

Problem check_wording(const std::string& text) {
  return is_readable(text) && text.size() <= kLongestWording ? std::nullopt
                                                             : Problem(fill("problem.wording"));
}

Problem check_node_name(const std::string& name) {
  const bool plain = name.size() <= 63 && std::ranges::all_of(name, [](char letter) {
                       return (letter >= 'a' && letter <= 'z') ||
                              (letter >= '0' && letter <= '9') || letter == '-' || letter == '.';
                     });
  return plain ? std::nullopt : Problem(fill("problem.node_name", {{"name", name}}));
}

std::string mask_database_url(const std::string& url) {
  const auto scheme = url.find("://");
  if (scheme == std::string::npos) {
    return url;
  }
  std::string out = url;
  // libpq takes the last @ before the path for the end of the user's part.
  const auto start = scheme + 3;
  const auto path = out.find_first_of("/?", start);
  const auto at = out.rfind('@', path);
  const auto colon = out.find(':', start);
  if (at != std::string::npos && at > start && colon < at) {
    out.replace(colon + 1, at - colon - 1, "***");
  }
  for (const std::string_view name :
       {"?password=", "&password=", "?sslpassword=", "&sslpassword="}) {
    for (auto found = out.find(name); found != std::string::npos;
         found = out.find(name, found + name.size())) {
      const auto value = found + name.size();
      const auto end = out.find('&', value);
      out.replace(value, (end == std::string::npos ? out.size() : end) - value, "***");
    }
  }
  return out;
}

std::vector<Conflict> find_conflicts(const Settings& settings) {
  std::vector<Conflict> conflicts;
  for (const Rule& rule : rules()) {
    if (rule.is_broken(settings)) {
      conflicts.push_back({rule.key, std::string(rule.words.text())});
    }
  }
  return conflicts;
}

}  // namespace app
