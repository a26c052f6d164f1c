#include "app/setting_table.h"

#include <algorithm>
#include <array>

#include "app/checks.h"

namespace app {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::size_t kKiB = 1024;
constexpr std::size_t kMiB = 1024 * kKiB;

constexpr std::array<std::string_view, 2> kLocales{"id", "en"};
constexpr std::array<std::string_view, 3> kZones{"WIB", "WITA", "WIT"};
constexpr std::array<std::string_view, 4> kLevels{"debug", "info", "warn", "error"};

// A member of Settings as a place; the macro saves a lambda's noise on every row.
#define AT(member) +[](Settings& settings) -> auto& { return settings.member; }

const std::array kTable{
    Setting{"data_dir", PathField{AT(data_dir)}, "setting.data_dir"},
    Setting{"listen", ListenField{AT(listen)}, "setting.listen"},
    Setting{"issuer", TextField{AT(issuer), &check_issuer}, "setting.issuer"},
    Setting{"frontend_url", TextField{AT(frontend_url), &check_frontend}, "setting.frontend_url",
            "FRONTEND_URL"},
    Setting{"locale", ChoiceField{AT(locale), kLocales}, "setting.locale"},
    Setting{"master_key", SecretField{AT(master_key), &check_master_key}, "setting.master_key"},
    Setting{"master_key_file", PathField{AT(master_key_file)}, "setting.master_key_file"},

    Setting{"ops.listen", ListenField{AT(ops.listen)}, "setting.ops.listen"},

    Setting{"database.url",
            TextField{AT(database.url), &check_database_url},
            "setting.database.url",
            {},
            &mask_database_url},
    Setting{"database.readers", NumberField{AT(database.readers), 1, 256},
            "setting.database.readers"},
    Setting{"database.queue", NumberField{AT(database.queue), 1, 100'000},
            "setting.database.queue"},
    Setting{"database.batch", NumberField{AT(database.batch), 1, 10'000}, "setting.database.batch"},

    Setting{"http.loops", NumberField{AT(http.loops), 0, 256}, "setting.http.loops"},
    Setting{"http.workers", NumberField{AT(http.workers), 1, 1024}, "setting.http.workers"},
    Setting{"http.queue", NumberField{AT(http.queue), 1, 100'000}, "setting.http.queue"},
    Setting{"http.slow_workers", NumberField{AT(http.slow_workers), 1, 1024},
            "setting.http.slow_workers"},
    Setting{"http.slow_queue", NumberField{AT(http.slow_queue), 1, 100'000},
            "setting.http.slow_queue"},
    Setting{"http.max_connections", NumberField{AT(http.max_connections), 1, 1'000'000},
            "setting.http.max_connections"},
    Setting{"http.max_connections_per_address",
            NumberField{AT(http.max_connections_per_address), 0, 1'000'000},
            "setting.http.max_connections_per_address"},
    Setting{"http.max_request_memory",
            SizeField{AT(http.max_request_memory), 4 * kMiB, 64 * 1024 * kMiB},
            "setting.http.max_request_memory"},
    Setting{"http.max_url", SizeField{AT(http.max_url), 1 * kKiB, 64 * kKiB},
            "setting.http.max_url"},
    Setting{"http.max_headers", NumberField{AT(http.max_headers), 10, 1000},
            "setting.http.max_headers"},
    Setting{"http.max_header_bytes", SizeField{AT(http.max_header_bytes), 4 * kKiB, 256 * kKiB},
            "setting.http.max_header_bytes"},
    Setting{"http.header_timeout",
            SpanField{AT(http.header_timeout), milliseconds(100), minutes(5)},
            "setting.http.header_timeout"},
    Setting{"http.body_timeout", SpanField{AT(http.body_timeout), milliseconds(100), minutes(10)},
            "setting.http.body_timeout"},
    Setting{"http.write_timeout", SpanField{AT(http.write_timeout), milliseconds(100), minutes(10)},
            "setting.http.write_timeout"},
    Setting{"http.idle_timeout", SpanField{AT(http.idle_timeout), milliseconds(100), hours(1)},
            "setting.http.idle_timeout"},
    Setting{"http.shutdown_timeout", SpanField{AT(http.shutdown_timeout), seconds(0), minutes(10)},
            "setting.http.shutdown_timeout"},
    Setting{"http.trusted_proxies", ListField{AT(http.trusted_proxies), &check_network},
            "setting.http.trusted_proxies"},
    Setting{"http.allowed_origins", ListField{AT(http.allowed_origins), &check_origin},
            "setting.http.allowed_origins"},
    Setting{"http.access_log", SwitchField{AT(http.access_log)}, "setting.http.access_log"},

    // The floor is what the threat model counts on (RFC 9106, section 4; KY5).
    Setting{"password.memory", SizeField{AT(password.memory), 19 * kMiB, 1024 * kMiB},
            "setting.password.memory"},
    Setting{"password.passes", NumberField{AT(password.passes), 2, 16}, "setting.password.passes"},
    Setting{"password.threads", NumberField{AT(password.threads), 0, 256},
            "setting.password.threads"},
    Setting{"password.queue", NumberField{AT(password.queue), 1, 10'000}, "setting.password.queue"},
    Setting{"password.min_length", NumberField{AT(password.min_length), 8, 64},
            "setting.password.min_length"},

    Setting{"session.idle", SpanField{AT(session.idle), minutes(5), days(30)},
            "setting.session.idle"},
    Setting{"session.absolute", SpanField{AT(session.absolute), minutes(5), days(365)},
            "setting.session.absolute"},
    Setting{"session.remembered_idle",
            SpanField{AT(session.remembered_idle), minutes(5), days(365)},
            "setting.session.remembered_idle"},
    Setting{"session.remembered_absolute",
            SpanField{AT(session.remembered_absolute), minutes(5), days(365)},
            "setting.session.remembered_absolute"},

    Setting{"login.life", SpanField{AT(login.life), minutes(1), hours(24)}, "setting.login.life"},
    // Guessing is bounded whatever is set here (LG1).
    Setting{"login.attempts", NumberField{AT(login.attempts), 1, 20}, "setting.login.attempts"},
    Setting{"login.network_attempts", NumberField{AT(login.network_attempts), 10, 10'000},
            "setting.login.network_attempts"},
    Setting{"login.network_begun", NumberField{AT(login.network_begun), 10, 10'000'000},
            "setting.login.network_begun"},
    Setting{"login.longest_delay", SpanField{AT(login.longest_delay), seconds(30), hours(24)},
            "setting.login.longest_delay"},
    Setting{"login.lock_after", NumberField{AT(login.lock_after), 10, 100},
            "setting.login.lock_after"},
    Setting{"login.lock_for", SpanField{AT(login.lock_for), minutes(1), days(7)},
            "setting.login.lock_for"},
    Setting{"login.device_life", SpanField{AT(login.device_life), days(1), days(400)},
            "setting.login.device_life"},

    Setting{"oauth.network_wrong", NumberField{AT(oauth.network_wrong), 10, 1'000'000},
            "setting.oauth.network_wrong"},
    Setting{"oauth.client_wrong", NumberField{AT(oauth.client_wrong), 10, 1'000'000},
            "setting.oauth.client_wrong"},

    // A minute is the most that a code may live (LS2, TK3).
    Setting{"codes.life", SpanField{AT(codes.life), seconds(5), minutes(1)}, "setting.codes.life"},

    // An access token may not outlive what it is of (an hour); more than a minute of grace is a
    // second token (TK5).
    Setting{"refresh.idle", SpanField{AT(refresh.idle), hours(1), days(365)},
            "setting.refresh.idle"},
    Setting{"refresh.absolute", SpanField{AT(refresh.absolute), hours(1), days(3650)},
            "setting.refresh.absolute"},
    Setting{"refresh.grace", SpanField{AT(refresh.grace), seconds(0), minutes(1)},
            "setting.refresh.grace"},

    Setting{"auth_api.access_life", SpanField{AT(auth_api.access_life), seconds(30), hours(1)},
            "setting.auth_api.access_life"},
    Setting{"cookies.prefix", TextField{AT(cookies.prefix), &check_cookie_prefix},
            "setting.cookies.prefix"},
    Setting{"cookies.hint_domain", TextField{AT(cookies.hint_domain), &check_domain},
            "setting.cookies.hint_domain"},

    Setting{"outbound.private_hosts", ListField{AT(outbound.private_hosts), &check_named_host},
            "setting.outbound.private_hosts"},
    Setting{"outbound.ca_file", TextField{AT(outbound.ca_file), &check_certificates},
            "setting.outbound.ca_file"},
    Setting{"sites.logout_retry", SpanField{AT(sites.logout_retry), milliseconds(100), minutes(10)},
            "setting.sites.logout_retry"},
    Setting{"sites.logout_give_up", SpanField{AT(sites.logout_give_up), seconds(1), days(7)},
            "setting.sites.logout_give_up"},

    Setting{"keys.algorithms", ListField{AT(keys.algorithms), &check_algorithm},
            "setting.keys.algorithms"},
    Setting{"keys.rotation", SpanField{AT(keys.rotation), hours(1), days(3650)},
            "setting.keys.rotation"},

    Setting{"keys.publish_before", SpanField{AT(keys.publish_before), minutes(1), days(30)},
            "setting.keys.publish_before"},

    Setting{"maintenance.interval", SpanField{AT(maintenance.interval), seconds(1), hours(1)},
            "setting.maintenance.interval"},
    Setting{"log.level", ChoiceField{AT(log.level), kLevels}, "setting.log.level"},
    Setting{"brand.name", TextField{AT(brand.name), &check_name}, "setting.brand.name"},
    Setting{"brand.home", TextField{AT(brand.home), &check_url}, "setting.brand.home"},
    Setting{"brand.logo", TextField{AT(brand.logo), &check_picture}, "setting.brand.logo"},
    Setting{"brand.accent", TextField{AT(brand.accent), &check_colour}, "setting.brand.accent"},
    Setting{"brand.accent_dark", TextField{AT(brand.accent_dark), &check_colour},
            "setting.brand.accent_dark"},
    Setting{"brand.login_text_id", TextField{AT(brand.login_text_id), &check_wording},
            "setting.brand.login_text_id"},
    Setting{"brand.login_text_en", TextField{AT(brand.login_text_en), &check_wording},
            "setting.brand.login_text_en"},
    Setting{"brand.footer_text_id", TextField{AT(brand.footer_text_id), &check_wording},
            "setting.brand.footer_text_id"},
    Setting{"brand.footer_text_en", TextField{AT(brand.footer_text_en), &check_wording},
            "setting.brand.footer_text_en"},
    Setting{"brand.privacy", TextField{AT(brand.privacy), &check_url}, "setting.brand.privacy"},
    Setting{"brand.terms", TextField{AT(brand.terms), &check_url}, "setting.brand.terms"},
    Setting{"brand.help", TextField{AT(brand.help), &check_url}, "setting.brand.help"},
    Setting{"brand.zone", ChoiceField{AT(brand.zone), kZones}, "setting.brand.zone"},
    Setting{"node.name", TextField{AT(node.name), &check_node_name}, "setting.node.name"},
};

#undef AT

}  // namespace

std::span<const Setting> setting_table() { return kTable; }

const Setting* find_setting(std::string_view key) {
  const auto found = std::ranges::find(kTable, key, &Setting::key);
  return found == kTable.end() ? nullptr : &*found;
}

const Setting* find_setting_by_variable(std::string_view name) {
  const auto found = std::ranges::find_if(
      kTable, [name](const Setting& setting) { return setting.environment_name() == name; });
  return found == kTable.end() ? nullptr : &*found;
}

}  // namespace app
