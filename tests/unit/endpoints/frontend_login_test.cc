// GET /auth/{provider}: the frontend's people log in by a provider (contract 2).
#include "tests/unit/endpoints/provider_house.h"

namespace endpoints {
namespace {

class FrontendLogin : public ProviderHouse {
 protected:
  using ProviderHouse::ProviderHouse;

  Page log_in_for_frontend(Browser& it, const Account& as) {
    const auto sent = it.get("/auth/google");
    EXPECT_EQ(sent.status, 303);
    return it.get(federation_.upstream.come_back(sent.location(), as));
  }
  static void expect_told(const Browser& it, const Page& page, const std::string& error) {
    EXPECT_EQ(page.status, 303);
    EXPECT_EQ(page.location(), "https://app.example/?error=" + error);
    EXPECT_FALSE(it.cookie("access_token"));
    EXPECT_FALSE(it.cookie("gapura_session"));
  }
};

TEST_F(FrontendLogin, ends_at_the_frontend_with_the_cookies_of_the_contract) {
  auto it = browser();
  const auto page = log_in_for_frontend(it, ani());
  EXPECT_EQ(page.status, 303);
  EXPECT_EQ(page.location(), "https://app.example/");
  for (const auto* name : {"access_token", "refresh_token", "is_logged_in", "gapura_session"}) {
    EXPECT_TRUE(it.cookie(name)) << name;
  }
  EXPECT_THAT(page.set_cookie("refresh_token"), HasSubstr("HttpOnly"));
  EXPECT_THAT(page.set_cookie("refresh_token"), HasSubstr("SameSite=Lax"));
  EXPECT_THAT(page.set_cookie("gapura_session"), HasSubstr("Expires="));
  const auto profile = it.get("/auth/profile");
  EXPECT_EQ(profile.status, 200);
  EXPECT_TRUE(profile.says(R"("name":"Ani Lestari")"));
}

TEST_F(FrontendLogin, needs_no_login_of_who_is_logged_in_already) {
  auto it = browser();
  log_in(it, ani());
  const auto asked = federation_.upstream.asked.size();
  const auto page = it.get("/auth/google");
  EXPECT_EQ(page.status, 303);
  EXPECT_EQ(page.location(), "https://app.example/");
  EXPECT_TRUE(it.cookie("access_token"));
  EXPECT_EQ(federation_.upstream.asked.size(), asked);
}

TEST_F(FrontendLogin, FD6_FD7_tells_the_frontend_why_not_and_gives_nothing) {
  auto no = browser();
  const auto sent = no.get("/auth/google");
  const auto state = support::fields_in(sent.location())["state"];
  expect_told(no, no.get("/auth/google/callback?error=access_denied&state=" + state),
              "access_denied");

  auto forged = browser();
  federation_.upstream.bend_claims = [](auto& claims) { claims["aud"] = "them"; };
  expect_told(forged, log_in_for_frontend(forged, ani()), "login_failed");
  federation_.upstream.bend_claims = nullptr;

  const auto owner = add_with_password("budi", kPassword);
  ASSERT_TRUE(users_.set(act_, identity::users::Editor::administrator, owner.id, {},
                         {{"email", "budi@mail.test"}, {"email_verified", true}}));
  auto other = browser();
  expect_told(other, log_in_for_frontend(other, account("s2", "budi")), "address_belongs");

  auto first = browser();
  log_in_for_frontend(first, ani());
  ASSERT_TRUE(users_.disable(act_, users_.find("ani").value().id));
  auto disabled = browser();
  expect_told(disabled, log_in_for_frontend(disabled, ani()), "account_inactive");

  change_provider({.signup = false});
  auto stranger = browser();
  expect_told(stranger, log_in_for_frontend(stranger, account("s3", "citra")), "not_linked");

  clock_.advance(std::chrono::hours(2));
  federation_.upstream.bend_reply = [](const auto&, auto& reply) { reply.status = 500; };
  auto late = browser();
  const auto away = late.get("/auth/google");
  expect_told(late, late.get(federation_.upstream.come_back(away.location(), ani())),
              "provider_unavailable");
}

TEST_F(FrontendLogin, knows_no_other_providers) {
  auto it = browser();
  EXPECT_EQ(it.get("/auth/yahoo").status, 404);
  EXPECT_EQ(it.get("/auth/logout").status, 405);
  change_provider({.enabled = false});
  EXPECT_EQ(it.get("/auth/google").status, 404);
}

TEST_F(FrontendLogin, a_look_ahead_begins_nothing) {
  auto it = browser();
  it.say("Sec-Purpose", "prefetch");
  EXPECT_EQ(it.get("/auth/google").status, 204);
  EXPECT_EQ(count("upstream_state.issued"), 0U);
}

class WithoutFrontend : public FrontendLogin {
 protected:
  WithoutFrontend() : FrontendLogin({.prefix = {}, .hint_domain = {}, .frontend_url = ""}) {}
};

TEST_F(WithoutFrontend, answers_with_what_the_contract_shows) {
  auto it = browser();
  const auto page = log_in_for_frontend(it, ani());
  EXPECT_EQ(page.status, 200);
  const auto body = base::parse_json_object(page.body).value();
  EXPECT_EQ(body.size(), 2U);
  EXPECT_EQ(std::string_view(body.at("access_token").as_string()), *it.cookie("access_token"));
  const auto& user = body.at("user").as_object();
  EXPECT_EQ(user.at("email"), "ani@mail.test");
  EXPECT_EQ(user.at("status"), true);
}

}  // namespace
}  // namespace endpoints
