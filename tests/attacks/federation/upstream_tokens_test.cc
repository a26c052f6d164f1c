// What a provider gives out is for the moment of a login: nothing of it stays in the database, in
// the log or in the trail, whatever becomes of that login.
#include <string>
#include <vector>

#include "tests/attacks/federation/program_house.h"
#include "tests/support/theft.h"

namespace attacks {
namespace {

class UpstreamTokens : public Federation {
 protected:
  UpstreamTokens() {
    server_ = nullptr;
    server_ = installation_.serve({{"GAPURA_LOG_LEVEL", "debug"}});
    provider_->code_begins = kCode;
    provider_->access_token = kAccessToken;
    provider_->claims_at_userinfo = true;
    provider_->bend_id_token = [this](std::string& token) { id_tokens_.push_back(token); };
    provider_->bend_reply = [this](const federation::Question& question, federation::Reply&) {
      for (const auto& [name, value] : question.headers) {
        shown_ += value == std::string("Bearer ") + kAccessToken ? 1 : 0;
      }
    };
  }

  std::string trail() const { return base::json::serialize(installation_.json({"audit", "list"})); }
  // Of an ID token its signature by itself as well: its claims are what the person is made of.
  void expect_nothing_in(const std::string& all) const {
    EXPECT_FALSE(support::holds(all, base::bytes_of(kCode)));
    EXPECT_FALSE(support::holds(all, base::bytes_of(kAccessToken)));
    for (const std::string& token : id_tokens_) {
      const auto signature = base::from_base64url(token.substr(token.rfind('.') + 1)).value();
      EXPECT_FALSE(support::holds(all, base::bytes_of(token)));
      EXPECT_FALSE(support::holds(all, signature));
    }
  }

  static constexpr const char* kCode = "4-0AfrIepB-upstream-code-";
  static constexpr const char* kAccessToken = "ya29-upstream-access-token-5kQ2r9";
  std::vector<std::string> id_tokens_;
  int shown_ = 0;
};

TEST_P(UpstreamTokens, are_kept_nowhere) {
  auto it = browser();
  EXPECT_EQ(log_in(it).status, 303);
  EXPECT_TRUE(support::is_logged_in(it));
  auto sent = browser();
  auto stranger = browser();
  EXPECT_EQ(stranger.get(provider_->come_back(away(sent), ani())).status, 400);
  auto forger = browser();
  auto back = provider_->come_back(away(forger), ani());
  back.insert(back.find("code=") + 5, kCode);
  EXPECT_EQ(forger.get(back).status, 403);
  provider_->bend_claims = [](base::json::object& claims) { claims["aud"] = "them"; };
  auto misled = browser();
  EXPECT_EQ(log_in(misled).status, 403);
  EXPECT_EQ(id_tokens_.size(), 2U);
  EXPECT_EQ(shown_, 1) << "at userinfo";

  EXPECT_THAT(trail(), testing::HasSubstr("federation.refused"));
  expect_nothing_in(trail());
  const auto stored = support::files_in(installation_.folder()) + installation_.dump();
  EXPECT_THAT(stored, testing::HasSubstr("ani@mail.test"));
  expect_nothing_in(stored);
  const auto ended = server_->stop();
  EXPECT_THAT(ended.err, testing::HasSubstr("/auth/{provider}/callback"));
  expect_nothing_in(ended.out + ended.err);
  expect_nothing_in(support::files_in(installation_.folder()) + installation_.dump());
}

INSTANTIATE_TEST_SUITE_P(, UpstreamTokens,
                         testing::Values(EngineKind::sqlite, EngineKind::postgres),
                         [](const auto& info) { return support::name_of(info.param); });

}  // namespace
}  // namespace attacks
