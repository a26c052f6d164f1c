// What an operator does to people on the command line, beside a running server on either engine,
// and what a browser sees of it.
#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/people.h"

namespace {

using support::add_user;
using support::browser_of;
using support::EngineKind;
using support::is_logged_in;
using support::kOtherPassword;
using support::kPassword;
using support::log_in;
using testing::HasSubstr;
using testing::Not;

std::string text_of(const base::json::object& json, const char* name) {
  return std::string(json.at(name).as_string());
}

class PeopleCommands : public testing::TestWithParam<EngineKind> {
 protected:
  support::Installation installation{GetParam()};
  std::unique_ptr<support::Server> server = installation.serve({{"GAPURA_NODE_NAME", "node-a"}});

  // Not at once, and within a second: a node remembers a session for a moment.
  static bool soon_logged_out(support::Browser& browser) {
    return support::within_a_second([&] { return !is_logged_in(browser); });
  }
  std::vector<std::string> usernames(std::vector<std::string> more) {
    std::vector<std::string> arguments{"user", "list"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    std::vector<std::string> names;
    const auto answer = installation.json(arguments);
    for (const auto& user : answer.at("users").as_array()) {
      names.push_back(text_of(user.as_object(), "username"));
    }
    return names;
  }
};

INSTANTIATE_TEST_SUITE_P(engines, PeopleCommands,
                         testing::Values(EngineKind::sqlite, EngineKind::postgres),
                         [](const auto& info) { return support::name_of(info.param); });

TEST_P(PeopleCommands, add_takes_all_that_the_contract_names) {
  const auto ani = add_user(installation, "ani", kPassword,
                            {"--email-verified", "--phone", "0812-3456-789", "--role", "staf",
                             "--nip", "198001012005011001", "--kd-satker", "0199", "--nama-satker",
                             "Biro Umum", "--email-pp", "a@pp.test,b@pp.test", "--administrator"},
                            {{"GAPURA_NODE_NAME", "node-a"}});
  EXPECT_EQ(ani.at("id").to_number<int>(), 1);
  EXPECT_FALSE(text_of(ani, "sub").empty());
  EXPECT_FALSE(ani.at("email_verified_at").is_null());
  EXPECT_EQ(ani.at("email_pp").as_array().size(), 2U);
  EXPECT_EQ(text_of(ani, "nama_satker"), "Biro Umum");
  EXPECT_TRUE(ani.at("administrator").as_bool());
  auto browser = browser_of(*server);
  EXPECT_EQ(log_in(browser, "0812 3456 789").status, 303);
  const auto entries = installation.json({"audit", "list", "--type", "user."}).at("entries");
  for (const auto& entry : entries.as_array()) {
    EXPECT_EQ(entry.at("actor").as_string(), "cli");
    EXPECT_EQ(entry.at("chain").as_string(), "node-a.cli");
  }
  EXPECT_EQ(entries.as_array().size(), 2U) << "added, and granted";
}

TEST_P(PeopleCommands, somebody_without_a_password_is_somebody_who_cannot_log_in_yet) {
  const auto ani = installation.json({"user", "add", "--username", "ani"});
  EXPECT_FALSE(ani.at("administrator").as_bool());
  auto browser = browser_of(*server);
  EXPECT_EQ(log_in(browser, "ani").status, 422);
  EXPECT_FALSE(is_logged_in(browser));
  EXPECT_EQ(installation
                .json({"user", "set-password", "ani", "--password-stdin"}, {},
                      std::string(kPassword) + "\r\n")
                .at("id"),
            ani.at("id"));
  EXPECT_EQ(log_in(browser, "ani").status, 303);
}

TEST_P(PeopleCommands, nobody_is_made_when_the_password_is_refused) {
  const std::vector<std::string> add{"user", "add", "--username", "ani", "--password-stdin"};
  struct Refusal {
    std::string password;
    std::string words;
  };
  for (const auto& [password, words] :
       {Refusal{"soto-33", "at least 8 characters"}, Refusal{"password123", "Many people use it"},
        Refusal{"gapura-ani", "easily guessed"}, Refusal{"", "--password-stdin: nothing came"}}) {
    const auto refused = installation.run(add, {}, password + "\n");
    EXPECT_EQ(refused.code, 2) << words;
    EXPECT_THAT(refused.err, HasSubstr(words));
    EXPECT_EQ(refused.out, "");
    if (!password.empty()) {
      EXPECT_THAT(refused.err, Not(HasSubstr(password)));
    }
  }
  EXPECT_THAT(usernames({}), testing::IsEmpty());
  const auto longer =
      installation.run(add, {{"GAPURA_PASSWORD_MIN_LENGTH", "40"}}, std::string(kPassword) + "\n");
  EXPECT_THAT(longer.err, HasSubstr("at least 40 characters"));
}

TEST_P(PeopleCommands, what_is_taken_is_named) {
  add_user(installation, "ani", kPassword, {"--email-verified"});
  const auto name = installation.run({"user", "add", "--username", "ANI"});
  EXPECT_EQ(name.code, 1);
  EXPECT_THAT(name.err, HasSubstr("username: somebody else has it"));
  const auto address = installation.run(
      {"user", "add", "--username", "budi", "--email", "Ani@example.test", "--email-verified"});
  EXPECT_EQ(address.code, 1);
  EXPECT_THAT(address.err, HasSubstr("email: somebody else has it"));
  EXPECT_THAT(usernames({}), testing::ElementsAre("ani"));
}

TEST_P(PeopleCommands, list_is_cut_into_pages_and_filtered) {
  for (const char* name : {"ani", "anton", "budi", "list"}) {
    add_user(installation, name);
  }
  installation.json({"user", "disable", "budi"});
  installation.json({"user", "grant", "anton", "administrator"});
  EXPECT_THAT(usernames({"--prefix", "an"}), testing::ElementsAre("ani", "anton"));
  EXPECT_THAT(usernames({"--status", "disabled"}), testing::ElementsAre("budi"));
  EXPECT_THAT(usernames({"--administrators"}), testing::ElementsAre("anton"));
  const auto first = installation.json({"user", "list", "--limit", "3"});
  EXPECT_EQ(first.at("users").as_array().size(), 3U);
  const auto next = std::to_string(first.at("next").to_number<int>());
  EXPECT_THAT(usernames({"--after", next}), testing::ElementsAre("list"));
  EXPECT_TRUE(installation.json({"user", "list"}).at("next").is_null());
  EXPECT_EQ(installation.run({"user", "list", "--status", "asleep"}).code, 2);
  EXPECT_EQ(text_of(installation.json({"user", "show", "list"}), "username"), "list")
      << "a name that is also a command's";
}

TEST_P(PeopleCommands, show_finds_by_every_name) {
  const auto ani = add_user(installation, "ani", kPassword, {"--phone", "08123456789"});
  for (const char* who : {"1", "Ani", "ani@example.test", "+62 812 3456 789"}) {
    EXPECT_EQ(text_of(installation.json({"user", "show", who}), "sub"), text_of(ani, "sub")) << who;
  }
  const auto nobody = installation.run({"user", "show", "budi\x1b[2J"});
  EXPECT_EQ(nobody.code, 1);
  EXPECT_THAT(nobody.err, HasSubstr("There is no user budi?[2J"));
  EXPECT_EQ(installation.run({"user", "show"}).code, 2);
}

TEST_P(PeopleCommands, set_changes_fields_claims_and_attributes) {
  add_user(installation, "ani");
  installation.json({"attribute", "add", "golongan", "--type", "integer", "--seen-by", "self"});
  const auto changed = installation.json(
      {"user", "set", "ani", "name=Ani Lestari", "email_verified=true", "no_hp=", "golongan=4",
       "address.locality=Bandung", "given_name=Ani", "email_pp=a@pp.test,b@pp.test"});
  EXPECT_EQ(text_of(changed, "name"), "Ani Lestari");
  EXPECT_FALSE(changed.at("email_verified_at").is_null());
  EXPECT_EQ(changed.at("attributes").at("golongan").to_number<int>(), 4);
  const auto more = installation.json(
      {"user", "set", "ani", "address.country=Indonesia", "email_pp=", "golongan="});
  EXPECT_EQ(more.at("address").at("locality").as_string(), "Bandung") << "the other parts stay";
  EXPECT_TRUE(more.at("email_pp").as_array().empty());
  EXPECT_TRUE(more.at("attributes").as_object().empty());
  struct Wrong {
    std::string assignment;
    std::string words;
  };
  for (const auto& [assignment, words] :
       {Wrong{"nickname", "FIELD=VALUE"}, Wrong{"status=active", "status: there is no such field"},
        Wrong{"golongan=four", "golongan: must be a whole number"},
        Wrong{"email_verified=ya", "email_verified: must be true or false"},
        Wrong{"administrator=true", "administrator: there is no such field"}}) {
    const auto refused = installation.run({"user", "set", "ani", "name=Lain", assignment});
    EXPECT_EQ(refused.code, 2) << assignment;
    EXPECT_THAT(refused.err, HasSubstr(words));
  }
  EXPECT_EQ(text_of(installation.json({"user", "show", "ani"}), "name"), "Ani Lestari");
}

TEST_P(PeopleCommands, attributes_are_defined_listed_and_removed) {
  EXPECT_EQ(installation.run({"attribute", "add", "sub"}).code, 1) << "a claim already";
  EXPECT_EQ(installation.run({"attribute", "add", "x", "--type", "picture"}).code, 2);
  installation.json({"attribute", "add", "pangkat", "--seen-by", "clients", "--edited-by", "self"});
  const auto list = installation.json({"attribute", "list"}).at("attributes").as_array();
  ASSERT_EQ(list.size(), 1U);
  EXPECT_EQ(text_of(list[0].as_object(), "type"), "text");
  EXPECT_EQ(text_of(list[0].as_object(), "seen_by"), "clients");
  installation.json({"attribute", "delete", "pangkat"});
  EXPECT_EQ(installation.run({"attribute", "delete", "pangkat"}).code, 1);
}

TEST_P(PeopleCommands, who_is_disabled_or_locked_is_out_within_a_second) {
  add_user(installation, "ani");
  for (const char* command : {"disable", "lock"}) {
    auto browser = browser_of(*server);
    ASSERT_EQ(log_in(browser, "ani").status, 303);
    installation.json({"user", command, "ani"});
    EXPECT_TRUE(soon_logged_out(browser)) << command;
    auto again = browser_of(*server);
    log_in(again, "ani");
    EXPECT_FALSE(is_logged_in(again)) << command;
    EXPECT_EQ(text_of(installation.json({"user", "enable", "ani"}), "status"), "active");
  }
}

TEST_P(PeopleCommands, sessions_are_listed_and_ended_one_by_one_or_all) {
  add_user(installation, "ani");
  auto first = browser_of(*server);
  auto second = browser_of(*server);
  ASSERT_EQ(log_in(first, "ani").status, 303);
  const auto one = installation.json({"user", "sessions", "ani"}).at("sessions").as_array();
  ASSERT_EQ(one.size(), 1U);
  ASSERT_EQ(log_in(second, "ani").status, 303);
  const auto id = text_of(one[0].as_object(), "id");
  EXPECT_EQ(installation.json({"user", "logout", "ani", "--session", id}).at("ended"), 1);
  EXPECT_TRUE(soon_logged_out(first));
  EXPECT_TRUE(is_logged_in(second));
  EXPECT_EQ(installation.run({"user", "logout", "ani", "--session", id}).code, 1);
  EXPECT_EQ(installation.run({"user", "logout", "ani", "--session", "nonsense"}).code, 2);
  EXPECT_EQ(installation.json({"user", "logout", "ani"}).at("ended"), 1);
  EXPECT_TRUE(soon_logged_out(second));
  EXPECT_TRUE(installation.json({"user", "sessions", "ani"}).at("sessions").as_array().empty());
}

TEST_P(PeopleCommands, a_new_password_ends_sessions_and_is_told_to_nobody) {
  add_user(installation, "ani");
  auto browser = browser_of(*server);
  ASSERT_EQ(log_in(browser, "ani").status, 303);
  EXPECT_EQ(installation.run({"user", "set-password", "ani"}).code, 2) << "never as an argument";
  const auto set = installation.run({"user", "set-password", "ani", "--password-stdin"}, {},
                                    std::string(kOtherPassword) + "\n");
  EXPECT_EQ(set.code, 0) << set.err;
  EXPECT_THAT(set.out + set.err, Not(HasSubstr(kOtherPassword)));
  EXPECT_THAT(installation.run({"user", "show", "ani"}).out, Not(HasSubstr("argon2")));
  EXPECT_TRUE(soon_logged_out(browser));
  auto other = browser_of(*server);
  EXPECT_EQ(log_in(other, "ani", kOtherPassword).status, 303);
}

TEST_P(PeopleCommands, delete_asks_first_and_leaves_nothing_but_the_id) {
  add_user(installation, "ani");
  auto browser = browser_of(*server);
  ASSERT_EQ(log_in(browser, "ani").status, 303);
  const auto asked = installation.run({"user", "delete", "ani"});
  EXPECT_EQ(asked.code, 2);
  EXPECT_THAT(asked.err, HasSubstr("--yes"));
  EXPECT_TRUE(is_logged_in(browser));
  EXPECT_TRUE(installation.json({"user", "delete", "ani", "--yes"}).at("deleted").as_bool());
  EXPECT_TRUE(soon_logged_out(browser));
  EXPECT_EQ(installation.run({"user", "show", "1"}).code, 1);
  EXPECT_EQ(add_user(installation, "ani").at("id").to_number<int>(), 2);
  EXPECT_TRUE(installation.json({"audit", "verify"}).at("ok").as_bool());
}

TEST_P(PeopleCommands, there_is_always_an_administrator_left) {
  add_user(installation, "ani", kPassword, {"--administrator"});
  for (const auto& arguments :
       std::vector<std::vector<std::string>>{{"user", "revoke", "ani", "administrator"},
                                             {"user", "disable", "ani"},
                                             {"user", "delete", "ani", "--yes"}}) {
    const auto refused = installation.run(arguments);
    EXPECT_EQ(refused.code, 1) << arguments[1];
    EXPECT_THAT(refused.err, HasSubstr("no active administrator left"));
  }
  add_user(installation, "budi", kPassword, {"--administrator"});
  EXPECT_FALSE(
      installation.json({"user", "revoke", "ani", "administrator"}).at("administrator").as_bool());
  EXPECT_EQ(installation.run({"user", "grant", "ani", "king"}).code, 2);
}

TEST_P(PeopleCommands, names_cannot_forge_a_line_LO2) {
  const auto broken =
      installation.run({"user", "add", "--username", "ani", "--name", "A\nb\x1b[2J"});
  EXPECT_EQ(broken.code, 2);
  EXPECT_THAT(broken.err, HasSubstr("name: no line breaks"));
  add_user(installation, "ani");
  auto browser = browser_of(*server);
  ASSERT_EQ(log_in(browser, "ani").status, 303);
  installation.sql("UPDATE users SET name = 'A\nb' WHERE id = 1");
  const auto listed = installation.run({"user", "list", "--json"});
  EXPECT_EQ(std::ranges::count(listed.out, '\n'), 1) << "one document, one line";
  EXPECT_THAT(listed.out, HasSubstr("A\\nb"));
  EXPECT_EQ(std::ranges::count(installation.run({"user", "list"}).out, '\n'), 2);
}

class SetupLink : public PeopleCommands {
 protected:
  std::string link() {
    return text_of(
        installation.json({"setup-link"},
                          {{"GAPURA_LISTEN", "127.0.0.1:" + std::to_string(server->port())}}),
        "link");
  }
  support::Page set_up(support::Browser& browser, const std::string& target,
                       const std::string& username) {
    return browser.submit(browser.get(target), {{"username", username},
                                                {"name", "Ani"},
                                                {"password", kPassword},
                                                {"password_again", kPassword}});
  }
};

INSTANTIATE_TEST_SUITE_P(engines, SetupLink,
                         testing::Values(EngineKind::sqlite, EngineKind::postgres),
                         [](const auto& info) { return support::name_of(info.param); });

TEST_P(SetupLink, makes_the_first_administrator_once) {
  const std::string issuer = "http://localhost:" + std::to_string(server->port());
  const auto first = link();
  ASSERT_TRUE(first.starts_with(issuer + "/setup?code="));
  const auto other = link();
  EXPECT_NE(first, other);
  auto browser = browser_of(*server);
  const auto done = set_up(browser, first.substr(issuer.size()), "ani");
  EXPECT_EQ(done.status, 303) << done.body;
  EXPECT_TRUE(installation.json({"user", "show", "ani"}).at("administrator").as_bool());
  for (const auto& used : {first, other}) {
    EXPECT_EQ(browser_of(*server).get(used.substr(issuer.size())).status, 410);
  }
  const auto late = installation.run({"setup-link"}, {{"GAPURA_ISSUER", issuer}});
  EXPECT_EQ(late.code, 1);
  EXPECT_THAT(late.err, HasSubstr("There is an administrator already"));
  EXPECT_EQ(log_in(browser, "ani").status, 303);
}

TEST_P(SetupLink, says_what_to_set_where_the_port_is_unknown) {
  const auto unknown = installation.run({"setup-link"});
  EXPECT_EQ(unknown.code, 2);
  EXPECT_THAT(unknown.err, HasSubstr("GAPURA_LISTEN"));
}

}  // namespace
