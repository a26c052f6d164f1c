// Contract 2 in words: every sentence that the Auth API has, in both languages, behind the request
// that is answered with it.
#include <functional>
#include <map>
#include <set>
#include <string>

#include "tests/support/spa.h"
#include "tests/unit/endpoints/people.h"
#include "web/embedded.h"

namespace endpoints {
namespace {

using support::Fields;
using support::Spa;

class AuthSentences : public PeopleTest {
 protected:
  AuthSentences() { add_with_password("ani", kPassword); }

  Spa spa() {
    return {[this](const support::Asked& asked) { return answer(asked); }, kFrontend};
  }
  Spa logged_in_spa(const std::string& name = "ani") {
    auto one = spa();
    EXPECT_EQ(one.log_in(name, kPassword).status, 200);
    return one;
  }
  Spa showing(const std::string& cookie, const std::string& value) {
    auto one = spa();
    one.set_cookie(cookie, value);
    return one;
  }
  // The texts of that language whose key begins so.
  static std::set<std::string> texts(std::string_view language, const std::string& beginning) {
    std::set<std::string> found;
    for (const auto& [name, source] : web::embedded_locales()) {
      std::string_view rest = name == language ? source : std::string_view();
      while (!rest.empty()) {
        const auto line = rest.substr(0, rest.find('\n'));
        if (line.starts_with(beginning)) {
          found.emplace(line.substr(line.find(" = ") + 3));
        }
        rest.remove_prefix(std::min(rest.size(), line.size() + 1));
      }
    }
    return found;
  }
};

TEST_F(AuthSentences, all_there_are_in_both_languages) {
  code_.give(add_with_password("budi", kPassword).id, identity::login::Standing::always);
  const auto cici = add_with_password("cici", kPassword);
  auto inactive = logged_in_spa("cici");
  ASSERT_TRUE(users_.disable(act_, cici.id));
  clock_.advance(std::chrono::seconds(1));
  auto one = logged_in_spa();
  const auto end = [&one](const std::string& session, const Fields& language) {
    return one.del("/auth/sessions/" + session, language);
  };
  const auto ended = [&](const Fields& language) {
    logged_in_spa();
    const auto listed = base::parse_json_object(one.get("/auth/sessions").body).value();
    for (const auto& session : listed.at("sessions").as_array()) {
      if (!session.at("current").as_bool()) {
        return end(std::string(session.at("id").as_string()), language);
      }
    }
    return Page{};
  };
  const Fields stranger{{"Origin", "https://evil.example"}};
  const auto from_stranger = [&](const std::string& path, Fields language) {
    language.insert(language.end(), stranger.begin(), stranger.end());
    return one.post(path, "", language);
  };
  const auto guessed = [this](const Fields& language) {
    for (int guess = 0; guess < 5; ++guess) {
      spa().log_in("tidak-ada", "salah");
    }
    return spa().log_in("tidak-ada", "salah", language);
  };

  struct Row {
    const char* request;
    std::function<Page(const Fields&)> ask;
    int status;
    const char* indonesian;
    const char* english;
  };
  const Row rows[] = {
      {"profile, no cookie", [&](const Fields& l) { return spa().get("/auth/profile", l); }, 401,
       "Token akses tidak ditemukan", "Access token not found"},
      {"sessions, no cookie", [&](const Fields& l) { return spa().get("/auth/sessions", l); }, 401,
       "Token akses tidak ditemukan", "Access token not found"},
      {"profile, a wrong one",
       [&](const Fields& l) { return showing("access_token", "x.y.z").get("/auth/profile", l); },
       401, "Token akses tidak valid", "Access token is not valid"},
      {"end a session, a wrong one",
       [&](const Fields& l) { return showing("access_token", "x").del("/auth/sessions/x", l); },
       401, "Token akses tidak valid", "Access token is not valid"},
      {"refresh, no cookie",
       [&](const Fields& l) { return spa().post("/auth/refresh-token", "", l); }, 401,
       "Refresh token tidak ditemukan", "Refresh token not found"},
      {"refresh, a wrong one",
       [&](const Fields& l) {
         return showing("refresh_token", "xyz").post("/auth/refresh-token", "", l);
       },
       401, "Refresh token tidak valid", "Refresh token is not valid"},
      {"login, a wrong password", [&](const Fields& l) { return spa().log_in("ani", "salah", l); },
       401, "Kredensial tidak valid", "Invalid credentials"},
      {"login, a second factor",
       [&](const Fields& l) { return spa().log_in("budi", kPassword, l); }, 401,
       "Verifikasi kedua diperlukan", "A second verification is required"},
      {"login, too many guesses", guessed, 429, "Terlalu banyak percobaan, coba lagi nanti",
       "Too many attempts, try again later"},
      {"login, disabled", [&](const Fields& l) { return spa().log_in("cici", kPassword, l); }, 403,
       "Akun tidak aktif", "The account is not active"},
      {"profile, disabled", [&](const Fields& l) { return inactive.get("/auth/profile", l); }, 403,
       "Akun tidak aktif", "The account is not active"},
      {"refresh, disabled",
       [&](const Fields& l) { return inactive.post("/auth/refresh-token", "", l); }, 403,
       "Akun tidak aktif", "The account is not active"},
      {"refresh, another site",
       [&](const Fields& l) { return from_stranger("/auth/refresh-token", l); }, 403,
       "Permintaan ditolak karena berasal dari situs lain",
       "The request was refused because it comes from another site"},
      {"logout, another site", [&](const Fields& l) { return from_stranger("/auth/logout", l); },
       403, "Permintaan ditolak karena berasal dari situs lain",
       "The request was refused because it comes from another site"},
      {"end a session, none of theirs", [&](const Fields& l) { return end("xyz", l); }, 404,
       "Sesi tidak ditemukan", "Session not found"},
      {"end a session", ended, 200, "Sesi sudah diakhiri", "The session has ended"},
      {"logout", [&](const Fields& l) { return spa().post("/auth/logout", "", l); }, 200,
       "Logout berhasil", "Logged out"},
  };
  std::map<std::string, std::set<std::string>> said;
  for (const auto& row : rows) {
    const std::pair<const char*, const char*> languages[] = {{"", row.indonesian},
                                                             {"id", row.indonesian},
                                                             {"fr, de", row.indonesian},
                                                             {"en", row.english}};
    for (const auto& [accepted, sentence] : languages) {
      SCOPED_TRACE(std::string(row.request) + ", " + accepted);
      const auto page = row.ask({{"Accept-Language", accepted}});
      EXPECT_EQ(page.status, row.status);
      const auto body = base::parse_json_object(page.body).value();
      EXPECT_EQ(row.status == 200 ? body.at("message") : body.at("errors").as_array().at(0),
                sentence);
    }
    said["id"].insert(row.indonesian);
    said["en"].insert(row.english);
  }
  for (const auto& [language, sentences] : said) {
    EXPECT_EQ(sentences, texts(language, "auth.")) << language << ": one has no row";
  }
}

}  // namespace
}  // namespace endpoints
