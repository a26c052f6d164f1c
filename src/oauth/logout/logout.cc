#include "oauth/logout/logout.h"

#include <algorithm>
#include <utility>

#include "identity/names/names.h"
#include "jose/claims.h"

namespace oauth::logout {
namespace {

constexpr std::string_view kClause = "OIDCRPL-2";
constexpr std::string_view kBackClause = "OIDCRPL-3";

Refused refused(std::string_view clause, std::string description) {
  return {base::Error{.code = base::ErrorCode::invalid_request,
                      .clause = std::string(clause),
                      .description = std::move(description),
                      .detail = {}}};
}

// What a client knows somebody by: what the login takes, or what the ID token says.
bool is_name_of(const std::string& hint, const identity::users::User& user) {
  const auto key = identity::names::typed_name(hint);
  return hint == user.sub || key == identity::names::typed_name(user.username) ||
         (!user.email.empty() && key == identity::names::typed_name(user.email));
}

}  // namespace

bool is_certain(const Wanted& wanted, const identity::users::User& user,
                const identity::sessions::Session& session) {
  return wanted.hint && wanted.hint->sub == user.sub && wanted.hint->session == session.id.text() &&
         (wanted.logout_hint.empty() || is_name_of(wanted.logout_hint, user));
}

// Expired is good: section 4 asks for that, since a client logs somebody out long after it logged
// them in. An access token is of another type and none (TK14).
std::optional<Logout::Token> Logout::read(std::string_view id_token) {
  const auto verified = parts_.keys.verify(id_token, {.typ = "JWT"});
  if (!verified) {
    return std::nullopt;
  }
  const auto& claims = verified->claims();
  const auto issuer = jose::text_claim(claims, "iss");
  const auto audience = jose::text_claim(claims, "aud");
  const auto sub = jose::text_claim(claims, "sub");
  if (!issuer || *issuer != parts_.issuer || !audience || !sub) {
    return std::nullopt;
  }
  return Token{.client_id = std::string(*audience),
               .hint = {.sub = std::string(*sub),
                        .session = std::string(jose::text_claim(claims, "sid").value_or(""))}};
}

base::Result<std::variant<Refused, Wanted>> Logout::open(const Parameters& sent) {
  using Opening = std::variant<Refused, Wanted>;
  if (const auto twice = sent.repeated()) {
    return Opening(refused(kClause, std::string(*twice) + " was sent more than once"));
  }
  Wanted wanted;
  wanted.logout_hint = std::string(sent.get("logout_hint").value_or(""));
  std::string client_id(sent.get("client_id").value_or(""));
  if (const auto text = sent.get("id_token_hint")) {
    auto token = read(*text);
    if (!token) {
      return Opening(refused(kClause, "id_token_hint is no ID token of ours"));
    }
    if (!client_id.empty() && client_id != token->client_id) {
      return Opening(refused(kClause, "client_id and id_token_hint are of two clients"));
    }
    client_id = std::move(token->client_id);
    wanted.hint = std::move(token->hint);
  }
  if (const auto id = ClientId::parse(client_id)) {
    TRY_VAL(client, parts_.clients.find(*id));
    wanted.client = std::move(client);
  }
  if (!client_id.empty() && (!wanted.client || !wanted.client->enabled)) {
    return Opening(refused(kClause, "the client is unknown or disabled"));
  }
  if (const auto address = sent.get("post_logout_redirect_uri")) {
    const bool registered =
        wanted.client && std::ranges::find(wanted.client->post_logout_redirect_uris, *address) !=
                             wanted.client->post_logout_redirect_uris.end();
    if (!registered) {
      return Opening(refused(kBackClause,
                             "post_logout_redirect_uri is not registered for the client, octet "
                             "by octet, or no client is named"));
    }
    // Section 3: nobody is sent on for whoever shows no ID token, since anybody knows the name of a
    // client; they are logged out, and stay here (OP28).
    if (wanted.hint) {
      wanted.back = std::string(*address);
      wanted.state = std::string(sent.get("state").value_or(""));
    }
  }
  return Opening(std::move(wanted));
}

}  // namespace oauth::logout
