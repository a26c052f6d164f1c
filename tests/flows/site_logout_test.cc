// Who leaves Gapura has left its sites: each that has a logout address is told, whatever ended the
// session, and however often it has to be told again.
#include <algorithm>
#include <csignal>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "crypto/digest.h"
#include "tests/support/people.h"
#include "tests/support/site_receiver.h"
#include "tests/support/sites.h"
#include "tests/support/theft.h"

namespace {

using support::browser_of;
using support::code_in;
using support::EngineKind;
using support::files_in;
using support::holds;
using support::login_for;
using support::SiteReceiver;
using support::Variables;
using testing::HasSubstr;

base::Bytes hmac(base::BytesView key, std::string_view text) {
  return crypto::hmac_sha256(key, base::bytes_of(text));
}

// As a site does it, with nothing but its secret.
bool is_signed(const support::Post& post, const std::string& secret) {
  const std::string signature = post.field("Gapura-Signature");
  const std::string time = signature.substr(2, signature.find(',') - 2);
  const auto key = hmac(base::bytes_of(secret), "gapura site logout");
  return signature == "t=" + time + ",v1=" + base::to_hex(hmac(key, time + "." + post.body));
}

class SiteLogout : public testing::TestWithParam<EngineKind> {
 protected:
  struct Registered {
    std::string id;
    std::string secret;
    std::string callback;
  };

  // The receivers are on this machine, which the server is told it may ask.
  Variables named(const std::vector<const SiteReceiver*>& receivers) const {
    std::string hosts;
    for (const SiteReceiver* each : receivers) {
      hosts += (hosts.empty() ? "" : ",") + each->host();
    }
    return {{"GAPURA_OUTBOUND_PRIVATE_HOSTS", hosts}, {"GAPURA_SITES_LOGOUT_RETRY", "100ms"}};
  }
  Registered add_site(const SiteReceiver& at) {
    const std::string callback = "http://" + at.host() + "/cb";
    const auto site = installation.json(
        {"site", "add", "--name", "S", "--redirect-url", callback, "--logout-url", at.url()});
    return {.id = std::string(site.at("site_id").as_string()),
            .secret = std::string(site.at("secret").as_string()),
            .callback = callback};
  }
  // Into the site, by whoever is logged in; the code that it took.
  std::string enter(const support::Server& server, support::Browser& browser,
                    const Registered& site) {
    const auto code = code_in(browser.get(login_for(site.callback)));
    EXPECT_EQ(support::get(server.port(), "/api/sso/validate?code=" + code,
                           {"X-Client-Id: " + site.id, "X-Client-Secret: " + site.secret})
                  .status,
              200);
    return code;
  }
  base::json::object waiting(const Registered& site) {
    return installation.json({"site", "show", site.id}).at("logouts_waiting").as_object();
  }
  std::int64_t count(const Registered& site) { return waiting(site).at("count").as_int64(); }
  std::string failure(const Registered& site) {
    return std::string(waiting(site).at("failure").as_string());
  }
  std::size_t entries(const std::string& type) {
    return installation.json({"audit", "list", "--type", type}).at("entries").as_array().size();
  }
  static int told_by(const support::Server& server) {
    const auto metrics = support::get(server.ops_port(), "/metrics").body;
    const std::string name = "\ngapura_site_logouts_told_total ";
    const auto at = metrics.find(name);
    return at == std::string::npos ? -1 : std::stoi(metrics.substr(at + name.size()));
  }
  static void log_out(support::Browser& browser) {
    EXPECT_EQ(browser.submit(browser.get("/logout"), {}).location(), "/logged-out");
  }

