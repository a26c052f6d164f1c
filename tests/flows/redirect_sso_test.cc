// Contract 0 with the server as a child process: an operator adds a site, a browser logs in to it,
// and the site's server asks whose the code is.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/people.h"
#include "tests/support/sites.h"

namespace {

using support::browser_of;
using support::code_in;
using support::EngineKind;
using support::login_for;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr const char* kCallback = "http://localhost:3000/auth/callback";
constexpr const char* kRefused =
    R"({"status":false,"message":"Kode tidak valid atau sudah digunakan"})";

class RedirectSso : public testing::TestWithParam<EngineKind> {
 protected:
  support::Installation installation{GetParam()};

  base::json::object add_site(std::vector<std::string> more) {
    std::vector<std::string> arguments{"site",           "add",    "--name", "Travelin",
                                       "--redirect-url", kCallback};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return installation.json(arguments);
  }
  support::RawAnswer ask(const support::Server& server, const std::string& code,
                         const std::vector<std::string>& headers = {}) {
    return support::get(server.port(), "/api/example/ssovalidate?code=" + code, headers);
  }
};

INSTANTIATE_TEST_SUITE_P(engines, RedirectSso,
                         testing::Values(EngineKind::sqlite, EngineKind::postgres),
                         [](const auto& info) { return support::name_of(info.param); });

TEST_P(RedirectSso, from_the_site_through_the_login_and_back) {
  const auto server = installation.serve();
  const auto user = add_user(installation, "ani");
  add_site({"--no-secret"});
  auto browser = browser_of(*server);
  const auto page = browser.get(login_for(std::string(kCallback) + "?state=s1"));
  ASSERT_EQ(page.status, 200);
  const auto back = browser.submit(page, {{"identifier", "ani"}, {"password", support::kPassword}});
  ASSERT_EQ(back.status, 303);
  EXPECT_THAT(back.location(), StartsWith(std::string(kCallback) + "?state=s1&code="));
  const auto answer = ask(*server, code_in(back));
  EXPECT_EQ(answer.status, 200);
  const auto said = base::parse_json_object(answer.body).value();
  EXPECT_EQ(said.at("user").at("id"), user.at("id"));
  EXPECT_THAT(answer.body, StartsWith(R"({"status":true,"user":{"id":)"));
  EXPECT_EQ(ask(*server, code_in(back)).body, kRefused);

  const auto again = browser.get(login_for(kCallback));
  EXPECT_EQ(again.status, 303) << "logged in: at once";
  EXPECT_EQ(ask(*server, code_in(again)).status, 200);
}

TEST_P(RedirectSso, AZ15_the_login_page_may_lead_to_the_site_and_to_no_other) {
  const auto server = installation.serve();
  add_site({"http://localhost:3001/other", "--no-secret"});
  auto browser = browser_of(*server);
  EXPECT_THAT(browser.get(login_for(kCallback)).header("Content-Security-Policy").value(),
              HasSubstr("form-action 'self' http://localhost:3000 http://localhost:3001"));
  EXPECT_THAT(browser.get("/login").header("Content-Security-Policy").value(),
              Not(HasSubstr("localhost")));
}

TEST_P(RedirectSso, LS5_the_way_back_is_stored_by_nobody_and_tells_no_referrer) {
  const auto server = installation.serve();
  add_user(installation, "ani");
  add_site({"--no-secret"});
  auto browser = browser_of(*server);
  support::log_in(browser, "ani");
  const auto back = browser.get(login_for(kCallback));
  ASSERT_EQ(back.status, 303);
  EXPECT_EQ(back.header("Cache-Control"), "no-store");
  EXPECT_EQ(back.header("Referrer-Policy"), "no-referrer");
  const auto answer = ask(*server, code_in(back));
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.field("Cache-Control"), "no-store");
}

