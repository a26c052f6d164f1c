// Contract 0 as a browser walks it: to the login, and back to the site with a code.
#include "tests/unit/endpoints/people.h"

namespace endpoints {
namespace {

using identity::users::Grant;

class SiteLogin : public PeopleTest {
 protected:
  SiteLogin() : ani_(add_with_password("ani", kPassword)) {
    bare_ = sites_
                .add(act_, {.name = "Travelin",
                            .redirect_urls = {kSite, "https://www.travelin.example/pay"},
                            .needs_secret = false})
                .value()
                .site;
  }

  static std::string login_for(const std::string& url) {
    return "/login?" + support::form_body({{"redirectUrl", url}});
  }
  std::size_t codes() { return vouchers_.rows().size(); }

  static constexpr const char* kSite = "https://travelin.example/auth/callback";
  static constexpr const char* kBack = "https://travelin.example/auth/callback?code=";
  identity::users::User ani_;
  redirect_sso::Site bare_{.id = redirect_sso::SiteId({})};
};

TEST_F(SiteLogin, who_is_not_logged_in_logs_in_and_comes_back_with_a_code) {
  auto it = browser();
  const auto page = it.get(login_for(kSite));
  EXPECT_EQ(page.status, 200);
  EXPECT_THAT(page.body, HasSubstr("Travelin"));
  EXPECT_EQ(codes(), 0U);
  const auto back = it.submit(page, typed("ani", kPassword));
  EXPECT_EQ(back.status, 303);
  EXPECT_THAT(back.location(), testing::StartsWith(kBack));
  EXPECT_EQ(codes(), 1U);
}

TEST_F(SiteLogin, the_page_looks_as_the_site_says) {
  ASSERT_TRUE(sites_.set(act_, bare_.id,
                         {.logo_url = "https://cdn.travelin.example/logo.svg",
                          .look = {.accent = "#7a1f3d",
                                   .login_text_id = "Pakai akun pegawai.",
                                   .login_text_en = "Use your account.",
                                   .help_url = "https://travelin.example/bantuan"}}));
  auto it = browser();
  const auto page = it.get(login_for(kSite));
  for (const char* there :
       {"src=\"https://cdn.travelin.example/logo.svg\"", "href=\"/assets/accent/7a1f3d.css\"",
        "Pakai akun pegawai.", "href=\"https://travelin.example/bantuan\""}) {
    EXPECT_THAT(page.body, HasSubstr(there));
  }
  EXPECT_EQ(it.get("/assets/accent/7a1f3d.css").status, 200);
  EXPECT_THAT(it.get(login_for(kSite) + "&lang=en").body, HasSubstr("Use your account."));
  EXPECT_THAT(browser().get("/login").body, Not(HasSubstr("7a1f3d")));
}

TEST_F(SiteLogin, who_is_logged_in_goes_straight_through) {
  auto it = logged_in("ani");
  const auto back = it.get(login_for(kSite));
  EXPECT_EQ(back.status, 303);
  EXPECT_THAT(back.location(), testing::StartsWith(kBack));
  EXPECT_EQ(back.body, "");
}

TEST_F(SiteLogin, the_address_of_the_document_needs_no_escapes) {
  auto it = logged_in("ani");
  EXPECT_THAT(it.get("/login?redirectUrl=https://travelin.example/auth/callback").location(),
              testing::StartsWith(kBack));
}

TEST_F(SiteLogin, an_own_query_comes_back_as_it_was_sent) {
  auto it = logged_in("ani");
  EXPECT_THAT(it.get(login_for(std::string(kSite) + "?state=a%2Fb&n=1")).location(),
              testing::StartsWith(std::string(kSite) + "?state=a%2Fb&n=1&code="));
}

TEST_F(SiteLogin, LS6_nothing_of_the_site_travels_through_the_page) {
  auto it = browser();
  const auto page = it.get(login_for(std::string(kSite) + "?state=s3cr3t"));
  for (const auto& form : support::forms_of(page)) {
    EXPECT_EQ(form.action.find("travelin"), std::string::npos);
    for (const auto& [name, value] : form.hidden) {
      EXPECT_EQ(value.find("travelin"), std::string::npos) << name;
    }
  }
  const auto back = it.submit(
      page,
      {{"identifier", "ani"}, {"password", kPassword}, {"redirectUrl", "https://evil.test/"}});
  EXPECT_THAT(back.location(), testing::StartsWith(std::string(kSite) + "?state=s3cr3t&code="));
}

TEST_F(SiteLogin, who_cancels_goes_back_with_an_error_and_no_code) {
  const auto page = browser().get(login_for(std::string(kSite) + "?state=1"));
  EXPECT_THAT(page.body, HasSubstr("href=\"https://travelin.example/auth/callback?state=1&amp;"
                                   "error=access_denied\""));
}

TEST_F(SiteLogin, LS1_an_unknown_address_is_a_page_and_goes_nowhere) {
  auto it = logged_in("ani");
  for (const auto* url :
       {"https://evil.test/", "https://travelin.example@evil.test/auth/callback",
        "https://travelin.example/auth/callback/", "https://travelin.example/auth/callback#x",
        "https://travelin.example/auth/callback?code=x", "https://travelin.example//auth/callback",
        "javascript:alert(1)", ""}) {
    const auto page = it.get(login_for(url));
    EXPECT_EQ(page.status, 400) << url;
    EXPECT_EQ(page.location(), "") << url;
    EXPECT_THAT(page.body, HasSubstr("Situs ini belum terdaftar")) << url;
    EXPECT_THAT(page.body, HasSubstr("redirectUrl")) << "for whoever builds the site: " << url;
    EXPECT_THAT(page.body, Not(HasSubstr("://evil"))) << url;
    EXPECT_THAT(page.body, Not(HasSubstr("@evil"))) << url;
  }
  EXPECT_EQ(codes(), 0U);
}

TEST_F(SiteLogin, AZ7_an_address_that_stands_twice_is_refused) {
  auto it = logged_in("ani");
  const auto page = it.get(login_for(kSite) + "&" + login_for(kSite).substr(7));
  EXPECT_EQ(page.status, 400);
  EXPECT_EQ(page.location(), "");
  EXPECT_EQ(codes(), 0U);
}

TEST_F(SiteLogin, LS1_a_stranger_learns_nothing_before_the_address_is_known) {
  const auto budi = add_with_password("budi", kNew);
  auto it = logged_in("budi", kNew);
  ASSERT_TRUE(users_.disable(act_, budi.id));
  EXPECT_THAT(it.get(login_for("https://evil.test/")).body, HasSubstr("Situs ini belum terdaftar"));
}

TEST_F(SiteLogin, LS5_a_look_ahead_gets_no_code) {
  const std::vector<std::pair<std::string, std::string>> ahead = {
      {"Sec-Purpose", "prefetch"},
      {"Sec-Purpose", "prefetch;prerender"},
      {"Sec-Purpose", "prefetch;anonymous-client-ip"},
      {"Purpose", "prefetch"},
      {"X-Purpose", "preview"},
      {"X-Moz", "prefetch"},
      {"Sec-Fetch-Mode", "no-cors"},
      {"Sec-Fetch-Mode", "cors"},
      {"Sec-Fetch-Dest", "iframe"},
      {"Sec-Fetch-Dest", "frame"},
      {"Sec-Fetch-Dest", "embed"},
      {"Sec-Fetch-Dest", "object"},
      {"Sec-Fetch-Dest", "fencedframe"}};
  for (const auto& [name, value] : ahead) {
    auto it = logged_in("ani");
    it.say(name, value);
    const auto page = it.get(login_for(kSite));
    EXPECT_EQ(page.status, 204) << name << ": " << value;
    EXPECT_EQ(page.location(), "") << name << ": " << value;
  }
  EXPECT_EQ(codes(), 0U);
  auto it = logged_in("ani");
  it.say("Sec-Fetch-Mode", "navigate");
  it.say("Sec-Fetch-Dest", "document");
  EXPECT_EQ(it.get(login_for(kSite)).status, 303);
}

TEST_F(SiteLogin, LS5_a_head_gets_no_code) {
  auto it = logged_in("ani");
  const auto cookie = "gapura_session=" + *it.cookie("gapura_session");
  const auto page = answer({"HEAD", login_for(kSite), {{"Cookie", cookie}}, ""});
  EXPECT_EQ(page.status, 204);
  EXPECT_EQ(page.location(), "");
  EXPECT_EQ(codes(), 0U);
}

TEST_F(SiteLogin, LS5_a_look_ahead_at_a_finished_login_gets_no_code_either) {
  auto it = browser();
  const auto page = it.get(login_for(kSite));
  const auto path = support::forms_of(page)[0].action;
  EXPECT_EQ(it.submit(page, typed("ani", kPassword)).status, 303);
  ASSERT_EQ(codes(), 1U);
  it.say("Sec-Purpose", "prefetch");
  EXPECT_EQ(it.get(path).status, 204);
  EXPECT_EQ(codes(), 1U);
}

TEST_F(SiteLogin, LS6_an_administrator_is_told_that_the_site_is_for_others) {
  ASSERT_TRUE(users_.grant(act_, ani_.id, Grant::administrator));
  auto it = browser();
  const auto page = it.submit(it.get(login_for(kSite)), typed("ani", kPassword));
  EXPECT_EQ(page.status, 403);
  EXPECT_EQ(page.location(), "");
  EXPECT_THAT(page.body, HasSubstr("Hanya untuk pengguna biasa"));
  EXPECT_EQ(it.get(login_for(kSite)).status, 403);
  EXPECT_EQ(codes(), 0U);
  ASSERT_TRUE(sites_.set(act_, bare_.id, {.allows_administrators = true}));
  EXPECT_EQ(it.get(login_for(kSite)).status, 303);
}

TEST_F(SiteLogin, LS6_a_disabled_site_is_closed_at_every_step) {
  auto it = browser();
  const auto page = it.get(login_for(kSite));
  ASSERT_TRUE(sites_.set(act_, bare_.id, {.enabled = false}));
  const auto shut = it.submit(page, typed("ani", kPassword));
  EXPECT_EQ(shut.status, 403);
  EXPECT_THAT(shut.body, HasSubstr("Situs ini sedang ditutup"));
  EXPECT_EQ(it.get(login_for(kSite)).status, 403);
  EXPECT_EQ(codes(), 0U);
}

TEST_F(SiteLogin, LS1_an_address_that_is_taken_away_during_the_login_gets_no_code) {
  auto it = browser();
  const auto page = it.get(login_for(kSite));
  ASSERT_TRUE(sites_.remove(act_, bare_.id));
  const auto shut = it.submit(page, typed("ani", kPassword));
  EXPECT_EQ(shut.status, 400);
  EXPECT_EQ(shut.location(), "");
  EXPECT_EQ(codes(), 0U);
}

TEST_F(SiteLogin, LS6_who_is_disabled_or_logged_out_gets_no_code) {
  auto it = logged_in("ani");
  ASSERT_TRUE(users_.disable(act_, ani_.id));
  EXPECT_EQ(it.get(login_for(kSite)).status, 403);
  ASSERT_TRUE(users_.enable(act_, ani_.id));
  EXPECT_EQ(it.get(login_for(kSite)).status, 200) << "the sessions of then are over";
  EXPECT_EQ(codes(), 0U);
}

}  // namespace
}  // namespace endpoints
