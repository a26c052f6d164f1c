#include <atomic>

#include "tests/contract/on_every_engine.h"

namespace contract {
namespace {

namespace users = identity::users;
using users::Grant;
using users::LastAdministrator;
using users::Revocation;
using users::Status;
using users::User;

class GrantStore : public OnEveryEngine {
 protected:
  bool grant(const User& user) {
    return database->grants()
        .add(user.id, Grant::administrator, place.clock.now(), event("user.granted"))
        .value();
  }
  bool grant_first(storage::Database& node, const User& user) {
    return node.grants()
        .add_first(user.id, Grant::administrator, place.clock.now(), event("user.granted"))
        .value();
  }
  Revocation revoke(const User& user) {
    return database->grants().remove(user.id, Grant::administrator, event("user.revoked")).value();
  }
  std::vector<users::UserId> holders() {
    return database->grants().holders(Grant::administrator).value();
  }
  User with_status(User user, Status status) const {
    user.status = status;
    return user;
  }
};
GAPURA_ON_EVERY_ENGINE(GrantStore);

TEST_P(GrantStore, is_held_once_and_taken_back_once) {
  const User ani = add("ani");
  const User budi = add("budi");
  EXPECT_TRUE(holders().empty());
  EXPECT_TRUE(grant(budi));
  EXPECT_TRUE(grant(ani));
  EXPECT_FALSE(grant(ani));
  EXPECT_EQ(holders(), (std::vector{ani.id, budi.id}));
  EXPECT_TRUE(database->grants().has(ani.id, Grant::administrator).value());
  EXPECT_EQ(revoke(ani), Revocation::revoked);
  EXPECT_EQ(revoke(ani), Revocation::not_held);
  EXPECT_FALSE(database->grants().has(ani.id, Grant::administrator).value());
  User nobody = ani;
  nobody.id = {9999};
  EXPECT_FALSE(grant(nobody));
  expect_whole_trail(2 + 3);
}

TEST_P(GrantStore, the_last_active_holder_neither_loses_it_nor_leaves) {
  const User ani = add("ani");
  User budi = add("budi");
  ASSERT_TRUE(grant(ani));
  ASSERT_TRUE(grant(budi));
  budi = std::get<User>(update(with_status(budi, Status::disabled)));
  EXPECT_EQ(holders(), std::vector{ani.id});
  EXPECT_EQ(revoke(ani), Revocation::last_administrator);
  for (const Status status : {Status::disabled, Status::locked}) {
    EXPECT_TRUE(std::holds_alternative<LastAdministrator>(update(with_status(ani, status))));
  }
  EXPECT_TRUE(std::holds_alternative<LastAdministrator>(erase(ani)));
  EXPECT_EQ(database->users().find(ani.id).value()->version, ani.version);
  // Who is not active is no loss.
  budi = std::get<User>(update(with_status(budi, Status::locked)));
  EXPECT_EQ(revoke(budi), Revocation::revoked);
  EXPECT_TRUE(std::holds_alternative<User>(erase(budi)));
  User changed = ani;
  changed.name = "Ani";
  EXPECT_TRUE(std::holds_alternative<User>(update(changed)));
}

TEST_P(GrantStore, the_first_is_given_while_no_active_person_holds_it) {
  const User ani = add("ani");
  User budi = add("budi");
  EXPECT_TRUE(grant_first(*database, ani));
  EXPECT_FALSE(grant_first(*database, budi));
  EXPECT_FALSE(grant_first(*database, ani));
  EXPECT_EQ(holders(), std::vector{ani.id});
}

TEST_P(GrantStore, LS6_what_the_gates_ask_of_a_person_is_one_question) {
  const User ani = add("ani");
  EXPECT_FALSE(database->users().standing({ani.id.value + 1}).value().has_value());
  const auto standing = [&] { return database->users().standing(ani.id).value().value(); };
  EXPECT_EQ(standing().status, Status::active);
  EXPECT_EQ(standing().sub, ani.sub);
  EXPECT_FALSE(standing().administrator);
  const User budi = add("budi");
  ASSERT_TRUE(grant(ani) && grant(budi));
  EXPECT_TRUE(standing().administrator);
  ASSERT_EQ(revoke(ani), Revocation::revoked);
  EXPECT_FALSE(standing().administrator);
  ASSERT_TRUE(std::holds_alternative<User>(update(with_status(ani, Status::locked))));
  EXPECT_EQ(standing().status, Status::locked);
}

TEST_P(GrantStore, of_16_first_administrators_at_once_there_is_one) {
  std::vector<User> people;
  for (int number = 0; number < 16; ++number) {
    people.push_back(add("user" + std::to_string(number)));
  }
  std::atomic<int> granted = 0;
  together(16, [&](std::size_t thread) { granted += grant_first(*database, people.at(thread)); });
  EXPECT_EQ(granted, 1);
  EXPECT_EQ(holders().size(), 1U);
  expect_whole_trail(17);
}

TEST_P(GrantStore, of_administrators_who_shut_each_other_out_at_once_one_remains) {
  for (int turn = 0; turn < 5; ++turn) {
    std::vector<User> people;
    for (int number = 0; number < 8; ++number) {
      people.push_back(add("user" + std::to_string(turn) + "-" + std::to_string(number)));
      ASSERT_TRUE(grant(people.back()));
    }
    for (const users::UserId id : holders()) {
      if (id < people.front().id) {
        ASSERT_EQ(
            database->grants().remove(id, Grant::administrator, event("user.revoked")).value(),
            Revocation::revoked);
      }
    }
    together(8, [&](std::size_t thread) {
      const User& user = people.at(thread);
      switch (thread % 3) {
        case 0:
          update(with_status(user, Status::disabled));
          break;
        case 1:
          erase(user);
          break;
        default:
          revoke(user);
      }
    });
    EXPECT_EQ(holders().size(), 1U);
  }
}

class GrantsOfTwoNodes : public GrantStore {};
INSTANTIATE_TEST_SUITE_P(, GrantsOfTwoNodes, testing::Values(support::EngineKind::postgres),
                         name_of_engine);

TEST_P(GrantsOfTwoNodes, give_the_first_once_and_keep_the_last) {
  const auto other = place.open("node-b");
  std::vector<User> people;
  for (int number = 0; number < 8; ++number) {
    people.push_back(add("user" + std::to_string(number)));
  }
  std::atomic<int> granted = 0;
  together(8, [&](std::size_t thread) {
    granted += grant_first(thread % 2 == 0 ? *database : *other, people.at(thread));
  });
  EXPECT_EQ(granted, 1);
  for (const User& user : people) {
    grant(user);
  }
  together(8, [&](std::size_t thread) {
    auto& node = thread % 2 == 0 ? *database : *other;
    const User leaving = with_status(people.at(thread), Status::disabled);
    EXPECT_TRUE(
        node.users().update(leaving, users::keys_of(leaving), event("user.disabled")).has_value());
  });
  EXPECT_EQ(holders().size(), 1U);
  expect_whole_trail(8 + 8 + 7);
}

}  // namespace
}  // namespace contract