  support::Installation installation{GetParam()};
  SiteReceiver receiver;
};

INSTANTIATE_TEST_SUITE_P(engines, SiteLogout,
                         testing::Values(EngineKind::sqlite, EngineKind::postgres),
                         [](const auto& info) { return support::name_of(info.param); });

class SiteLogoutOnSqlite : public SiteLogout {};
INSTANTIATE_TEST_SUITE_P(engines, SiteLogoutOnSqlite, testing::Values(EngineKind::sqlite),
                         [](const auto& info) { return support::name_of(info.param); });

class SiteLogoutOnPostgres : public SiteLogout {};
INSTANTIATE_TEST_SUITE_P(engines, SiteLogoutOnPostgres, testing::Values(EngineKind::postgres),
                         [](const auto& info) { return support::name_of(info.param); });

TEST_P(SiteLogout, LS6_the_site_is_told_who_left_and_which_session_of_its_own_that_was) {
  const auto server = installation.serve(named({&receiver}));
  const auto user = add_user(installation, "ani");
  const auto site = add_site(receiver);
  auto browser = browser_of(*server);
  support::log_in(browser, "ani");
  const auto code = enter(*server, browser, site);
  enter(*server, browser, site);
  EXPECT_TRUE(receiver.posts().empty());
  log_out(browser);
  ASSERT_TRUE(receiver.await(2));
  std::set<std::string> ids;
  std::set<std::string> sessions;
  for (const auto& post : receiver.posts()) {
    EXPECT_THAT(post.head, HasSubstr("POST /auth/sso-logout HTTP/1.1"));
    EXPECT_EQ(post.field("Content-Type"), "application/json");
    EXPECT_TRUE(is_signed(post, site.secret)) << post.head;
    const auto said = base::parse_json_object(post.body).value();
    EXPECT_EQ(said.at("event").as_string(), "logout");
    EXPECT_EQ(said.at("user_id"), user.at("id"));
    ids.emplace(said.at("id").as_string());
    sessions.emplace(said.at("session").as_string());
  }
  EXPECT_EQ(ids.size(), 2U);
  EXPECT_TRUE(sessions.contains(base::to_hex(crypto::sha256(base::bytes_of(code)))));
  EXPECT_TRUE(support::eventually([&] { return entries("site.logout_told") == 2; }));
  EXPECT_EQ(count(site), 0);
  EXPECT_EQ(browser.get(login_for(site.callback)).status, 200) << "a login, and no code";
  EXPECT_THAT(support::get(server->ops_port(), "/metrics").body,
              HasSubstr("gapura_site_logouts_told_total 2"));
  EXPECT_TRUE(installation.json({"audit", "verify"}).at("ok").as_bool());
}

// Way of ending: the sites hear of every one.
TEST_P(SiteLogoutOnSqlite, LS6_whatever_ends_a_session_the_site_is_told_and_of_others_it_is_not) {
  const auto server = installation.serve(named({&receiver}));
  const auto site = add_site(receiver);
  add_user(installation, "budi");
  auto other = browser_of(*server);
  support::log_in(other, "budi");
  enter(*server, other, site);
  std::size_t told = 0;
  const auto expect_told = [&](const std::string& who, const auto& end) {
    SCOPED_TRACE(who);
    const auto user = add_user(installation, who);
    auto browser = browser_of(*server);
    support::log_in(browser, who);
    enter(*server, browser, site);
    end(browser, who);
    ASSERT_TRUE(receiver.await(++told));
    EXPECT_EQ(base::parse_json_object(receiver.posts().back().body)->at("user_id"), user.at("id"));
  };
  const auto by_command = [&](const std::vector<std::string>& words,
                              const std::string& input = "") {
    return [&, words, input](support::Browser&, const std::string& who) {
      auto arguments = words;
      arguments.insert(arguments.begin() + 2, who);
      installation.json(arguments, {}, input);
    };
  };
  expect_told("logs.out", [](support::Browser& browser, const std::string&) { log_out(browser); });
  expect_told("leaves.a.frontend", [&](support::Browser& browser, const std::string&) {
    const support::Fields shown{{"Cookie", "gapura_session=" + *browser.cookie("gapura_session")}};
    EXPECT_EQ(support::carry(server->port(), {"POST", "/auth/logout", shown, ""}).status, 200);
  });
  expect_told("is.ended", [&](support::Browser&, const std::string& who) {
    auto elsewhere = browser_of(*server);
    support::log_in(elsewhere, who);
    elsewhere.submit(elsewhere.get("/account/sessions"), {{"end", "others"}});
  });
  expect_told("is.ended.alone", [&](support::Browser&, const std::string& who) {
    auto elsewhere = browser_of(*server);
    support::log_in(elsewhere, who);
    const auto page = elsewhere.get("/account/sessions");
    const std::string button = "name=\"end\" value=\"";
    const auto at = page.body.find(button) + button.size();
    elsewhere.submit(page, {{"end", page.body.substr(at, page.body.find('"', at) - at)}});
  });
  expect_told("changes.the.password", [&](support::Browser&, const std::string& who) {
    auto elsewhere = browser_of(*server);
    support::log_in(elsewhere, who);
    EXPECT_EQ(elsewhere
                  .submit(elsewhere.get("/account/password"),
                          {{"current", support::kPassword},
                           {"password", support::kOtherPassword},
                           {"password_again", support::kOtherPassword}})
                  .status,
              303);
  });
  expect_told("is.logged.out", by_command({"user", "logout"}));
  expect_told("is.disabled", by_command({"user", "disable"}));
  expect_told("is.locked", by_command({"user", "lock"}));
  expect_told("gets.a.password", by_command({"user", "set-password", "--password-stdin"},
                                            std::string(support::kOtherPassword) + "\n"));
  expect_told("is.erased", by_command({"user", "delete", "--yes"}));
  EXPECT_TRUE(support::eventually([&] { return entries("site.logout_told") == told; }));
  EXPECT_EQ(receiver.posts().size(), told);
  EXPECT_EQ(other.get(login_for(site.callback)).status, 303) << "nobody else was logged out";
}

TEST_P(SiteLogoutOnSqlite, a_site_that_fails_is_told_the_same_again_until_it_takes_it) {
  receiver.answer(500);
  const auto server = installation.serve(named({&receiver}));
  add_user(installation, "ani");
  const auto site = add_site(receiver);
  auto browser = browser_of(*server);
  support::log_in(browser, "ani");
  enter(*server, browser, site);
  log_out(browser);
  ASSERT_TRUE(receiver.await(2));
  EXPECT_TRUE(support::eventually([&] { return !failure(site).empty(); }));
  EXPECT_EQ(failure(site), "the site answered 500");
  EXPECT_EQ(count(site), 1);
  EXPECT_THAT(installation.run({"site", "show", site.id}).out,
              HasSubstr("the last try: the site answered 500"));
  receiver.answer(204);
  EXPECT_TRUE(support::eventually([&] { return count(site) == 0; }));
  const auto posts = receiver.posts();
  EXPECT_EQ(posts.front().body, posts.back().body);
  EXPECT_TRUE(is_signed(posts.back(), site.secret));
  EXPECT_EQ(entries("site.logout_told"), 1U);
}

TEST_P(SiteLogoutOnSqlite, a_site_that_hangs_holds_up_neither_who_leaves_nor_another_site) {
  SiteReceiver hanging;
  hanging.hang(true);
  const auto server = installation.serve(named({&receiver, &hanging}));
  add_user(installation, "ani");
  const auto slow = add_site(hanging);
  const auto site = add_site(receiver);
  for (std::size_t round = 1; round <= 5; ++round) {
    auto browser = browser_of(*server);
    support::log_in(browser, "ani");
    enter(*server, browser, slow);
    enter(*server, browser, site);
    log_out(browser);
    EXPECT_TRUE(receiver.await(round));
  }
  EXPECT_EQ(count(slow), 5);
  hanging.hang(false);
  EXPECT_TRUE(support::eventually([&] { return count(slow) == 0; }));
}

TEST_P(SiteLogout, ST1_what_was_not_told_when_the_node_was_killed_is_told_by_the_next) {
  receiver.close();
  auto server = installation.serve(named({&receiver}));
  add_user(installation, "ani");
  const auto site = add_site(receiver);
  auto browser = browser_of(*server);
  support::log_in(browser, "ani");
  enter(*server, browser, site);
  log_out(browser);
  EXPECT_TRUE(support::eventually([&] { return !failure(site).empty(); }));
  server->program().signal(SIGKILL);
  server->program().wait();
  receiver.open();
  server = installation.serve(named({&receiver}));
  ASSERT_TRUE(receiver.await(1));
  EXPECT_TRUE(is_signed(receiver.posts().front(), site.secret));
  EXPECT_TRUE(support::eventually([&] { return entries("site.logout_told") == 1; }));
}

TEST_P(SiteLogout, ST1_what_a_killed_node_was_about_to_tell_is_told_when_its_lease_is_over) {
  receiver.hang(true);
  auto server = installation.serve(named({&receiver}));
  add_user(installation, "ani");
  const auto site = add_site(receiver);
  auto browser = browser_of(*server);
  support::log_in(browser, "ani");
  enter(*server, browser, site);
  log_out(browser);
  ASSERT_TRUE(receiver.await(1));
  server->program().signal(SIGKILL);
  server->program().wait();
  receiver.hang(false);
  EXPECT_EQ(count(site), 1);
  // As if the time had passed that the dead node had asked for.
  installation.sql("UPDATE visits SET due_at = due_at - 15000000");
  server = installation.serve(named({&receiver}));
  ASSERT_TRUE(receiver.await(2));
  EXPECT_EQ(receiver.posts().front().body, receiver.posts().back().body);
  EXPECT_TRUE(support::eventually([&] { return count(site) == 0; }));
  EXPECT_EQ(entries("site.logout_told"), 1U);
}

TEST_P(SiteLogoutOnSqlite, without_a_key_or_a_name_for_the_host_the_operator_is_told_what_to_do) {
  const auto server = installation.serve({{"GAPURA_SITES_LOGOUT_RETRY", "100ms"}});
  add_user(installation, "ani");
  const auto site = add_site(receiver);
  EXPECT_EQ(installation.json({"site", "show", site.id}).at("logout").as_string(), "told");
  auto browser = browser_of(*server);
  support::log_in(browser, "ani");
  enter(*server, browser, site);
  log_out(browser);
  EXPECT_TRUE(support::eventually([&] { return !failure(site).empty(); }));
  EXPECT_THAT(failure(site), HasSubstr("outbound.private_hosts"));
  EXPECT_TRUE(receiver.posts().empty()) << "SF1: it lies on this machine, and is not named";
  const auto bare = installation.run({"site", "add", "--name", "B", "--no-secret", "--redirect-url",
                                      "http://localhost:3000/b", "--logout-url", receiver.url()});
  EXPECT_THAT(bare.out, HasSubstr("rotate-secret"));
}

TEST_P(SiteLogout, LS6_a_site_that_shows_no_secret_is_told_by_the_one_it_was_given) {
  const auto server = installation.serve(named({&receiver}));
  add_user(installation, "ani");
  const std::string callback = "http://" + receiver.host() + "/cb";
  const auto made = installation.json({"site", "add", "--name", "B", "--no-secret",
                                       "--redirect-url", callback, "--logout-url", receiver.url()});
  const std::string id(made.at("site_id").as_string());
  const auto given = installation.json({"site", "rotate-secret", id});
  EXPECT_FALSE(given.at("needs_secret").as_bool());
  EXPECT_EQ(given.at("logout"), "told");
  auto browser = browser_of(*server);
  support::log_in(browser, "ani");
  const auto asked = [&] {
    const auto code = code_in(browser.get(login_for(callback)));
    return support::get(server->port(), "/api/example/ssovalidate?code=" + code).status;
  };
  EXPECT_EQ(asked(), 200);
  EXPECT_TRUE(
      installation.json({"site", "set", id, "--needs-secret"}).at("needs_secret").as_bool());
  EXPECT_TRUE(support::eventually([&] { return asked() == 401; }));
  EXPECT_FALSE(installation.json({"site", "set", id, "--no-secret"}).at("needs_secret").as_bool());
  EXPECT_TRUE(support::eventually([&] { return asked() == 200; }));
  log_out(browser);
  ASSERT_TRUE(receiver.await(1));
  EXPECT_TRUE(is_signed(receiver.posts().front(), std::string(given.at("secret").as_string())));
}

TEST_P(SiteLogoutOnPostgres, CK7_two_nodes_tell_a_site_each_thing_once) {
  auto variables = named({&receiver});
  const auto first = installation.serve(variables);
  variables["GAPURA_DATA_DIR"] = installation.data_dir("second").string();
  variables["GAPURA_MASTER_KEY_FILE"] = (installation.data_dir() / "master.key").string();
  const auto second = installation.serve(variables);
  const auto site = add_site(receiver);
  constexpr std::size_t kPeople = 6;
  std::vector<support::Browser> browsers;
  for (std::size_t number = 0; number < kPeople; ++number) {
    const std::string who = "ani" + std::to_string(number);
    add_user(installation, who);
    const auto& node = number % 2 == 0 ? *first : *second;
    auto& browser = browsers.emplace_back(browser_of(node));
    support::log_in(browser, who);
    enter(node, browser, site);
    enter(node, browser, site);
  }
  // While the site keeps both waiting, each has leases that the other must not take.
  receiver.hang(true);
  log_out(browsers[0]);
  log_out(browsers[1]);
  EXPECT_TRUE(receiver.await(4)) << "two at once by each node";
  EXPECT_EQ(receiver.posts().size(), 4U);
  receiver.hang(false);
  for (std::size_t number = 2; number < kPeople; ++number) {
    log_out(browsers[number]);
  }
  EXPECT_TRUE(support::eventually([&] { return entries("site.logout_told") == 2 * kPeople; }));
  EXPECT_TRUE(support::eventually(
      [&] { return told_by(*first) + told_by(*second) == static_cast<int>(2 * kPeople); }));
  EXPECT_GE(told_by(*first), 2);
  EXPECT_GE(told_by(*second), 2);
  std::set<std::string> bodies;
  for (const auto& post : receiver.posts()) {
    bodies.insert(post.body);
  }
  EXPECT_EQ(bodies.size(), 2 * kPeople);
  EXPECT_EQ(receiver.posts().size(), 2 * kPeople);
}

TEST_P(SiteLogoutOnSqlite, KY2_what_signs_lies_in_no_file_but_sealed) {
  auto server = installation.serve(named({&receiver}));
  const auto site = add_site(receiver);
  add_user(installation, "ani");
  auto browser = browser_of(*server);
  support::log_in(browser, "ani");
  enter(*server, browser, site);
  const auto secret = base::bytes_of(site.secret);
  const auto key = hmac(secret, "gapura site logout");
  server->stop();
  const std::string all = files_in(installation.data_dir());
  EXPECT_THAT(all, HasSubstr("logout_key"));
  EXPECT_TRUE(holds(all, crypto::sha256(secret))) << "what is not there is not found by accident";
  EXPECT_FALSE(holds(all, key));
  EXPECT_FALSE(holds(all, secret));
  EXPECT_FALSE(holds(all, base::from_base64url(site.secret).value_or(base::Bytes(32, 1))));
}

}  // namespace
