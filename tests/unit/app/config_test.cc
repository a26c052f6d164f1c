#include "app/config.h"

#include <algorithm>
#include <fstream>

#include <gtest/gtest.h>
#include <stdlib.h>

#include "app/brand.h"
#include "app/scope_words.h"
#include "app/setting_table.h"
#include "app/toml_file.h"

namespace app {
namespace {

class ConfigTest : public testing::Test {
 protected:
  ConfigTest() {
    std::string name = (std::filesystem::temp_directory_path() / "gapura-config.XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
  }
  ~ConfigTest() override { std::filesystem::remove_all(folder_); }

  void write(const std::string& text) { std::ofstream(folder_ / "gapura.toml") << text; }

  Config load() {
    const Environment environment(variables_);
    return load_config({environment, "", flags_, folder_});
  }
  std::string problem(const Config& config, const std::string& where) {
    for (const ConfigProblem& found : config.problems) {
      if (found.where == where) {
        return found.setting + ": " + found.text;
      }
    }
    return "none";
  }

  std::filesystem::path folder_;
  Environment::Variables variables_;
  std::map<std::string, std::string, std::less<>> flags_;
};

TEST_F(ConfigTest, nothing_given_is_sound) {
  const Config config = load();
  EXPECT_TRUE(config.problems.empty());
  EXPECT_TRUE(config.warnings.empty());
  EXPECT_EQ(config.settings.listen.text(), "127.0.0.1:9000");
  EXPECT_EQ(config.settings.database.url, "sqlite:gapura.db");
}

TEST_F(ConfigTest, a_scope_is_named_in_the_file_and_nowhere_else) {
  write(
      "[scope.arsip]\ntitle_id = \"Arsip\"\ntitle_en = \"Archive\"\n"
      "[scope.\"https://x.example/a.b\"]\ndescription_en = \"Letters\"\n");
  const Config config = load();
  EXPECT_TRUE(config.problems.empty());
  const auto wordings = scope_wordings(config.settings);
  ASSERT_EQ(wordings.size(), 2U);
  EXPECT_EQ(wordings[0].name, "arsip");
  EXPECT_EQ(wordings[0].title.in("id"), "Arsip");
  EXPECT_EQ(wordings[0].title.in("en"), "Archive");
  EXPECT_EQ(wordings[1].name, "https://x.example/a.b");
  EXPECT_EQ(wordings[1].title.in("en"), wordings[1].name) << "where it has no title";
  EXPECT_EQ(wordings[1].about.in("id"), "Letters");
  write("[scope.arsip]\ntitel = \"Arsip\"\ntitle_id = 7\n[scope]\ntitle_id = \"x\"\n");
  const Config wrong = load();
  EXPECT_NE(problem(wrong, "gapura.toml:2"), "none");
  EXPECT_NE(problem(wrong, "gapura.toml:3"), "none");
  EXPECT_NE(problem(wrong, "gapura.toml:5"), "none");
}

TEST_F(ConfigTest, a_scope_carries_attributes_and_no_claim_of_a_standard) {
  write(
      "[scope.kepegawaian]\ntitle_id = \"Data kepegawaian\"\nclaims = [\"pangkat\", \"golongan\"]\n"
      "[scope.profile]\nclaims = [\"hobi\"]\n");
  const Config config = load();
  ASSERT_TRUE(config.problems.empty());
  const auto carried = claims_of_scopes(config.settings);
  EXPECT_EQ(carried.at("kepegawaian"), (std::vector<std::string>{"pangkat", "golongan"}));
  EXPECT_EQ(carried.at("profile"), std::vector<std::string>{"hobi"});
  EXPECT_EQ(scope_wordings(config.settings).size(), 1U) << "profile keeps the words it has";
  ASSERT_EQ(config.shown_scopes.size(), 3U);
  EXPECT_EQ(config.shown_scopes[1].key, "scope.kepegawaian.claims");
  EXPECT_EQ(config.shown_scopes[1].where, "gapura.toml:3");
  EXPECT_EQ(config.shown_scopes[1].value, (base::json::array{"pangkat", "golongan"}));
}

TEST_F(ConfigTest, a_claim_that_a_scope_cannot_carry_is_told_with_its_line) {
  // OIDC Core sections 2 and 5.1, RFC 9068, and what a token of ours says besides.
  for (const char* taken : {"sub",     "email",  "name",      "phone_number", "preferred_username",
                            "address", "iss",    "aud",       "exp",          "nonce",
                            "acr",     "amr",    "auth_time", "azp",          "sid",
                            "at_hash", "c_hash", "client_id", "scope",        "family",
                            "nip",     "role"}) {
    write("[scope.arsip]\n\nclaims = [\"pangkat\", \"" + std::string(taken) + "\"]\n");
    const Config config = load();
    EXPECT_EQ(problem(config, "gapura.toml:3"),
              "scope.arsip.claims: " + std::string(taken) +
                  " is a field or a claim already; a scope carries attributes of your own");
    EXPECT_TRUE(claims_of_scopes(config.settings).at("arsip").empty()) << taken;
  }
  for (const char* wrong :
       {"\"pangkat\"", "7", "true", "[1]", "[\"Pangkat\"]", "[\"a b\"]", "[\"\"]"}) {
    write("[scope.arsip]\nclaims = " + std::string(wrong) + "\n");
    EXPECT_NE(problem(load(), "gapura.toml:2"), "none") << wrong;
  }
  write("[scope.\"a b\"]\nclaims = [\"pangkat\"]\n");
  EXPECT_NE(problem(load(), "gapura.toml:2"), "none") << "RFC 6749 section 3.3";
}

TEST_F(ConfigTest, what_is_asked_of_other_servers_is_checked_before_the_start) {
  const std::string pem = (folder_ / "ca.pem").string();
  const std::string text = "[outbound]\nprivate_hosts = [\"localhost:8080\", \"10.0.0.0/8\"]\n";
  write(text + "ca_file = \"" + pem + "\"\n");
  EXPECT_EQ(problem(load(), "gapura.toml:2").substr(0, 36),
            "outbound.private_hosts: \"10.0.0.0/8\"");
  const std::string none =
      "outbound.ca_file: " + pem + " cannot be read, or holds no certificate in PEM";
  EXPECT_EQ(problem(load(), "gapura.toml:3"), none);
  std::ofstream(pem) << "-----BEGIN PRIVATE KEY-----\n";
  EXPECT_EQ(problem(load(), "gapura.toml:3"), none);
  std::ofstream(pem) << "-----BEGIN CERTIFICATE-----\n";
  EXPECT_EQ(problem(load(), "gapura.toml:3"), "none");
  write("[outbound]\n\nca_file = \"" + folder_.string() + "\"\n");
  EXPECT_NE(problem(load(), "gapura.toml:3"), "none");
}

TEST_F(ConfigTest, a_flag_overrides_the_environment_which_overrides_the_file) {
  write("listen = \"127.0.0.1:1\"\nlocale = \"en\"\n[ops]\nlisten = \"127.0.0.1:4\"\n");
  variables_ = {{"GAPURA_LISTEN", "127.0.0.1:2"}, {"GAPURA_OPS_LISTEN", "127.0.0.1:5"}};
  flags_ = {{"listen", "127.0.0.1:3"}};
  const Config config = load();
  ASSERT_TRUE(config.problems.empty());
  EXPECT_EQ(config.settings.listen.port, 3);
  EXPECT_EQ(config.settings.ops.listen.port, 5);
  EXPECT_EQ(config.settings.locale, "en");
  const auto row = std::ranges::find(config.shown, std::string_view("locale"),
                                     [](const ShownSetting& shown) { return shown.setting->key; });
  EXPECT_EQ(row->where, "gapura.toml:2");
  EXPECT_EQ(row->origin, Origin::file);
}

TEST_F(ConfigTest, every_mistake_is_told_at_once_with_its_line) {
  write(
      "lisen = \"127.0.0.1:1\"\n"       // 1
      "locale = 3\n"                    // 2
      "[http]\n"                        // 3
      "idle_timeout = 30\n"             // 4
      "max_headers = 5\n"               // 5
      "access_log = \"true\"\n"         // 6
      "trusted_proxies = [\"10/8\"]\n"  // 7
      "[database]\n"                    // 8
      "url = \"mysql:x\"\n"             // 9
      "[log]\n"                         // 10
      "level = \"loud\"\n"              // 11
      "[password]\n"                    // 12
      "memory = \"1MiB\"\n");           // 13
  const Config config = load();
  EXPECT_EQ(problem(config, "gapura.toml:1"),
            "lisen: lisen is not a setting; did you mean listen?");
  EXPECT_EQ(problem(config, "gapura.toml:2"), "locale: must be one of: id, en, not 3");
  EXPECT_EQ(problem(config, "gapura.toml:4"),
            "http.idle_timeout: must be a time such as \"30s\", from 100ms to 1h, not 30");
  EXPECT_EQ(problem(config, "gapura.toml:5"),
            "http.max_headers: must be a whole number from 10 to 1000, not 5");
  EXPECT_EQ(problem(config, "gapura.toml:6"),
            "http.access_log: must be true or false, not \"true\"");
  EXPECT_EQ(problem(config, "gapura.toml:7"),
            "http.trusted_proxies: 10/8 is not an address or a network such as 10.0.0.0/8");
  EXPECT_EQ(problem(config, "gapura.toml:9"),
            "database.url: must begin with sqlite: or postgresql://, or be memory:");
  EXPECT_EQ(problem(config, "gapura.toml:11"),
            "log.level: must be one of: debug, info, warn, error, not loud");
  EXPECT_EQ(problem(config, "gapura.toml:13"),
            "password.memory: must be a size such as \"8KiB\", from 19MiB to 1GiB, not 1MiB");
  EXPECT_EQ(config.problems.size(), 9U);
}

TEST_F(ConfigTest, sessions_logins_and_the_looks_are_set) {
  write(
      "[session]\nidle = \"1h\"\nremembered_idle = \"7d\"\n"
      "[login]\nattempts = 3\nlock_after = 20\n"
      "[password]\nmin_length = 12\n"
      "[brand]\naccent = \"#0b6e4f\"\nlogo = \"https://cdn.test/logo.svg\"\n"
      "login_text_id = \"Untuk pegawai\"\nhelp = \"/bantuan\"\nzone = \"WITA\"\n");
  const Config config = load();
  ASSERT_TRUE(config.problems.empty()) << config.problems.front().text;
  EXPECT_EQ(config.settings.session.idle, std::chrono::hours(1));
  EXPECT_EQ(config.settings.session.absolute, std::chrono::days(7));
  EXPECT_EQ(config.settings.login.attempts, 3U);
  EXPECT_EQ(config.settings.password.min_length, 12U);
  const web::Brand brand = brand_of(config.settings.brand);
  EXPECT_EQ(brand.logo->text(), "https://cdn.test/logo.svg");
  EXPECT_EQ(brand.login_text.in("en"), "Untuk pegawai");
  EXPECT_EQ(brand.help->text(), "/bantuan");
  EXPECT_EQ(brand.zone.name, "WITA");
  EXPECT_EQ(brand.zone.offset, std::chrono::hours(8));
  EXPECT_FALSE(brand.privacy.has_value());
  EXPECT_EQ(accent_of(config.settings.brand)->light.text(), "#0b6e4f");
  EXPECT_FALSE(accent_of(Settings().brand).has_value());
}

TEST_F(ConfigTest, what_would_weaken_the_login_or_break_a_page_is_refused) {
  write(
      "[session]\n"                            // 1
      "idle = \"8d\"\n"                        // 2
      "remembered_idle = \"100d\"\n"           // 3
      "[password]\n"                           // 4
      "min_length = 7\n"                       // 5
      "[login]\n"                              // 6
      "attempts = 20\n"                        // 7
      "lock_after = 10\n"                      // 8
      "[brand]\n"                              // 9
      "home = \"javascript:alert(1)\"\n"       // 10
      "logo = \"http://cdn.test/logo.svg\"\n"  // 11
      "accent_dark = \"red\"\n"                // 12
      "help = \"//elsewhere.test\"\n"          // 13
      "login_text_en = \"two\\nlines\"\n");    // 14
  const Config config = load();
  EXPECT_EQ(problem(config, "gapura.toml:2"),
            "session.idle: must not be longer than session.absolute");
  EXPECT_EQ(problem(config, "gapura.toml:3"),
            "session.remembered_idle: must not be longer than session.remembered_absolute");
  EXPECT_EQ(problem(config, "gapura.toml:5"),
            "password.min_length: must be a whole number from 8 to 64, not 7");
  EXPECT_EQ(problem(config, "gapura.toml:8"),
            "login.lock_after: must be more than login.attempts: delays come before a lock");
  EXPECT_EQ(problem(config, "gapura.toml:10"),
            "brand.home: javascript:alert(1) is neither a path nor an http or https URL");
  EXPECT_EQ(problem(config, "gapura.toml:11"),
            "brand.logo: http://cdn.test/logo.svg is neither a path nor an https URL");
  EXPECT_EQ(problem(config, "gapura.toml:12"),
            "brand.accent_dark: red is not a colour such as #0b6e4f");
  EXPECT_EQ(problem(config, "gapura.toml:13"),
            "brand.help: //elsewhere.test is neither a path nor an http or https URL");
  EXPECT_EQ(problem(config, "gapura.toml:14"),
            "brand.login_text_en: must be one line of at most 1000 bytes");
  EXPECT_EQ(config.problems.size(), 9U);
}

TEST_F(ConfigTest, times_that_do_not_go_together_are_refused_before_the_start) {
  write(
      "[session]\n"                     // 1
      "idle = \"2h\"\n"                 // 2
      "remembered_idle = \"1h\"\n"      // 3
      "remembered_absolute = \"6d\"\n"  // 4
      "[refresh]\n"                     // 5
      "idle = \"2h\"\n"                 // 6
      "absolute = \"1h\"\n"             // 7
      "[keys]\n"                        // 8
      "publish_before = \"20m\"\n"      // 9
      "rotation = \"79m\"\n");          // 10
  const Config config = load();
  EXPECT_TRUE(problem(config, "gapura.toml:3").starts_with("session.remembered_idle: must not be"));
  EXPECT_TRUE(
      problem(config, "gapura.toml:4").starts_with("session.remembered_absolute: must not be"));
  EXPECT_EQ(problem(config, "gapura.toml:6"),
            "refresh.idle: must not be longer than refresh.absolute");
  EXPECT_TRUE(problem(config, "gapura.toml:9")
                  .starts_with("keys.publish_before: must be longer than maintenance.interval by"));
  EXPECT_TRUE(
      problem(config, "gapura.toml:10").starts_with("keys.rotation: must be at least four"));
  EXPECT_EQ(config.problems.size(), 5U);
  write("[keys]\npublish_before = \"21m\"\nrotation = \"84m\"\n");
  EXPECT_TRUE(load().problems.empty());
}

TEST_F(ConfigTest, a_master_key_that_is_none_is_refused_before_the_start) {
  Environment::Secrets secrets;
  secrets.emplace("GAPURA_MASTER_KEY", base::Secret(std::string_view("short")));
  const Environment environment({}, std::move(secrets));
  EXPECT_EQ(problem(load_config({environment, "", {}, folder_}), "GAPURA_MASTER_KEY"),
            "master_key: a master key is 32 octets in base64url, 43 characters");
}

TEST_F(ConfigTest, a_dark_accent_needs_the_light_one) {
  write("[brand]\naccent_dark = \"#aabbcc\"\n");
  EXPECT_EQ(problem(load(), "gapura.toml:2"), "brand.accent_dark: needs brand.accent beside it");
}

TEST_F(ConfigTest, CK1_cookies_are_named_and_widened_only_as_browsers_take_them) {
  write("[cookies]\nprefix = \"__Secure-\"\nhint_domain = \"a b\"\n");
  EXPECT_EQ(problem(load(), "gapura.toml:2"),
            "cookies.prefix: must be \"__Host-\", or be left out");
  EXPECT_NE(problem(load(), "gapura.toml:3").find("is not the name of a domain"),
            std::string::npos);
  const std::string hardened = "[cookies]\nprefix = \"__Host-\"\nhint_domain = \"example.test\"\n";
  write(hardened);
  EXPECT_NE(problem(load(), "gapura.toml:2").find("needs an issuer that is https"),
            std::string::npos);
  EXPECT_NE(problem(load(), "gapura.toml:3").find("must be the issuer's host"), std::string::npos);
  write("issuer = \"https://sso.notexample.test\"\n" + hardened);
  EXPECT_NE(problem(load(), "gapura.toml:4").find("must be the issuer's host"), std::string::npos);
  write("issuer = \"https://sso.example.test:8443\"\n" + hardened);
  const Config config = load();
  EXPECT_TRUE(config.problems.empty());
  EXPECT_EQ(config.settings.cookies.hint_domain, "example.test");
}

TEST_F(ConfigTest, a_key_in_the_wrong_section_is_guessed) {
  write("[ops]\nidle_timeout = \"30s\"\n");
  EXPECT_EQ(problem(load(), "gapura.toml:2"),
            "ops.idle_timeout: ops.idle_timeout is not a setting; did you mean http.idle_timeout?");
}

TEST_F(ConfigTest, a_file_that_is_not_toml_is_told_with_its_line) {
  write("listen = \"127.0.0.1:1\"\nlocale = = 3\n");
  EXPECT_NE(problem(load(), "gapura.toml:2").find("not TOML"), std::string::npos);
}

TEST_F(ConfigTest, a_file_that_was_named_must_be_there) {
  variables_ = {{"GAPURA_CONFIG", (folder_ / "other.toml").string()}};
  EXPECT_NE(problem(load(), "other.toml").find("cannot be read"), std::string::npos);
}

TEST_F(ConfigTest, a_quoted_dotted_key_is_not_the_setting_of_that_name) {
  write("\"http.max_headers\" = 50\n");
  const Config config = load();
  EXPECT_EQ(config.problems.size(), 1U);
  EXPECT_EQ(config.settings.http.max_headers, 100U);
}

TEST_F(ConfigTest, an_unknown_variable_is_a_warning_that_names_it) {
  variables_ = {{"GAPURA_LISTN", "x"}, {"GAPURA_CONFIG", ""}, {"HOME", "/"}};
  const Config config = load();
  EXPECT_TRUE(config.problems.empty());
  ASSERT_EQ(config.warnings.size(), 1U);
  EXPECT_EQ(config.warnings[0].text,
            "GAPURA_LISTN is not a variable of Gapura and is ignored; did you mean GAPURA_LISTEN?");
}

TEST_F(ConfigTest, an_empty_variable_is_one_that_is_not_set) {
  variables_ = {{"GAPURA_LISTEN", ""}};
  EXPECT_TRUE(load().problems.empty());
}

TEST_F(ConfigTest, the_master_key_has_no_place_in_the_file) {
  write("master_key = \"x\"\n");
  EXPECT_NE(problem(load(), "gapura.toml:1").find("GAPURA_MASTER_KEY"), std::string::npos);
}

TEST_F(ConfigTest, a_password_has_no_place_in_a_flag) {
  flags_ = {{"database.url", "postgresql://me:secret@db/gapura"}};
  EXPECT_NE(problem(load(), "--database-url").find("GAPURA_DATABASE_URL"), std::string::npos);
}

TEST_F(ConfigTest, impossible_combinations_are_refused_where_they_stand) {
  write("[ops]\nlisten = \"127.0.0.1:9000\"\n[keys]\nalgorithms = []\n");
  const Config config = load();
  EXPECT_NE(problem(config, "gapura.toml:2").find("same address and port"), std::string::npos);
  EXPECT_NE(problem(config, "gapura.toml:4").find("at least one"), std::string::npos);
}

TEST_F(ConfigTest, what_tokens_are_signed_with_must_be_there) {
  for (const std::string lacking : {"RS256", "ES256"}) {
    write("[keys]\nalgorithms = [\"EdDSA\", \"" +
          std::string(lacking == "RS256" ? "ES256" : "RS256") + "\"]\n");
    EXPECT_NE(problem(load(), "gapura.toml:2").find("must name " + lacking), std::string::npos);
  }
}

TEST_F(ConfigTest, secrets_are_masked_when_shown) {
  variables_ = {{"GAPURA_DATABASE_URL", "postgresql://me:s3cret@db/gapura"}};
  const std::string key = base::to_base64url(base::Bytes(32, 7));
  Environment::Secrets secrets;
  secrets.emplace("GAPURA_MASTER_KEY", base::Secret(key));
  const Environment environment(variables_, std::move(secrets));
  const Config config = load_config({environment, "", {}, folder_});
  EXPECT_EQ(config.settings.master_key.reveal_text(), key);
  std::string all;
  for (const ShownSetting& row : config.shown) {
    all += base::json::serialize(row.value);
  }
  EXPECT_EQ(all.find("s3cret"), std::string::npos);
  EXPECT_EQ(all.find(key), std::string::npos);
  EXPECT_NE(all.find("postgresql://me:***@db/gapura"), std::string::npos);
}

TEST(Environment, a_secret_is_taken_out_of_the_process) {
  std::string secret = "GAPURA_MASTER_KEY=abc";
  std::string plain = "GAPURA_LISTEN=127.0.0.1:1";
  char* variables[] = {secret.data(), plain.data(), nullptr};
  const Environment environment = Environment::take(variables);
  ASSERT_NE(environment.find_secret("GAPURA_MASTER_KEY"), nullptr);
  EXPECT_EQ(environment.find_secret("GAPURA_MASTER_KEY")->reveal_text(), "abc");
  EXPECT_EQ(environment.find("GAPURA_MASTER_KEY"), std::nullopt);
  EXPECT_EQ(environment.find("GAPURA_LISTEN"), "127.0.0.1:1");
  EXPECT_EQ(secret.find("abc"), std::string::npos);
}

TEST(SettingTable, names_are_unique_and_follow_from_the_key) {
  std::vector<std::string> names;
  for (const Setting& setting : setting_table()) {
    names.push_back(setting.environment_name());
    names.push_back(setting.flag());
    EXPECT_EQ(find_setting(setting.key), &setting);
    EXPECT_EQ(find_setting_by_variable(setting.environment_name()), &setting);
  }
  std::ranges::sort(names);
  EXPECT_EQ(std::ranges::adjacent_find(names), names.end());
  EXPECT_EQ(find_setting("http.idle_timeout")->environment_name(), "GAPURA_HTTP_IDLE_TIMEOUT");
  EXPECT_EQ(find_setting("http.idle_timeout")->flag(), "--http-idle-timeout");
  EXPECT_EQ(find_setting("frontend_url")->environment_name(), "FRONTEND_URL");
}

// A default that its own row would refuse cannot be written down again.
TEST(SettingTable, every_default_is_accepted_by_its_own_row) {
  Settings settings;
  for (const Setting& setting : setting_table()) {
    const auto value = shown(setting, settings);
    if (setting.only_environment() || (value.is_string() && value.as_string().empty())) {
      continue;
    }
    std::string text;
    if (value.is_array()) {
      for (const auto& item : value.as_array()) {
        text += (text.empty() ? "" : ",") + std::string(item.as_string());
      }
    } else {
      text = value.is_string() ? std::string(value.as_string()) : base::json::serialize(value);
    }
    EXPECT_EQ(assign_text(setting.field, settings, text), std::nullopt) << setting.key;
  }
}

TEST(TomlFile, every_kind_of_value_keeps_its_line) {
  const FileContent content =
      parse_toml("a = 1\n[b]\nc = [\"x\", \"y\"]\nd.e = true\n[[f]]\ng = 2.5\n");
  ASSERT_TRUE(content.problems.empty());
  std::map<std::string, unsigned> lines;
  for (const FileEntry& entry : content.entries) {
    lines[entry.key] = entry.line;
  }
  EXPECT_EQ(lines, (std::map<std::string, unsigned>{{"a", 1}, {"b.c", 3}, {"b.d.e", 4}, {"f", 5}}));
}

}  // namespace
}  // namespace app
