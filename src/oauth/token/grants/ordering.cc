#include "oauth/token/grants/ordering.h"

#include <utility>

#include "oauth/scope/scope.h"

namespace oauth::token {

std::vector<mint::TokenOrder> orders_for(const Parts& parts, const Wanted& wanted) {
  const bool opaque = wanted.client.access_tokens == AccessTokens::opaque;
  std::vector<mint::TokenOrder> orders{
      {.type = opaque ? mint::TokenType::opaque_access_token : mint::TokenType::access_token,
       .life = wanted.life,
       .claims = {}}};
  if (wanted.refreshes) {
    orders.push_back({.type = mint::TokenType::refresh_token, .claims = {}});
  }
  if (holds(wanted.scopes, "openid")) {
    orders.push_back({.type = mint::TokenType::id_token,
                      .algorithm = wanted.client.id_token_algorithm,
                      .life = parts.lives.id_token,
                      .claims = wanted.claims});
    if (!wanted.nonce.empty()) {
      orders.back().claims["nonce"] = wanted.nonce;
    }
  }
  return orders;
}

audit::Event given_for(const Asking& asking, std::string_view type, const families::Family& family,
                       const std::vector<std::string>& scopes) {
  auto event = event_of(asking.act, type, families::subject_of(family.id));
  event.details =
      base::ObjectText()
          .add("user", identity::users::subject_of(identity::users::UserId{family.user_id}))
          .add("client", family.holder)
          .add("scope", to_text(scopes))
          .take();
  return event;
}

Given given_by(const std::vector<mint::TokenOrder>& orders, std::vector<mint::Token> tokens) {
  Given given{.access_token = std::move(tokens.front().text), .expires_in = orders.front().life};
  for (std::size_t at = 1; at < orders.size(); ++at) {
    auto& text =
        orders[at].type == mint::TokenType::refresh_token ? given.refresh_token : given.id_token;
    text = std::move(tokens[at].text);
  }
  return given;
}

}  // namespace oauth::token
