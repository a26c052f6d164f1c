// RFC 6749 section 4.4: a token for the client itself.
#include <algorithm>
#include <utility>

#include "oauth/scope/scope.h"
#include "oauth/scope/scope_gate.h"
#include "oauth/token/grants/grants.h"

namespace oauth::token {
namespace {

// They are about a person, and nobody is here.
bool is_about_somebody(std::string_view scope) {
  return std::ranges::find(kBuiltInScopes, scope) != kBuiltInScopes.end();
}

}  // namespace

base::Result<Answer> client_credentials(const Parts& parts, const Asking& asking) {
  const auto asked = asking.form.get("scope");
  auto scopes = asked ? scopes_in(*asked) : std::optional(asking.client.scopes);
  if (!asked) {
    std::erase_if(*scopes, [](const auto& scope) { return is_about_somebody(scope); });
  }
  auto proof = scopes && std::ranges::none_of(*scopes, is_about_somebody)
                   ? ScopeGate::grant(asking.client, *scopes, {parts.issuer})
                   : std::nullopt;
  if (!proof) {
    return Wrong{"invalid_scope", "RFC6749-5.2", "the client may not have that scope for itself"};
  }
  TRY_VAL(token, parts.mint.token(mint::ClientWarrant{.client = asking.proof, .scope = *proof},
                                  {.type = mint::TokenType::access_token,
                                   .life = parts.lives.access_token,
                                   .claims = {}},
                                  asking.occasion()));
  Given given{.access_token = std::move(token.text), .expires_in = parts.lives.access_token};
  if (!asked && !scopes->empty()) {
    given.scope = to_text(*scopes);
  }
  return given;
}

}  // namespace oauth::token
