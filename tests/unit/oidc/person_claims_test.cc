// Attributes of the operator's own as claims (OpenID Connect Core section 5.1.2).
#include "oidc/userinfo/person_claims.h"

#include <gtest/gtest.h>

#include "oidc/discovery/metadata.h"

namespace oidc::userinfo {
namespace {

namespace users = identity::users;
namespace json = base::json;
using users::AttributeType;
using users::Viewer;

class Definitions final : public users::AttributeStore {
 public:
  base::Result<std::vector<users::AttributeDefinition>> all() override {
    ++asked;
    return there;
  }
  base::Done put(const users::AttributeDefinition&, const audit::Event&) override { return {}; }
  base::Result<bool> remove(const std::string&, const audit::Event&) override { return false; }

  std::vector<users::AttributeDefinition> there;
  int asked = 0;
};

class PersonClaimsTest : public testing::Test {
 protected:
  PersonClaimsTest() {
    definitions_.there = {
        {.name = "anak", .type = AttributeType::integer, .seen_by = Viewer::clients},
        {.name = "catatan", .type = AttributeType::text, .seen_by = Viewer::self},
        {.name = "jabatan", .type = AttributeType::texts, .seen_by = Viewer::clients},
        {.name = "pangkat", .type = AttributeType::text, .seen_by = Viewer::clients},
        {.name = "rahasia", .type = AttributeType::text, .seen_by = Viewer::administrator},
        {.name = "tetap", .type = AttributeType::boolean, .seen_by = Viewer::clients}};
    ani_.sub = "s-1";
    ani_.username = "ani";
    ani_.email = "ani@example.test";
    ani_.attributes = {{"anak", 2},
                       {"catatan", "hanya saya"},
                       {"jabatan", json::array{"Camat", "Lurah"}},
                       {"pangkat", "IIIa"},
                       {"rahasia", "hanya pengelola"},
                       {"tetap", true},
                       {"lama", "tanpa definisi"}};
  }

  std::string said(const std::vector<std::string>& scopes) {
    return json::serialize(claims_.of(ani_, scopes).value());
  }
  std::string named(const std::vector<std::string>& names, const std::vector<std::string>& scopes) {
    return json::serialize(claims_.named(ani_, names, scopes).value());
  }

  Definitions definitions_;
  users::Attributes attributes_{definitions_};
  users::User ani_;
  const PersonClaims claims_{attributes_,
                             {{"arsip", {}},
                              {"kepegawaian", {"pangkat", "anak", "tetap", "jabatan"}},
                              {"semua", {"pangkat", "catatan", "rahasia", "lama", "tiada"}}}};
};

TEST_F(PersonClaimsTest, a_scope_opens_the_attributes_it_carries_each_as_its_type) {
  EXPECT_EQ(said({"openid", "kepegawaian"}),
            R"({"sub":"s-1","anak":2,"jabatan":["Camat","Lurah"],"pangkat":"IIIa","tetap":true})");
  EXPECT_EQ(said({"openid", "email", "kepegawaian"}).find(R"({"sub":"s-1","email":)"), 0U);
}

TEST_F(PersonClaimsTest, what_clients_do_not_see_is_told_to_none_whatever_a_scope_carries) {
  EXPECT_EQ(said({"openid", "semua"}), R"({"sub":"s-1","pangkat":"IIIa"})");
  EXPECT_EQ(named({"catatan", "rahasia", "lama"}, {"semua"}), "{}");
}

TEST_F(PersonClaimsTest, a_scope_that_was_not_granted_opens_nothing) {
  EXPECT_EQ(said({"openid", "arsip", "pangkat"}), R"({"sub":"s-1"})");
  EXPECT_EQ(named({"pangkat"}, {"openid", "profile"}), "{}");
  EXPECT_EQ(definitions_.asked, 0) << "nobody is asked where there is nothing to tell";
}

TEST_F(PersonClaimsTest, a_definition_that_is_gone_or_closed_takes_the_claim_with_it) {
  definitions_.there.erase(definitions_.there.begin());
  definitions_.there[2].seen_by = Viewer::self;
  EXPECT_EQ(said({"kepegawaian"}), R"({"sub":"s-1","jabatan":["Camat","Lurah"],"tetap":true})");
}

TEST_F(PersonClaimsTest, what_the_standard_names_keeps_its_meaning) {
  definitions_.there.push_back({.name = "email", .seen_by = Viewer::clients});
  ani_.attributes["email"] = "lain@example.test";
  const PersonClaims claims{attributes_, {{"palsu", {"email"}}}};
  EXPECT_EQ(claims.of(ani_, {"email", "palsu"})->at("email"), "ani@example.test");
}

TEST_F(PersonClaimsTest, claims_asked_for_one_by_one_are_those_that_the_scopes_open) {
  EXPECT_EQ(named({"pangkat", "email", "sub", "tiada"}, {"kepegawaian", "email"}),
            R"({"pangkat":"IIIa","email":"ani@example.test"})");
}

TEST_F(PersonClaimsTest, discovery_lists_scopes_and_claims_of_the_configuration_once) {
  EXPECT_EQ(claims_.scopes(), (std::vector<std::string>{"arsip", "kepegawaian", "semua"}));
  const auto said = discovery::metadata(
      {.issuer = "https://id.example", .scopes = {"arsip", "profile"}, .claims = claims_.names()});
  const auto& scopes = said.at("scopes_supported").as_array();
  EXPECT_EQ(std::ranges::count(scopes, json::value("profile")), 1);
  EXPECT_EQ(scopes.back(), "arsip");
  const auto& claims = said.at("claims_supported").as_array();
  EXPECT_EQ(std::ranges::count(claims, json::value("pangkat")), 1);
  EXPECT_EQ(claims.back(), "tiada");
}

}  // namespace
}  // namespace oidc::userinfo
