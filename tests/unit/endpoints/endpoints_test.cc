// The public pages as a dispatcher answers them: no socket, everything else.
#include <array>
#include <initializer_list>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/clock.h"
#include "endpoints/accent.h"
#include "endpoints/assets.h"
#include "endpoints/errors.h"
#include "endpoints/routes.h"
#include "http/dispatcher.h"
#include "tests/support/kept_log.h"

namespace {

using base::Error;
using base::ErrorCode;
using http::Header;
using http::Method;
using http::Response;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr Header kBrowser{"Accept", "text/html,application/xhtml+xml,*/*;q=0.8"};
constexpr Header kEnglish{"Accept-Language", "en-GB,en;q=0.8"};

class Endpoints : public ::testing::Test {
 protected:
  explicit Endpoints(std::string language = "id", std::string issuer = "https://sso.example")
      : front_(*endpoints::Front::from({.default_language = std::move(language),
                                        .issuer = std::move(issuer),
                                        .healthy = [this] { return healthy_; }})),
        assets_(endpoints::embedded_assets()),
        dispatcher_(*http::Router::from(endpoints::routes(front_, assets_)),
                    {.on_error =
                         [this](const http::Request& request, const Error& error) {
                           return endpoints::error_response(front_, request, error);
                         }},
                    log_) {}

  // Good as long as the headers are: within the expression.
  static http::Request request(std::string_view target, std::initializer_list<Header> headers,
                               Method method = Method::get) {
    const auto query = target.find('?');
    return {.method = method,
            .target = target,
            .path = target.substr(0, query),
            .query = query == std::string_view::npos ? "" : target.substr(query + 1),
            .headers = {headers.begin(), headers.size()},
            .id = "01m7y9wfy2e00b6t2e584nwxcc"};
  }
  Response get(std::string_view target, std::initializer_list<Header> headers = {kBrowser},
               Method method = Method::get) {
    auto asked = request(target, headers, method);
    return dispatcher_.handle(asked);
  }
  Response refuse(const Error& error, std::initializer_list<Header> headers) {
    return endpoints::error_response(front_, request("/x", headers), error);
  }

