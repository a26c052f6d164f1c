// The consent page as people meet it: what they are asked, what they can answer, and what nobody
// else can answer for them.
#include "oauth/scope/scope.h"
#include "tests/unit/endpoints/people.h"

namespace endpoints {
namespace {

using ::testing::StartsWith;

constexpr const char* kCallback = "https://client-app.com/callback";

class Consent : public PeopleTest {
 protected:
  Consent()
      : ani_(add_with_password("ani", kPassword)),
        app_(add({.name = "Travelin",
                  .redirect_uris = {kCallback},
                  .scopes = {"openid", "profile", "email", "arsip"},
                  .policy_uri = "https://client-app.com/privasi",
                  .tos_uri = "https://client-app.com/syarat",
                  .logo_uri = "https://client-app.com/logo.svg"})) {}

  oauth::Client add(oauth::NewClient wanted) {
    wanted.id_token_algorithm = crypto::SignatureAlgorithm::EdDSA;
    return oauth_.clients().add(act_, wanted).value().client;
  }
  static std::string authorize(const oauth::Client& client, const std::string& scope,
                               const support::Fields& more = {}) {
    support::Fields fields{{"client_id", client.id.text()},
                           {"redirect_uri", client.redirect_uris.front()},
                           {"response_type", "code"},
                           {"scope", scope},
                           {"state", "s1"}};
    if (client.is_public()) {
      fields.emplace_back("code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
      fields.emplace_back("code_challenge_method", "S256");
    }
    fields.insert(fields.end(), more.begin(), more.end());
    return "/oauth/authorize?" + support::form_body(fields);
  }
  // The consent page that the request leads to.
  Page asked(Browser& it, const std::string& scope, const support::Fields& more = {}) {
    const auto sent = it.get(authorize(app_, scope, more));
    EXPECT_EQ(sent.status, 303);
    EXPECT_THAT(sent.location(), StartsWith("/oauth/consent/"));
    path_ = sent.location();
    return it.get(path_);
  }
  std::vector<std::string> allowed() {
    for (const auto& one : oauth_.rooms().consents.of(ani_.id).value()) {
      if (one.client == app_.id.text()) {
        return one.scopes;
      }
    }
    return {};
  }
  bool goes_on(const Page& page) {
    return page.status == 303 && page.location().starts_with(std::string(kCallback) + "?code=");
  }
  static const support::Fields& allow() {
    static const support::Fields fields{{"decision", "allow"}};
    return fields;
  }
  static const support::Fields& deny() {
    static const support::Fields fields{{"decision", "deny"}};
    return fields;
  }
  std::size_t codes() { return vouchers_.rows().size(); }

  identity::users::User ani_;
  oauth::Client app_;
  std::string path_;
};

TEST_F(Consent, OP27_names_who_asks_for_what_and_where_it_goes) {
  auto it = logged_in("ani");
  const auto page = asked(it, "openid profile arsip");
  ASSERT_EQ(page.status, 200);
  for (const char* said :
       {"Izinkan Travelin?", "client-app.com", "https://client-app.com/privasi",
        "https://client-app.com/syarat", "https://client-app.com/logo.svg", "Profil Anda", "arsip",
        "sampai Anda mencabutnya", "value=\"allow\"", "value=\"deny\""}) {
    EXPECT_THAT(page.body, HasSubstr(said));
  }
  EXPECT_THAT(page.body, Not(HasSubstr("Alamat email")));
  EXPECT_THAT(page.body, Not(HasSubstr("class=\"badge\""))) << "nothing is new the first time";
  EXPECT_EQ(codes(), 0U);
}

TEST_F(Consent, is_shown_in_the_words_of_the_operator) {
  front_ = *Front::from({.issuer = issuer_,
                         .healthy = [] { return true; },
                         .scopes = {{.name = "arsip",
                                     .title = {"Arsip Anda", "Your archive"},
                                     .about = {"Surat masuk", ""}}}});
  auto it = logged_in("ani");
  asked(it, "arsip");
  EXPECT_THAT(it.get(path_).body, HasSubstr("Arsip Anda"));
  EXPECT_THAT(it.get(path_ + "?lang=en").body, HasSubstr("Your archive"));
}

// Of contract 1, and what each is called where people are asked.
TEST_F(Consent, names_all_that_view_user_gives_away) {
  static constexpr const char* kFields[][3] = {
      {"id", "nomor pengenal akun", "number of your account"},
      {"name", "Nama", "Name"},
      {"email", "email", "email"},
      {"nip", "NIP", "NIP"},
      {"email_pp", "email lain", "other email addresses"},
      {"no_hp", "nomor HP", "phone number"},
      {"kd_satker", "satuan kerja", "work unit"},
      {"nama_satker", "satuan kerja", "work unit"},
      {"email_verified_at", "dipastikan", "confirmed"},
      {"created_at", "kapan akun dibuat", "when the account was made"},
      {"updated_at", "diubah", "changed"},
      {"role", "peran", "role"}};
  const auto client =
      add({.name = "Kepegawaian", .redirect_uris = {kCallback}, .scopes = {"view-user"}});
  auto it = logged_in("ani");
  const auto path = it.get(authorize(client, "view-user")).location();
  const auto indonesian = it.get(path).body;
  const auto english = it.get(path + "?lang=en").body;
  for (const auto& [field, id, en] : kFields) {
    EXPECT_THAT(indonesian, HasSubstr(id)) << field;
    EXPECT_THAT(english, HasSubstr(en)) << field;
  }
}

TEST_F(Consent, comes_after_the_login_and_is_remembered) {
  auto it = browser();
  const auto to_consent =
      it.submit(it.get(authorize(app_, "openid profile")), typed("ani", kPassword));
  ASSERT_THAT(to_consent.location(), StartsWith("/oauth/consent/"));
  const auto back = it.submit(it.follow(to_consent), allow());
  EXPECT_TRUE(goes_on(back)) << back.body;
  EXPECT_THAT(back.location(), HasSubstr("&state=s1&iss="));
  EXPECT_TRUE(goes_on(it.get(authorize(app_, "openid profile"))));
  EXPECT_TRUE(goes_on(it.get(authorize(app_, "openid"))));
  EXPECT_TRUE(goes_on(it.get(authorize(app_, "openid", {{"prompt", "none"}}))));
  auto other = logged_in("ani");
  EXPECT_TRUE(goes_on(other.get(authorize(app_, "profile")))) << "of the person, not the browser";
}

TEST_F(Consent, says_what_is_new_when_more_is_asked_for) {
  auto it = logged_in("ani");
  it.submit(asked(it, "openid profile"), allow());
  const auto page = asked(it, "openid email");
  EXPECT_THAT(page.body, HasSubstr("class=\"badge\""));
  const auto email = page.body.find("Alamat email");
  EXPECT_GT(page.body.find("class=\"badge\""), email);
  EXPECT_LT(page.body.find("Mengenali Anda"), email);
  it.submit(page, allow());
  EXPECT_EQ(allowed(), (std::vector<std::string>{"openid", "profile", "email"}));
}

TEST_F(Consent, OP27_who_says_no_goes_back_without) {
  auto it = logged_in("ani");
  const auto page = asked(it, "openid");
  const auto back = it.submit(page, deny());
  EXPECT_THAT(back.location(), StartsWith(std::string(kCallback) + "?error=access_denied"));
  EXPECT_THAT(back.location(), HasSubstr("state=s1"));
  EXPECT_TRUE(allowed().empty());
  EXPECT_EQ(codes(), 0U);
  const auto after = it.submit(page, allow());
  EXPECT_EQ(after.status, 410) << "AZ13: replayed after no";
  EXPECT_TRUE(allowed().empty());
  const auto again = it.submit(after, {{"use", "anew"}});
  EXPECT_THAT(again.location(), StartsWith("/oauth/consent/"));
  EXPECT_NE(again.location(), path_);
}

TEST_F(Consent, who_is_somebody_else_logs_in_and_is_asked_anew) {
  const auto budi = add_with_password("budi", kPassword);
  auto it = logged_in("ani");
  const auto page = asked(it, "openid");
  EXPECT_THAT(page.body, HasSubstr("Bukan Anda? Ganti akun"));
  const auto choice = it.follow(it.submit(page, {{"use", "another"}}));
  EXPECT_THAT(choice.body, HasSubstr("Lanjutkan dengan akun ini?"));
  const auto login = it.follow(it.submit(choice, {{"use", "another"}}));
  const auto to_consent = it.submit(login, typed("budi", kPassword));
  ASSERT_THAT(to_consent.location(), StartsWith("/oauth/consent/"));
  EXPECT_NE(to_consent.location(), path_) << "what was asked of one is not answered by another";
  EXPECT_TRUE(goes_on(it.submit(it.follow(to_consent), allow())));
  EXPECT_TRUE(allowed().empty());
  EXPECT_EQ(oauth_.rooms().consents.of(budi.id).value().size(), 1U);
}

TEST_F(Consent, survives_a_reload_the_back_button_and_a_second_press) {
  auto it = logged_in("ani");
  const auto page = asked(it, "openid");
  EXPECT_EQ(it.get(path_).status, 200);
  EXPECT_TRUE(goes_on(it.submit(page, allow())));
  EXPECT_TRUE(goes_on(it.submit(page, allow())));
  const auto behind = it.get(path_);
  EXPECT_EQ(behind.status, 410);
  EXPECT_TRUE(goes_on(it.submit(behind, {{"use", "anew"}})));
  EXPECT_EQ(it.submit(page, deny()).status, 410) << "it is taken back at the account page";
}

TEST_F(Consent, prompt_consent_asks_always_and_prompt_none_never) {
  auto it = logged_in("ani");
  const support::Fields none{{"prompt", "none"}};
  EXPECT_THAT(it.get(authorize(app_, "openid", none)).location(),
              StartsWith(std::string(kCallback) + "?error=consent_required"));
  it.submit(asked(it, "openid"), allow());
  const auto page = asked(it, "openid", {{"prompt", "consent"}});
  EXPECT_EQ(page.status, 200);
  EXPECT_THAT(page.body,
              AllOf(HasSubstr("berlaku sampai Anda mencabutnya"), Not(HasSubstr("setiap kali"))));
  EXPECT_TRUE(goes_on(it.submit(page, allow())));
  EXPECT_TRUE(goes_on(it.get(authorize(app_, "openid", none))));
  EXPECT_THAT(it.get(authorize(app_, "openid email", none)).location(),
              HasSubstr("error=consent_required"));
}

TEST_F(Consent, prompt_consent_and_login_ask_for_both_once) {
  auto it = logged_in("ani");
  const auto login = it.get(authorize(app_, "openid", {{"prompt", "login consent"}}));
  ASSERT_EQ(login.status, 200);
  const auto to_consent = it.submit(login, {{"password", kPassword}});
  ASSERT_THAT(to_consent.location(), StartsWith("/oauth/consent/"));
  EXPECT_TRUE(goes_on(it.submit(it.follow(to_consent), allow())));
}

TEST_F(Consent, OP17_who_reads_for_longer_than_max_age_logs_in_once_OIDC_3_1_2_1) {
  for (const auto& prompt : {support::Fields{}, support::Fields{{"prompt", "consent"}}}) {
    auto it = logged_in("ani");
    auto fields = prompt;
    fields.emplace_back("max_age", "1");
    const auto page = asked(it, prompt.empty() ? "openid email" : "openid", fields);
    clock_.advance(std::chrono::seconds(5));
    EXPECT_TRUE(goes_on(it.submit(page, allow()))) << prompt.size();
    EXPECT_TRUE(goes_on(it.submit(page, allow()))) << "the button was pressed twice";
    clock_.advance(std::chrono::minutes(30));
    EXPECT_FALSE(goes_on(it.submit(page, allow()))) << "the page has been left open";
  }
}

TEST_F(Consent, a_client_of_the_house_needs_none) {
  const auto house = add(
      {.name = "Satker", .redirect_uris = {kCallback}, .scopes = {"openid"}, .first_party = true});
  auto it = logged_in("ani");
  EXPECT_TRUE(goes_on(it.get(authorize(house, "openid"))));
  EXPECT_THAT(it.get(authorize(house, "openid", {{"prompt", "consent"}})).location(),
              StartsWith("/oauth/consent/"));
}

TEST_F(Consent, AZ13_a_program_on_a_device_asks_every_time) {
  for (const char* callback : {"http://127.0.0.1/cb", "com.example.app:/cb"}) {
    const auto native =
        add({.name = "App", .redirect_uris = {callback}, .scopes = {"openid"}, .is_public = true});
    auto it = logged_in("ani");
    for (int time = 0; time < 2; ++time) {
      auto sent = it.get(authorize(native, "openid"));
      if (sent.status == 200) {
        sent = it.submit(sent, {{"use", "session"}});
      }
      ASSERT_THAT(sent.location(), StartsWith("/oauth/consent/")) << callback;
      const auto page = it.follow(sent);
      EXPECT_THAT(page.body, HasSubstr("aplikasi di perangkat Anda"));
      EXPECT_THAT(page.body, HasSubstr("setiap kali"));
      EXPECT_THAT(it.submit(page, allow()).location(),
                  StartsWith(std::string(callback) + "?code="));
    }
    EXPECT_THAT(it.get(authorize(native, "openid", {{"prompt", "none"}})).location(),
                HasSubstr("_required"));
  }
}

TEST_F(Consent, AZ13_a_host_that_is_not_surely_this_device_is_named) {
  for (const std::string origin : {"https://127.0.0.1.evil.example",
                                   "https://localhost.evil.example", "http://localhost:3000"}) {
    const auto client =
        add({.name = "App", .redirect_uris = {origin + "/cb"}, .scopes = {"openid"}});
    auto it = logged_in("ani");
    const auto page = it.follow(it.get(authorize(client, "openid")));
    EXPECT_THAT(page.body, HasSubstr(origin.substr(origin.find("://") + 3)));
    EXPECT_THAT(page.body, Not(HasSubstr("aplikasi di perangkat Anda")));
  }
}

TEST_F(Consent, AZ13_a_form_that_is_not_this_pages_allows_nothing) {
  auto it = logged_in("ani");
  const auto first = asked(it, "openid");
  const auto first_path = path_;
  const auto second = asked(it, "openid email");
  auto fields = support::forms_of(first).back().hidden;
  fields.emplace_back("decision", "allow");
  EXPECT_EQ(it.post(path_, fields).status, 403) << "of another question";
  EXPECT_EQ(it.post(path_, allow()).status, 403) << "of none";
  EXPECT_EQ(it.post(first_path, {{"decision", "perhaps"}, fields.front()}).status, 400);
  EXPECT_EQ(it.submit(first, allow(), {{"Origin", "https://client-app.com"}}).status, 403)
      << "AZ14: from another site";
  EXPECT_TRUE(allowed().empty());
  EXPECT_EQ(codes(), 0U);
  EXPECT_TRUE(goes_on(it.submit(first, allow()))) << "and the page is still good";
  EXPECT_EQ(allowed(), std::vector<std::string>{"openid"})
      << "what it asked, not what is asked now";
}

TEST_F(Consent, AZ13_a_field_that_the_page_did_not_ask_for_widens_nothing) {
  for (const char* name : {"scope", "scopes", "client_id", "redirect_uri"}) {
    auto it = logged_in("ani");
    auto edited = allow();
    edited.emplace_back(name, "openid email profile");
    const auto sent = it.submit(asked(it, "openid", {{"prompt", "consent"}}), edited);
    EXPECT_TRUE(goes_on(sent)) << name;
    EXPECT_EQ(allowed(), std::vector<std::string>{"openid"}) << name;
    EXPECT_THAT(vouchers_.rows().back().row.bound, HasSubstr(R"("scope":"openid")")) << name;
  }
}

TEST_F(Consent, AZ12_another_person_and_another_session_answer_nothing) {
  add_with_password("budi", kNew);
  auto it = logged_in("ani");
  const auto page = asked(it, "openid");
  for (auto other : {logged_in("budi", kNew), logged_in("ani"), browser()}) {
    EXPECT_EQ(other.get(path_).status, 404);
    const auto answer = other.submit(page, allow());
    EXPECT_TRUE(answer.status == 403 || answer.status == 404) << answer.status;
  }
  const auto unknown = it.get("/oauth/consent/x");
  EXPECT_EQ(unknown.status, 404);
  EXPECT_TRUE(unknown.says("<a class=\"button wide\" href=\"/\">Ke halaman depan</a>"));
  EXPECT_TRUE(allowed().empty());
  EXPECT_EQ(codes(), 0U);
}

TEST_F(Consent, is_asked_again_when_it_was_left_open_for_too_long) {
  auto it = logged_in("ani");
  const auto page = asked(it, "openid");
  clock_.advance(std::chrono::minutes(30));
  EXPECT_EQ(it.get(path_).status, 410);
  EXPECT_EQ(it.submit(page, allow()).status, 410);
  EXPECT_TRUE(allowed().empty());
}

TEST_F(Consent, is_shown_and_taken_back_at_the_account_page) {
  auto it = logged_in("ani");
  EXPECT_THAT(it.get("/account/applications").body, HasSubstr("Belum ada aplikasi"));
  it.submit(asked(it, "openid profile"), allow());
  const auto page = it.get("/account/applications");
  EXPECT_THAT(page.body, HasSubstr("Travelin"));
  EXPECT_THAT(page.body, HasSubstr("Profil Anda"));
  const support::Fields revoke{{"revoke", app_.id.text()}};
  const auto done = it.submit(page, revoke);
  EXPECT_EQ(done.location(), "/account/applications?done=application");
  EXPECT_THAT(it.follow(done).body, HasSubstr("sudah dicabut"));
  EXPECT_TRUE(allowed().empty());
  EXPECT_EQ(it.submit(page, revoke).status, 404);
  EXPECT_EQ(asked(it, "openid").status, 200);
  EXPECT_EQ(trail_.chains().at("node-a").back().event.type, "consent.withdrawn");
}

TEST_F(Consent, nobody_takes_back_what_somebody_else_gave) {
  add_with_password("budi", kNew);
  auto it = logged_in("ani");
  it.submit(asked(it, "openid"), allow());
  auto other = logged_in("budi", kNew);
  const auto page = other.get("/account/applications");
  auto fields = support::forms_of(it.get("/account/applications")).back().hidden;
  fields.emplace_back("revoke", app_.id.text());
  EXPECT_EQ(other.post("/account/applications", fields).status, 403);
  EXPECT_EQ(allowed(), std::vector<std::string>{"openid"});
}

TEST_F(Consent, what_looks_ahead_asks_nobody) {
  auto it = logged_in("ani");
  const auto cookie = "gapura_session=" + it.cookie("gapura_session").value();
  EXPECT_EQ(
      answer(
          {"GET", authorize(app_, "openid"), {{"Cookie", cookie}, {"Sec-Purpose", "prefetch"}}, ""})
          .status,
      204);
}

}  // namespace
}  // namespace endpoints
