// KY1 on running nodes: keys are rotated by the operator and then by themselves, while a client
// goes on fetching tokens and a relying party goes on verifying them by a key set that it fetches
// no sooner than its max-age says. The hours between are taken off the times of the keys, in the
// database.
#include <algorithm>
#include <atomic>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <thread>

#include <gtest/gtest.h>

#include "base/bytes.h"
#include "jose/jwk.h"
#include "jose/verifier.h"
#include "tests/support/oauth_client.h"
#include "tests/support/racing_nodes.h"

namespace {

using std::chrono::days;
using std::chrono::hours;

std::string header_of(const std::string& token) {
  const auto text = base::from_base64url(token.substr(0, token.find('.'))).value();
  return std::string(base::text_of(text));
}
std::string kid_of(const std::string& token) {
  return std::string(base::parse_json_object(header_of(token)).value().at("kid").as_string());
}

class KeysInUse {
 protected:
  explicit KeysInUse(support::EngineKind engine, const support::Variables& variables)
      : nodes(engine) {
    nodes.start(variables);
    client.emplace(
        nodes.json({"client", "add", "--name", "Mesin", "--client-credentials", "--scope", "api"}),
        "");
    fetch();
  }
  ~KeysInUse() { stop(); }

  std::string key_set(std::uint16_t port) const { return support::get(port, "/oauth/jwks").body; }
  bool all_publish(const std::string& kid) const {
    return support::eventually([&] {
      return std::ranges::all_of(
          nodes.ports(), [&](auto port) { return key_set(port).find(kid) != std::string::npos; });
    });
  }
  static std::chrono::seconds max_age_in(const support::RawAnswer& answer) {
    const auto said = answer.field("Cache-Control").value_or("");
    const auto from = said.find("max-age=");
    return std::chrono::seconds(from == std::string::npos ? 0 : std::stoi(said.substr(from + 8)));
  }
  // What a relying party does when its copy has reached max-age.
  void fetch() {
    const std::lock_guard lock(mutex);
    copy.emplace(jose::parse_jwks(key_set(nodes.first().port())).value());
  }
  void wait(base::Duration time) {
    const auto text = std::to_string(time.count());
    nodes.installation().sql("UPDATE signing_keys SET created_at = created_at - " + text +
                             ", sign_from = sign_from - " + text + ", sign_until = sign_until - " +
                             text + ", remove_at = remove_at - " + text);
  }
  // Time goes by until the copy of the relying party is about to reach its max-age, and it is asked
  // to verify what every node signs meanwhile.
  void age() {
    const auto until = max_age_in(support::get(nodes.first().port(), "/oauth/jwks"));
    ASSERT_GT(until.count(), 1);
    wait(until - std::chrono::seconds(1));
    const int before = verified;
    ASSERT_TRUE(support::eventually([&] { return verified > before + 40; }));
    wait(std::chrono::seconds(1));
    fetch();
    aged += until;
  }
  std::string newest() {
    return nodes.installation()
        .sql(
            "SELECT kid FROM signing_keys WHERE algorithm = 'ES256' ORDER BY generation DESC "
            "LIMIT 1")
        .at(0);
  }
  std::string token_of(std::uint16_t port) const {
    const auto page = client->post(port, "/oauth/token",
                                   {{"grant_type", "client_credentials"}, {"scope", "api"}});
    const auto said = base::parse_json_object(page.body).value_or(base::json::object());
    return page.status == 200 ? std::string(said.at("access_token").as_string()) : "";
  }
  bool all_sign_with(const std::string& kid) {
    return support::eventually([&] {
      return std::ranges::all_of(nodes.ports(),
                                 [&](auto port) { return kid_of(token_of(port)) == kid; });
    });
  }

  void verify(const std::string& token) {
    const std::lock_guard lock(mutex);
    wrong += copy->verify(token, {.typ = "at+jwt"}) ? 0 : 1;
    ++verified;
  }
  void watch() {
    watching = std::jthread([this](const std::stop_token& stopping) {
      const auto ports = nodes.ports();
      for (std::size_t turn = 0; !stopping.stop_requested(); ++turn) {
        const auto token = token_of(ports[turn % ports.size()]);
        wrong += token.empty() ? 1 : 0;
        verify(token);
        const auto asked =
            client->post(ports[(turn + 1) % ports.size()], "/oauth/introspect", {{"token", token}});
        wrong += asked.says(R"("active":true)") ? 0 : 1;
        kept.push_back(token);
        verify(kept[turn / 2 % kept.size()]);
      }
    });
  }
  void stop() {
    if (watching.joinable()) {
      watching.request_stop();
      watching.join();
    }
  }

