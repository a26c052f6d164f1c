// Logins by a provider against the program as it runs, over either engine.
#include <array>
#include <fstream>
#include <functional>

#include "tests/attacks/federation/program_house.h"
#include "tests/support/scripted_server.h"
#include "tests/support/test_ca.h"

namespace attacks {
namespace {

TEST_P(Federation, FD5_one_login_makes_one_person_and_one_session) {
  auto it = browser();
  const auto back = provider_->come_back(away(it), ani());
  EXPECT_EQ(it.get(back).location(), "/account");
  EXPECT_TRUE(support::is_logged_in(it));
  EXPECT_EQ(it.get(back).status, 400);
  auto frontend = browser();
  const auto page =
      frontend.get(provider_->come_back(frontend.get("/auth/google").location(), ani()));
  EXPECT_EQ(page.location(), "http://localhost:3001/");
  EXPECT_TRUE(frontend.cookie("access_token"));
  EXPECT_TRUE(frontend.get("/auth/profile").says(R"("email":"ani@mail.test")"));
  EXPECT_EQ(people(), 1U);
}

TEST_P(Federation, FD5_an_answer_is_of_the_browser_that_was_sent_for_it) {
  auto it = browser();
  const auto back = provider_->come_back(away(it), ani());
  auto stranger = browser();
  EXPECT_EQ(stranger.get(back).status, 400);
  EXPECT_FALSE(support::is_logged_in(stranger));
  auto another = browser();
  away(another);
  EXPECT_EQ(another.get(back).status, 400);
  EXPECT_FALSE(support::is_logged_in(another));
  EXPECT_EQ(people(), 0U);
  EXPECT_EQ(it.get(back).status, 303);
  EXPECT_TRUE(support::is_logged_in(it)) << "they have used up nothing of its own";
}

TEST_P(Federation, FD5_an_answer_is_a_code_or_an_error_and_not_both) {
  auto it = browser();
  const auto back = provider_->come_back(away(it), ani());
  EXPECT_EQ(it.get(back + "&error=access_denied").status, 403);
  EXPECT_FALSE(support::is_logged_in(it));
  EXPECT_EQ(provider_->times_asked("/token"), 0U);
  EXPECT_EQ(it.get(back).status, 400);
  EXPECT_EQ(people(), 0U);
}

TEST_P(Federation, without_a_frontend_the_callback_answers_as_the_contract_shows) {
  server_.reset();
  server_ = installation_.serve({});
  auto it = browser();
  const auto page = it.get(provider_->come_back(it.get("/auth/google").location(), ani()));
  EXPECT_EQ(page.status, 200);
  const auto body = base::parse_json_object(page.body).value();
  EXPECT_EQ(body.size(), 2U);
  EXPECT_EQ(std::string_view(body.at("access_token").as_string()), *it.cookie("access_token"));
  EXPECT_EQ(body.at("user").at("email"), "ani@mail.test");
}

TEST_P(Federation, FD3_an_address_of_somebody_here_opens_nothing) {
  support::add_user(installation_, "ani", support::kPassword, {"--email-verified"});
  auto as = ani();
  as["email"] = "ani@example.test";
  auto it = browser();
  EXPECT_EQ(it.get(provider_->come_back(away(it), as)).status, 409);
  EXPECT_FALSE(support::is_logged_in(it));
}

TEST_P(Federation, FD6_who_is_disabled_or_locked_and_what_is_closed_let_nobody_in) {
  auto it = browser();
  log_in(it);
  for (const char* command : {"disable", "lock"}) {
    SCOPED_TRACE(command);
    installation_.json({"user", command, "ani"});
    auto shut_out = browser();
    EXPECT_EQ(log_in(shut_out).status, 403);
    EXPECT_FALSE(support::is_logged_in(shut_out));
    installation_.json({"user", "enable", "ani"});
    auto again = browser();
    EXPECT_EQ(log_in(again).status, 303);
  }
  auto late = browser();
  const auto back = provider_->come_back(away(late), ani());
  installation_.json({"provider", "set", "google", "--disable"});
  EXPECT_EQ(late.get(back).status, 404);
  EXPECT_EQ(late.get("/auth/google").status, 404);
  EXPECT_FALSE(late.get("/login").says("/with/google"));
}

TEST_P(Federation, FD4_an_account_is_linked_by_who_says_so_and_let_go_of) {
  support::add_user(installation_, "budi");
  auto it = browser();
  support::log_in(it, "budi");
  const auto asked = asked_to_link(it, ani());
  ASSERT_EQ(asked.status, 200);
  EXPECT_EQ(it.submit(asked, {}).location(), "/account/logins?done=linked");
  EXPECT_EQ(it.submit(asked, {}).status, 400);
  auto elsewhere = browser();
  EXPECT_EQ(log_in(elsewhere).status, 303);
  EXPECT_TRUE(elsewhere.get("/account").says("Orang budi"));
  EXPECT_EQ(people(), 1U);

  EXPECT_EQ(unlink(it, it.get("/account/logins"), "ani@mail.test").location(),
            "/account/logins?done=unlinked");
  EXPECT_FALSE(support::is_logged_in(elsewhere)) << "who came by it is out";
  EXPECT_TRUE(support::is_logged_in(it));
  auto later = browser();
  EXPECT_EQ(log_in(later).status, 303);
  EXPECT_TRUE(support::is_logged_in(later));
  EXPECT_FALSE(later.get("/account").says("Orang budi"));
  EXPECT_EQ(people(), 2U) << "a person of their own";
}

TEST_P(Federation, FD4_the_last_way_in_is_not_let_go_of) {
  auto second = ani();
  second["sub"] = "s2";
  second["email"] = "kedua@mail.test";
  auto it = browser();
  log_in(it);
  ASSERT_EQ(it.submit(asked_to_link(it, second), {}).status, 303);
  // Both may go, says this page, and one of them may.
  const auto page = it.get("/account/logins");
  ASSERT_EQ(unlink(it, page, "ani@mail.test").location(), "/account/logins?done=unlinked");
  auto elsewhere = browser();
  EXPECT_EQ(log_in(elsewhere, second).status, 303);
  const auto before = installation_.json({"user", "show", "ani"});
  const auto refused = unlink(it, page, "kedua@mail.test");
  EXPECT_EQ(refused.status, 409);
  EXPECT_TRUE(refused.says("kedua@mail.test"));
  EXPECT_EQ(installation_.json({"user", "show", "ani"}), before);
  EXPECT_TRUE(support::is_logged_in(it));
  EXPECT_TRUE(support::is_logged_in(elsewhere));
  auto later = browser();
  EXPECT_EQ(log_in(later, second).status, 303);
  EXPECT_EQ(people(), 1U);
}

TEST_P(Federation, FD7_a_provider_that_is_gone_is_said_to_be) {
  provider_->down = true;
  auto it = browser();
  EXPECT_EQ(it.get(button_on(it.get("/login"))).status, 503);
  support::add_user(installation_, "budi");
  auto local = browser();
  EXPECT_EQ(support::log_in(local, "budi").status, 303);
  const auto outcome = installation_.run({"provider", "test", "google"});
  EXPECT_EQ(outcome.code, 1);
  EXPECT_THAT(outcome.out + outcome.err,
              testing::HasSubstr("Google (google): It does not answer as it must: the provider "
                                 "cannot be reached: "));
}

TEST_P(Federation, FD6_who_came_by_a_closed_provider_is_out_where_the_operator_says_so) {
  auto it = browser();
  log_in(it);
  support::add_user(installation_, "budi");
  auto local = browser();
  support::log_in(local, "budi");
  const auto closed = installation_.run({"provider", "set", "google", "--disable"});
  EXPECT_THAT(closed.out, testing::HasSubstr("go on"));
  EXPECT_TRUE(support::is_logged_in(it));
  EXPECT_EQ(installation_.json({"provider", "set", "google", "--end-sessions"}).at("ended"), 1);
  const auto deadline = clock_.now() + std::chrono::seconds(5);
  bool live = true;
  while (live && clock_.now() < deadline) {
    live = support::is_logged_in(it);
  }
  EXPECT_FALSE(live);
  EXPECT_TRUE(support::is_logged_in(local));
}

TEST_P(Federation, the_test_of_a_provider_tells_a_wrong_secret_from_a_right_one) {
  const auto sound = installation_.run({"provider", "test", "google"});
  EXPECT_EQ(sound.code, 0) << sound.out << sound.err;
  installation_.json({"provider", "set", "google", "--client-secret-stdin"}, {}, "another\n");
  const auto wrong = installation_.run({"provider", "test", "google"});
  EXPECT_EQ(wrong.code, 1);
  EXPECT_THAT(wrong.out + wrong.err, testing::HasSubstr("invalid_client"));
  EXPECT_THAT(wrong.out + wrong.err, testing::HasSubstr("--client-secret-stdin"));
}

TEST_P(Federation, SF2_a_private_authority_is_trusted_where_its_certificate_is_named) {
  const support::TestCa ca;
  ServedProvider office(clock_, ca.server("DNS:localhost"));
  add("kantor", office);
  const auto untrusted = installation_.run({"provider", "test", "kantor"});
  EXPECT_EQ(untrusted.code, 1);
  EXPECT_THAT(untrusted.out + untrusted.err, testing::HasSubstr("untrusted"));
  auto it = browser();
  EXPECT_EQ(it.get(button_on(it.get("/login"), "kantor")).status, 503);

  const auto file = installation_.folder() / "kantor.pem";
  std::ofstream(file) << ca.pem();
  const support::Variables trusting{{"GAPURA_OUTBOUND_CA_FILE", file.string()}};
  const auto sound = installation_.run({"provider", "test", "kantor"}, trusting);
  EXPECT_EQ(sound.code, 0) << sound.out << sound.err;
  server_ = nullptr;
  server_ = installation_.serve(trusting);
  auto trusted = browser();
  const auto away = trusted.get(button_on(trusted.get("/login"), "kantor")).location();
  EXPECT_EQ(trusted.get(office->come_back(away, ani())).status, 303);
  EXPECT_TRUE(support::is_logged_in(trusted));
}

TEST_P(Federation, FD1_what_is_not_said_to_us_lets_nobody_in) {
  using Claims = base::json::object;
  const std::array<std::function<void(Claims&)>, 6> lies{
      [](Claims& claims) { claims["aud"] = "them"; },
      [](Claims& claims) {
        claims["aud"] = base::json::array{"us", "them"};
        claims["azp"] = "them";
      },
      [](Claims& claims) { claims["iss"] = "https://accounts.google.com"; },
      [](Claims& claims) { claims["exp"] = claims["iat"].as_int64() - 3600; },
      [](Claims& claims) { claims.erase("nonce"); },
      [](Claims& claims) { claims["nonce"] = "another"; }};
  for (const auto& lie : lies) {
    provider_->bend_claims = lie;
    auto it = browser();
    EXPECT_EQ(log_in(it).status, 403);
    EXPECT_FALSE(support::is_logged_in(it));
  }
  provider_->bend_claims = nullptr;
  EXPECT_EQ(people(), 0U);
}

TEST_P(Federation, FD2_an_address_links_nobody_and_names_nobody) {
  support::add_user(installation_, "budi");
  int number = 0;
  for (const base::json::value& verified : {base::json::value(false), base::json::value("true")}) {
    auto as = ani();
    as["sub"] = "evil-" + std::to_string(++number);
    as["email"] = number == 1 ? "budi@example.test" : "boss@example.test";
    as["email_verified"] = verified;
    auto it = browser();
    EXPECT_EQ(it.get(provider_->come_back(away(it), as)).status, 303);
    EXPECT_TRUE(support::is_logged_in(it));
  }
  EXPECT_EQ(people(), 3U);
  EXPECT_EQ(installation_.json({"user", "show", "budi@example.test"}).at("username"), "budi");
  // Nor does an operator mean by it whoever came first with it (FD3).
  EXPECT_EQ(installation_.run({"user", "grant", "boss@example.test", "administrator"}).code, 1);
  support::add_user(installation_, "boss");
  auto boss = browser();
  EXPECT_EQ(support::log_in(boss, "boss@example.test").status, 303);
  EXPECT_EQ(installation_.json({"user", "show", "boss@example.test"}).at("username"), "boss");
}

TEST_P(Federation, FD1_a_key_that_nobody_announced_is_fetched_once) {
  auto it = browser();
  EXPECT_EQ(log_in(it).status, 303);
  provider_->rotate("k2");
  auto next = browser();
  EXPECT_EQ(log_in(next).status, 303);
  EXPECT_TRUE(support::is_logged_in(next));
  EXPECT_EQ(provider_->times_asked("/keys"), 2U);
  provider_->rotate("k3");
  for (int each = 0; each < 3; ++each) {
    auto soon = browser();
    EXPECT_EQ(log_in(soon).status, 403) << "not so often";
  }
  EXPECT_EQ(provider_->times_asked("/keys"), 2U);
}

TEST_P(Federation, the_test_of_a_provider_says_in_words_what_is_wrong) {
  struct Row {
    const char* member;
    base::json::value said;
    std::string told;
  };
  for (const Row& row :
       {Row{"issuer", "https://elsewhere.test",
            "It does not answer as it must: it says that it is another issuer than " +
                provider_->issuer},
        Row{"code_challenge_methods_supported", base::json::array{"plain"},
            "It checks PKCE by plain and not by S256, which is what we use"}}) {
    const auto sound = provider_->says;
    provider_->says[row.member] = row.said;
    const auto outcome = installation_.run({"provider", "test", "google"});
    EXPECT_EQ(outcome.code, 1);
    EXPECT_EQ(outcome.out, "Google (google): " + row.told + "\n");
    const auto json = installation_.run({"provider", "test", "google", "--json"});
    const auto answer = base::parse_json_object(json.out).value();
    EXPECT_EQ(std::string_view(answer.at("reason").as_string()), row.told);
    provider_->says = sound;
  }
}

TEST_P(Federation, the_test_of_a_provider_says_that_nobody_is_there) {
  std::string place;
  {
    ServedProvider gone(clock_);
    add("kantor", gone);
    place = gone->issuer.substr(std::string_view("http://").size());
  }
  const auto outcome = installation_.run({"provider", "test", "kantor"});
  EXPECT_EQ(outcome.code, 1);
  EXPECT_THAT(outcome.out,
              testing::StartsWith("kantor (kantor): It does not answer as it must: the provider "
                                  "cannot be reached: unreachable (" +
                                  place + ":"));
}

// A provider that names, in its document, a place on this machine that is not its own.
class InwardProvider : public Federation {
 protected:
  void name_as(const char* member) {
    provider_->bend_reply = [this, member](const federation::Question& question,
                                           federation::Reply& reply) {
      if (question.url.ends_with("/openid-configuration")) {
        auto document = base::parse_json_object(reply.body).value();
        document[member] = "http://" + inside_.at("127.0.0.1") + "/inside";
        reply.body = base::json::serialize(document);
      }
    };
  }
  void expect_nobody_in_and_nothing_asked_inside() {
    auto it = browser();
    EXPECT_EQ(log_in(it).status, 503);
    EXPECT_FALSE(support::is_logged_in(it));
    EXPECT_EQ(inside_.connections(), 0);
    EXPECT_EQ(people(), 0U);
  }