  bool healthy_ = true;
  base::SystemClock clock_;
  support::KeptLog kept_;
  base::Log log_{kept_, clock_, base::LogLevel::debug};
  endpoints::Front front_;
  http::Assets assets_;
  http::Dispatcher dispatcher_;
};

class EnglishByDefault : public Endpoints {
 protected:
  EnglishByDefault() : Endpoints("en", "http://localhost:9000") {}
};

std::string text(const Response& response) { return std::string(response.body()); }

TEST_F(Endpoints, the_start_page_says_which_address_to_trust_and_how_things_are) {
  const auto page = get("/");
  EXPECT_EQ(page.status(), 200);
  EXPECT_THAT(text(page), HasSubstr("https://sso.example"));
  EXPECT_THAT(text(page), HasSubstr("Layanan berjalan normal"));
  healthy_ = false;
  EXPECT_THAT(text(get("/")), HasSubstr("Layanan sedang terganggu"));
}

TEST_F(Endpoints, a_language_is_asked_for_then_remembered_then_accepted_then_the_default) {
  const Header kept{"Cookie", "gapura_lang=en"};
  const Header planted{"Cookie", "gapura_lang=xx"};
  const Header indonesian{"Accept-Language", "id"};
  EXPECT_THAT(text(get("/")), HasSubstr("<html lang=\"id\">"));
  EXPECT_THAT(text(get("/", {kEnglish})), HasSubstr("<html lang=\"en\">"));
  EXPECT_THAT(text(get("/", {kept, indonesian})), HasSubstr("<html lang=\"en\">"));
  EXPECT_THAT(text(get("/", {planted, kEnglish})), HasSubstr("<html lang=\"en\">"));
  EXPECT_THAT(text(get("/?lang=id", {kept, kEnglish})), HasSubstr("<html lang=\"id\">"));
  EXPECT_THAT(text(get("/?lang=xx", {kept})), HasSubstr("<html lang=\"en\">"));
  EXPECT_THAT(text(get("/?lang=id&lang=id", {kept})), HasSubstr("<html lang=\"en\">"));
  EXPECT_THAT(text(get("/?lang=%", {kept})), HasSubstr("<html lang=\"en\">"));
}

TEST_F(EnglishByDefault, whoever_asks_for_no_language_gets_the_configured_one) {
  EXPECT_THAT(text(get("/")), HasSubstr("<html lang=\"en\">"));
  EXPECT_THAT(text(get("/", {{"Accept-Language", "id"}})), HasSubstr("<html lang=\"id\">"));
  EXPECT_THAT(text(get("/nothing", {})), HasSubstr("Page not found"));
}

TEST_F(Endpoints, only_a_language_that_was_asked_for_is_kept_in_a_cookie) {
  EXPECT_FALSE(get("/").header("Set-Cookie"));
  EXPECT_FALSE(get("/?lang=xx").header("Set-Cookie"));
  const auto cookie = std::string(get("/?lang=en").header("Set-Cookie").value_or(""));
  EXPECT_THAT(cookie, StartsWith("gapura_lang=en;"));
  for (const auto* attribute :
       {"HttpOnly", "Secure", "SameSite=Lax", "Path=/", "Max-Age=31536000"}) {
    EXPECT_THAT(cookie, HasSubstr(attribute));
  }
}

TEST_F(EnglishByDefault, the_cookie_is_not_secure_where_the_issuer_is_not) {
  EXPECT_THAT(std::string(get("/?lang=en").header("Set-Cookie").value_or("")),
              Not(HasSubstr("Secure")));
}

TEST_F(Endpoints, AD5_the_link_to_the_other_language_keeps_the_query_and_leads_nowhere_else) {
  EXPECT_THAT(text(get("/?a=1&lang=id&b=%3Cx%3E")),
              HasSubstr("href=\"?a=1&amp;b=%3Cx%3E&amp;lang=en\""));
  EXPECT_THAT(text(get("/?\"><script>")), Not(HasSubstr("<script>")));
  const auto endless = "/?a=" + std::string(5000, 'x');
  EXPECT_THAT(text(get(endless)), HasSubstr("href=\"?lang=en\""));
}

TEST_F(Endpoints, a_page_that_was_posted_has_no_link_to_itself) {
  const auto page = get("/", {kBrowser}, Method::post);
  EXPECT_EQ(page.status(), 405);
  EXPECT_EQ(page.header("Allow"), "GET, HEAD");
  EXPECT_THAT(text(page), Not(HasSubstr("hreflang")));
}

TEST_F(Endpoints, every_failure_is_a_page_with_the_id_to_report_and_without_the_detail) {
  const std::pair<ErrorCode, int> codes[] = {
      {ErrorCode::invalid_request, 400},    {ErrorCode::unauthorized, 401},
      {ErrorCode::forbidden, 403},          {ErrorCode::not_found, 404},
      {ErrorCode::method_not_allowed, 405}, {ErrorCode::conflict, 409},
      {ErrorCode::too_large, 413},          {ErrorCode::unsupported_type, 415},
      {ErrorCode::too_many, 429},           {ErrorCode::internal, 500},
      {ErrorCode::unavailable, 503},
  };
  for (const auto& [code, status] : codes) {
    const Error error{code, "RFC9110-15", "what the client may know", "what only the log may"};
    for (const auto& language : {kEnglish, Header{"Accept-Language", "id"}}) {
      const auto page = refuse(error, {kBrowser, language});
      EXPECT_EQ(page.status(), status);
      EXPECT_THAT(text(page), HasSubstr("01m7y9wfy2e00b6t2e584nwxcc"));
      EXPECT_THAT(text(page), HasSubstr("<code>RFC9110-15</code>"));
      EXPECT_THAT(text(page), HasSubstr("what the client may know"));
      EXPECT_THAT(text(page), Not(HasSubstr("what only the log may")));
      EXPECT_FALSE(page.faulty());
    }
    EXPECT_THAT(text(refuse({code, "", "", ""}, {kBrowser, kEnglish})),
                HasSubstr("<code>" + std::string(base::to_string(code)) + "</code>"))
        << "where no clause says it";
  }
}

TEST_F(Endpoints, AD5_a_page_offers_to_try_again_only_what_a_link_does_again) {
  struct Case {
    ErrorCode code;
    std::string target;
    Method method;
    bool offered;
  };
  for (const auto& one : std::vector<Case>{
           {ErrorCode::unavailable, "/login?redirectUrl=a&b=%22", Method::get, true},
           {ErrorCode::internal, "/login", Method::get, true},
           {ErrorCode::internal, "/login", Method::post, false},
           {ErrorCode::invalid_request, "/login?a=1", Method::get, false},
           {ErrorCode::unavailable, "/?a=\"><script>", Method::get, false},
           {ErrorCode::unavailable, "/?" + std::string(3000, 'a'), Method::get, false}}) {
    const std::initializer_list<Header> headers = {kBrowser};
    const auto page = endpoints::error_response(front_, request(one.target, headers, one.method),
                                                {one.code, "", "", ""});
    EXPECT_EQ(text(page).contains(">Coba lagi</a>"), one.offered) << one.target;
  }
  const std::initializer_list<Header> headers = {kBrowser};
  EXPECT_THAT(text(endpoints::error_response(front_, request("/login?a=b&c=d", headers),
                                             {ErrorCode::unavailable, "", "", ""})),
              HasSubstr("<a class=\"button\" href=\"?a=b&amp;c=d\">"));
}

TEST_F(Endpoints, a_program_is_answered_in_JSON_in_its_language) {
  const Error error{ErrorCode::not_found, "RFC9110-15.5.5", "there is nothing here", "secret"};
  EXPECT_EQ(text(refuse(error, {})), R"({"errors":["Halaman tidak ditemukan"],"error":"not_found",)"
                                     R"("error_description":"there is nothing here",)"
                                     R"("request_id":"01m7y9wfy2e00b6t2e584nwxcc"})");
  EXPECT_THAT(text(refuse(error, {{"Accept", "application/json"}, kEnglish})),
              HasSubstr(R"("errors":["Page not found"])"));
  // The cookie is a choice about pages; a program says what it reads (contract 2).
  EXPECT_THAT(text(refuse(error, {{"Cookie", "gapura_lang=en"}})),
              HasSubstr("Halaman tidak ditemukan"));
  EXPECT_EQ(refuse({ErrorCode::internal, "", "", "secret"}, {}).header("Content-Type"),
            "application/json");
}

TEST_F(Endpoints, RFC9110_15_6_4_what_may_be_tried_again_says_when) {
  const Error busy{ErrorCode::unavailable, "", "", ""};
  EXPECT_EQ(refuse(busy, {}).header("Retry-After"), "1");
  EXPECT_THAT(text(refuse(busy, {kBrowser, kEnglish})), HasSubstr("in 1 second."));
  const auto later =
      endpoints::error_response(front_, request("/x", {kBrowser}),
                                {ErrorCode::too_many, "", "", ""}, std::chrono::minutes(2));
  EXPECT_EQ(later.header("Retry-After"), "120");
  EXPECT_THAT(text(later), HasSubstr("dalam 120 detik"));
  EXPECT_FALSE(refuse({ErrorCode::not_found, "", "", ""}, {}).header("Retry-After"));
}

TEST(Branding, the_operators_accent_is_a_stylesheet_of_ours_that_never_changes) {
  const auto front = *endpoints::Front::from(
      {.brand = {.logo = *web::Url::from("https://static.example/logo.png")},
       .accent = web::Accent{.light = *web::Colour::from("#0b6e4f")},
       .issuer = "https://sso.example",
       .healthy = [] { return true; }});
  const auto assets = endpoints::embedded_assets();
  support::KeptLog kept;
  const base::SystemClock clock;
  base::Log log(kept, clock, base::LogLevel::error);
  const http::Dispatcher dispatcher(*http::Router::from(endpoints::routes(front, assets)), {}, log);
  http::Request start{.target = "/", .path = "/"};
  const auto page = dispatcher.handle(start);
  const auto& path = front.sheet()->path;
  EXPECT_THAT(path, testing::MatchesRegex("/assets/brand\\.[0-9a-f]{16}\\.css"));
  EXPECT_THAT(text(page), HasSubstr("href=\"" + path + "\""));
  std::string head;
  http::append_head(head, page, 0);
  EXPECT_THAT(head, HasSubstr("img-src 'self' data: https://static.example;"));
  http::Request asked{.target = path, .path = path};
  const auto sheet = dispatcher.handle(asked);
  EXPECT_EQ(sheet.status(), 200);
  EXPECT_THAT(text(sheet), HasSubstr("#0b6e4f"));
  EXPECT_THAT(std::string(sheet.as_prepared()->head()),
              HasSubstr("Cache-Control: public, max-age=31536000, immutable"));
}

TEST(Branding, an_accent_of_a_client_is_a_stylesheet_whose_path_says_it) {
  const auto url = [](std::string light, std::string dark) {
    const auto found =
        endpoints::accent_url({.accent = std::move(light), .accent_dark = std::move(dark)});
    return found ? found->text() : "";
  };
  EXPECT_EQ(url("#0E5a52", ""), "/assets/accent/0e5a52.css");
  EXPECT_EQ(url("#0e5a52", "#8fd3c7"), "/assets/accent/0e5a52-8fd3c7.css");
  EXPECT_EQ(url("", "#8fd3c7"), "");
  EXPECT_EQ(url("red", ""), "");
}

TEST_F(Endpoints, the_accent_of_a_client_is_readable_by_the_rule_of_the_house) {
  const auto sheet = get("/assets/accent/ffff00.css");
  EXPECT_EQ(sheet.status(), 200);
  EXPECT_EQ(sheet.header("Content-Type"), "text/css; charset=utf-8");
  EXPECT_EQ(sheet.header("Cache-Control"), "public, max-age=86400");
  EXPECT_EQ(text(sheet), web::stylesheet({.light = *web::Colour::from("#ffff00")}));
  EXPECT_EQ(text(get("/assets/accent/0e5a52-8fd3c7.css")),
            web::stylesheet(
                {.light = *web::Colour::from("#0e5a52"), .dark = *web::Colour::from("#8fd3c7")}));
  for (const char* none : {"0E5A52.css", "0e5a52", "0e5a5.css", "0e5a52-.css", "0e5a52-8fd3c.css",
                           "0e5a52_8fd3c7.css", "0e5a52-8fd3c7.css.css", "red.css", ".css"}) {
    EXPECT_EQ(get(std::string("/assets/accent/") + none).status(), 404) << none;
  }
}

TEST_F(Endpoints, what_the_pages_refer_to_is_there) {
  const auto page = text(get("/"));
  int found = 0;
  for (auto at = page.find("\"/assets/"); at != std::string::npos;
       at = page.find("\"/assets/", at + 1)) {
    const auto path = page.substr(at + 1, page.find('"', at + 1) - at - 1);
    const auto asset = get(path, {{"Accept-Encoding", "gzip, br"}});
    EXPECT_EQ(asset.status(), 200) << path;
    ++found;
  }
  EXPECT_EQ(found, 3);
  EXPECT_EQ(get("/favicon.ico").status(), 200);
  EXPECT_EQ(get("/robots.txt").status(), 200);
}

}  // namespace
