#include <array>
#include <atomic>

#include "tests/contract/on_every_engine.h"

namespace contract {
namespace {

namespace users = identity::users;
using users::Stale;
using users::Status;
using users::Taken;
using users::User;
using users::UserId;

class UserStore : public OnEveryEngine {
 protected:
  User with_email(const std::string& username, const std::string& email, bool verified) const {
    User user = person(username);
    user.email = email;
    if (verified) {
      user.email_verified_at = place.clock.now();
    }
    return user;
  }
  std::optional<User> find(const User& user) { return database->users().find(user.id).value(); }
  std::int64_t id_of(identity::names::Kind kind, const std::string& key) {
    const auto found = database->users().find_by_name({kind, key}).value();
    return found ? found->id.value : 0;
  }
  std::vector<std::string> names_of(const users::Filter& filter, const users::Cursor& cursor = {}) {
    std::vector<std::string> names;
    for (const User& user : database->users().list(filter, cursor).value()) {
      names.push_back(user.username);
    }
    return names;
  }
  static std::string taken_of(const users::Written& written) {
    const auto* taken = std::get_if<Taken>(&written);
    return taken == nullptr ? "" : taken->field;
  }
};
GAPURA_ON_EVERY_ENGINE(UserStore);

TEST_P(UserStore, keeps_every_field_and_finds_it_by_every_name) {
  User user = person("Siti.Nurbaya");
  user.name = "Siti Nurbaya – Ω";
  user.email = "Siti@Example.id";
  user.email_verified_at = place.clock.now();
  user.no_hp = "0812-3456-7890";
  user.phone_verified_at = place.clock.now() + std::chrono::seconds(1);
  user.nip = "198501012010012001";
  user.email_pp = {"siti@pp.example.id", "s\"n@pp.example.id"};
  user.kd_satker = "0101";
  user.nama_satker = "Sekretariat";
  user.role = "staf";
  user.claims.given_name = "Siti";
  user.claims.locale = "id-ID";
  user.claims.address.country = "Indonesia";
  user.claims.address.formatted = "Jalan Merdeka 1\nJakarta";
  user.attributes = {{"golongan", "III/a"}, {"anak", 2}, {"hobi", {"membaca", "renang"}}};
  const User added = add(user);
  EXPECT_GT(added.id.value, 0);
  EXPECT_EQ(added.version, 1);

  using identity::names::Kind;
  for (const auto& found :
       {find(added), database->users().find_by_sub(user.sub).value(),
        database->users().find_by_name({Kind::username, "siti.nurbaya"}).value(),
        database->users().find_by_name({Kind::email, "siti@example.id"}).value(),
        database->users().find_by_name({Kind::phone, "+6281234567890"}).value()}) {
    ASSERT_TRUE(found);
    EXPECT_EQ(users::to_json(*found), users::to_json(added));
    EXPECT_EQ(found->claims, user.claims);
    EXPECT_EQ(found->email_pp, user.email_pp);
    EXPECT_EQ(found->attributes, user.attributes);
    EXPECT_EQ(found->phone_verified_at, user.phone_verified_at);
    EXPECT_FALSE(found->last_login_at);
  }
  EXPECT_FALSE(database->users().find_by_sub("none").value());
  EXPECT_FALSE(database->users().find_by_name({Kind::nothing, ""}).value());
  EXPECT_FALSE(database->users().find_by_name({Kind::username, ""}).value());
  EXPECT_EQ(database->trail().list({.limit = 1})->front().event.subject,
            users::subject_of(added.id));
}

TEST_P(UserStore, FD3_nobody_is_found_by_an_address_that_is_hearsay) {
  const auto email = [this] {
    return database->users().find_by_name({identity::names::Kind::email, "a@example.id"}).value();
  };
  User claims = with_email("claims", "a@example.id", false);
  claims.email_is_hearsay = true;
  claims = add(claims);
  EXPECT_FALSE(email());
  EXPECT_TRUE(database->users().list({.prefix = "a@"}, {}).value().empty());
  User there = *find(claims);
  EXPECT_EQ(there.email, "a@example.id");
  EXPECT_TRUE(there.email_is_hearsay);
  there.name = "Changed";
  there = std::get<User>(update(there));
  EXPECT_FALSE(email());
  there = *find(there);
  there.email_is_hearsay = false;
  there = std::get<User>(update(there));
  EXPECT_EQ(email()->id, there.id);
  EXPECT_FALSE(find(there)->email_is_hearsay);
  EXPECT_FALSE(find(add(person("none")))->email_is_hearsay);
}

TEST_P(UserStore, of_16_threads_that_add_one_username_exactly_one_does) {
  std::atomic<int> added = 0;
  std::atomic<int> taken = 0;
  together(16, [&](std::size_t thread) {
    User user = person("ani");
    user.sub += std::to_string(thread);
    const auto written = write_new(user);
    added += std::holds_alternative<User>(written);
    taken += taken_of(written) == "username";
  });
  EXPECT_EQ(added, 1);
  EXPECT_EQ(taken, 15);
  expect_whole_trail(1);
}

TEST_P(UserStore, of_16_threads_that_verify_one_address_exactly_one_does) {
  std::vector<User> people;
  for (int number = 0; number < 16; ++number) {
    people.push_back(add(with_email("user" + std::to_string(number), "a@example.id", false)));
  }
  std::atomic<int> verified = 0;
  std::atomic<int> taken = 0;
  together(16, [&](std::size_t thread) {
    User user = people.at(thread);
    user.email_verified_at = place.clock.now();
    const auto written = update(user);
    verified += std::holds_alternative<User>(written);
    taken += taken_of(written) == "email";
  });
  EXPECT_EQ(verified, 1);
  EXPECT_EQ(taken, 15);
  expect_whole_trail(17);
}

TEST_P(UserStore, names_the_field_that_somebody_else_has) {
  User first = with_email("ani", "a@example.id", true);
  first.no_hp = "0812-3456-7890";
  first.phone_verified_at = place.clock.now();
  add(first);
  EXPECT_EQ(taken_of(write_new(person("ani"))), "username");
  EXPECT_EQ(taken_of(write_new(with_email("budi", "A@example.id", true))), "email");
  User other = person("citra");
  other.no_hp = "+62 812 3456 7890";
  other.phone_verified_at = place.clock.now();
  EXPECT_EQ(taken_of(write_new(other)), "no_hp");
  other.phone_verified_at.reset();
  User there = add(other);
  there.phone_verified_at = place.clock.now();
  EXPECT_EQ(taken_of(update(there)), "no_hp");
  there = *find(there);
  there.username = "ani";
  EXPECT_EQ(taken_of(update(there)), "username");
  EXPECT_EQ(find(there)->username, "citra");
  expect_whole_trail(2);
}

TEST_P(UserStore, an_address_that_several_have_finds_who_verified_it_else_the_lowest_id) {
  using identity::names::Kind;
  const User first = add(with_email("ani", "a@example.id", false));
  const User second = add(with_email("budi", "a@example.id", false));
  EXPECT_EQ(id_of(Kind::email, "a@example.id"), first.id.value);
  User verified = second;
  verified.email_verified_at = place.clock.now();
  ASSERT_TRUE(std::holds_alternative<User>(update(verified)));
  EXPECT_EQ(id_of(Kind::email, "a@example.id"), second.id.value);

  User third = person("citra");
  third.no_hp = "0812-3456-7890";
  User fourth = person("dewi");
  fourth.no_hp = third.no_hp;
  third = add(third);
  fourth.phone_verified_at = place.clock.now();
  EXPECT_EQ(id_of(Kind::phone, "+6281234567890"), third.id.value);
  fourth = add(fourth);
  EXPECT_EQ(id_of(Kind::phone, "+6281234567890"), fourth.id.value);
}

TEST_P(UserStore, changes_what_was_read_and_nothing_else) {
  User user = add("ani");
  User changed = user;
  changed.name = "Ani";
  changed.username = "ani2";
  changed.last_login_at = place.clock.now();
  changed.updated_at = place.clock.now() + std::chrono::seconds(1);
  const User there = std::get<User>(update(changed));
  EXPECT_EQ(there.version, 2);
  EXPECT_FALSE(there.last_login_at);
  EXPECT_EQ(users::to_json(*find(user)), users::to_json(there));
  EXPECT_TRUE(std::holds_alternative<Stale>(update(changed)));
  User nobody = person("x");
  nobody.id = UserId{999};
  EXPECT_TRUE(std::holds_alternative<Stale>(update(nobody)));
  expect_whole_trail(2);
}

TEST_P(UserStore, of_16_changes_from_one_reading_exactly_one_is_made) {
  const User user = add("ani");
  std::atomic<int> changed = 0;
  std::atomic<int> stale = 0;
  together(16, [&](std::size_t thread) {
    User mine = user;
    mine.name = std::to_string(thread);
    const auto written = update(mine);
    changed += std::holds_alternative<User>(written);
    stale += std::holds_alternative<Stale>(written);
  });
  EXPECT_EQ(changed, 1);
  EXPECT_EQ(stale, 15);
}

TEST_P(UserStore, erasing_forgets_the_person_and_burns_the_id_and_the_sub) {
  User user = with_email("ani", "a@example.id", true);
  user.no_hp = "0812-3456-7890";
  user = add(user);
  const User other = add("budi");
  const auto now = place.clock.now();
  ASSERT_TRUE(
      database->passwords().put(user.id, {"hash", now}, event("password.set"), ending_at(now)));
  ASSERT_TRUE(database->grants()
                  .add(user.id, users::Grant::administrator, now, event("user.granted"))
                  .value());
  ASSERT_TRUE(database->grants()
                  .add(other.id, users::Grant::administrator, now, event("user.granted"))
                  .value());
  base::IdBytes id{};
  ASSERT_EQ(database->sessions()
                .open({.id = mint::SessionId(id),
                       .hash = hash_of(1),
                       .user_id = user.id.value,
                       .level = "one_factor",
                       .authenticated_at = now,
                       .opened_at = now,
                       .idle_until = now + std::chrono::hours(1),
                       .absolute_until = now + std::chrono::hours(1),
                       .details = {}},
                      {}, std::nullopt, event("session.opened"))
                .value(),
            mint::SessionOpening::opened);
  ASSERT_TRUE(database->logins().begin({.id = identity::login::TransactionId(id),
                                        .cookie_hash = hash_of(2),
                                        .earlier_hash = {},
                                        .wish = {},
                                        .person = user.id,
                                        .proofs = {},
                                        .session = {},
                                        .begun_at = now,
                                        .expires_at = now + std::chrono::hours(1)}));

  const User erased = std::get<User>(erase(user));
  EXPECT_EQ(erased.version, 2);
  const auto there = find(user);
  ASSERT_TRUE(there);
  EXPECT_EQ(users::to_json(*there), users::to_json(erased));
  EXPECT_EQ(there->status, Status::erased);
  EXPECT_EQ(there->sub, user.sub);
  EXPECT_EQ(there->username + there->email + there->no_hp + there->name, "");
  EXPECT_FALSE(there->last_login_at);
  EXPECT_FALSE(database->users().find_by_name({identity::names::Kind::username, "ani"}).value());
  EXPECT_FALSE(database->passwords().find(user.id).value());
  EXPECT_FALSE(database->grants().has(user.id, users::Grant::administrator).value());
  EXPECT_FALSE(database->book().look(hash_of(1)).value());
  EXPECT_FALSE(database->logins().find(identity::login::TransactionId(id)).value());
  EXPECT_TRUE(database->grants().has(other.id, users::Grant::administrator).value());

  // Nothing hangs itself on them again.
  EXPECT_EQ(database->passwords()
                .put(user.id, {"hash", now}, event("password.set"), ending_at(now))
                .error()
                .code,
            base::ErrorCode::not_found);
  EXPECT_FALSE(database->grants()
                   .add(user.id, users::Grant::administrator, now, event("user.granted"))
                   .value());
  User same_sub = person("citra");
  same_sub.sub = user.sub;
  EXPECT_EQ(
      database->users().add(same_sub, users::keys_of(same_sub), event("user.added")).error().code,
      base::ErrorCode::conflict);
  // The name is free, the number is not.
  EXPECT_GT(add("dewi").id, other.id);
}

TEST_P(UserStore, never_gives_the_id_of_the_erased_again_not_even_the_highest_one) {
  const User first = add("ani");
  const User highest = add("budi");
  ASSERT_TRUE(std::holds_alternative<User>(erase(highest)));
  if (GetParam() != support::EngineKind::memory) {
    // Nor when the row itself is lost.
    place.run("DELETE FROM users WHERE id = " + std::to_string(highest.id.value));
  }
  User again = person("budi");
  again.sub = "another";
  EXPECT_GT(add(again).id, highest.id);
  EXPECT_GT(highest.id, first.id);
}

TEST_P(UserStore, is_listed_in_pages_by_prefix_status_and_grant) {
  for (const char* name : {"ani", "Anita", "budi", "anto", "citra"}) {
    add(name);
  }
  const User with_address = add(with_email("dewi", "an@example.id", false));
  User disabled = add("angga");
  disabled.status = Status::disabled;
  update(disabled);
  ASSERT_TRUE(database->grants()
                  .add(with_address.id, users::Grant::administrator, place.clock.now(),
                       event("user.granted"))
                  .value());
  using Names = std::vector<std::string>;
  EXPECT_EQ(names_of({}), (Names{"ani", "Anita", "budi", "anto", "citra", "dewi", "angga"}));
  EXPECT_EQ(names_of({.prefix = "an"}), (Names{"ani", "Anita", "anto", "dewi", "angga"}));
  EXPECT_EQ(names_of({.prefix = "an", .status = Status::active}),
            (Names{"ani", "Anita", "anto", "dewi"}));
  EXPECT_EQ(names_of({.status = Status::disabled}), Names{"angga"});
  EXPECT_EQ(names_of({.administrators = true}), Names{"dewi"});
  EXPECT_EQ(names_of({.prefix = "a%"}), Names{});

  const auto page = database->users().list({.prefix = "an"}, {.after = {}, .limit = 2}).value();
  ASSERT_EQ(page.size(), 2U);
  EXPECT_EQ(names_of({.prefix = "an"}, {.after = page.back().id, .limit = 2}),
            (Names{"anto", "dewi"}));
  EXPECT_EQ(names_of({}, {.after = disabled.id, .limit = 2}), Names{});
}

class UsersOfTwoNodes : public UserStore {};
INSTANTIATE_TEST_SUITE_P(, UsersOfTwoNodes, testing::Values(support::EngineKind::postgres),
                         name_of_engine);

TEST_P(UsersOfTwoNodes, are_told_the_field_that_the_other_node_took_meanwhile) {
  const auto other = place.open("node-b");
  std::vector<User> people;
  for (int number = 0; number < 16; ++number) {
    people.push_back(add(with_email("user" + std::to_string(number), "a@example.id", false)));
  }
  constexpr std::array<const char*, 2> kFields = {"username", "email"};
  for (std::size_t turn = 0; turn < kFields.size(); ++turn) {
    std::atomic<int> changed = 0;
    std::atomic<int> taken = 0;
    together(16, [&](std::size_t thread) {
      auto& node = thread % 2 == 0 ? *database : *other;
      User user = *node.users().find(people.at(thread).id).value();
      if (turn == 0) {
        user.username = "ani";
      } else {
        user.email_verified_at = place.clock.now();
      }
      const auto written = node.users().update(user, users::keys_of(user), event("user.changed"));
      ASSERT_TRUE(written) << written.error().detail;
      changed += std::holds_alternative<User>(*written);
      taken += taken_of(*written) == kFields.at(turn);
    });
    EXPECT_EQ(changed, 1);
    EXPECT_EQ(taken, 15);
  }
  expect_whole_trail(16 + 2);
}

}  // namespace
}  // namespace contract