  support::RacingNodes nodes;
  std::optional<support::OauthClient> client;
  std::mutex mutex;
  std::optional<jose::Verifier> copy;
  std::vector<std::string> kept;
  std::atomic<int> verified = 0;
  std::atomic<int> wrong = 0;
  std::chrono::seconds aged{};  // of the time that has gone by since a key was made
  std::jthread watching;
};

class KeyRotation_KY1 : public KeysInUse, public testing::TestWithParam<support::EngineKind> {
 protected:
  KeyRotation_KY1() : KeysInUse(GetParam(), {{"GAPURA_MAINTENANCE_INTERVAL", "1s"}}) {}
};
INSTANTIATE_TEST_SUITE_P(engines, KeyRotation_KY1,
                         testing::Values(support::EngineKind::sqlite,
                                         support::EngineKind::postgres),
                         [](const auto& info) { return support::name_of(info.param); });

TEST_P(KeyRotation_KY1, no_token_is_ever_unverifiable_at_the_nodes_or_by_a_cached_key_set) {
  const auto first = kid_of(token_of(nodes.first().port()));
  watch();
  const auto made = nodes.json({"key", "rotate", "--alg", "ES256"}).at("keys").as_array();
  ASSERT_EQ(made.size(), 1U);
  const std::string second(made[0].at("kid").as_string());
  EXPECT_NE(second, first);
  EXPECT_EQ(nodes.json({"key", "rotate", "--alg", "ES256"}).at("keys").as_array(), made)
      << "one that waits is the next one";
  EXPECT_NE(nodes.installation()
                .run({"key", "rotate", "--alg", "ES256"}, nodes.shared())
                .out.find(" waits already"),
            std::string::npos);
  ASSERT_TRUE(all_publish(second));
  ASSERT_NO_FATAL_FAILURE(age());
  EXPECT_EQ(kid_of(token_of(nodes.last().port())), first) << "it does not sign yet";
  wait(hours(1) - aged);
  ASSERT_TRUE(all_sign_with(second));

  // A day on, in the last minutes of what the first one signed.
  wait(hours(24));
  const int before = verified;
  ASSERT_TRUE(support::eventually([&] { return verified > before + 40; }));
  fetch();
  EXPECT_NE(key_set(nodes.first().port()).find(first), std::string::npos);

  // Ninety days on, when none of it lives any more.
  stop();
  std::erase_if(kept, [&](const std::string& token) { return kid_of(token) == first; });
  watch();
  wait(days(90) - hours(26));
  ASSERT_TRUE(support::eventually([&] { return newest() != second; }));
  const std::string third = newest();
  ASSERT_TRUE(all_publish(third));
  aged = {};
  ASSERT_NO_FATAL_FAILURE(age());
  wait(hours(1) - aged);
  ASSERT_TRUE(all_sign_with(third));
  stop();
  EXPECT_EQ(wrong, 0);
  EXPECT_GT(verified, 20);
  EXPECT_EQ(key_set(nodes.first().port()).find(first), std::string::npos);
  EXPECT_NE(nodes.installation().run({"key", "rotate", "--alg", "HS256"}, nodes.shared()).code, 0);
}

// As an installation is that nobody has tuned: what is due comes by once a minute.
class KeysOfEveryDay : public KeysInUse, public testing::Test {
 protected:
  KeysOfEveryDay() : KeysInUse(support::EngineKind::postgres, {}) {}
};

TEST_F(KeysOfEveryDay, OP4_a_rotation_adds_keys_of_RSA_and_EC_and_none_of_OKP) {
  const auto made = nodes.json({"key", "rotate"}).at("keys").as_array();
  const auto since = std::chrono::steady_clock::now();
  std::vector<std::string> algorithms;
  for (const auto& key : made) {
    algorithms.emplace_back(key.at("algorithm").as_string());
    EXPECT_TRUE(all_publish(std::string(key.at("kid").as_string())));
  }
  EXPECT_LT(std::chrono::steady_clock::now() - since, std::chrono::seconds(20))
      << "it is seen within a second, and not when maintenance comes by";
  std::ranges::sort(algorithms);
  EXPECT_EQ(algorithms, (std::vector<std::string>{"ES256", "RS256"}));
  const auto set = base::parse_json_object(key_set(nodes.first().port())).value();
  std::set<std::string> different;
  std::map<std::string, int> kinds;
  for (const auto& each : set.at("keys").as_array()) {
    const auto text = [&](const char* name) { return std::string(each.at(name).as_string()); };
    ++kinds[text("kty")];
    EXPECT_TRUE(different.insert(text("kid") + text("alg") + text("use") + text("kty")).second);
    if (text("kty") == "RSA") {
      EXPECT_GE(base::from_base64url(text("n")).value().size() * 8, 2048U);
    }
  }
  EXPECT_EQ(kinds, (std::map<std::string, int>{{"EC", 2}, {"OKP", 1}, {"RSA", 2}}));
}

}  // namespace
