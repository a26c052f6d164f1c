// What an operator may set, as the program uses it. The defaults are these initialisers; names,
// bounds and words of every setting stand in setting_table.cc.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "base/secret.h"

namespace app {

struct ListenAddress {
  std::string address;
  std::uint16_t port = 0;  // 0: any free one

  std::string text() const;
};

struct Settings {
  std::filesystem::path data_dir{"data"};
  ListenAddress listen{"127.0.0.1", 9000};
  std::string issuer;  // empty: http://localhost: and the bound port
  std::string frontend_url;
  std::string locale{"id"};
  base::Secret master_key;
  std::filesystem::path master_key_file;

  struct Ops {
    ListenAddress listen{"127.0.0.1", 9001};
  } ops;

  struct Database {
    std::string url{"sqlite:gapura.db"};
    std::size_t readers = 16;
    std::size_t queue = 1024;
    std::size_t batch = 256;
  } database;

  struct Http {
    std::size_t loops = 0;  // 0: one a core
    std::size_t workers = 64;
    std::size_t queue = 1024;
    std::size_t slow_workers = 4;
    std::size_t slow_queue = 64;
    std::size_t max_connections = 20'000;
    std::size_t max_connections_per_address = 0;  // 0: a quarter of all
    std::size_t max_request_memory = std::size_t{256} * 1024 * 1024;
    std::size_t max_url = 8 * 1024;
    std::size_t max_headers = 100;
    std::size_t max_header_bytes = 32 * 1024;
    std::chrono::milliseconds header_timeout{std::chrono::seconds(10)};
    std::chrono::milliseconds body_timeout{std::chrono::seconds(30)};
    std::chrono::milliseconds write_timeout{std::chrono::seconds(30)};
    std::chrono::milliseconds idle_timeout{std::chrono::seconds(75)};
    std::chrono::milliseconds shutdown_timeout{std::chrono::seconds(30)};
    std::vector<std::string> trusted_proxies;
    std::vector<std::string> allowed_origins;
    bool access_log = true;
  } http;

  struct Password {
    std::size_t memory = std::size_t{19456} * 1024;
    std::size_t passes = 2;
    std::size_t threads = 0;  // 0: one a core
    std::size_t queue = 64;
    std::size_t min_length = 8;
  } password;

  struct Session {
    std::chrono::milliseconds idle{std::chrono::hours(12)};
    std::chrono::milliseconds absolute{std::chrono::days(7)};
    std::chrono::milliseconds remembered_idle{std::chrono::days(30)};
    std::chrono::milliseconds remembered_absolute{std::chrono::days(90)};
  } session;

  struct Login {
    std::chrono::milliseconds life{std::chrono::minutes(30)};
    std::size_t attempts = 5;
    std::size_t network_attempts = 100;
    std::size_t network_begun = 600;
    std::chrono::milliseconds longest_delay{std::chrono::minutes(15)};
    std::size_t lock_after = 50;
    std::chrono::milliseconds lock_for{std::chrono::hours(1)};
    std::chrono::milliseconds device_life{std::chrono::days(180)};
  } login;

  struct Outbound {
    std::vector<std::string> private_hosts;
    std::string ca_file;
  } outbound;

  struct Sites {
    std::chrono::milliseconds logout_retry{std::chrono::seconds(10)};
    std::chrono::milliseconds logout_give_up{std::chrono::hours(24)};
  } sites;

  // Scopes of the operator's, by name: [scope.NAME] in the file alone.
  struct Scope {
    std::string title_id;
    std::string title_en;
    std::string description_id;
    std::string description_en;
    std::vector<std::string> claims;  // names of attributes
  };
  std::map<std::string, Scope> scopes;

  struct Oauth {
    std::size_t network_wrong = 100;
    std::size_t client_wrong = 100;
  } oauth;

  struct AuthApi {
    std::chrono::milliseconds access_life{std::chrono::minutes(10)};
  } auth_api;

  struct Cookies {
    std::string prefix;
    std::string hint_domain;
  } cookies;

  struct Codes {
    std::chrono::milliseconds life{std::chrono::minutes(1)};
  } codes;

  struct Refresh {
    std::chrono::milliseconds idle{std::chrono::days(30)};
    std::chrono::milliseconds absolute{std::chrono::days(90)};
    std::chrono::milliseconds grace{std::chrono::seconds(10)};
  } refresh;

  struct Keys {
    std::vector<std::string> algorithms{"ES256", "RS256", "EdDSA"};
    std::chrono::milliseconds rotation{std::chrono::days(90)};
    std::chrono::milliseconds publish_before{std::chrono::hours(1)};
  } keys;

  struct Maintenance {
    std::chrono::milliseconds interval{std::chrono::minutes(1)};
  } maintenance;

  struct Log {
    std::string level{"info"};
  } log;

  struct Brand {
    std::string name{"Gapura"};
    std::string home;
    std::string logo;
    std::string accent;
    std::string accent_dark;
    std::string login_text_id;
    std::string login_text_en;
    std::string footer_text_id;
    std::string footer_text_en;
    std::string privacy;
    std::string terms;
    std::string help;
    std::string zone{"WIB"};
  } brand;

  struct Node {
    std::string name;  // empty: a random name, kept in the data folder
  } node;
};

}  // namespace app
