#include "oauth/client_auth/assertion.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

#include "base/json.h"
#include "jose/claims.h"
#include "jose/compact.h"
#include "jose/mac.h"
#include "jose/verifier.h"
#include "oauth/registry/credentials.h"

namespace oauth {
namespace {

constexpr std::size_t kLongestJti = 256;

// Typed by those who follow the newest words, plainly by others, and by many not at all.
constexpr jose::Expected kPlain{.typ = "JWT", .untyped_too = true, .newly_named_too = true};
constexpr jose::Expected kTyped{.typ = "client-authentication+jwt", .newly_named_too = true};
const jose::Expected& expected_of(std::string_view assertion) {
  return jose::dissect(assertion, kTyped) ? kTyped : kPlain;
}

// A text, or a list in which nobody else is named: who could use it elsewhere could have been given
// it there.
bool is_for(const base::json::object& claims, const std::array<std::string, 2>& ours) {
  const auto* audience = claims.if_contains("aud");
  const auto is_ours = [&](const base::json::value& one) {
    return one.is_string() &&
           std::ranges::find(ours, std::string_view(one.get_string())) != ours.end();
  };
  if (audience == nullptr) {
    return false;
  }
  const auto* list = audience->if_array();
  return list == nullptr ? is_ours(*audience)
                         : !list->empty() && std::ranges::all_of(*list, is_ours);
}

// As NumericDate; a fraction is cut off.
std::optional<base::Instant> ends_at(const base::json::object& claims) {
  const auto* exp = claims.if_contains("exp");
  if (exp == nullptr || !exp->is_number()) {
    return std::nullopt;
  }
  constexpr double kMost = 1e11;
  const double seconds = exp->to_number<double>();
  return seconds < 0 || seconds > kMost
             ? std::nullopt
             : std::optional(
                   base::Instant(std::chrono::seconds(static_cast<std::int64_t>(seconds))));
}

}  // namespace

std::optional<std::string> Assertions::client_named(std::string_view assertion) {
  const auto parts = jose::dissect(assertion, expected_of(assertion));
  if (!parts) {
    return std::nullopt;
  }
  const auto claims = base::parse_json_object(base::text_of(parts->payload));
  const auto sub = claims ? jose::text_claim(*claims, "sub") : std::nullopt;
  return sub ? std::optional<std::string>(*sub) : std::nullopt;
}

base::Result<std::optional<jose::Verified>> Assertions::verified(const Client& client,
                                                                 std::string_view assertion) {
  using Answer = std::optional<jose::Verified>;
  const auto& expected = expected_of(assertion);
  if (client.uses(AuthMethod::private_key_jwt)) {
    TRY_VAL(keys, client_keys(client.jwks));
    auto good = jose::Verifier(std::move(keys)).verify(assertion, expected);
    return good ? Answer(*std::move(good)) : Answer();
  }
  if (!client.uses(AuthMethod::client_secret_jwt)) {
    return Answer();
  }
  for (const SecretHash& kept : client.secrets) {
    if (kept.sealed.empty() || (kept.good_until && *kept.good_until <= parts_.clock.now())) {
      continue;
    }
    TRY_VAL(secret, open_secret(parts_.sealer, client.id, kept));
    TRY_VAL(key, jose::SharedKey::make(crypto::MacAlgorithm::HS256, "", secret));
    if (auto good = jose::MacVerifier(std::move(key)).verify(assertion, expected)) {
      return Answer(*std::move(good));
    }
  }
  return Answer();
}

base::Result<bool> Assertions::take(const Client& client, std::string_view assertion,
                                    const mint::Occasion& occasion) {
  TRY_VAL(good, verified(client, assertion));
  if (!good) {
    return false;
  }
  const auto& claims = good->claims();
  const std::string id = client.id.text();
  const base::Instant now = parts_.clock.now();
  const auto ends = ends_at(claims);
  const auto jti = jose::text_claim(claims, "jti");
  const std::array<std::string, 2> ours = {parts_.issuer, parts_.issuer + "/oauth/token"};
  if (jose::text_claim(claims, "sub") != id || !is_for(claims, ours) || !ends ||
      *ends > now + kLongest + kLeeway || !jti || jti->size() > kLongestJti) {
    return false;
  }
  // What the rules of jose see of the audience has been looked at: it is one of ours.
  const auto* audience = claims.if_contains("aud");
  const auto& first = audience->is_array() ? audience->get_array().front() : *audience;
  if (!jose::check_claims(claims,
                          {.issuer = id,
                           .audience = std::string_view(first.get_string()),
                           .leeway = kLeeway,
                           .iat_required = false},
                          now)) {
    return false;
  }
  return parts_.mint.first_time(mint::Purpose::client_assertion, id + " " + std::string(*jti),
                                *ends + kLeeway + std::chrono::seconds(1), id, occasion);
}

}  // namespace oauth
