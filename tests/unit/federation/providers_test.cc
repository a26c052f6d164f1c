#include "federation/providers.h"

#include <gtest/gtest.h>

#include "federation/exchange.h"
#include "tests/support/kept_federation.h"
#include "tests/support/kept_trail.h"
#include "tests/support/manual_clock.h"

namespace federation {
namespace {

Mapping maps(const std::string& field, const std::string& claim) {
  Mapping mapping;
  mapping[field] = claim;
  return mapping;
}

class ProvidersTest : public testing::Test {
 protected:
  static Wishes usual() {
    return {.issuer = "https://a.test", .client_id = "us", .secret = base::Secret("hush-hush")};
  }
  base::Result<Provider> add(const std::string& name, Wishes wishes = usual(),
                             Kind kind = Kind::oidc, const std::string& preset = "") {
    return providers_.add(
        act_, {.name = name, .preset = preset, .kind = kind, .wishes = std::move(wishes)});
  }
  std::string clause_of(const base::Result<Provider>& result) {
    return result ? "none" : result.error().clause;
  }

  support::ManualClock clock_;
  base::SystemRandom random_;
  const audit::ChainKey chain_key_{base::Secret(base::Bytes(32, 5))};
  support::KeptTrail trail_{clock_, "node-a", chain_key_};
  support::KeptProviders rows_{trail_};
  const crypto::Sealer sealer_{base::Secret(base::Bytes(32, 3)), random_};
  Providers providers_{{.store = rows_, .clock = clock_, .random = random_, .sealer = sealer_}};
  const identity::Act act_{.actor = "cli", .address = {}, .request_id = {}};
};

TEST_F(ProvidersTest, google_is_known_by_its_name) {
  const auto google = add("google", {.client_id = "us", .secret = base::Secret("s")}).value();
  EXPECT_EQ(google.title, "Google");
  EXPECT_EQ(google.issuer, "https://accounts.google.com");
  EXPECT_EQ(google.asked_to_choose, "select_account");
  EXPECT_EQ(google.scopes, (std::vector<std::string>{"openid", "email", "profile"}));
  EXPECT_TRUE(google.signup);
  const auto other = add("kantor", usual(), Kind::oidc, "gapura").value();
  EXPECT_EQ(other.title, "Gapura");
  EXPECT_EQ(other.position, 2);
  EXPECT_EQ(clause_of(add("x", usual(), Kind::oidc, "yahoo")), "provider.preset");
}

TEST_F(ProvidersTest, the_names_of_the_auth_api_are_no_names_of_providers) {
  for (const char* name : {"profile", "login", "logout", "sessions", "refresh-token"}) {
    EXPECT_EQ(clause_of(add(name)), "provider.name.reserved") << name;
  }
  for (const char* name :
       {"", "Google", "a/b", "a.b", "-a", "a b", "é", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}) {
    EXPECT_EQ(clause_of(add(name)), "provider.name") << name;
  }
}

TEST_F(ProvidersTest, what_cannot_work_is_not_taken) {
  struct Row {
    const char* clause;
    void (*spoil)(Wishes&);
  };
  const Row rows[] = {
      {"provider.issuer", [](Wishes& w) { w.issuer = "a.test"; }},
      {"provider.issuer", [](Wishes& w) { w.issuer = "https://a.test?x"; }},
      {"provider.issuer", [](Wishes& w) { w.issuer = "https:///x"; }},
      {"provider.issuer", [](Wishes& w) { w.issuer = "file:///etc"; }},
      {"provider.client_id", [](Wishes& w) { w.client_id = ""; }},
      {"provider.secret", [](Wishes& w) { w.secret.reset(); }},
      {"provider.title", [](Wishes& w) { w.title = "a\nb"; }},
      {"provider.scopes", [](Wishes& w) { w.scopes = {"email"}; }},
      {"provider.scopes", [](Wishes& w) { w.scopes = {"openid", "a b"}; }},
      {"provider.mapping", [](Wishes& w) { w.mapping = maps("status", "x"); }},
  };
  for (const Row& row : rows) {
    Wishes wishes = usual();
    row.spoil(wishes);
    EXPECT_EQ(clause_of(add("a", std::move(wishes))), row.clause);
  }
  EXPECT_EQ(clause_of(add("a", usual(), Kind::oauth2)), "provider.endpoints");
}

TEST_F(ProvidersTest, a_secret_is_sealed_and_shown_to_nobody) {
  const auto added = add("a").value();
  const std::string raw(added.sealed.begin(), added.sealed.end());
  EXPECT_FALSE(raw.contains("hush"));
  EXPECT_FALSE(base::json::serialize(to_json(added)).contains("hush"));
  EXPECT_EQ(open_secret(sealer_, added).value().reveal_text(), "hush-hush");
  Provider other = added;
  other.name = "b";
  EXPECT_FALSE(open_secret(sealer_, other));
}

TEST_F(ProvidersTest, what_is_not_said_stays) {
  const auto added = add("a").value();
  clock_.advance(std::chrono::seconds(1));
  const auto changed =
      providers_.set(act_, "a", {.title = "Lain", .mapping = maps("nip", "nomor")}).value();
  EXPECT_EQ(changed.title, "Lain");
  EXPECT_EQ(changed.issuer, added.issuer);
  EXPECT_EQ(changed.sealed, added.sealed);
  EXPECT_EQ(changed.mapping.at("nip"), "nomor");
  EXPECT_TRUE(providers_.set(act_, "a", {.mapping = maps("nip", "")}).value().mapping.empty());
  EXPECT_EQ(providers_.set(act_, "b", {}).error().clause, "provider.unknown");
  ASSERT_TRUE(providers_.remove(act_, "a"));
  EXPECT_EQ(providers_.remove(act_, "a").error().clause, "provider.unknown");
}

}  // namespace
}  // namespace federation
