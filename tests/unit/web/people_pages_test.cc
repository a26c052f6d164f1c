// What the pages of logins and accounts promise to whoever fills them in, in both languages.
#include <algorithm>
#include <array>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "samples.h"

namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string page(std::string_view name, web::View view = {}, const web::Brand& brand = {}) {
  const auto pages = web::Pages::from(brand);
  const auto all = samples::every_page();
  return std::ranges::find(all, name, &samples::Sample::name)->render(*pages, view);
}

// The element of that id or name, up to the end of its tag.
std::string tag(const std::string& page, const std::string& mark) {
  const auto at = page.find(mark);
  const auto start = at == std::string::npos ? at : page.rfind('<', at);
  return start == std::string::npos ? std::string()
                                    : page.substr(start, page.find('>', at) + 1 - start);
}

TEST(LoginPage, browsers_and_their_password_managers_know_the_fields) {
  const auto html = page("login");
  EXPECT_THAT(html, HasSubstr("<form class=\"form\" method=\"post\" action=\"/login/01k9\">"));
  EXPECT_THAT(html, HasSubstr("<input type=\"hidden\" name=\"csrf\" value=\"dG9rZW4\">"));
  EXPECT_THAT(html, HasSubstr("<input type=\"hidden\" name=\"step\" value=\"first_factor\">"));
  const auto identifier = tag(html, "name=\"identifier\"");
  for (const auto* part : {"autocomplete=\"username\"", "autocapitalize=\"none\"",
                           "spellcheck=\"false\"", "required", "autofocus", "value=\"\""}) {
    EXPECT_THAT(identifier, HasSubstr(part));
  }
  const auto password = tag(html, "name=\"password\"");
  EXPECT_THAT(password, HasSubstr("type=\"password\""));
  EXPECT_THAT(password, HasSubstr("autocomplete=\"current-password\""));
  EXPECT_THAT(password, Not(HasSubstr("autofocus")));
  EXPECT_THAT(password, Not(HasSubstr("value=")));
  EXPECT_THAT(tag(html, "name=\"remember\""), Not(HasSubstr("checked")));
  EXPECT_THAT(html, HasSubstr("Nama pengguna, email, atau nomor HP"));
  EXPECT_THAT(html, HasSubstr("Ingat saya di perangkat ini"));
  EXPECT_THAT(page("login", {.language = "en"}), HasSubstr("Username, email or phone number"));
}

TEST(LoginPage, LG2_a_failure_says_the_same_of_every_name_and_keeps_what_was_typed) {
  const auto html = page("login_wrong", {.language = "en"});
  EXPECT_THAT(html, HasSubstr("The username or the password is wrong."));
  const auto identifier = tag(html, "name=\"identifier\"");
  const auto password = tag(html, "name=\"password\"");
  EXPECT_THAT(identifier, HasSubstr("value=\"budi.santoso\""));
  EXPECT_THAT(password, Not(HasSubstr("value=")));
  EXPECT_THAT(password, HasSubstr("autofocus"));
  for (const auto& input : {identifier, password}) {
    EXPECT_THAT(input, HasSubstr("aria-describedby=\"trouble\""));
    EXPECT_THAT(input, HasSubstr("aria-invalid=\"true\""));
  }
  EXPECT_THAT(tag(html, "id=\"trouble\""), HasSubstr("role=\"alert\""));
}

TEST(LoginPage, says_how_long_to_wait_and_when_a_page_was_left_behind) {
  EXPECT_THAT(page("login_slowed"), HasSubstr("Coba lagi dalam 30 detik."));
  EXPECT_THAT(page("login_slowed", {.language = "en"}), HasSubstr("Try again in 30 seconds."));
  EXPECT_THAT(page("login_outdated"), HasSubstr("sudah tidak berlaku"));
  EXPECT_THAT(page("login_slowed"), Not(HasSubstr("aria-invalid")));
}

TEST(LoginPage, of_a_known_person_asks_for_the_password_alone) {
  const auto html = page("login_known", {.language = "en"});
  EXPECT_THAT(html, HasSubstr("Budi Santoso"));
  EXPECT_THAT(html, Not(HasSubstr("name=\"identifier\"")));
  EXPECT_THAT(tag(html, "name=\"use\""), HasSubstr("value=\"another\""));
  EXPECT_THAT(html, HasSubstr("Not you?"));
  EXPECT_THAT(tag(html, "name=\"password\""), HasSubstr("autofocus"));
  // Return in the field of the password is not "not you?".
  EXPECT_LT(html.find("name=\"use\""), html.find("</form>"));
  EXPECT_GT(html.find("name=\"password\""), html.find("</form>"));
}

TEST(LoginPage, offers_providers_in_their_order_and_a_way_out) {
  const auto html = page("login_everything");
  const auto google = html.find("Masuk dengan Google");
  EXPECT_LT(google, html.find("Masuk dengan Dinas"));
  EXPECT_THAT(html, HasSubstr("href=\"/login/with/google\""));
  EXPECT_THAT(html, HasSubstr("href=\"/login/cancel\""));
  EXPECT_THAT(tag(html, "name=\"remember\""), HasSubstr("checked"));
  EXPECT_THAT(page("login"), Not(HasSubstr("id=\"providers\"")));
}