TEST_P(RedirectSso, LS6_after_the_logout_a_code_is_worth_nothing) {
  const auto server = installation.serve();
  add_user(installation, "ani");
  add_site({"--no-secret"});
  auto browser = browser_of(*server);
  support::log_in(browser, "ani");
  const auto code = code_in(browser.get(login_for(kCallback)));
  browser.submit(browser.get("/logout"), {});
  EXPECT_EQ(ask(*server, code).body, kRefused);
}

TEST_P(RedirectSso, LS4_the_secret_of_a_site_is_shown_once_and_rotates_side_by_side) {
  const auto server = installation.serve();
  add_user(installation, "ani");
  const auto site = add_site({});
  const std::string id(site.at("site_id").as_string());
  const std::string secret(site.at("secret").as_string());
  EXPECT_THAT(installation.run({"site", "show", id, "--json"}).out, Not(HasSubstr(secret)));
  auto browser = browser_of(*server);
  support::log_in(browser, "ani");
  const auto status_with = [&](const std::string& shown) {
    return ask(*server, code_in(browser.get(login_for(kCallback))),
               {"X-Client-Id: " + id, "X-Client-Secret: " + shown})
        .status;
  };
  EXPECT_EQ(status_with(secret), 200);
  const auto rotated = installation.json({"site", "rotate-secret", id});
  const std::string second(rotated.at("secret").as_string());
  EXPECT_EQ(status_with(secret), 200);
  EXPECT_TRUE(support::eventually([&] { return status_with(second) == 200; }));
  const auto third = installation.json({"site", "rotate-secret", id, "--grace", "0s"});
  EXPECT_TRUE(support::eventually([&] { return status_with(second) == 401; }));
  EXPECT_EQ(status_with(secret), 401);
  EXPECT_EQ(status_with(std::string(third.at("secret").as_string())), 200);
}

TEST_P(RedirectSso, LS5_no_code_and_no_secret_comes_to_the_log_or_the_database) {
  const auto server = installation.serve();
  add_user(installation, "ani");
  const auto site = add_site({});
  const std::string secret(site.at("secret").as_string());
  auto browser = browser_of(*server);
  support::log_in(browser, "ani");
  const auto code = code_in(browser.get(login_for(kCallback)));
  EXPECT_EQ(ask(*server, code).status, 401);
  const auto other = code_in(browser.get(login_for(kCallback)));
  EXPECT_EQ(ask(*server, other,
                {"X-Client-Id: " + std::string(site.at("site_id").as_string()),
                 "X-Client-Secret: " + secret})
                .status,
            200);
  const auto outcome = server->stop();
  const std::string everything = outcome.out + outcome.err + installation.dump();
  EXPECT_THAT(installation.tables(),
              testing::IsSupersetOf({"one_time", "sites", "visits", "logins", "sessions"}));
  EXPECT_THAT(everything, HasSubstr("ani@example.test")) << "it is all of the database";
  for (const auto& secret_text : {code, other, secret, *browser.cookie("gapura_session")}) {
    const auto decoded = base::from_base64url(secret_text);
    const auto octets = decoded ? base::BytesView(*decoded) : base::bytes_of(secret_text);
    EXPECT_THAT(everything, Not(HasSubstr(secret_text)));
    EXPECT_THAT(everything, Not(HasSubstr(base::to_hex(octets))));
    EXPECT_THAT(everything, Not(HasSubstr(base::text_of(octets))));
  }
}

TEST_P(RedirectSso, LS2_an_operator_may_shorten_the_life_of_codes_and_not_lengthen_it) {
  const auto longer = installation.run({"config", "check"}, {{"GAPURA_CODES_LIFE", "61s"}});
  EXPECT_EQ(longer.code, 2);
  EXPECT_THAT(longer.out + longer.err, HasSubstr("codes.life"));
  const auto server = installation.serve({{"GAPURA_CODES_LIFE", "30s"}});
  add_user(installation, "ani");
  add_site({"--no-secret"});
  auto browser = browser_of(*server);
  support::log_in(browser, "ani");
  ASSERT_NE(code_in(browser.get(login_for(kCallback))), "");
  EXPECT_EQ(installation.sql("SELECT expires_at - issued_at FROM one_time"),
            std::vector<std::string>{"30000000"});
}

