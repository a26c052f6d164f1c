#include "mint/family_token.h"

#include "tests/unit/mint/mint_fixture.h"

namespace mint {
namespace {

class FamilyTokens : public MintTest {
 protected:
  std::vector<Token> made(std::vector<TokenOrder> orders) {
    auto tokens = mint_->tokens(proofs().refresh(), orders, occasion_);
    EXPECT_TRUE(tokens.has_value());
    return tokens.value();
  }
  static TokenOrder of(TokenType type, std::chrono::seconds life = std::chrono::hours(1)) {
    return {.type = type, .life = life, .claims = {}};
  }
  const base::Secret secret_{base::Bytes(32, 9)};
};

TEST_F(FamilyTokens, TK5_the_refresh_token_of_a_generation_is_the_same_each_time) {
  const auto first = made({of(TokenType::refresh_token)}).front();
  clock_.advance(std::chrono::seconds(3));
  const auto second = made({of(TokenType::refresh_token)}).front();
  EXPECT_EQ(first.text, second.text);
  EXPECT_EQ(last_event().details.find(first.text), std::string::npos);
  EXPECT_NE(last_event().details.find(first.jti), std::string::npos);
  const auto read = PresentedToken::read(first.text);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->says().family, FamilyId({7}));
  EXPECT_EQ(std::get<RefreshToken>(read->says().is).generation, 2);
  EXPECT_TRUE(read->is_made_with(secret_));
  EXPECT_FALSE(read->is_made_with(base::Secret(base::Bytes(32, 8))));
}

TEST_F(FamilyTokens, an_opaque_access_token_holds_its_scope_and_its_end) {
  const auto token = made({of(TokenType::opaque_access_token)}).front();
  EXPECT_EQ(token.text.find('.'), std::string::npos);
  const auto read = PresentedToken::read(token.text);
  ASSERT_TRUE(read);
  const auto& access = std::get<OpaqueAccessToken>(read->says().is);
  EXPECT_EQ(access.scope, "openid view-user");
  EXPECT_EQ(access.expires_at, token.expires_at);
  EXPECT_EQ(access.expires_at - access.issued_at, std::chrono::hours(1));
  EXPECT_EQ(base::id_to_text(access.jti), token.jti);
  EXPECT_TRUE(read->is_made_with(secret_));
  EXPECT_NE(made({of(TokenType::opaque_access_token)}).front().text, token.text);
}

TEST_F(FamilyTokens, an_id_token_holds_the_hash_of_an_opaque_neighbour) {
  const auto tokens = made({of(TokenType::opaque_access_token), order(TokenType::id_token)});
  const auto claims = claims_of(tokens.back(), "JWT");
  EXPECT_TRUE(claims.contains("at_hash"));
  EXPECT_EQ(claims.at("auth_time"), base::to_seconds(authenticated_at()));
  EXPECT_EQ(claims.at("sid").as_string(), session_id_.text());
}

TEST_F(FamilyTokens, TK13_nothing_of_a_token_can_be_changed) {
  for (const auto type : {TokenType::refresh_token, TokenType::opaque_access_token}) {
    const auto octets = base::from_base64url(made({of(type)}).front().text).value();
    for (std::size_t at = 0; at < octets.size(); ++at) {
      auto changed = octets;
      changed[at] ^= 1U;
      const auto read = PresentedToken::read(base::to_base64url(changed));
      EXPECT_FALSE(read && read->is_made_with(secret_)) << at;
    }
    for (std::size_t size = 0; size < octets.size(); ++size) {
      const auto read =
          PresentedToken::read(base::to_base64url(base::BytesView(octets).first(size)));
      EXPECT_FALSE(read && read->is_made_with(secret_)) << size;
    }
  }
  for (const auto& text : {std::string(), std::string("x"), std::string("a.b.c"),
                           std::string(43, 'A'), std::string(100'000, 'A')}) {
    EXPECT_FALSE(PresentedToken::read(text)) << text.size();
  }
}

TEST_F(FamilyTokens, are_of_a_family_and_hold_no_claims) {
  const Proofs all = proofs();
  EXPECT_FALSE(mint_->token(ClientWarrant{all.client, all.scope},
                            of(TokenType::opaque_access_token), occasion_));
  auto claims = of(TokenType::opaque_access_token);
  claims.claims["x"] = 1;
  EXPECT_FALSE(mint_->tokens(all.refresh(), {{claims}}, occasion_));
  EXPECT_FALSE(mint_->tokens(
      all.refresh(), {{of(TokenType::opaque_access_token, std::chrono::seconds(0))}}, occasion_));
  Facts without = facts();
  without.generation = 0;
  EXPECT_FALSE(
      mint_->tokens(prove(without).refresh(), {{of(TokenType::refresh_token)}}, occasion_));
}

}  // namespace
}  // namespace mint