TEST(LoginPage, AD5_names_and_texts_of_others_are_data) {
  const auto html =
      page("login_everything", {.client = samples::travel_site()}, samples::regency());
  EXPECT_THAT(html, HasSubstr("untuk melanjutkan ke Travelin &lt;Jaya&gt;"));
  EXPECT_THAT(html, HasSubstr("warga &lt;Kabupaten&gt;."));
  EXPECT_THAT(html, Not(HasSubstr("<script>")));
  EXPECT_THAT(page("sessions"), Not(HasSubstr("<img")));
}

TEST(LoginPage, bears_the_marks_of_the_operator_and_of_the_client) {
  const auto html = page("login", {.client = samples::travel_site()}, samples::regency());
  const auto ours = html.find("href=\"/assets/brand-1.css\"");
  const auto theirs = html.find("href=\"/assets/brand-2.css\"");
  EXPECT_LT(html.find("/assets/app."), ours);
  EXPECT_LT(ours, theirs);
  EXPECT_NE(theirs, std::string::npos);
  EXPECT_THAT(html, HasSubstr("src=\"/brand/travelin.svg\""));
  for (const auto* link : {"href=\"https://kabupaten.example/privasi\"", "href=\"/syarat\"",
                           "href=\"/bantuan\"", "Kebijakan privasi", "Dinas Kominfo"}) {
    EXPECT_THAT(html, HasSubstr(link));
  }
  EXPECT_THAT(tag(html, "class=\"brand\""), HasSubstr("href=\"https://kabupaten.example/\""));
}

TEST(ChooseAccountPage, sends_which) {
  const auto html = page("choose_account");
  EXPECT_THAT(tag(html, "value=\"session\""), HasSubstr("name=\"use\""));
  EXPECT_THAT(tag(html, "value=\"another\""), HasSubstr("name=\"use\""));
  EXPECT_THAT(html, HasSubstr("Budi Santoso"));
}

TEST(NoticePage, has_the_way_on_that_it_was_given) {
  const auto button = page("notice_expired");
  EXPECT_THAT(tag(button, "name=\"use\""), HasSubstr("value=\"anew\""));
  EXPECT_THAT(button, HasSubstr("method=\"post\" action=\"/login/01k9\""));
  EXPECT_THAT(button, HasSubstr("Mulai lagi"));
  const auto link = page("notice_not_active", {.language = "en"});
  EXPECT_THAT(link, HasSubstr("Your account is not active"));
  EXPECT_THAT(link, HasSubstr("01m7y9wfy2e00b6t2e584nwxcc"));
  EXPECT_THAT(link, Not(HasSubstr("<form")));
  EXPECT_THAT(page("notice_setup_invalid"), Not(HasSubstr("class=\"actions\"")));
}

TEST(LogoutPages, ask_first_and_lead_back_to_the_site_that_sent) {
  EXPECT_THAT(page("logout"), HasSubstr("method=\"post\" action=\"/logout\""));
  const auto html = page("logged_out", {.client = samples::travel_site()});
  EXPECT_THAT(html, HasSubstr("Kembali ke Travelin &lt;Jaya&gt;"));
  EXPECT_THAT(html, HasSubstr("href=\"https://travelin.example/\""));
  // Without the name of a site there is no telling where the link leads.
  EXPECT_THAT(page("logged_out"), Not(HasSubstr("travelin")));
}

TEST(ProfilePage, an_error_stands_at_its_field_and_takes_the_focus) {
  const auto html = page("profile_wrong");
  const auto phone = tag(html, "name=\"no_hp\"");
  for (const auto* part :
       {"type=\"tel\"", "autocomplete=\"tel\"", "value=\"12\"", "aria-invalid=\"true\"",
        "autofocus", "aria-describedby=\"error-no_hp hint-no_hp\""}) {
    EXPECT_THAT(phone, HasSubstr(part));
  }
  EXPECT_THAT(html, HasSubstr("id=\"error-no_hp\">Nomor HP ini tidak lengkap"));
  const auto birthdate = tag(html, "name=\"birthdate\"");
  EXPECT_THAT(birthdate, HasSubstr("aria-invalid"));
  EXPECT_THAT(birthdate, Not(HasSubstr("autofocus")));
  EXPECT_THAT(tag(html, "name=\"name\""), Not(HasSubstr("aria-")));
  EXPECT_THAT(html, HasSubstr("<label for=\"field-shoe_size\">shoe_size</label>"));
}

