// Contract 0 as the server of a site asks it.
#include "tests/unit/endpoints/people.h"

namespace endpoints {
namespace {

constexpr const char* kDocumented = "/api/example/ssovalidate";
constexpr const char* kOurs = "/api/sso/validate";
constexpr const char* kRefused =
    R"({"status":false,"message":"Kode tidak valid atau sudah digunakan"})";
constexpr const char* kNoCode = R"({"status":false,"message":"Parameter code wajib diisi"})";
constexpr const char* kMalformed = R"({"status":false,"message":"Permintaan tidak dapat dibaca"})";

class SiteValidation : public PeopleTest {
 protected:
  SiteValidation() : ani_(add_with_password("ani", kPassword)), browser_(logged_in("ani")) {
    users_
        .set(act_, identity::users::Editor::administrator, ani_.id, std::nullopt,
             {{"email", "ani@example.test"}, {"no_hp", "08123456789"}})
        .value();
    sites_.add(act_, {.name = "Bare", .redirect_urls = {kBare}, .needs_secret = false}).value();
    auto made = sites_.add(act_, {.name = "Guarded", .redirect_urls = {kGuarded}}).value();
    guarded_ = made.site.id.text();
    secret_ = std::string(made.secret.reveal_text());
    good_ = R"({"status":true,"user":{"id":)" + std::to_string(ani_.id.value) +
            R"(,"username":"ani","email":"ani@example.test","no_hp":"08123456789"}})";
  }

  std::string code_for(const std::string& url) {
    const auto back =
        browser_.get("/login?" + support::form_body({{"redirectUrl", url}})).location();
    return back.substr(back.find("code=") + 5);
  }
  Page get(const std::string& target, const support::Fields& headers = {}) {
    return answer({"GET", target, headers, ""});
  }
  Page ask(const std::string& code, const support::Fields& headers = {},
           const std::string& path = kDocumented) {
    return get(path + "?code=" + code, headers);
  }
  Page post(const std::string& type, const std::string& body, const std::string& query = "") {
    return answer({"POST", kOurs + query, {{"Content-Type", type}}, body});
  }
  support::Fields basic(const std::string& id, const std::string& secret) {
    return {{"Authorization", "Basic " + base::to_base64(base::bytes_of(id + ":" + secret))}};
  }
  support::Fields headers(const std::string& id, const std::string& secret) {
    return {{"X-Client-Id", id}, {"X-Client-Secret", secret}};
  }
  void expect(const Page& page, int status, const std::string& body) {
    EXPECT_EQ(page.status, status);
    EXPECT_EQ(page.body, body);
    EXPECT_EQ(page.header("Content-Type"), "application/json");
    EXPECT_FALSE(page.header("Access-Control-Allow-Origin"));
  }

