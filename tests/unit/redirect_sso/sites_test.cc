#include "redirect_sso/sites.h"

#include "tests/support/misleading_names.h"
#include "tests/unit/redirect_sso/sso_house.h"

namespace redirect_sso {
namespace {

using std::chrono::hours;

class SitesTest : public SsoHouse {
 protected:
  std::string clause_of(const auto& result) { return result ? "" : result.error().clause; }
  bool opens(const base::Secret& secret) {
    return authenticate(site_rows_, {.site_id = guarded_.id.text(), .secret = secret.clone()},
                        clock_.now())
               .value() != nullptr;
  }
};

TEST_F(SitesTest, a_new_site_has_a_secret_unless_the_operator_says_otherwise) {
  EXPECT_TRUE(guarded_.needs_secret);
  EXPECT_EQ(secret_.size(), 43U);
  EXPECT_FALSE(guarded_.allows_administrators);
  EXPECT_TRUE(guarded_.enabled);
  EXPECT_FALSE(bare_.needs_secret);
  EXPECT_TRUE(bare_.secrets.empty());
  EXPECT_EQ(sites_.list()->size(), 2U);
  EXPECT_EQ(count("site.added"), 2U);
}

TEST_F(SitesTest, what_an_operator_sees_holds_no_hash) {
  const std::string shown = base::json::serialize(to_json(guarded_));
  EXPECT_EQ(shown.find(base::to_hex(guarded_.secrets.front().sha256)), std::string::npos);
  EXPECT_EQ(shown.find(secret_.reveal_text()), std::string::npos);
  EXPECT_NE(shown.find("\"redirect_urls\":[\"https://guarded.example/cb\"]"), std::string::npos);
}

TEST_F(SitesTest, AZ4_nothing_is_registered_that_could_be_read_in_two_ways) {
  const auto clause = [this](const NewSite& wanted) { return clause_of(sites_.add(act_, wanted)); };
  EXPECT_EQ(clause({.name = "x", .redirect_urls = {"javascript:alert(1)"}}), "site.url.scheme");
  EXPECT_EQ(clause({.name = "x", .redirect_urls = {"https://a.example/1", "https://a.example/*"}}),
            "site.url.wildcard");
  EXPECT_EQ(clause({.name = "x", .redirect_urls = {"http://a.example/1"}}), "site.url.http");
  EXPECT_EQ(clause({.name = "x",
                    .redirect_urls = {"https://a.example/1"},
                    .logout_url = "https://a.example/bye?x"}),
            "site.url.query");
  EXPECT_EQ(clause({.name = "x", .redirect_urls = {"https://a.example/1", "https://a.example/1"}}),
            "site.url.twice");
  EXPECT_EQ(clause({.name = "x", .redirect_urls = {}}), "site.urls");
  EXPECT_EQ(clause({.name = "", .redirect_urls = {"https://a.example/1"}}), "site.name");
  EXPECT_EQ(clause({.name = "a\nb", .redirect_urls = {"https://a.example/1"}}), "site.name");
  EXPECT_EQ(clause({.name = "x", .redirect_urls = {kBare}}), "site.url.taken");
  EXPECT_EQ(sites_.list()->size(), 2U);
}

TEST_F(SitesTest, changes_are_by_the_same_rules_and_leave_the_rest) {
  const auto changed =
      sites_.set(act_, bare_.id, {.name = "Travelin", .allows_administrators = true});
  ASSERT_TRUE(changed);
  EXPECT_EQ(changed->name, "Travelin");
  EXPECT_TRUE(changed->allows_administrators);
  EXPECT_EQ(changed->redirect_urls, bare_.redirect_urls);
  EXPECT_EQ(changed->version, bare_.version + 1);
  EXPECT_EQ(clause_of(sites_.set(act_, bare_.id, {.redirect_urls = {{kGuarded}}})),
            "site.url.taken");
  EXPECT_EQ(clause_of(sites_.set(act_, bare_.id, {.logout_url = "http://x.example/"})),
            "site.url.http");
  EXPECT_EQ(clause_of(sites_.set(act_, SiteId({1}), {})), "site.unknown");
}

TEST_F(SitesTest, a_look_is_checked_kept_and_taken_back) {
  const auto clause = [this](LookChanges look) {
    return clause_of(sites_.set(act_, bare_.id, {.look = std::move(look)}));
  };
  for (const char* wrong : {"red", "#fff", "#0e5a5g", "0e5a52", "#0e5a52;", "#0e5a52 "}) {
    EXPECT_EQ(clause({.accent = wrong}), "look.accent") << wrong;
    EXPECT_EQ(clause({.accent = "#0e5a52", .accent_dark = wrong}), "look.accent_dark") << wrong;
  }
  EXPECT_EQ(clause({.accent_dark = "#8fd3c7"}), "look.accent_dark");
  EXPECT_EQ(clause({.login_text_id = "a\nb"}), "look.login_text_id");
  EXPECT_EQ(clause({.login_text_en = std::string(1001, 'a')}), "look.login_text_en");
  EXPECT_EQ(clause({.login_text_en = "\xff"}), "look.login_text_en");
  EXPECT_EQ(clause({.help_url = "javascript:alert(1)"}), "look.help_url");
  EXPECT_EQ(clause_of(sites_.set(act_, bare_.id, {.logo_url = "http://x.example/a.svg"})),
            "site.url.http");

  const auto dressed = sites_.set(act_, bare_.id,
                                  {.logo_url = "https://x.example/a.svg",
                                   .look = {.accent = "#0e5a52", .login_text_id = "Halo"}});
  ASSERT_TRUE(dressed);
  EXPECT_EQ(dressed->look, (Look{.accent = "#0e5a52", .login_text_id = "Halo"}));
  EXPECT_EQ(to_json(*dressed).at("accent"), "#0e5a52");
  EXPECT_EQ(to_json(*dressed).at("logo_url"), "https://x.example/a.svg");
  const auto later = sites_.set(act_, bare_.id, {.look = {.accent = "", .login_text_en = "Hi"}});
  ASSERT_TRUE(later);
  EXPECT_EQ(later->look, (Look{.login_text_id = "Halo", .login_text_en = "Hi"}));
}

TEST_F(SitesTest, a_name_reads_as_it_is_written) {
  for (const std::string& name : support::kMisleadingNames) {
    EXPECT_EQ(clause_of(sites_.set(act_, bare_.id, {.name = name})), "site.name") << name;
    EXPECT_EQ(clause_of(sites_.set(act_, bare_.id, {.look = {.login_text_id = name}})),
              "look.login_text_id")
        << name;
  }
  EXPECT_TRUE(sites_.set(act_, bare_.id, {.name = "Dinas Kependudukan \xe2\x80\x94 \xea\xa6\xa7"}));
}

TEST_F(SitesTest, what_was_registered_under_other_rules_holds_up_no_other_change) {
  Sites before({.store = site_rows_,
                .clock = clock_,
                .random = random_,
                .ids = ids_,
                .sealer = sealer_,
                .plain = PlainHttp::anywhere});
  const auto old = before
                       .add(act_, {.name = "Lama",
                                   .redirect_urls = {"http://lama.example/cb"},
                                   .logout_url = "http://lama.example/keluar",
                                   .logo_url = "http://lama.example/logo.svg",
                                   .look = {.help_url = "http://lama.example/bantuan"}})
                       .value()
                       .site;
  EXPECT_FALSE(sites_.set(act_, old.id, {.enabled = false}).value().enabled);
  EXPECT_EQ(sites_.set(act_, old.id, {.name = "Lain"}).value().name, "Lain");
  const auto dressed = sites_.set(act_, old.id, {.look = {.accent = "#123456"}}).value();
  EXPECT_EQ(dressed.look, (Look{.accent = "#123456", .help_url = "http://lama.example/bantuan"}));
  EXPECT_EQ(dressed.redirect_urls, old.redirect_urls);
  EXPECT_EQ(clause_of(sites_.set(act_, old.id, {.redirect_urls = old.redirect_urls})),
            "site.url.http");
  EXPECT_EQ(clause_of(sites_.set(act_, old.id, {.logo_url = old.logo_url})), "site.url.http");
  EXPECT_EQ(clause_of(sites_.set(act_, old.id, {.look = {.help_url = old.look.help_url}})),
            "look.help_url");
}

TEST_F(SitesTest, two_secrets_are_good_while_one_gives_way_to_the_other) {
  const auto second = sites_.rotate_secret(act_, guarded_.id, hours(24));
  ASSERT_TRUE(second);
  EXPECT_TRUE(opens(secret_));
  EXPECT_TRUE(opens(second->secret));
  clock_.advance(hours(24));
  EXPECT_FALSE(opens(secret_));
  EXPECT_TRUE(opens(second->secret));
}

TEST_F(SitesTest, without_a_grace_the_old_secret_dies_at_once) {
  const auto second = sites_.rotate_secret(act_, guarded_.id, hours(0));
  ASSERT_TRUE(second);
  EXPECT_FALSE(opens(secret_));
  EXPECT_TRUE(opens(second->secret));
  EXPECT_EQ(second->site.secrets.size(), 1U);
}

TEST_F(SitesTest, a_third_secret_leaves_two) {
  const auto second = sites_.rotate_secret(act_, guarded_.id, hours(24)).value();
  clock_.advance(hours(1));
  const auto third = sites_.rotate_secret(act_, guarded_.id, hours(48)).value();
  EXPECT_FALSE(opens(secret_));
  EXPECT_TRUE(opens(second.secret));
  EXPECT_TRUE(opens(third.secret));
  EXPECT_EQ(third.site.secrets.size(), 2U);
}

TEST_F(SitesTest, a_rotation_lengthens_no_grace) {
  const auto second = sites_.rotate_secret(act_, guarded_.id, hours(1)).value();
  Site site = second.site;
  EXPECT_EQ(site.secrets.at(1).good_until, clock_.now() + hours(1));
  EXPECT_EQ(clause_of(sites_.rotate_secret(act_, guarded_.id, hours(24 * 31))), "site.grace");
  EXPECT_EQ(clause_of(sites_.rotate_secret(act_, guarded_.id, hours(-1))), "site.grace");
}

TEST_F(SitesTest, a_site_that_is_given_a_secret_shows_it_only_once_it_has_to) {
  const auto given = sites_.rotate_secret(act_, bare_.id, hours(24)).value();
  EXPECT_FALSE(given.site.needs_secret);
  const auto shown = [&] {
    return ask(
        {.code = code_for(kBare),
         .credentials = Credentials{.site_id = bare_.id.text(), .secret = given.secret.clone()}});
  };
  EXPECT_TRUE(is<Person>(bare(code_for(kBare))));
  EXPECT_TRUE(is<Person>(shown())) << "it may already";
  EXPECT_TRUE(sites_.set(act_, bare_.id, {.needs_secret = true}).value().needs_secret);
  EXPECT_TRUE(is<Refused>(bare(code_for(kBare))));
  EXPECT_TRUE(is<Person>(shown()));
  ASSERT_TRUE(sites_.set(act_, bare_.id, {.needs_secret = false}));
  EXPECT_TRUE(is<Person>(bare(code_for(kBare)))) << "and there is a way back";
}

TEST_F(SitesTest, a_site_without_a_secret_cannot_have_to_show_one) {
  EXPECT_EQ(clause_of(sites_.set(act_, bare_.id, {.needs_secret = true})), "site.secret");
  EXPECT_TRUE(is<Person>(bare(code_for(kBare))));
}

TEST_F(SitesTest, what_is_deleted_is_gone_and_its_address_is_free) {
  ASSERT_TRUE(sites_.remove(act_, bare_.id));
  EXPECT_EQ(clause_of(sites_.remove(act_, bare_.id)), "site.unknown");
  EXPECT_EQ(clause_of(sites_.show(bare_.id)), "site.unknown");
  EXPECT_TRUE(sites_.add(act_, {.name = "Next", .redirect_urls = {kBare}}));
}

TEST_F(SitesTest, columns_read_back_what_was_written) {
  const auto rotated = sites_.rotate_secret(act_, guarded_.id, hours(1)).value().site;
  EXPECT_EQ(secrets_from_text(secrets_to_text(rotated.secrets)).value(), rotated.secrets);
  EXPECT_EQ(urls_from_text(urls_to_text(rotated.redirect_urls)).value(), rotated.redirect_urls);
  for (const auto text : {"", "{}", "{\"list\":1}", "{\"list\":[1]}", "{\"list\":[{}]}",
                          "{\"list\":[{\"sha256\":\"zz\",\"made_at\":1}]}",
                          "{\"list\":[{\"sha256\":\"00\",\"made_at\":1,\"good_until\":\"x\"}]}"}) {
    EXPECT_FALSE(secrets_from_text(text)) << text;
  }
  EXPECT_FALSE(urls_from_text("{\"list\":[1]}"));
}

}  // namespace
}  // namespace redirect_sso
