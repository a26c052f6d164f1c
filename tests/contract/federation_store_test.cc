#include <atomic>

#include "tests/contract/on_every_engine.h"

namespace contract {
namespace {

using federation::Identity;
using federation::LastWayIn;
using federation::LinkedAlready;
using federation::NotTheirs;
using federation::Provider;
using federation::SignedUp;
using federation::Unlinked;
using identity::users::Taken;
using identity::users::User;

class FederationStore : public OnEveryEngine {
 protected:
  Provider provider(const std::string& name, std::int64_t position = 1) const {
    return {.name = name,
            .title = "Ω " + name,
            .kind = federation::Kind::oauth2,
            .issuer = "https://" + name + ".test",
            .client_id = "c",
            .auth = federation::ClientAuth::client_secret_post,
            .key_algorithm = "ES512",
            .public_jwk = R"({"kty":"EC"})",
            .sealed = {0, 255, 7},
            .scopes = {"a", "b"},
            .authorize_url = "https://a.test/a",
            .token_url = "https://a.test/t",
            .userinfo_url = "https://a.test/u",
            .asked_to_choose = "login",
            .mapping = {{"sub", "id"}, {"nip", "nomor"}},
            .signup = false,
            .enabled = true,
            .position = position,
            .created_at = place.clock.now(),
            .updated_at = place.clock.now()};
  }
  // Of the provider of that name, whoever it was linked by.
  Identity identity(const std::string& subject, std::int64_t user = 0,
                    const std::string& of = "google") const {
    return {.issuer = "https://" + of + ".test",
            .subject = subject,
            .user = {user},
            .provider = "google",
            .label = subject + "@mail.test",
            .linked_at = place.clock.now()};
  }
  static base::Bytes key(const Identity& it) { return federation::key_of(it.issuer, it.subject); }
  base::Result<SignedUp> sign_up(const User& user, const Identity& it) {
    return database->identities().sign_up(user, keys_of(user), it, event("user.added", ""),
                                          event("identity.linked", ""));
  }
  User come(const std::string& username, const std::string& subject) {
    return std::get<User>(sign_up(person(username), identity(subject)).value());
  }
  bool link(const Identity& it) {
    return database->identities().link(it, event("identity.linked")).value();
  }
  federation::UnlinkOutcome unlink(const User& user, const Identity& it,
                                   const std::optional<mint::SessionId>& keep = {}) {
    auto ending = ending_at(place.clock.now());
    ending.keep = keep;
    return database->identities()
        .unlink({.user = user.id,
                 .key = key(it),
                 .linked_at = it.linked_at,
                 .open = federation::OpenIssuers::in(database->providers()).value(),
                 .event = event("identity.unlinked"),
                 .address_dropped = event("user.changed"),
                 .ending = ending})
        .value();
  }
  void open(const std::string& name, bool enabled = true) {
    Provider row = provider(name);
    row.enabled = enabled;
    ASSERT_TRUE(database->providers().add(row, event("provider.added")));
  }
};
GAPURA_ON_EVERY_ENGINE(FederationStore);

TEST_P(FederationStore, gives_a_provider_back_as_it_was_given) {
  const Provider row = provider("google");
  EXPECT_EQ(database->providers().add(row, event("provider.added")).value(), row);
  EXPECT_EQ(database->providers().find("google").value(), row);
  EXPECT_FALSE(database->providers().find("Google").value());
  const auto again = database->providers().add(row, event("provider.added"));
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, base::ErrorCode::conflict);
  EXPECT_EQ(types(), std::vector<std::string>{"provider.added"});
}

TEST_P(FederationStore, a_change_of_a_provider_names_the_version_it_was_made_from) {
  Provider row = provider("google");
  ASSERT_TRUE(database->providers().add(row, event("provider.added")));
  row.title = "Lain";
  row.sealed = {9};
  const auto changed = database->providers().update(row, event("provider.changed")).value();
  EXPECT_EQ(std::get<Provider>(changed).version, 2);
  EXPECT_EQ(database->providers().find("google").value()->title, "Lain");
  EXPECT_TRUE(std::holds_alternative<federation::Stale>(
      database->providers().update(row, event("provider.changed")).value()));
  EXPECT_TRUE(database->providers().remove("google", event("provider.deleted")).value());
  EXPECT_FALSE(database->providers().remove("google", event("provider.deleted")).value());
  EXPECT_EQ(types(),
            (std::vector<std::string>{"provider.added", "provider.changed", "provider.deleted"}));
}

TEST_P(FederationStore, lists_providers_by_position_then_name) {
  for (const auto& [name, position] :
       std::vector<std::pair<std::string, std::int64_t>>{{"c", 1}, {"b", 2}, {"a", 2}}) {
    ASSERT_TRUE(database->providers().add(provider(name, position), event("provider.added")));
  }
  std::vector<std::string> names;
  for (const Provider& each : database->providers().list().value()) {
    names.push_back(each.name);
  }
  EXPECT_EQ(names, (std::vector<std::string>{"c", "a", "b"}));
}

TEST_P(FederationStore, signs_up_person_and_account_at_once) {
  const User user = come("ani", "s1");
  Identity expected = identity("s1", user.id.value);
  EXPECT_EQ(database->identities().find(key(expected)).value(), expected);
  EXPECT_EQ(database->identities().of(user.id).value(), std::vector<Identity>{expected});
  EXPECT_EQ(database->users().find(user.id).value()->username, "ani");
  EXPECT_EQ(types(), (std::vector<std::string>{"user.added", "identity.linked"}));

  const auto taken = sign_up(person("ani"), identity("s2")).value();
  ASSERT_TRUE(std::holds_alternative<Taken>(taken));
  EXPECT_EQ(std::get<Taken>(taken).field, "username");
  EXPECT_FALSE(database->identities().find(key(identity("s2"))).value());
  EXPECT_TRUE(
      std::holds_alternative<LinkedAlready>(sign_up(person("budi"), identity("s1")).value()));
  EXPECT_EQ(database->users().list({}, {.after = {}, .limit = 10}).value().size(), 1U);
}

TEST_P(FederationStore, FD3_of_many_first_logins_at_once_one_makes_the_person) {
  std::atomic<int> made = 0;
  std::atomic<int> late = 0;
  together(8, [&](std::size_t number) {
    const auto outcome = sign_up(person("p" + std::to_string(number)), identity("s1"));
    made += outcome && std::holds_alternative<User>(*outcome) ? 1 : 0;
    late += outcome && std::holds_alternative<LinkedAlready>(*outcome) ? 1 : 0;
  });
  EXPECT_EQ(made, 1);
  EXPECT_EQ(late, 7);
  EXPECT_EQ(database->users().list({}, {.after = {}, .limit = 20}).value().size(), 1U);
}

TEST_P(FederationStore, FD4_an_account_is_one_persons_alone) {
  const User ani = add("ani");
  const User budi = add("budi");
  EXPECT_TRUE(link(identity("s1", ani.id.value)));
  EXPECT_FALSE(link(identity("s1", budi.id.value)));
  EXPECT_FALSE(link(identity("s1", ani.id.value)));
  EXPECT_FALSE(link(identity("s2", 4711)));
  EXPECT_EQ(database->identities().find(key(identity("s1"))).value()->user, ani.id);
  EXPECT_TRUE(std::holds_alternative<NotTheirs>(unlink(budi, identity("s1"))));
  EXPECT_TRUE(std::holds_alternative<NotTheirs>(unlink(ani, identity("s3"))));
}

TEST_P(FederationStore, the_last_way_in_stays) {
  open("google");
  open("closed", false);
  const User ani = come("ani", "s1");
  EXPECT_TRUE(std::holds_alternative<LastWayIn>(unlink(ani, identity("s1"))));
  // One of an issuer that nobody asks is no way in, whichever provider it was linked by.
  EXPECT_TRUE(link(identity("s2", ani.id.value, "closed")));
  EXPECT_TRUE(std::holds_alternative<LastWayIn>(unlink(ani, identity("s1"))));
  EXPECT_TRUE(std::holds_alternative<Unlinked>(unlink(ani, identity("s2", 0, "closed"))));
  EXPECT_TRUE(link(identity("s3", ani.id.value)));
  EXPECT_TRUE(std::holds_alternative<Unlinked>(unlink(ani, identity("s1"))));
  EXPECT_TRUE(std::holds_alternative<LastWayIn>(unlink(ani, identity("s3"))));
  ASSERT_TRUE(database->passwords().put(ani.id, {.hash = "h", .set_at = place.clock.now()},
                                        event("password.set"), ending_at(place.clock.now())));
  EXPECT_TRUE(std::holds_alternative<Unlinked>(unlink(ani, identity("s3"))));
}

TEST_P(FederationStore, FD3_an_address_that_is_hearsay_goes_with_the_account_that_claims_it) {
  struct Row {
    const char* name;
    bool verified;
    bool hearsay;
    bool made_by_it;
    bool stays;
  };
  for (const Row& row :
       {Row{"claims", false, true, true, false}, Row{"entered", false, false, true, true},
        Row{"verified", true, false, true, true}, Row{"linked", false, true, false, true}}) {
    SCOPED_TRACE(row.name);
    auto user = person(row.name);
    user.email = std::string(row.name) + "@mail.test";
    user.created_at = place.clock.now();
    if (row.verified) {
      user.email_verified_at = place.clock.now();
    }
    user.email_is_hearsay = row.hearsay;
    place.clock.advance(std::chrono::seconds(row.made_by_it ? 0 : 1));
    const Identity first = identity(row.name);
    const auto there = std::get<User>(sign_up(user, first).value());
    ASSERT_TRUE(database->passwords().put(there.id, {.hash = "h", .set_at = place.clock.now()},
                                          event("password.set"), ending_at(place.clock.now())));
    ASSERT_TRUE(std::holds_alternative<Unlinked>(unlink(there, first)));
    const auto after = database->users().find(there.id).value();
    EXPECT_EQ(after->email.empty(), !row.stays);
    EXPECT_EQ(after->version, row.stays ? 1 : 2);
    const auto found =
        database->users().find_by_name(identity::names::typed_name(user.email)).value();
    EXPECT_EQ(found.has_value(), !row.hearsay);
  }
}

TEST_P(FederationStore, of_two_that_unlink_the_last_two_at_once_one_stays) {
  open("google");
  for (int round = 0; round < 5; ++round) {
    const std::string name = "r" + std::to_string(round);
    const User user = come(name, name + "a");
    ASSERT_TRUE(link(identity(name + "b", user.id.value)));
    together(2,
             [&](std::size_t number) { unlink(user, identity(name + (number == 0 ? "a" : "b"))); });
    EXPECT_EQ(database->identities().of(user.id).value().size(), 1U);
  }
}

TEST_P(FederationStore, counts_the_accounts_of_an_issuer) {
  const User ani = come("ani", "s1");
  EXPECT_TRUE(link(identity("s2", ani.id.value)));
  EXPECT_EQ(database->identities().count_of("https://google.test").value(), 2);
  EXPECT_EQ(database->identities().count_of("https://google.tes").value(), 0);
}

TEST_P(FederationStore, tells_who_has_an_account_of_an_issuer_page_by_page) {
  const User ani = come("ani", "s1");
  const User budi = come("budi", "s2");
  const User citra = add("citra");
  EXPECT_TRUE(link(identity("s3", ani.id.value)));
  EXPECT_TRUE(link(identity("s4", citra.id.value, "kota")));
  const auto of = [&](federation::UserId after, std::size_t most) {
    return database->identities().people_of("https://google.test", after, most).value();
  };
  EXPECT_EQ(of({}, 10), (std::vector{ani.id, budi.id}));
  EXPECT_EQ(of({}, 1), std::vector{ani.id});
  EXPECT_EQ(of(ani.id, 1), std::vector{budi.id});
  EXPECT_TRUE(of(budi.id, 1).empty());
}

TEST_P(FederationStore, FD6_the_account_of_the_erased_stays_theirs_and_says_nothing) {
  const User ani = come("ani", "s1");
  ASSERT_TRUE(std::holds_alternative<User>(erase(ani)));
  const auto left = database->identities().find(key(identity("s1"))).value();
  ASSERT_TRUE(left);
  EXPECT_EQ(left->user, ani.id);
  EXPECT_EQ(left->subject + left->issuer + left->label, "");
  EXPECT_FALSE(link(identity("s9", ani.id.value)));
  EXPECT_TRUE(
      std::holds_alternative<LinkedAlready>(sign_up(person("baru"), identity("s1")).value()));
}

}  // namespace
}  // namespace contract
