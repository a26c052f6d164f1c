#include "tests/contract/on_every_engine.h"

namespace contract {
namespace {

using oauth::Client;
using oauth::ClientId;
using oauth::ClientWritten;
using oauth::Stale;

class ClientStore : public OnEveryEngine {
 protected:
  Client client(std::uint8_t number) const {
    return {.id = ClientId({number}),
            .name = "Klien Ω " + std::to_string(number),
            .profile = oauth::Profile::sso,
            .auth_methods = {oauth::AuthMethod::client_secret_post},
            .grants = {oauth::Grant::authorization_code, oauth::Grant::refresh_token},
            .redirect_uris = {"https://c.example/cb?a=1", "com.example:/cb"},
            .scopes = {"openid", "view-user"},
            .policy_uri = "https://c.example/privasi",
            .tos_uri = "https://c.example/syarat",
            .logo_uri = "https://c.example/logo.svg",
            .look = {.accent = "#0e5a52", .accent_dark = "#8fd3c7", .login_text_en = "Ω"},
            .post_logout_redirect_uris = {"https://c.example/keluar"},
            .id_token_algorithm = crypto::SignatureAlgorithm::ES256,
            .needs_pkce = true,
            .first_party = true,
            .secrets = {{.sha256 = hash_of(number), .made_at = place.clock.now()},
                        {.sha256 = hash_of(99),
                         .made_at = place.clock.now(),
                         .good_until = place.clock.now() + std::chrono::hours(1)}},
            .created_at = place.clock.now(),
            .updated_at = place.clock.now()};
  }
  void add(const Client& row) { ASSERT_TRUE(database->clients().add(row, event("client.added"))); }
  ClientWritten update(const Client& row) {
    return database->clients().update(row, event("client.changed")).value();
  }
};
GAPURA_ON_EVERY_ENGINE(ClientStore);

TEST_P(ClientStore, gives_back_what_it_was_given) {
  add(client(1));
  EXPECT_EQ(*database->clients().find(client(1).id).value(), client(1));
  EXPECT_FALSE(database->clients().find(ClientId({9})).value());
  EXPECT_EQ(types(), std::vector<std::string>{"client.added"});
}

TEST_P(ClientStore, lists_by_id) {
  add(client(2));
  add(client(1));
  const auto all = database->clients().list().value();
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0], client(1));
  EXPECT_EQ(all[1], client(2));
}

TEST_P(ClientStore, an_id_is_given_once) {
  add(client(1));
  Client again = client(1);
  again.name = "Lain";
  const auto refused = database->clients().add(again, event("client.added"));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, base::ErrorCode::conflict);
  EXPECT_EQ(*database->clients().find(again.id).value(), client(1));
}

TEST_P(ClientStore, a_change_names_the_version_it_was_made_from) {
  add(client(1));
  Client changed = client(1);
  changed.name = "Lain";
  changed.redirect_uris = {};
  changed.grants = {oauth::Grant::client_credentials};
  changed.enabled = false;
  changed.secrets.pop_back();
  const auto written = update(changed);
  ASSERT_TRUE(std::holds_alternative<Client>(written));
  EXPECT_TRUE(std::holds_alternative<Stale>(update(changed)));
  changed.version = 2;
  EXPECT_EQ(std::get<Client>(written), changed);
  EXPECT_EQ(*database->clients().find(changed.id).value(), changed);
  EXPECT_TRUE(std::holds_alternative<Stale>(update(client(5))));
  EXPECT_EQ(types(), (std::vector<std::string>{"client.added", "client.changed"}));
}

TEST_P(ClientStore, what_is_removed_is_gone) {
  add(client(1));
  EXPECT_TRUE(database->clients().remove(client(1).id, event("client.deleted")).value());
  EXPECT_FALSE(database->clients().remove(client(1).id, event("client.deleted")).value());
  EXPECT_FALSE(database->clients().find(client(1).id).value());
  EXPECT_EQ(types(), (std::vector<std::string>{"client.added", "client.deleted"}));
}

}  // namespace
}  // namespace contract
