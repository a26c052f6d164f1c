// Providers as an operator keeps them on the command line, beside a running server on either
// engine, and a Gapura that is the provider of another.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/people.h"

namespace {

using support::Browser;
using support::EngineKind;
using support::Installation;
using support::Page;
using support::Server;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

std::string text_of(const base::json::object& json, const char* name) {
  return std::string(json.at(name).as_string());
}

class ProviderCommands : public testing::TestWithParam<EngineKind> {
 protected:
  static constexpr const char* kSecret = "rahasia-penyedia-0123456789";

  base::json::object add(const std::string& name, const std::vector<std::string>& more) const {
    std::vector<std::string> arguments{
        "provider", "add", "--name", name, "--client-id", "us", "--client-secret-stdin"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return installation.json(arguments, {}, std::string(kSecret) + "\n");
  }
  std::vector<std::string> names() const {
    std::vector<std::string> names;
    const auto answer = installation.json({"provider", "list"});
    for (const auto& provider : answer.at("providers").as_array()) {
      names.push_back(text_of(provider.as_object(), "name"));
    }
    return names;
  }

  Installation installation{GetParam()};
  std::unique_ptr<Server> server = installation.serve();
};

INSTANTIATE_TEST_SUITE_P(engines, ProviderCommands,
                         testing::Values(EngineKind::sqlite, EngineKind::postgres),
                         [](const auto& info) { return support::name_of(info.param); });

TEST_P(ProviderCommands, are_added_listed_in_their_order_shown_and_deleted) {
  add("google", {"--position", "3"});
  add("inapas", {"--issuer", "https://inapas.example", "--position", "1"});
  const auto added = add("kantor", {"--issuer", "https://kantor.example", "--title", "Akun Kantor",
                                    "--position", "2"});
  EXPECT_THAT(text_of(added, "callback"), testing::EndsWith("/auth/kantor/callback"));
  EXPECT_THAT(names(), ElementsAre("inapas", "kantor", "google"));
  installation.json({"provider", "set", "google", "--position", "0"});
  EXPECT_THAT(names(), ElementsAre("google", "inapas", "kantor"));
  const auto buttons = [this] { return support::browser_of(*server).get("/login").body; };
  const auto page = buttons();
  EXPECT_LT(page.find("/with/google\""), page.find("/with/inapas\""));
  EXPECT_LT(page.find("/with/inapas\""), page.find("/with/kantor\""));

  const auto shown = installation.json({"provider", "show", "kantor"});
  EXPECT_EQ(text_of(shown, "title"), "Akun Kantor");
  EXPECT_EQ(text_of(shown, "issuer"), "https://kantor.example");
  EXPECT_EQ(text_of(shown, "client_id"), "us");
  for (const std::vector<std::string>& words : {std::vector<std::string>{"show", "kantor"},
                                                {"show", "kantor", "--json"},
                                                {"list", "--json"}}) {
    auto arguments = words;
    arguments.insert(arguments.begin(), "provider");
    EXPECT_THAT(installation.run(arguments).out, Not(HasSubstr(kSecret)));
  }

  const auto refused = installation.run({"provider", "delete", "kantor"});
  EXPECT_NE(refused.code, 0);
  EXPECT_THAT(refused.err, HasSubstr("--yes"));
  EXPECT_THAT(names(), ElementsAre("google", "inapas", "kantor"));
  EXPECT_TRUE(installation.json({"provider", "delete", "kantor", "--yes"}).at("deleted").as_bool());
  EXPECT_THAT(names(), ElementsAre("google", "inapas"));
  EXPECT_NE(installation.run({"provider", "show", "kantor"}).code, 0);
  EXPECT_TRUE(support::within_a_second([&] { return !buttons().contains("/with/kantor\""); }));
  EXPECT_TRUE(installation.json({"audit", "verify"}).at("ok").as_bool());
}

// Without the origin, as the browser of that server asks.
std::string path_of(const std::string& url) {
  return url.substr(url.find('/', url.find("://") + 3));
}

class TwoGapuras : public testing::Test {
 protected:
  TwoGapuras() {
    const auto client =
        center.json({"client", "add", "--name", "Dinas", "--redirect-uri",
                     url_of(*branch_server) + "/auth/pusat/callback", "--scope", "openid",
                     "--scope", "profile", "--scope", "email", "--first-party"});
    branch.json({"provider", "add", "--name", "pusat", "--preset", "gapura", "--issuer",
                 url_of(*center_server), "--client-id", text_of(client, "client_id"),
                 "--client-secret-stdin"},
                {}, text_of(client, "client_secret") + "\n");
  }
  static std::string url_of(const Server& server) {
    return "http://localhost:" + std::to_string(server.port());
  }
  // By its button on the login page.
  static Page sent_to_the_center(Browser& here) {
    const auto login = here.get("/login");
    const auto start = login.body.rfind('"', login.body.find("/with/pusat\"")) + 1;
    return here.get(login.body.substr(start, login.body.find('"', start) - start));
  }
  // To the center, where that browser says who it is, and back.
  static Page by_the_center(Browser& here, Browser& there, const Page& sent,
                            const std::string& who) {
    const auto login = there.get(path_of(sent.location()));
    EXPECT_TRUE(login.says("name=\"password\"")) << login.status << login.body;
    const auto back = there.submit(login, {{"identifier", who}, {"password", support::kPassword}});
    EXPECT_THAT(back.location(), HasSubstr("/auth/pusat/callback?code="));
    return here.get(path_of(back.location()));
  }
  static std::string link_in(const Page& page, const std::string& beginning) {
    const auto start = page.body.find(beginning);
    EXPECT_NE(start, std::string::npos) << page.body;
    return page.body.substr(start, page.body.find('"', start) - start);
  }

