// Logins by a provider against the program as it runs, over either engine.
#include <array>
#include <fstream>
#include <functional>

#include "tests/attacks/federation/program_house.h"
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

TEST_P(Federation, FD6_who_is_disabled_and_what_is_closed_let_nobody_in) {
  auto it = browser();
  log_in(it);
  installation_.json({"user", "disable", "ani"});
  auto disabled = browser();
  EXPECT_EQ(log_in(disabled).status, 403);
  EXPECT_FALSE(support::is_logged_in(disabled));
  installation_.json({"user", "enable", "ani"});
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
  const auto page = it.get("/account/logins");
  const auto start = page.body.find("/account/logins/link/google?csrf=");
  const auto sent = it.get(page.body.substr(start, page.body.find('"', start) - start));
  const auto asked = it.get(provider_->come_back(sent.location(), ani()));
  ASSERT_EQ(asked.status, 200);
  EXPECT_EQ(it.submit(asked, {}).location(), "/account/logins?done=linked");
  EXPECT_EQ(it.submit(asked, {}).status, 400);
  auto elsewhere = browser();
  EXPECT_EQ(log_in(elsewhere).status, 303);
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

INSTANTIATE_TEST_SUITE_P(, Federation, testing::Values(EngineKind::sqlite, EngineKind::postgres),
                         [](const auto& info) { return support::name_of(info.param); });

}  // namespace
}  // namespace attacks
