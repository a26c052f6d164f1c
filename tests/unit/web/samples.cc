#include "samples.h"

#include <utility>

namespace samples {
namespace {

using web::field_of;
using web::reason;
using Trouble = web::LoginPage::Trouble;

const base::Instant kNow = std::chrono::sys_days(std::chrono::year(2026) / 11 / 21) +
                           std::chrono::hours(7) + std::chrono::minutes(5);

web::Form form(std::string_view action) {
  return {.action = url(action), .hidden = {{"csrf", "dG9rZW4"}, {"step", "first_factor"}}};
}

web::Person budi() { return {.name = "Budi Santoso", .handle = "budi.santoso@example.test"}; }

// A sample of one page with a change made to it.
template <class Page>
Sample sample(std::string name, Page page) {
  return {std::move(name),
          [page = std::move(page)](const web::Pages& pages, const web::View& view) {
            return pages.render(page, view);
          }};
}

// Of a page that is always some client's.
template <class Page>
Sample of_client(std::string name, Page page) {
  return {std::move(name),
          [page = std::move(page)](const web::Pages& pages, const web::View& view) {
            web::View with = view;
            with.client = view.client.value_or(web::ClientBrand{.name = "Travelin"});
            return pages.render(page, with);
          }};
}

web::LoginPage login() { return {.form = form("/login/01k9")}; }

web::LoginPage login(Trouble trouble) {
  auto page = login();
  page.trouble = trouble;
  page.retry_after = 30;
  page.identifier = "budi.santoso";
  return page;
}

web::LoginPage known(Trouble trouble) {
  auto page = login();
  page.trouble = trouble;
  page.known = budi();
  page.offers_remember = false;
  return page;
}

web::LoginPage everything() {
  auto page = login();
  page.identifier = "\"><script>alert(1)</script>";
  page.remember = true;
  page.providers = {{"Google", url("/login/with/google")},
                    {"Dinas Komunikasi dan Informatika", url("/login/with/dinas")}};
  page.cancel = url("/login/cancel");
  return page;
}

web::AccountFrame frame() {
  return {.person = budi(),
          .profile = url("/account"),
          .password = url("/account/password"),
          .sessions = url("/account/sessions"),
          .logins = url("/account/logins"),
          .applications = url("/account/applications"),
          .logout = url("/logout")};
}

web::ProfilePage profile() {
  web::ProfilePage page{.frame = frame(), .form = form("/account")};
  for (const auto* name : {"name", "given_name", "family_name", "nickname", "no_hp", "birthdate",
                           "gender", "picture", "website", "zoneinfo", "locale", "shoe_size"}) {
    page.fields.push_back(field_of(name));
  }
  page.fields[0].value = "Budi Santoso";
  page.fields[4].value = "0812 3456 7890";
  page.fields.push_back(field_of("organ_donor"));
  page.fields.back().shape = web::Field::Shape::yes_or_no;
  page.fields.back().value = "false";
  page.fields.push_back(field_of("languages"));
  page.fields.back().shape = web::Field::Shape::lines;
  page.fields.back().hint = web::kOneOnEachLine;
  page.fields.back().value = "Sunda\n<Jawa>";
  page.facts = {{field_of("username").label, "budi.santoso"},
                {field_of("email").label, "budi.santoso@example.test"},
                {field_of("nip").label, "198503152010011005"},
                {field_of("nama_satker").label, "Dinas Komunikasi dan Informatika"}};
  return page;
}

web::ProfilePage profile_website() {
  auto page = profile();
  page.frame.trouble = web::kFieldsWrong;
  page.fields[8].value = "budi";
  page.fields[8].error = reason("user.website.form");
  return page;
}

web::ProfilePage profile_wrong() {
  auto page = profile();
  page.frame.trouble = web::kFieldsWrong;
  page.fields[4].value = "12";
  page.fields[4].error = reason("user.no_hp.form");
  page.fields[5].value = "kemarin";
  page.fields[5].error = reason("user.birthdate.form");
  page.fields[12].error = reason("user.organ_donor.type");
  page.fields[13].error = reason("user.languages.type");
  return page;
}

web::ProfilePage profile_saved() {
  auto page = profile();
  page.frame.done = web::kProfileSaved;
  page.facts.clear();
  return page;
}

web::PasswordPage password() {
  return {.frame = frame(), .form = form("/account/password"), .shortest = 10};
}

web::PasswordPage password_refused() {
  auto page = password();
  page.refused = web::PasswordRefusal{
      .reason = reason("password.too_weak"),
      .hints = {reason("password.hint.word"), reason("password.hint.name_of_yours"),
                reason("password.hint.repeats"), reason("password.hint.sequence"),
                reason("password.hint.keyboard"), reason("password.hint.date")}};
  return page;
}

web::PasswordPage password_slowed() {
  auto page = password();
  page.current_error = web::kPasswordSlowed;
  page.retry_after = 60;
  return page;
}

web::PasswordPage password_wrong() {
  auto page = password();
  page.current_error = web::kPasswordWrong;
  page.refused = web::PasswordRefusal{.reason = reason("password.too_short")};
  page.again_error = web::kPasswordsDiffer;
  return page;
}

web::PasswordPage password_none() {
  auto page = password();
  page.has_password = false;
  page.frame.done = web::kPasswordChanged;
  page.frame.person = {.name = "", .handle = "budi.santoso"};
  return page;
}

constexpr auto kChromeOnAndroid =
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/131.0.0.0 Mobile Safari/537.36";
constexpr auto kFirefoxOnWindows =
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0";

web::SessionsPage sessions() {
  const auto before = [](std::chrono::minutes minutes) { return kNow - minutes; };
  using std::chrono::hours;
  return {.frame = frame(),
          .form = form("/account/sessions"),
          .sessions = {{.id = "s1",
                        .agent = kChromeOnAndroid,
                        .address = "203.0.113.24",
                        .opened_at = before(hours(30)),
                        .seen_at = before(hours(0)),
                        .current = true,
                        .remembered = true},
                       {.id = "s2",
                        .agent = kFirefoxOnWindows,
                        .address = "2001:db8:85a3:1234:5678:8a2e:370:7334",
                        .opened_at = before(hours(24 * 40)),
                        .seen_at = before(hours(26))},
                       {.id = "s3",
                        .agent = "<img src=x onerror=alert(1)>",
                        .opened_at = before(hours(2)),
                        .seen_at = before(hours(1))}},
          .now = kNow};
}

web::SessionsPage sessions_one() {
  auto page = sessions();
  page.sessions.resize(1);
  page.frame.done = web::kSessionsEnded;
  return page;
}

std::vector<web::Scope> scopes(std::vector<std::string_view> names) {
  std::vector<web::Scope> all;
  for (const auto name : names) {
    all.push_back(web::scope_in_words(name,
                                      {{.name = "arsip",
                                        .title = {.id = "Arsip <surat> Anda", .en = ""},
                                        .about = {.id = "Surat masuk & keluar.", .en = ""}}},
                                      "id"));
  }
  return all;
}

web::ConsentPage consent() {
  return {.form = form("/oauth/consent/01k9"),
          .person = budi(),
          .host = "travelin.example",
          .scopes = scopes({"openid", "profile", "email"}),
          .policy = url("/privasi"),
          .terms = url("/syarat")};
}

web::ConsentPage consent_again() {
  auto page = consent();
  page.scopes = scopes({"openid", "view-user", "phone", "address", "offline_access", "arsip",
                        "https://layanan.example/cakupan/yang-panjang-sekali/dan-tidak-bernama"});
  page.scopes[4].is_new = true;
  page.scopes[5].is_new = true;
  page.terms.reset();
  return page;
}

web::ConsentPage consent_on_device() {
  auto page = consent();
  page.host.clear();
  page.asks_every_time = true;
  page.policy.reset();
  page.terms.reset();
  return page;
}

web::ApplicationsPage applications() {
  return {.frame = frame(),
          .form = form("/account/applications"),
          .applications = {{.id = "c1",
                            .name = "Travelin <Jaya>",
                            .logo = url("/assets/travelin.svg"),
                            .scopes = scopes({"openid", "profile"}),
                            .given_at = kNow - std::chrono::hours(30)},
                           {.id = "c2",
                            .name = "Satker",
                            .scopes = scopes({"view-user", "arsip"}),
                            .given_at = kNow - std::chrono::hours(1)}},
          .now = kNow};
}

web::ApplicationsPage applications_none() {
  auto page = applications();
  page.applications.clear();
  page.frame.done = web::kApplicationRevoked;
  return page;
}

web::LinksPage links() {
  return {
      .frame = frame(),
      .unlink = form("/account/logins/unlink"),
      .linked = {{.id = "a1",
                  .provider = "Google",
                  .label = "budi.santoso@mail.example.test",
                  .linked_at = kNow - std::chrono::hours(30)},
                 {.id = "a2", .provider = "Gapura <Kota>", .linked_at = kNow}},
      .others = {{.title = "Google",
                  .url = url("/account/logins/link/google?csrf=dG9rZW4"),
                  .linked = true},
                 {.title = "Kota & Kita", .url = url("/account/logins/link/kota?csrf=dG9rZW4")}},
      .now = kNow};
}

web::LinksPage links_last() {
  auto page = links();
  page.linked.pop_back();
  page.linked.front().may_unlink = false;
  page.others.clear();
  page.frame.trouble = web::kLinkLast;
  return page;
}

web::LinksPage links_none() {
  auto page = links();
  page.linked.clear();
  page.frame.done = web::kUnlinked;
  return page;
}

web::ConfirmLinkPage confirm_link() {
  return {.form = form("/account/logins/confirm"),
          .person = budi(),
          .provider = "Google",
          .label = "budi.santoso@mail.example.test",
          .cancel = url("/account/logins")};
}

web::SetupPage setup() {
  web::SetupPage page{.form = form("/setup/abc"), .shortest = 8};
  page.fields = {field_of("username"), field_of("name"), field_of("email")};
  page.fields[0].required = true;
  return page;
}

web::SetupPage setup_wrong() {
  auto page = setup();
  page.trouble = web::kFieldsWrong;
  page.fields[0].value = "08123456789";
  page.fields[0].error = reason("user.username.phone");
  page.fields[2].value = "budi@";
  page.fields[2].error = reason("user.email.form");
  page.refused = web::PasswordRefusal{.reason = reason("password.common")};
  page.again_error = web::kPasswordsDiffer;
  return page;
}

web::NoticePage notice(const web::Notice& notice) { return {.notice = notice}; }

web::NoticePage begin_again(const web::Notice& what) {
  auto page = notice(what);
  page.button = web::Button{
      .text = web::kBeginAgain, .form = form("/login/01k9"), .name = "use", .value = "anew"};
  return page;
}

web::NoticePage linked(const web::Notice& what, web::Words text, std::string_view to = "/") {
  auto page = notice(what);
  page.link = web::Link{.text = text, .url = url(to)};
  page.request_id = "01m7y9wfy2e00b6t2e584nwxcc";
  return page;
}

web::NoticePage to_be_linked(const web::Notice& what) {
  auto page = notice(what);
  page.link = web::Link{.text = web::kLogInToLink, .url = url("/account/logins")};
  page.other = web::Link{.text = web::kOtherWays, .url = url("/")};
  return page;
}

web::NoticePage setup_done() {
  auto page = notice(web::kSetupDone);
  page.good = true;
  page.link = web::Link{.text = web::kLogIn, .url = url("/account")};
  return page;
}

web::ErrorPage error() {
  return {.title = {"error.too_many.title"},
          .explanation = {"error.too_many.explanation"},
          .advice = {"error.too_many.advice"},
          .code = "too_many",
          .description = "<i>too many</i>",
          .request_id = "01m7y9wfy2e00b6t2e584nwxcc",
          .retry_after = 30};
}

web::ErrorPage error_refused() {
  auto page = error();
  page.title = {"logout.refused.title"};
  page.explanation = {"logout.refused.explanation"};
  page.advice = {"logout.refused.advice"};
  page.retry_after.reset();
  page.link = web::Link{.text = web::kToAccount, .url = url("/account")};
  return page;
}

web::ErrorPage error_calm() {
  auto page = error();
  page.description.clear();
  page.retry_after.reset();
  return page;
}

}  // namespace

web::Url url(std::string_view text) { return *web::Url::from(text); }

web::Brand regency() {
  return {.name = "Masuk <Kabupaten> & \"Kota\"",
          .home = url("https://kabupaten.example/"),
          .logo = url("/brand/logo.svg"),
          .colours = url("/assets/brand-1.css"),
          .login_text = {.id = "Untuk pegawai dan warga <Kabupaten>.", .en = "For all."},
          .footer_text = {.id = "Dinas Kominfo", .en = ""},
          .privacy = url("https://kabupaten.example/privasi"),
          .terms = url("/syarat"),
          .help = url("/bantuan"),
          .zone = {.name = "WIT", .offset = std::chrono::hours(9)}};
}

web::ClientBrand travel_site() {
  return {
      .name = "Travelin <Jaya>",
      .logo = url("/brand/travelin.svg"),
      .colours = url("/assets/brand-2.css"),
      .login_text = {.id = "Pakai akun <pegawai> Anda.", .en = "Use your account <of service>."},
      .help = url("https://travelin.example/bantuan")};
}

std::vector<Sample> every_page() {
  return {
      sample("start", web::StartPage{.address = "https://sso.example", .healthy = true}),
      sample("start_troubled", web::StartPage{.address = "https://sso.example", .healthy = false}),
      sample("error", error()),
      sample("error_calm", error_calm()),
      sample("error_refused", error_refused()),
      sample("login", login()),
      sample("login_wrong", login(Trouble::wrong)),
      sample("login_slowed", login(Trouble::slowed)),
      sample("login_outdated", login(Trouble::outdated)),
      sample("login_everything", everything()),
      sample("login_known", known(Trouble::none)),
      sample("login_known_wrong", known(Trouble::wrong)),
      sample("choose_account",
             web::ChooseAccountPage{
                 .form = form("/login/01k9"), .person = budi(), .cancel = url("/login/cancel")}),
      sample("notice_expired", begin_again(web::kLoginExpired)),
      sample("notice_finished", begin_again(web::kLoginFinished)),
      sample("notice_outdated", begin_again(web::kLoginOutdated)),
      sample("notice_stranger", linked(web::kLoginStranger, web::kBeginAgain, "/login")),
      sample("notice_not_active", linked(web::kNotActive, web::kToStart)),
      sample("notice_not_them", linked(web::kNotThem, web::kBeginAgain, "/login/01k9")),
      sample("notice_not_enough", linked(web::kNotEnough, web::kBeginAgain, "/login/01k9")),
      sample("notice_setup_done", setup_done()),
      sample("notice_setup_invalid", notice(web::kSetupInvalid)),
      sample("logout",
             web::LogoutPage{.form = form("/logout"), .person = budi(), .cancel = url("/account")}),
      sample("hand_over",
             web::HandOverPage{.form = {.action = url("https://travelin.example/cb"),
                                        .hidden = {{"code", "dG9rZW4"}, {"state", "\"><b>x"}}}}),
      sample("logged_out", web::LoggedOutPage{.back = url("https://travelin.example/"),
                                              .login = url("/account")}),
      sample("logged_out_bare", web::LoggedOutPage{}),
      sample("profile", profile()),
      sample("profile_wrong", profile_wrong()),
      sample("profile_website", profile_website()),
      sample("profile_saved", profile_saved()),
      sample("password", password()),
      sample("password_wrong", password_wrong()),
      sample("password_refused", password_refused()),
      sample("password_slowed", password_slowed()),
      sample("password_none", password_none()),
      sample("sessions", sessions()),
      sample("sessions_one", sessions_one()),
      of_client("consent", consent()),
      of_client("consent_again", consent_again()),
      of_client("consent_on_device", consent_on_device()),
      sample("notice_consent_closed", begin_again(web::kConsentClosed)),
      sample("notice_consent_unknown", linked(web::kConsentUnknown, web::kToStart)),
      sample("applications", applications()),
      sample("applications_none", applications_none()),
      sample("links", links()),
      sample("links_last", links_last()),
      sample("links_none", links_none()),
      sample("confirm_link", confirm_link()),
      sample("notice_arrival_stale", linked(web::kArrivalStale, web::kOtherWays)),
      sample("notice_arrival_untrusted", linked(web::kArrivalUntrusted, web::kOtherWays)),
      sample("notice_provider_closed", linked(web::kProviderClosed, web::kOtherWays)),
      sample("notice_provider_unavailable", linked(web::kProviderUnavailable, web::kOtherWays)),
      sample("notice_address_belongs", to_be_linked(web::kAddressBelongs)),
      sample("notice_no_signup", to_be_linked(web::kNoSignup)),
      sample("notice_not_anew", linked(web::kNotAnew, web::kOtherWays)),
      sample("setup", setup()),
      sample("setup_wrong", setup_wrong()),
  };
}

}  // namespace samples