TEST(ProfilePage, yes_or_no_is_chosen_and_texts_have_a_line_each) {
  const auto html = page("profile", {.language = "en"});
  EXPECT_THAT(html, HasSubstr("<label for=\"field-organ_donor\">organ_donor</label>"));
  EXPECT_THAT(tag(html, "name=\"organ_donor\""), HasSubstr("<select id=\"field-organ_donor\""));
  EXPECT_THAT(html, HasSubstr("<option value=\"\">Not filled in</option>"));
  EXPECT_THAT(html, HasSubstr("<option value=\"true\" >Yes</option>"));
  EXPECT_THAT(html, HasSubstr("<option value=\"false\" selected >No</option>"));
  EXPECT_THAT(tag(html, "name=\"languages\""), HasSubstr("aria-describedby=\"hint-languages\""));
  EXPECT_THAT(html, HasSubstr(">\nSunda\n&lt;Jawa&gt;</textarea>"));
  const auto wrong = page("profile_wrong");
  EXPECT_THAT(tag(wrong, "name=\"organ_donor\""),
              HasSubstr("aria-invalid=\"true\" aria-describedby=\"error-organ_donor\""));
  EXPECT_THAT(tag(wrong, "name=\"languages\""),
              HasSubstr("aria-describedby=\"error-languages hint-languages\""));
}

TEST(ProfilePage, what_few_fill_in_is_put_aside_unless_it_is_wrong) {
  const auto html = page("profile_saved");
  const auto aside = html.find("<details");
  EXPECT_LT(html.find("name=\"birthdate\""), aside);
  EXPECT_LT(html.find("name=\"shoe_size\""), aside);
  EXPECT_GT(html.find("name=\"website\""), aside);
  EXPECT_THAT(tag(html, "class=\"more\""), Not(HasSubstr("open")));
  EXPECT_THAT(tag(page("profile_website"), "class=\"more\""), HasSubstr("open"));
}

TEST(PasswordPage, says_why_not_and_what_would_help) {
  const auto weak = page("password_refused", {.language = "en"});
  EXPECT_THAT(weak, HasSubstr("This password is easily guessed."));
  EXPECT_THAT(weak, HasSubstr("Neighbouring keys such as qwerty"));
  EXPECT_THAT(page("password_wrong"), HasSubstr("Terlalu pendek: paling sedikit 10 karakter."));
  EXPECT_THAT(page("password_slowed"), HasSubstr("Coba lagi dalam 60 detik."));
  EXPECT_THAT(page("password_none"), Not(HasSubstr("name=\"current\"")));
  for (const auto* name : {"name=\"password\"", "name=\"password_again\""}) {
    EXPECT_THAT(tag(weak, name), HasSubstr("autocomplete=\"new-password\""));
  }
}

TEST(SessionsPage, shows_when_and_where_in_the_zone_of_the_operator) {
  const auto html = page("sessions");
  EXPECT_THAT(html, HasSubstr("Chrome di Android"));
  EXPECT_THAT(html, HasSubstr("Firefox di Windows"));
  EXPECT_THAT(html, HasSubstr("Peramban yang tidak dikenal"));
  EXPECT_THAT(html, HasSubstr("<time datetime=\"2026-11-21T07:05:00.000000Z\">"
                              "hari ini pukul 14.05 WIB</time>"));
  EXPECT_THAT(html, HasSubstr("kemarin pukul 12.05 WIB"));
  EXPECT_THAT(html, HasSubstr("12 Oktober 2026 pukul 14.05 WIB"));
  EXPECT_THAT(page("sessions", {.language = "en"}), HasSubstr("12 October 2026 at 14:05 WIB"));
  EXPECT_THAT(page("sessions", {}, samples::regency()), HasSubstr("hari ini pukul 16.05 WIT"));
}

TEST(SessionsPage, ends_each_but_this_one_by_a_button_of_its_own) {
  const auto html = page("sessions", {.language = "en"});
  EXPECT_THAT(tag(html, "value=\"s2\""), HasSubstr("aria-label=\"End the session of Firefox on"));
  EXPECT_THAT(tag(html, "value=\"s3\""), HasSubstr("name=\"end\""));
  EXPECT_THAT(html, Not(HasSubstr("value=\"s1\"")));
  EXPECT_THAT(tag(html, "value=\"others\""), HasSubstr("name=\"end\""));
  EXPECT_THAT(page("sessions_one"), Not(HasSubstr("name=\"end\"")));
}

TEST(SetupPage, names_the_fields_and_keeps_what_was_right) {
  const auto html = page("setup_wrong");
  EXPECT_THAT(tag(html, "name=\"username\""), HasSubstr("value=\"08123456789\""));
  EXPECT_THAT(tag(html, "name=\"username\""), HasSubstr("required"));
  EXPECT_THAT(html, HasSubstr("tidak boleh menyerupai nomor telepon"));
  EXPECT_THAT(html, HasSubstr("Kedua kata sandi tidak sama."));
  EXPECT_THAT(tag(html, "name=\"password\""), Not(HasSubstr("value=")));
}

TEST(Fields, one_that_is_not_known_is_labelled_with_its_name) {
  EXPECT_EQ(std::get<std::string>(web::field_of("shoe_size").label), "shoe_size");
  EXPECT_EQ(web::reason("user.email.form").key, "reason.email.form");
  EXPECT_EQ(web::reason("user.shoe_size.length").key, "reason.length");
  EXPECT_EQ(web::reason("RFC7515-4.1.11").key, "reason.unnamed");
}

}  // namespace
