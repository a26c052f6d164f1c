// What the grants about a person have mint make, and how that becomes the answer.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "oauth/token/token.h"

namespace oauth::token {

struct Wanted {
  const Client& client;
  const std::vector<std::string>& scopes;
  std::chrono::seconds life{0};  // of the access token
  bool refreshes = false;
  std::string nonce = {};
  base::json::object claims = {};  // of the ID token, beside what always stands there
};

// The access token first; an ID token with openid alone.
std::vector<mint::TokenOrder> orders_for(const Parts& parts, const Wanted& wanted);
// The tokens are of these orders, one for each.
Given given_by(const std::vector<mint::TokenOrder>& orders, std::vector<mint::Token> tokens);

// The step of a family that tokens are given for, as the trail is told: to which client, for whom
// and for what.
audit::Event given_for(const Asking& asking, std::string_view type, const families::Family& family,
                       const std::vector<std::string>& scopes);

}  // namespace oauth::token