TEST_P(RedirectSso, AZ4_an_operator_is_told_which_address_is_wrong) {
  const auto server = installation.serve({{"GAPURA_ISSUER", "https://id.example"}});
  const auto refused =
      installation.run({"site", "add", "--name", "X", "--redirect-url", "https://a.example/cb",
                        "--redirect-url", "http://a.example/cb"},
                       {{"GAPURA_ISSUER", "https://id.example"}});
  EXPECT_EQ(refused.code, 2);
  EXPECT_THAT(refused.err, HasSubstr("http://a.example/cb"));
  EXPECT_TRUE(installation.json({"site", "list"}).at("sites").as_array().empty());
}

TEST_P(RedirectSso, a_login_page_looks_as_the_operator_says_of_the_site) {
  const auto server = installation.serve();
  const auto site = add_site({"--accent", "#7a1f3d", "--login-text-id", "Pakai akun pegawai."});
  const std::string id(site.at("site_id").as_string());
  EXPECT_EQ(site.at("accent"), "#7a1f3d");
  auto browser = browser_of(*server);
  const auto page = browser.get(login_for(kCallback));
  EXPECT_THAT(page.body, HasSubstr("/assets/accent/7a1f3d.css"));
  EXPECT_THAT(page.body, HasSubstr("Pakai akun pegawai."));
  EXPECT_EQ(browser.get("/assets/accent/7a1f3d.css").status, 200);
  installation.json({"site", "set", id, "--accent", "", "--logo", "https://a.example/logo.svg",
                     "--help-url", "https://a.example/bantuan"});
  EXPECT_TRUE(support::eventually([&] {
    const auto later = browser.get(login_for(kCallback)).body;
    return later.contains("https://a.example/logo.svg") &&
           later.contains("https://a.example/bantuan") && !later.contains("/assets/accent/");
  }));
  const auto policy = browser.get(login_for(kCallback)).header("Content-Security-Policy").value();
  EXPECT_THAT(policy, HasSubstr("style-src 'self';"));
  EXPECT_THAT(policy, HasSubstr("img-src 'self' data: https://a.example;"));
  const auto shown = installation.json({"site", "show", id});
  EXPECT_EQ(shown.at("accent"), "");
  EXPECT_EQ(shown.at("login_text_id"), "Pakai akun pegawai.");
  EXPECT_EQ(shown.at("help_url"), "https://a.example/bantuan");
  const auto wrong = installation.run({"site", "set", id, "--accent", "merah"});
  EXPECT_EQ(wrong.code, 2);
  EXPECT_THAT(wrong.err, HasSubstr("merah"));
}

TEST_P(RedirectSso, a_running_server_sees_what_an_operator_changes) {
  const auto server = installation.serve();
  add_user(installation, "ani");
  const std::string id(add_site({"--no-secret"}).at("site_id").as_string());
  auto browser = browser_of(*server);
  support::log_in(browser, "ani");
  EXPECT_EQ(browser.get(login_for(kCallback)).status, 303);
  const auto answers = [&](const std::string& url, int status) {
    return support::eventually([&] { return browser.get(login_for(url)).status == status; });
  };
  EXPECT_FALSE(installation.json({"site", "set", id, "--disable"}).at("enabled").as_bool());
  EXPECT_TRUE(answers(kCallback, 403));
  installation.json({"site", "set", id, "--enable", "--redirect-url", "http://localhost:3000/new",
                     "http://localhost:3000/newer"});
  EXPECT_TRUE(answers(kCallback, 400));
  EXPECT_EQ(browser.get(login_for("http://localhost:3000/newer")).status, 303);
  EXPECT_EQ(installation.run({"site", "delete", id}).code, 2) << "without --yes";
  installation.json({"site", "delete", id, "--yes"});
  EXPECT_TRUE(answers("http://localhost:3000/newer", 400));
  EXPECT_TRUE(installation.json({"audit", "verify"}).at("ok").as_bool());
}

}  // namespace
