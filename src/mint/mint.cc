#include "mint/mint.h"

#include <algorithm>
#include <array>
#include <utility>

#include "crypto/digest.h"
#include "mint/agreement.h"
#include "mint/bearer.h"
#include "mint/family_token.h"
#include "mint/telling.h"

namespace mint {
namespace {

namespace json = base::json;
using base::ErrorCode;

constexpr std::size_t kSecretOctets = 32;
constexpr std::array<std::string_view, 14> kOwnClaims = {
    "iss", "sub",       "aud",   "exp",       "nbf", "iat",     "jti",
    "acr", "client_id", "scope", "auth_time", "sid", "at_hash", kFamilyClaim};

struct TokenTag;

std::unexpected<base::Error> refuse(std::string detail) {
  return base::reject(ErrorCode::internal, "", "the request cannot be granted", std::move(detail));
}

base::Secret make_secret(base::Random& random) {
  const base::Secret octets(random.bytes(kSecretOctets));
  return base::Secret(base::to_base64url(octets.reveal()));
}

std::string_view typ_of(TokenType type) {
  switch (type) {
    case TokenType::access_token:
      return "at+jwt";
    case TokenType::id_token:
      return "JWT";
    case TokenType::opaque_access_token:
      return "access";
    case TokenType::refresh_token:
      return "refresh";
  }
  std::unreachable();
}

bool is_opaque(TokenType type) {
  return type == TokenType::opaque_access_token || type == TokenType::refresh_token;
}

base::Bytes digest(crypto::Hash hash, base::BytesView data) {
  switch (hash) {
    case crypto::Hash::sha256:
      return crypto::sha256(data);
    case crypto::Hash::sha384:
      return crypto::sha384(data);
    case crypto::Hash::sha512:
      return crypto::sha512(data);
  }
  std::unreachable();
}

// OpenID Connect Core section 3.1.3.6.
std::string half_hash(crypto::SignatureAlgorithm algorithm, std::string_view text) {
  const auto whole = digest(crypto::hash_of(algorithm), base::bytes_of(text));
  return base::to_base64url(base::BytesView(whole).first(whole.size() / 2));
}

}  // namespace

base::Result<std::unique_ptr<Mint>> Mint::make(const Parts& parts, MintOptions options) {
  if (options.issuer.empty()) {
    return base::reject(ErrorCode::invalid_request, "RFC8414-2", "the issuer is not configured");
  }
  if (options.code_life <= std::chrono::seconds(0) || options.code_life > kLongestCodeLife) {
    return base::reject(ErrorCode::invalid_request, "RFC6749-4.1.2",
                        "a code lives for a second at least and a minute at most");
  }
  return std::unique_ptr<Mint>(new Mint(parts, std::move(options)));
}

Mint::Mint(const Parts& parts, MintOptions options)
    : parts_(parts), options_(std::move(options)), ids_(parts.clock, parts.random) {}

base::Result<std::vector<Token>> Mint::tokens(RedemptionWarrant warrant,
                                              std::span<const TokenOrder> orders,
                                              const Occasion& occasion) {
  TRY(check_agreement(warrant));
  return issue({.name = name_of_user(warrant.user->id),
                .sub = warrant.user->sub,
                .client_id = warrant.client->id,
                .audience = warrant.scope->audience,
                .scope = warrant.scope->scope,
                .session = &warrant.session.fact(),
                .family = &warrant.family.fact()},
               orders, occasion);
}

base::Result<std::vector<Token>> Mint::tokens(const RefreshWarrant& warrant,
                                              std::span<const TokenOrder> orders,
                                              const Occasion& occasion) {
  TRY(check_agreement(warrant));
  return issue({.name = name_of_user(warrant.user->id),
                .sub = warrant.user->sub,
                .client_id = warrant.client->id,
                .audience = warrant.scope->audience,
                .scope = warrant.scope->scope,
                .session = &warrant.family->login,
                .family = &warrant.family.fact()},
               orders, occasion);
}

base::Result<Token> Mint::token(const ClientWarrant& warrant, const TokenOrder& order,
                                const Occasion& occasion) {
  TRY(check_agreement(warrant));
  // RFC 9068 section 2.2: without a resource owner the subject is the client.
  TRY_VAL(made, issue({.name = "client:" + warrant.client->id,
                       .sub = warrant.client->id,
                       .client_id = warrant.client->id,
                       .audience = warrant.scope->audience,
                       .scope = warrant.scope->scope},
                      {&order, 1}, occasion));
  return std::move(made.front());
}

base::Result<std::vector<Token>> Mint::issue(const Bearer& bearer,
                                             std::span<const TokenOrder> orders,
                                             const Occasion& occasion) {
  std::vector<Token> made;
  made.reserve(orders.size());
  std::string access_token;
  for (const TokenOrder& order : orders) {
    TRY_VAL(token,
            is_opaque(order.type) ? make_opaque(bearer, order) : sign(bearer, order, access_token));
    if (order.type == TokenType::access_token || order.type == TokenType::opaque_access_token) {
      access_token = token.text;
    }
    made.push_back(std::move(token));
  }
  if (made.empty()) {
    return refuse("no token was ordered");
  }
  if (bearer.family != nullptr && bearer.family->told) {
    return made;
  }
  json::array listed;
  for (std::size_t at = 0; at < made.size(); ++at) {
    listed.push_back(json::object{{"typ", typ_of(orders[at].type)}, {"jti", made[at].jti}});
  }
  auto event = event_of("token.issued", bearer.name, occasion);
  event.details =
      base::to_text(json::object{{"client", bearer.client_id}, {"tokens", std::move(listed)}});
  TRY(parts_.trail.append(event));
  return made;
}

base::Result<Token> Mint::make_opaque(const Bearer& bearer, const TokenOrder& order) {
  if (bearer.family == nullptr || !order.claims.empty()) {
    return refuse("an opaque token is of a family, and holds no claims");
  }
  const LiveFamily& family = *bearer.family;
  if (order.type == TokenType::refresh_token) {
    if (family.generation < 1) {
      return refuse("a refresh token of a family that has none");
    }
    return Token{.text = make_family_token(
                     {.family = family.id, .is = RefreshToken{.generation = family.generation}},
                     family.secret),
                 .jti = family.id.text() + "." + std::to_string(family.generation),
                 .expires_at = {}};
  }
  if (order.life <= std::chrono::seconds(0)) {
    return refuse("a token lives for a second at least");
  }
  const auto jti = ids_.next<TokenTag>();
  OpaqueAccessToken access{
      .issued_at = base::Instant(std::chrono::seconds(base::to_seconds(parts_.clock.now()))),
      .scope = bearer.scope};
  access.expires_at = access.issued_at + order.life;
  std::ranges::copy(jti.bytes(), access.jti.begin());
  const base::Instant expires_at = access.expires_at;
  return Token{
      .text = make_family_token({.family = family.id, .is = std::move(access)}, family.secret),
      .jti = jti.text(),
      .expires_at = expires_at};
}

base::Result<Token> Mint::sign(const Bearer& bearer, const TokenOrder& order,
                               const std::string& access_token) {
  const bool about_login = order.type == TokenType::id_token;
  if (order.life <= std::chrono::seconds(0) || order.life > parts_.keys.options().longest_token) {
    return refuse("a token may not live longer than its key is published");
  }
  if (about_login && bearer.session == nullptr) {
    return refuse("an ID token is about somebody who is logged in");
  }
  if (!about_login && bearer.audience.empty()) {
    return refuse("an access token without an audience would be good anywhere");
  }
  for (const std::string_view name : kOwnClaims) {
    if (order.claims.contains(name)) {
      return refuse("a claim that is mint's to say was ordered: " + std::string(name));
    }
  }
  TRY_VAL(signer, parts_.keys.signer(order.algorithm));
  const std::int64_t now = base::to_seconds(parts_.clock.now());
  const std::int64_t expires = now + order.life.count();
  Token token{.text = {},
              .jti = ids_.next<TokenTag>().text(),
              .expires_at = base::Instant(std::chrono::seconds(expires))};
  base::ObjectText claims;
  claims.add("iss", options_.issuer).add("sub", bearer.sub);
  if (about_login) {
    claims.add("aud", bearer.client_id);
  } else if (bearer.audience.size() == 1) {
    claims.add("aud", bearer.audience.front());
  } else {
    claims.add("aud", bearer.audience);
  }
  claims.add("exp", expires).add("iat", now).add("jti", token.jti);
  if (!about_login) {
    claims.add("client_id", bearer.client_id);
    if (!bearer.scope.empty()) {
      claims.add("scope", bearer.scope);
    }
    if (bearer.family != nullptr) {
      claims.add(kFamilyClaim, bearer.family->id.text());
    }
  } else if (!access_token.empty()) {
    claims.add("at_hash", half_hash(order.algorithm, access_token));
  }
  if (bearer.session != nullptr) {
    claims.add("auth_time", base::to_seconds(bearer.session->authenticated_at))
        .add("sid", bearer.session->id.text());
    if (!bearer.session->level.empty()) {
      claims.add("acr", bearer.session->level);
    }
  }
  for (const auto& [name, value] : order.claims) {
    claims.add_value(name, value);
  }
  token.text = signer->sign(typ_of(order.type), claims.take());
  return token;
}

base::Done Mint::can_sign(crypto::SignatureAlgorithm algorithm) const {
  TRY(parts_.keys.signer(algorithm));
  return {};
}

base::Result<OpenedSession> Mint::session(const LoginWarrant& warrant, const SessionOrder& order,
                                          const Occasion& occasion) {
  TRY(check_agreement(warrant));
  if (order.idle <= std::chrono::seconds(0) || order.absolute < order.idle) {
    return refuse("the limits of a session are positive, and the absolute one is not the shorter");
  }
  const base::Instant now = parts_.clock.now();
  OpenedSession opened{.id = ids_.next<SessionTag>(), .value = make_secret(parts_.random)};
  auto event = event_of("session.opened", name_of_user(warrant.user->id), occasion);
  event.details =
      base::to_text(json::object{{"session", opened.id.text()}, {"level", warrant.factors->level}});
  const Replaced replaced{
      .ids = order.replaces,
      .event = event_of("session.replaced", name_of_user(warrant.user->id), occasion)};
  TRY_VAL(opening, parts_.sessions.open({.id = opened.id,
                                         .hash = crypto::sha256(opened.value.reveal()),
                                         .user_id = warrant.user->id,
                                         .level = warrant.factors->level,
                                         .authenticated_at = warrant.factors->authenticated_at,
                                         .opened_at = now,
                                         .idle_until = now + order.idle,
                                         .absolute_until = now + order.absolute,
                                         .details = order.details},
                                        replaced, order.concludes, event));
  switch (opening) {
    case SessionOpening::opened:
      return opened;
    case SessionOpening::not_active:
      return base::reject(ErrorCode::forbidden, "", "the person is not active");
    case SessionOpening::overtaken:
      return base::reject(ErrorCode::conflict, "", "the login is over, or another step ahead");
  }
  std::unreachable();
}

}  // namespace mint