  Installation center{EngineKind::sqlite};
  Installation branch{EngineKind::sqlite};
  std::unique_ptr<Server> center_server = center.serve();
  std::unique_ptr<Server> branch_server = branch.serve();
};

TEST_F(TwoGapuras, one_lets_its_people_in_at_the_other_and_asks_them_anew_where_they_link) {
  add_user(center, "ani", support::kPassword, {"--email-verified"});
  EXPECT_EQ(branch.run({"provider", "test", "pusat"}).code, 0);
  auto here = support::browser_of(*branch_server);
  auto there = support::browser_of(*center_server);
  const auto sent = sent_to_the_center(here);
  EXPECT_THAT(sent.location(), Not(HasSubstr("prompt=")));
  EXPECT_EQ(by_the_center(here, there, sent, "ani").status, 303);
  EXPECT_TRUE(support::is_logged_in(here));
  const auto made = branch.json({"user", "show", "ani"});
  EXPECT_EQ(text_of(made, "name"), "Orang ani");
  EXPECT_EQ(text_of(made, "email"), "ani@example.test");
  EXPECT_FALSE(made.at("email_verified_at").is_null());

  add_user(center, "citra");
  add_user(branch, "budi");
  auto budi = support::browser_of(*branch_server);
  support::log_in(budi, "budi");
  auto citra = support::browser_of(*center_server);
  support::log_in(citra, "citra");
  const auto linking = budi.get(link_in(budi.get("/account/logins"), "/account/logins/link/pusat"));
  EXPECT_THAT(linking.location(), HasSubstr("prompt=login"));
  const auto asked = by_the_center(budi, citra, linking, "citra");
  EXPECT_EQ(budi.submit(asked, {}).status, 303);
  auto later = support::browser_of(*branch_server);
  const auto away = sent_to_the_center(later);
  const auto back = citra.get(path_of(away.location()));
  EXPECT_EQ(later.get(path_of(back.location())).status, 303) << "logged in over there: at once";
  EXPECT_THAT(later.get("/account").body, HasSubstr("Orang budi"));
}

}  // namespace