  const support::ScriptedServer inside_{support::answering("HTTP/1.1 200 OK\r\n\r\n{}")};
};

TEST_P(InwardProvider, SF1_is_not_asked_for_tokens_there) {
  name_as("token_endpoint");
  expect_nobody_in_and_nothing_asked_inside();
  EXPECT_EQ(provider_->times_asked("/openid-configuration"), 1U);
  EXPECT_EQ(provider_->times_asked("/token"), 0U);
}

TEST_P(InwardProvider, SF1_is_not_asked_for_keys_there) {
  name_as("jwks_uri");
  expect_nobody_in_and_nothing_asked_inside();
  EXPECT_EQ(provider_->times_asked("/token"), 1U);
}

TEST_P(Federation, SF3_no_host_that_a_browser_names_comes_to_the_provider_or_back) {
  static constexpr const char* kIssuer = "http://localhost:9000";
  struct Row {
    const char* name;
    support::Variables proxies;
  };
  std::string asked;
  provider_->bend_reply = [&asked](const federation::Question& question, federation::Reply&) {
    asked += question.url + " " + question.form + "\n";
  };
  for (const Row& row :
       {Row{"by itself", {}},
        Row{"by a proxy that may say so", {{"GAPURA_HTTP_TRUSTED_PROXIES", "127.0.0.1/32"}}}}) {
    SCOPED_TRACE(row.name);
    asked.clear();
    server_ = nullptr;
    support::Variables variables = row.proxies;
    variables["GAPURA_ISSUER"] = kIssuer;
    server_ = installation_.serve(variables);
    auto it = browser();
    it.say("Host", "evil.test");
    it.say("X-Forwarded-Host", "evil.test");
    it.say("X-Forwarded-Proto", "https");
    it.say("Forwarded", "host=evil.test;proto=https");
    const auto sent = it.get("/auth/google");
    ASSERT_EQ(sent.status, 303);
    EXPECT_TRUE(sent.location().starts_with(provider_->issuer + "/authorize?"));
    const std::string callback = std::string(kIssuer) + "/auth/google/callback";
    EXPECT_EQ(support::fields_in(sent.location())["redirect_uri"], callback);
    const auto back = it.get(provider_->come_back(sent.location(), ani()));
    EXPECT_EQ(back.status, 200);
    const auto token = asked.find("/token ");
    ASSERT_NE(token, std::string::npos);
    EXPECT_EQ(support::fields_in(asked.substr(token + 7))["redirect_uri"], callback);
    std::string said = asked;
    for (const auto& page : {sent, back}) {
      said += page.body;
      for (const auto& [name, value] : page.headers) {
        said.append(name).append(": ").append(value).append("\n");
      }
    }
    EXPECT_THAT(said, testing::Not(testing::HasSubstr("evil.test")));
  }
}

TEST_P(Federation, an_oauth_server_is_described_by_commands_and_lets_people_in) {
  ServedProvider office(clock_);
  const std::string& at = office->issuer;
  office->names_itself = false;
  std::vector<std::string> described{
      "--kind",      "oauth2",         "--authorize-url", at + "/authorize", "--token-url",
      at + "/token", "--userinfo-url", at + "/userinfo",  "--scope",         "pegawai"};
  for (const char* pair :
       {"sub=id", "username=akun", "name=nama", "nip=nip_baru", "nama_satker=unit"}) {
    described.insert(described.end(), {"--map", pair});
  }
  add("kantor", office, described);
  const auto sound = installation_.run({"provider", "test", "kantor"});
  EXPECT_EQ(sound.code, 0) << sound.out << sound.err;
  // It calls everybody by one sub, which says nothing there.
  base::json::object citra{{"sub", "-"},
                           {"id", 4711},
                           {"akun", "citra"},
                           {"nama", "Citra Dewi"},
                           {"nip_baru", "199001012015042001"},
                           {"unit", "Biro Umum"}};
  const auto log_in_there = [&](const base::json::object& as) {
    auto it = browser();
    const auto sent = it.get(button_on(it.get("/login"), "kantor"));
    EXPECT_TRUE(sent.location().starts_with(at + "/authorize?"));
    EXPECT_EQ(support::fields_in(sent.location())["scope"], "pegawai");
    EXPECT_EQ(it.get(office->come_back(sent.location(), as)).status, 303);
    EXPECT_TRUE(support::is_logged_in(it));
  };
  log_in_there(citra);
  const auto shown = installation_.json({"user", "show", "citra"});
  EXPECT_EQ(shown.at("name"), "Citra Dewi");
  EXPECT_EQ(shown.at("nip"), "199001012015042001");
  EXPECT_EQ(shown.at("nama_satker"), "Biro Umum");
  log_in_there(citra);
  EXPECT_EQ(people(), 1U);
  citra["id"] = 4712;
  citra["akun"] = "dewi";
  log_in_there(citra);
  EXPECT_EQ(people(), 2U);
}

INSTANTIATE_TEST_SUITE_P(, Federation, testing::Values(EngineKind::sqlite, EngineKind::postgres),
                         [](const auto& info) { return support::name_of(info.param); });
INSTANTIATE_TEST_SUITE_P(, InwardProvider,
                         testing::Values(EngineKind::sqlite, EngineKind::postgres),
                         [](const auto& info) { return support::name_of(info.param); });

}  // namespace
}  // namespace attacks
