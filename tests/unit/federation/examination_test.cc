#include "federation/examination.h"

#include <algorithm>
#include <functional>

#include "tests/support/pretend_provider.h"
#include "tests/unit/federation/providers_house.h"

namespace federation {
namespace {

using Json = base::json::object;

class ExaminationTest : public ProvidersHouse {
 protected:
  static Wishes usual() {
    return {.issuer = "https://accounts.test",
            .client_id = "us",
            .secret = base::Secret(std::string("s3cret/+"))};
  }
  static Wishes endpoints() {
    Wishes wishes = usual();
    wishes.issuer.reset();
    wishes.authorize_url = "https://accounts.test/authorize";
    wishes.token_url = "https://accounts.test/token";
    wishes.userinfo_url = "https://accounts.test/userinfo";
    return wishes;
  }
  std::vector<Finding> findings(Wishes wishes = usual(), Kind kind = Kind::oidc) {
    const auto provider =
        providers_.add(act_, {.name = "a", .kind = kind, .wishes = std::move(wishes)});
    EXPECT_TRUE(provider) << provider.error().description;
    // A new one, that remembers nothing of earlier examinations.
    Upstreams upstreams(upstream_, clock_);
    auto found = Examination({.line = upstream_,
                              .upstreams = upstreams,
                              .exchange = exchange_,
                              .random = random_,
                              .issuer = issuer_})
                     .of(*provider);
    EXPECT_TRUE(providers_.remove(act_, "a"));
    return found;
  }
  std::vector<Flaw> flaws(Wishes wishes = usual(), Kind kind = Kind::oidc) {
    std::vector<Flaw> flaws;
    for (const Finding& finding : findings(std::move(wishes), kind)) {
      flaws.push_back(finding.flaw);
    }
    return flaws;
  }
  void answer(std::string_view at, int status, const std::string& body) {
    upstream_.bend_reply = [=](const Question& question, Reply& reply) {
      if (question.url.ends_with(at)) {
        reply = {.status = status, .body = body};
      }
    };
  }

  const std::string issuer_ = "https://sso.test";
  support::PretendProvider upstream_{clock_};
  Exchange exchange_{{.line = upstream_, .sealer = sealer_, .clock = clock_, .random = random_}};
};

using Flaws = std::vector<Flaw>;

TEST_F(ExaminationTest, finds_nothing_where_nothing_is_wrong) {
  EXPECT_EQ(flaws(), Flaws{});
  EXPECT_EQ(flaws(endpoints(), Kind::oauth2), Flaws{});
  EXPECT_EQ(upstream_.times_asked("/token"), 2U);
}

TEST_F(ExaminationTest, compares_what_is_said_with_what_is_needed_OIDCD_3_RFC8414_2) {
  struct Row {
    const char* member;
    base::json::value said;
    Flaws flaws;
  };
  const auto list = [](std::initializer_list<std::string_view> texts) {
    return base::json::value(base::json::array(texts.begin(), texts.end()));
  };
  for (const Row& row : {
           Row{"response_types_supported", list({"id_token", "code id_token"}), {Flaw::no_code}},
           Row{"code_challenge_methods_supported", list({"plain"}), {Flaw::no_s256}},
           Row{"code_challenge_methods_supported", nullptr, {Flaw::pkce_unsaid}},
           Row{"token_endpoint_auth_methods_supported",
               list({"client_secret_post"}),
               {Flaw::no_client_auth}},
           Row{"token_endpoint_auth_methods_supported", nullptr, {}},
           Row{"id_token_signing_alg_values_supported",
               list({"HS256", "none"}),
               {Flaw::no_id_token_alg}},
           Row{"id_token_signing_alg_values_supported", list({"HS256", "RS256"}), {}},
           Row{"scopes_supported", list({"openid", "email"}), {Flaw::scope_unsaid}},
       }) {
    SCOPED_TRACE(row.member);
    const auto before = upstream_.says;
    upstream_.says[row.member] = row.said;
    EXPECT_EQ(flaws(), row.flaws);
    upstream_.says = before;
  }
}

TEST_F(ExaminationTest, looks_at_the_key_that_we_sign_with) {
  Wishes wishes{.issuer = "https://accounts.test",
                .client_id = "us",
                .auth = ClientAuth::private_key_jwt,
                .key_algorithm = "ES512"};
  upstream_.says["token_endpoint_auth_methods_supported"] = base::json::array{"private_key_jwt"};
  upstream_.says["token_endpoint_auth_signing_alg_values_supported"] = base::json::array{"ES256"};
  EXPECT_EQ(flaws(std::move(wishes)), (Flaws{Flaw::no_client_alg, Flaw::client_refused}));
}

TEST_F(ExaminationTest, tells_wrong_credentials_from_a_wrong_code_RFC6749_5_2) {
  for (const Kind kind : {Kind::oidc, Kind::oauth2}) {
    Wishes wrong = kind == Kind::oidc ? usual() : endpoints();
    wrong.secret = base::Secret(std::string("another"));
    EXPECT_EQ(flaws(std::move(wrong), kind), Flaws{Flaw::client_refused});
    Wishes other = kind == Kind::oidc ? usual() : endpoints();
    other.client_id = "them";
    EXPECT_EQ(flaws(std::move(other), kind), Flaws{Flaw::client_refused});
  }
}

TEST_F(ExaminationTest, reads_what_is_answered_to_a_code_that_is_none) {
  struct Row {
    int status;
    const char* body;
    Flaws flaws;
  };
  for (const Row& row : {
           Row{400, R"({"error":"invalid_grant"})", {}},
           Row{400, R"({"error":"unauthorized_client"})", {Flaw::client_forbidden}},
           Row{400, R"({"error":"redirect_uri_mismatch"})", {Flaw::callback_refused}},
           Row{200, R"({"error":"incorrect_client_credentials"})", {Flaw::client_refused}},
           Row{200, R"({"error":"bad_verification_code"})", {}},
           Row{401, "no", {Flaw::client_refused}},
           Row{404, "<html>", {Flaw::nothing_there}},
           Row{405, "", {Flaw::nothing_there}},
           Row{503, "", {Flaw::no_answer}},
           Row{400, R"({"error":"invalid_request"})", {Flaw::client_untold}},
           Row{200, R"({"access_token":"at"})", {Flaw::client_untold}},
       }) {
    SCOPED_TRACE(std::to_string(row.status) + row.body);
    answer("/token", row.status, row.body);
    EXPECT_EQ(flaws(), row.flaws);
  }
}

TEST_F(ExaminationTest, says_what_does_not_answer) {
  answer("/keys", 200, "{}");
  EXPECT_EQ(flaws(), Flaws{Flaw::no_answer});
  answer("configuration", 404, "");
  EXPECT_EQ(flaws(), Flaws{Flaw::no_answer});
  answer("/authorize", 404, "");
  EXPECT_EQ(flaws(endpoints(), Kind::oauth2), Flaws{Flaw::nothing_there});
  upstream_.bend_reply = nullptr;
  upstream_.down = true;
  EXPECT_EQ(flaws(), Flaws{Flaw::no_answer});
  EXPECT_EQ(flaws(endpoints(), Kind::oauth2), (Flaws(3, Flaw::no_answer)));
}

TEST_F(ExaminationTest, what_is_said_over_there_cannot_command_a_terminal) {
  answer("/token", 400, R"({"error":"\u001b[2J owned"})");
  const auto found = findings();
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found.front().said, "400 ??2J?owned");
}

}  // namespace
}  // namespace federation
