#include "identity/users/users.h"

#include "tests/unit/identity/house.h"

namespace identity::users {
namespace {

using base::json::object;

class UsersTest : public House {
 protected:
  std::string why_not(const object& fields) {
    const auto user = users_.add(act_, fields);
    return user ? "accepted" : user.error().clause;
  }
};

TEST_F(UsersTest, a_user_has_the_fields_of_the_contracts) {
  const User user = add({{"username", "Dayat"},
                         {"email", "Dayat@Example.test"},
                         {"email_verified", true},
                         {"name", "Nama Bendahara"},
                         {"no_hp", "087705572167"},
                         {"nip", "-"},
                         {"email_pp", base::json::array{"ppk1@example.test"}},
                         {"kd_satker", "75642"},
                         {"nama_satker", "DINAS KEPENDUDUKAN"},
                         {"role", "bendahara"},
                         {"birthdate", "1987-02-28"},
                         {"address", {{"locality", "Kudus"}}}});
  const object json = to_json(user);
  EXPECT_EQ(json.at("id"), 1);
  EXPECT_EQ(json.at("username"), "Dayat");
  EXPECT_EQ(json.at("email"), "Dayat@Example.test");
  EXPECT_EQ(json.at("email_verified_at").get_string(), base::to_iso8601(clock_.now()));
  EXPECT_EQ(json.at("no_hp"), "087705572167");
  EXPECT_EQ(json.at("nip"), "");
  EXPECT_EQ(json.at("email_pp"), base::json::array{"ppk1@example.test"});
  EXPECT_EQ(json.at("role"), "bendahara");
  EXPECT_EQ(json.at("birthdate"), "1987-02-28");
  EXPECT_EQ(json.at("address"), object({{"locality", "Kudus"}}));
  EXPECT_EQ(json.at("status"), "active");
  EXPECT_EQ(user.sub.size(), 22U);
  EXPECT_EQ(trail_.chains().at("node-a").back().event.subject, "user:1");
}

TEST_F(UsersTest, each_field_is_refused_by_name) {
  EXPECT_EQ(why_not({}), "user.username.missing");
  EXPECT_EQ(why_not({{"username", 7}}), "user.username.missing");
  EXPECT_EQ(why_not({{"username", "a"}, {"email", "nope"}}), "user.email.form");
  EXPECT_EQ(why_not({{"username", "a"}, {"email_verified", true}}), "user.email_verified.form");
  EXPECT_EQ(why_not({{"username", "a"}, {"no_hp", "12"}}), "user.no_hp.form");
  EXPECT_EQ(why_not({{"username", "a"}, {"name", "a\nb"}}), "user.name.characters");
  EXPECT_EQ(why_not({{"username", "a"}, {"name", "a\u202eb"}}), "user.name.characters");
  EXPECT_EQ(why_not({{"username", "a"}, {"name", std::string(256, 'n')}}), "user.name.length");
  EXPECT_EQ(why_not({{"username", "a"}, {"name", true}}), "user.name.text");
  EXPECT_EQ(why_not({{"username", "a"}, {"birthdate", "1987-02-30"}}), "user.birthdate.form");
  EXPECT_EQ(why_not({{"username", "a"}, {"website", "javascript:alert(1)"}}), "user.website.form");
  EXPECT_EQ(why_not({{"username", "a"}, {"address", {{"planet", "x"}}}}), "user.address.unknown");
  EXPECT_EQ(why_not({{"username", "a"}, {"email_pp", base::json::array{"x"}}}),
            "user.email_pp.form");
  for (const char* nowhere : {"Nowhere", "Asia/", "Asia//Jakarta", "Nowhere/Jakarta", "+07:00"}) {
    EXPECT_EQ(why_not({{"username", "a"}, {"zoneinfo", nowhere}}), "user.zoneinfo.form") << nowhere;
  }
  EXPECT_EQ(why_not({{"username", "a"}, {"birthdate", "0000-02-29"}}), "accepted");
}

TEST_F(UsersTest, an_unknown_or_foreign_field_changes_nothing) {
  const User user = add({{"username", "ani"}, {"name", "Ani"}});
  const auto set = [&](Editor editor, const object& changes) {
    const auto result = users_.set(act_, editor, user.id, std::nullopt, changes);
    return result ? std::string("done") : result.error().clause;
  };
  for (const char* field : {"id", "sub", "status", "version", "created_at", "administrator",
                            "password", "email_verified_at"}) {
    EXPECT_EQ(set(Editor::administrator, {{"name", "X"}, {field, 1}}),
              "user." + std::string(field) + ".unknown");
  }
  for (const char* field : {"username", "email", "email_verified", "role", "nip", "kd_satker"}) {
    EXPECT_EQ(set(Editor::self, {{"name", "X"}, {field, "administrator"}}),
              "user." + std::string(field) + ".forbidden");
  }
  EXPECT_EQ(users_.show(user.id)->name, "Ani");
  EXPECT_EQ(set(Editor::self, {{"name", "Ani B"}, {"nickname", "A"}}), "done");
  EXPECT_EQ(users_.show(user.id)->name, "Ani B");
}

TEST_F(UsersTest, a_draft_says_what_adding_would_and_adds_nobody) {
  EXPECT_EQ(users_.draft({{"username", "ani"}, {"name", "Ani"}})->name, "Ani");
  EXPECT_EQ(users_.draft({{"username", ""}}).error().code, base::ErrorCode::invalid_request);
  EXPECT_EQ(users_.draft({{"name", "Ani"}}).error().clause, "user.username.missing");
  EXPECT_FALSE(users_.find("ani"));
  add({{"username", "ani"}});
  EXPECT_EQ(users_.draft({{"username", "ANI"}}).error().clause, "user.username.taken");
}

TEST_F(UsersTest, LG2_a_username_is_one_whatever_its_letters) {
  add({{"username", "Budi"}});
  for (const char* twin : {"budi", "BUDI", " budi "}) {
    EXPECT_EQ(why_not({{"username", twin}}), "user.username.taken") << twin;
  }
  for (const char* typed : {"budi", "BUDI", "ｂｕｄｉ"}) {
    EXPECT_EQ(users_.find(typed)->id, UserId{1}) << typed;
  }
}

TEST_F(UsersTest, an_address_is_unique_only_once_it_is_verified) {
  const User first = add({{"username", "a"}, {"email", "x@example.test"}});
  const User second = add({{"username", "b"}, {"email", "X@example.test"}});
  const auto which = users_.find("x@example.test").error();
  EXPECT_EQ(which.clause, "user.ambiguous") << "nobody is taken for another";
  EXPECT_TRUE(which.description.ends_with(": 1, 2")) << which.description;
  add({{"username", "c"}, {"email", "x@example.test.id"}});
  EXPECT_EQ(users_.find("x@example.test.id")->username, "c");
  ASSERT_TRUE(
      users_.set(act_, Editor::administrator, second.id, std::nullopt, {{"email_verified", true}}));
  EXPECT_EQ(users_.find("x@example.test")->id, second.id);
  const auto other =
      users_.set(act_, Editor::administrator, first.id, std::nullopt, {{"email_verified", true}});
  EXPECT_EQ(other.error().clause, "user.email.taken");
}

// Who sets it themselves is not asked for proof, and an account may be older than another's number.
TEST_F(UsersTest, LG4_nobody_takes_the_number_by_which_another_logs_in) {
  const User early = add({{"username", "a"}});
  const User late = add({{"username", "b"}, {"no_hp", "081234567890"}});
  const auto taken =
      users_.set(act_, Editor::self, early.id, std::nullopt, {{"no_hp", "+62 812-3456-7890"}});
  EXPECT_EQ(taken->no_hp, "+62 812-3456-7890");
  EXPECT_EQ(users_.find("081234567890")->id, late.id);
  ASSERT_TRUE(users_.disable(act_, early.id));
  ASSERT_TRUE(users_.enable(act_, early.id));
  ASSERT_TRUE(users_.set(act_, Editor::self, late.id, std::nullopt, {{"name", "B"}}));
  EXPECT_EQ(users_.find("081234567890")->id, late.id);
  ASSERT_TRUE(
      users_.set(act_, Editor::administrator, early.id, std::nullopt, {{"phone_verified", true}}));
  EXPECT_EQ(users_.find("081234567890")->id, early.id);
}

TEST_F(UsersTest, the_id_of_one_person_is_not_taken_for_the_name_of_another) {
  const User first = add({{"username", "a"}});
  const User second = add({{"username", "1"}});
  const User third = add({{"username", "3"}});
  const User fourth = add({{"username", "198503302003121002"}});
  EXPECT_EQ(users_.find("1").error().clause, "user.ambiguous");
  EXPECT_EQ(users_.find("2")->id, second.id);
  EXPECT_EQ(users_.find("3")->id, third.id);
  EXPECT_EQ(users_.find("198503302003121002")->id, fourth.id);
  for (const char* text : {"02", "+2", "-2", " 4x", "0", ""}) {
    EXPECT_EQ(users_.find(text).error().code, base::ErrorCode::not_found) << text;
  }
  ASSERT_TRUE(users_.erase(act_, first.id));
  EXPECT_EQ(users_.find("1").error().clause, "user.ambiguous");
}

TEST_F(UsersTest, another_address_is_not_verified) {
  const User user = add({{"username", "a"}, {"email", "x@example.test"}, {"email_verified", true}});
  const auto set = [&](const char* email) {
    return users_.set(act_, Editor::administrator, user.id, std::nullopt, {{"email", email}})
        ->email_verified_at;
  };
  EXPECT_TRUE(set("X@Example.test"));
  EXPECT_FALSE(set("y@example.test"));
}

TEST_F(UsersTest, a_change_of_what_has_changed_is_refused) {
  const User user = add({{"username", "a"}});
  ASSERT_TRUE(users_.set(act_, Editor::self, user.id, user.version, {{"name", "first"}}));
  const auto late = users_.set(act_, Editor::self, user.id, user.version, {{"name", "second"}});
  EXPECT_EQ(late.error().clause, "user.stale");
  EXPECT_EQ(late.error().code, base::ErrorCode::conflict);
}

TEST_F(UsersTest, the_trail_names_changed_fields_and_never_their_values) {
  const User user = add({{"username", "a"}});
  ASSERT_TRUE(users_.set(act_, Editor::self, user.id, std::nullopt, {{"name", "Rahasia Besar"}}));
  const audit::Event& event = trail_.chains().at("node-a").back().event;
  EXPECT_EQ(event.details, R"({"fields":["name"]})");
}

TEST_F(UsersTest, erasing_leaves_the_id_and_the_sub_and_burns_both) {
  const User user =
      add({{"username", "a"}, {"email", "x@example.test"}, {"no_hp", "087705572167"}});
  set_password(user, kPassword);
  ASSERT_TRUE(users_.erase(act_, user.id));
  EXPECT_EQ(users_.show(user.id).error().code, base::ErrorCode::not_found);
  const User left = *people_.find(user.id).value();
  EXPECT_EQ(left.status, Status::erased);
  EXPECT_EQ(left.sub, user.sub);
  EXPECT_EQ(left.username + left.email + left.no_hp + left.name, "");
  EXPECT_FALSE(password_rows_.find(user.id).value());
  const User next = add({{"username", "a"}});
  EXPECT_NE(next.id, user.id);
  EXPECT_NE(next.sub, user.sub);
}

TEST_F(UsersTest, pages_follow_each_other_by_id) {
  for (int number = 0; number < 25; ++number) {
    add({{"username", "u" + std::to_string(100 + number)}});
  }
  std::vector<std::int64_t> seen;
  std::optional<UserId> after = UserId{0};
  while (after) {
    const Page page = users_.list({}, {.after = *after, .limit = 10}).value();
    for (const User& user : page.users) {
      seen.push_back(user.id.value);
    }
    after = page.next;
  }
  EXPECT_EQ(seen.size(), 25U);
  EXPECT_TRUE(std::ranges::is_sorted(seen));
  EXPECT_EQ(users_.list({.prefix = "U10"}, {})->users.size(), 10U);
  EXPECT_EQ(users_.list({.prefix = "\xff"}, {})->users.size(), 0U);
}

TEST_F(UsersTest, a_role_is_no_grant) {
  const User user = add({{"username", "a"}, {"role", "administrator"}});
  EXPECT_FALSE(users_.is_administrator(user.id).value());
  ASSERT_TRUE(users_.grant(act_, user.id, Grant::administrator));
  EXPECT_TRUE(users_.is_administrator(user.id).value());
}

TEST_F(UsersTest, who_administers_closes_the_setup_SetupWarrant_x_no_administrator) {
  const User first = add({{"username", "a"}});
  EXPECT_TRUE(SetupGate(people_).check().value());
  ASSERT_TRUE(users_.grant_first_administrator(act_, first.id));
  EXPECT_FALSE(SetupGate(people_).check().value());
}

TEST_F(UsersTest, the_last_active_administrator_stays) {
  const User first = add({{"username", "a"}});
  const User second = add({{"username", "b"}});
  ASSERT_TRUE(users_.grant_first_administrator(act_, first.id));
  EXPECT_EQ(users_.grant_first_administrator(act_, second.id).error().code,
            base::ErrorCode::forbidden);
  for (const auto& error :
       {users_.disable(act_, first.id).error(), users_.lock(act_, first.id).error(),
        users_.erase(act_, first.id).error(),
        users_.revoke(act_, first.id, Grant::administrator).error()}) {
    EXPECT_EQ(error.clause, "user.last_administrator");
  }
  ASSERT_TRUE(users_.grant(act_, second.id, Grant::administrator));
  EXPECT_TRUE(users_.disable(act_, first.id));
  EXPECT_EQ(users_.revoke(act_, second.id, Grant::administrator).error().clause,
            "user.last_administrator");
}

TEST_F(UsersTest, attributes_hold_what_they_are_defined_to_hold) {
  using enum AttributeType;
  ASSERT_TRUE(attributes_.define(act_, {"golongan", text, Viewer::clients, Editor::administrator}));
  ASSERT_TRUE(attributes_.define(act_, {"anak", integer, Viewer::self, Editor::self}));
  ASSERT_TRUE(attributes_.define(act_, {"mulai", date, Viewer::administrator, Editor::nobody}));
  for (const char* name : {"email", "sub", "given_name", "Nama", "2x", "attributes", ""}) {
    EXPECT_FALSE(attributes_.define(act_, {.name = name})) << name;
  }
  const User user = add({{"username", "a"}, {"attributes", {{"golongan", "III/a"}, {"anak", 2}}}});
  EXPECT_EQ(why_not({{"username", "b"}, {"attributes", {{"none", 1}}}}), "user.attributes.unknown");
  EXPECT_EQ(why_not({{"username", "b"}, {"attributes", {{"anak", "two"}}}}), "user.anak.type");
  EXPECT_EQ(why_not({{"username", "b"}, {"attributes", {{"mulai", "2024-01-01"}}}}),
            "user.attributes.forbidden");
  const auto own = users_.set(act_, Editor::self, user.id, std::nullopt,
                              {{"attributes", {{"golongan", "IV/e"}}}});
  EXPECT_EQ(own.error().clause, "user.attributes.forbidden");
  const auto gone =
      users_.set(act_, Editor::self, user.id, std::nullopt, {{"attributes", {{"anak", nullptr}}}});
  EXPECT_EQ(gone->attributes, object({{"golongan", "III/a"}}));
  EXPECT_EQ(attributes_.seen_by(user.attributes, Viewer::clients).value(),
            object({{"golongan", "III/a"}}));
  EXPECT_EQ(attributes_.seen_by(user.attributes, Viewer::self)->size(), 2U);
  EXPECT_EQ(attributes_.define(act_, {"anak", text}).error().clause, "attribute.type.fixed");
}

TEST_F(UsersTest, nobody_edits_an_attribute_that_they_do_not_see) {
  const auto unseen = attributes_.define(
      act_, {.name = "hobi", .seen_by = Viewer::administrator, .edited_by = Editor::self});
  ASSERT_FALSE(unseen);
  EXPECT_EQ(unseen.error().clause, "attribute.edited_by.unseen");
  EXPECT_TRUE(attributes_.define(
      act_, {.name = "hobi", .seen_by = Viewer::self, .edited_by = Editor::self}));
}

}  // namespace
}  // namespace identity::users
