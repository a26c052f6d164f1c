#include "oidc/userinfo/claims.h"

#include <gtest/gtest.h>

#include "oidc/discovery/metadata.h"

namespace oidc {
namespace {

using identity::users::User;

User ani() {
  User user;
  user.sub = "s-1";
  user.username = "ani";
  user.name = "Ani Lestari";
  user.email = "ani@example.test";
  user.email_verified_at = base::from_micros(1);
  user.no_hp = "0812";
  user.claims.birthdate = "0000-05-01";
  user.claims.address.locality = "Kudus";
  user.updated_at = base::from_micros(1'700'000'000'000'000);
  return user;
}

std::string said(const User& user, const std::vector<std::string>& scopes) {
  return base::json::serialize(userinfo::claims(user, scopes));
}

TEST(Claims, a_scope_opens_its_own_and_no_more) {
  EXPECT_EQ(said(ani(), {"openid"}), R"({"sub":"s-1"})");
  EXPECT_EQ(said(ani(), {"email"}),
            R"({"sub":"s-1","email":"ani@example.test","email_verified":true})");
  EXPECT_EQ(said(ani(), {"phone"}),
            R"({"sub":"s-1","phone_number":"0812","phone_number_verified":false})");
  EXPECT_EQ(said(ani(), {"address"}), R"({"sub":"s-1","address":{"locality":"Kudus"}})");
  EXPECT_EQ(said(ani(), {"profile"}),
            R"({"sub":"s-1","name":"Ani Lestari","preferred_username":"ani",)"
            R"("birthdate":"0000-05-01","updated_at":1700000000})");
}

TEST(Claims, what_a_person_does_not_have_is_left_out) {
  User nobody;
  nobody.sub = "s-2";
  EXPECT_EQ(said(nobody, {"openid", "profile", "email", "phone", "address"}),
            R"({"sub":"s-2","updated_at":0})");
}

TEST(Claims, discovery_lists_each_that_there_is) {
  const auto all = userinfo::claims(ani(), {"profile", "email", "phone", "address"});
  const auto names = userinfo::claim_names();
  for (const auto& [name, value] : all) {
    EXPECT_NE(std::ranges::find(names, std::string_view(name)), names.end()) << name;
  }
}

TEST(Metadata, says_what_would_be_true_if_it_were_left_out_RFC8414_2) {
  const auto said = discovery::metadata(
      {.issuer = "https://id.example", .algorithms = {crypto::SignatureAlgorithm::RS256}});
  EXPECT_EQ(said.at("request_uri_parameter_supported"), false);
  EXPECT_EQ(said.at("response_modes_supported"), (base::json::array{"query", "form_post"}));
  EXPECT_EQ(said.at("id_token_signing_alg_values_supported"), base::json::array{"RS256"});
  EXPECT_EQ(said.at("authorization_endpoint"), "https://id.example/oauth/authorize");
}

// "MUST be present" where a client may sign.
TEST(Metadata, OP2_says_by_what_a_client_may_sign_wherever_it_may_RFC8414_2_RFC9864_2_2) {
  const auto said = discovery::metadata({.issuer = "https://id.example", .algorithms = {}});
  for (const std::string at : {"token", "introspection", "revocation"}) {
    const auto& methods = said.at(at + "_endpoint_auth_methods_supported").as_array();
    EXPECT_NE(std::ranges::find(methods, base::json::value("private_key_jwt")), methods.end());
    EXPECT_EQ(said.at(at + "_endpoint_auth_signing_alg_values_supported"),
              (base::json::array{"RS256", "PS256", "ES256", "EdDSA", "Ed25519", "HS256"}));
  }
}

}  // namespace
}  // namespace oidc