  static constexpr const char* kBare = "https://bare.example/cb";
  static constexpr const char* kGuarded = "https://guarded.example/cb";
  static constexpr const char* kForm = "application/x-www-form-urlencoded";
  identity::users::User ani_;
  Browser browser_;
  std::string guarded_;
  std::string secret_;
  std::string good_;
};

TEST_F(SiteValidation, answers_as_the_document_shows) {
  expect(ask(code_for(kBare)), 200, good_);
  expect(ask(code_for(kBare), {}, kOurs), 200, good_);
}

TEST_F(SiteValidation, LS2_a_code_is_good_once) {
  const auto code = code_for(kBare);
  expect(ask(code), 200, good_);
  expect(ask(code), 401, kRefused);
  expect(ask(code, {}, kOurs), 401, kRefused);
}

TEST_F(SiteValidation, LS2_unknown_and_expired_are_one_answer) {
  expect(ask("unknown"), 401, kRefused);
  const auto code = code_for(kBare);
  clock_.advance(std::chrono::seconds(60));
  expect(ask(code), 401, kRefused);
}

TEST_F(SiteValidation, no_code_is_said_to_be_missing) {
  expect(get(kDocumented), 400, kNoCode);
  expect(get(std::string(kDocumented) + "?code="), 400, kNoCode);
  expect(get(std::string(kDocumented) + "?code[]=x"), 400, kNoCode);
  expect(get(std::string(kDocumented) + "?Code=x"), 400, kNoCode);
  expect(post(kForm, "x=1"), 400, kNoCode);
  expect(post("application/json", "{}"), 400, kNoCode);
  expect(post("application/json", R"({"code":7})"), 400, kNoCode);
  expect(post("", ""), 400, kNoCode);
}

TEST_F(SiteValidation, a_post_takes_a_form_or_json) {
  expect(post(kForm, "code=" + code_for(kBare)), 200, good_);
  expect(post("application/json", R"({"code":")" + code_for(kBare) + R"("})"), 200, good_);
  expect(post("", "", "?code=" + code_for(kBare)), 200, good_);
}

TEST_F(SiteValidation, AZ7_a_code_that_stands_twice_is_refused_and_not_taken) {
  const auto code = code_for(kBare);
  expect(get(std::string(kOurs) + "?code=" + code + "&code=" + code), 400, kMalformed);
  expect(post(kForm, "code=" + code, "?code=" + code), 400, kMalformed);
  expect(post(kForm, "code=" + code + "&code=x"), 400, kMalformed);
  expect(ask(code), 200, good_);
}

TEST_F(SiteValidation, what_cannot_be_read_is_refused_and_nothing_is_taken) {
  const auto code = code_for(kBare);
  expect(get(std::string(kOurs) + "?code=" + code + "&x=%zz"), 400, kMalformed);
  expect(post("application/json", "{"), 400, kMalformed);
  expect(post("text/plain", "code=" + code), 415, kMalformed);
  expect(ask(code), 200, good_);
}

TEST_F(SiteValidation, LS4_a_redirect_url_put_in_burns_the_code) {
  for (const auto* name : {"redirectUrl", "redirecturl", "REDIRECTURL"}) {
    const auto code = code_for(kBare);
    expect(ask(code + "&" + name + "=https://evil.test/"), 401, kRefused);
    expect(ask(code), 401, kRefused);
  }
}

TEST_F(SiteValidation, LS4_a_site_with_a_secret_shows_it_in_one_of_two_ways) {
  expect(ask(code_for(kGuarded), basic(guarded_, secret_)), 200, good_);
  expect(ask(code_for(kGuarded), headers(guarded_, secret_)), 200, good_);
  expect(ask(code_for(kGuarded)), 401, kRefused);
}

TEST_F(SiteValidation, LS4_wrong_credentials_are_refused_and_burn_nothing) {
  const auto code = code_for(kGuarded);
  for (const auto& shown : {basic(guarded_, "wrong"), headers(guarded_, "wrong"),
                            basic("nobody", secret_), headers(guarded_, "")}) {
    expect(ask(code, shown), 401, kRefused);
  }
  expect(ask(code, basic(guarded_, secret_)), 200, good_);
}

TEST_F(SiteValidation, LS4_two_ways_at_once_are_refused) {
  const auto code = code_for(kGuarded);
  auto both = basic(guarded_, secret_);
  for (const auto& field : headers(guarded_, secret_)) {
    both.push_back(field);
  }
  expect(ask(code, both), 400, kMalformed);
  auto twice = basic(guarded_, secret_);
  twice.push_back(twice.front());
  expect(ask(code, twice), 400, kMalformed);
  expect(ask(code, {{"X-Client-Id", guarded_}}), 400, kMalformed);
  expect(ask(code, {{"X-Client-Secret", secret_}}), 400, kMalformed);
  expect(ask(code, basic(guarded_, secret_)), 200, good_);
}

// RFC7617-2: the name stands before the first colon, and no other scheme is read.
TEST_F(SiteValidation, Basic_RFC7617_2) {
  const auto code = code_for(kGuarded);
  for (const auto* value : {"Basic", "Basic ", "Basic !!!", "Basic bm9jb2xvbg==", "Bearer abc"}) {
    expect(ask(code, {{"Authorization", value}}), 400, kMalformed);
  }
  auto shown = basic(guarded_, secret_);
  shown.front().second.replace(0, 5, "bAsIc");
  expect(ask(code, shown), 200, good_);
}

TEST_F(SiteValidation, LS2_another_sites_code_is_refused_and_burnt) {
  const auto code = code_for(kBare);
  expect(ask(code, basic(guarded_, secret_)), 401, kRefused);
  expect(ask(code), 401, kRefused);
}

TEST_F(SiteValidation, a_refusal_says_how_to_authenticate) {
  EXPECT_THAT(ask("x").header("WWW-Authenticate").value(), testing::StartsWith("Basic realm="));
}

TEST_F(SiteValidation, LS5_a_head_takes_no_code) {
  const auto code = code_for(kBare);
  for (const auto& [path, allowed] : {std::pair<std::string, const char*>{kDocumented, "GET"},
                                      {"/api/sso/validate", "GET, POST"}}) {
    const auto page = answer({"HEAD", path + "?code=" + code, {}, ""});
    EXPECT_EQ(page.status, 405);
    EXPECT_EQ(page.header("Allow"), allowed) << "RFC9110-15.5.6";
  }
  expect(ask(code), 200, good_);
}

TEST_F(SiteValidation, LS4_too_many_wrong_codes_are_slowed) {
  Page page;
  do {
    page = ask("guess");
  } while (page.status == 401);
  expect(page, 429, R"({"status":false,"message":"Terlalu banyak percobaan, coba lagi nanti"})");
  EXPECT_EQ(page.header("Retry-After"), "1");
  expect(ask(code_for(kBare)), 200, good_);
}

TEST_F(SiteValidation, the_sentences_are_the_contracts_in_every_language) {
  expect(ask("x", {{"Accept-Language", "en"}}), 401, kRefused);
  expect(get(kDocumented, {{"Accept-Language", "en"}}), 400, kNoCode);
}

TEST_F(SiteValidation, a_page_of_another_site_may_ask_and_is_shown_nothing) {
  const auto page = answer({"POST",
                            kOurs,
                            {{"Content-Type", kForm}, {"Origin", "https://evil.test"}},
                            "code=" + code_for(kBare)});
  EXPECT_EQ(page.status, 200);
  EXPECT_FALSE(page.header("Access-Control-Allow-Origin"));
}

}  // namespace
}  // namespace endpoints
