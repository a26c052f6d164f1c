#include "federation/providers.h"

#include <gtest/gtest.h>

#include "federation/exchange.h"
#include "federation/profile.h"
#include "tests/unit/federation/providers_house.h"

namespace federation {
namespace {

Mapping maps(const std::string& field, const std::string& claim) {
  Mapping mapping;
  mapping[field] = claim;
  return mapping;
}

class ProvidersTest : public ProvidersHouse {
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
      {"provider.issuer", [](Wishes& w) { w.issuer = "https://u:p@a.test"; }},
      {"provider.issuer", [](Wishes& w) { w.issuer = "https://a.test\\b"; }},
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
  EXPECT_EQ(clause_of(add("a", usual(), Kind::oauth2)), "provider.authorize_url");
}

TEST_F(ProvidersTest, what_could_never_be_asked_is_said_when_it_is_written) {
  addresses_.refused = "https://b.test";
  ASSERT_TRUE(add("a"));
  const auto refused = providers_.set(act_, "a", {.issuer = "https://b.test"});
  EXPECT_EQ(clause_of(refused), "provider.issuer");
  EXPECT_TRUE(refused.error().description.contains("nobody asks there"));
  addresses_.refused = "https://a.test";
  EXPECT_TRUE(providers_.set(act_, "a", {.enabled = false})) << "what was taken may be closed";
  EXPECT_EQ(clause_of(add("b")), "provider.issuer");
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

TEST_F(ProvidersTest, FD2_of_no_claim_nothing_is_taken_of_the_usual_one_neither) {
  ASSERT_TRUE(add("a"));
  const auto changed = providers_.set(act_, "a", {.mapping = maps("email_verified", "")}).value();
  const base::json::object said{{"email", "ani@mail.test"}, {"email_verified", true}};
  const auto person = person_from(changed, said, clock_.now());
  EXPECT_EQ(person.email, "ani@mail.test");
  EXPECT_FALSE(person.email_verified_at);
}

TEST_F(ProvidersTest, FD2_that_an_address_is_verified_is_said_of_that_address_alone) {
  struct Row {
    const char* email;
    const char* verified;  // none of its own where it is null
    bool expected;
  };
  constexpr Row kRows[] = {{"email", nullptr, true},
                           {"upn", nullptr, false},
                           {"upn", "upn_verified", true},
                           {"upn", "email_verified", true}};
  const base::json::object said{{"email", "evil@mail.test"},
                                {"email_verified", true},
                                {"upn", "bupati@kudus.test"},
                                {"upn_verified", true}};
  for (const Row& row : kRows) {
    Provider provider{.name = "a"};
    provider.mapping["email"] = row.email;
    if (row.verified != nullptr) {
      provider.mapping["email_verified"] = row.verified;
    }
    EXPECT_EQ(person_from(provider, said, clock_.now()).email_verified_at.has_value(), row.expected)
        << row.email << " " << (row.verified == nullptr ? "" : row.verified);
  }
}

TEST_F(ProvidersTest, FD2_an_address_and_whether_it_is_verified_are_of_one_source) {
  const Provider provider{.name = "a"};
  base::json::object claims{{"sub", "s"}, {"email", "x@mail.test"}};
  EXPECT_FALSE(tells_all(provider, claims));
  add_what_is_missing(provider, claims,
                      {{"email", "y@mail.test"}, {"email_verified", true}, {"name", "Ani"}});
  EXPECT_EQ(base::json::value(claims),
            (base::json::value{{"sub", "s"}, {"email", "x@mail.test"}, {"name", "Ani"}}));
  EXPECT_TRUE(tells_all(provider, claims));
  base::json::object flag{{"sub", "s"}, {"email_verified", true}};
  add_what_is_missing(provider, flag, {{"email", "y@mail.test"}});
  EXPECT_FALSE(flag.contains("email"));
}

TEST_F(ProvidersTest, userinfo_is_asked_for_what_is_mapped) {
  Provider provider{.name = "a"};
  const base::json::object said{{"email", "x@mail.test"}, {"name", "Ani"}};
  EXPECT_TRUE(tells_all(provider, said));
  provider.mapping["nip"] = "employee_id";
  EXPECT_FALSE(tells_all(provider, said));
  provider.mapping.clear();
  provider.mapping["name"] = "";
  EXPECT_TRUE(tells_all(provider, {{"email", "x@mail.test"}}));
}

class Linked : public ProvidersTest {
 protected:
  static Wishes endpoints() {
    Wishes wishes = usual();
    wishes.issuer.reset();
    wishes.authorize_url = "https://a.test/authorize";
    wishes.token_url = "https://a.test/token";
    wishes.userinfo_url = "https://a.test/me";
    return wishes;
  }
  void link_to(const std::string& issuer) {
    const Identity identity{.issuer = issuer,
                            .subject = "7",
                            .user = {1},
                            .provider = "a",
                            .label = "",
                            .linked_at = clock_.now()};
    ASSERT_TRUE(identities_.link(identity, event_of(act_, "identity.linked", "user:1")).value());
  }
  std::string set(const Wishes& wishes) { return clause_of(providers_.set(act_, "a", wishes)); }
};

TEST_F(Linked, FD2_accounts_of_an_oauth_server_are_told_apart_by_the_claim_they_are_told_apart_by) {
  const auto by_sub = add("a", endpoints(), Kind::oauth2).value();
  Wishes other = endpoints();
  other.mapping = maps("sub", "login");
  const auto by_login = add("b", std::move(other), Kind::oauth2).value();
  EXPECT_NE(by_sub.issuer, by_login.issuer);
  EXPECT_EQ(add("c", endpoints(), Kind::oauth2).value().issuer, by_sub.issuer);
}

TEST_F(Linked, what_accounts_are_told_apart_by_stays_while_there_are_any) {
  const auto added = add("a", endpoints(), Kind::oauth2).value();
  link_to(added.issuer);
  EXPECT_EQ(set({.mapping = maps("sub", "login")}), "provider.in_use");
  EXPECT_EQ(set({.token_url = "https://a.test/token2"}), "provider.in_use");
  EXPECT_EQ(set({.userinfo_url = "https://b.test/me"}), "provider.in_use");
  EXPECT_EQ(set({.title = "Kantor"}), "none");
  EXPECT_EQ(set({.token_url = "https://a.test/token2", .sure = true}), "none");
  EXPECT_EQ(providers_.show("a").value().issuer, added.issuer) << "the same server has moved";
  EXPECT_EQ(set({.mapping = maps("sub", "login"), .sure = true}), "none");
  EXPECT_NE(providers_.show("a").value().issuer, added.issuer);
}

TEST_F(Linked, an_issuer_stays_while_accounts_of_it_are_linked) {
  const auto added = add("a").value();
  EXPECT_EQ(set({.issuer = "https://b.test"}), "none") << "nobody has one yet";
  link_to("https://b.test");
  EXPECT_EQ(set({.issuer = "https://c.test"}), "provider.in_use");
  EXPECT_EQ(set({.issuer = "https://c.test", .sure = true}), "none");
}

}  // namespace
}  // namespace federation
