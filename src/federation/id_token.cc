#include "federation/id_token.h"

#include "jose/claims.h"

namespace federation {
namespace {

// What Google once called itself, and its libraries still take.
constexpr std::string_view kGoogle = "https://accounts.google.com";
constexpr std::string_view kGoogleOnce = "accounts.google.com";

std::unexpected<base::Error> refuse(std::string why) {
  return base::reject(base::ErrorCode::unauthorized, "OIDC-3.1.3.7", std::move(why));
}

bool is_for_several(const base::json::object& claims) {
  const auto* audience = claims.if_contains("aud");
  return audience != nullptr && audience->is_array() && audience->get_array().size() > 1;
}

}  // namespace

std::string text_claim_of(const base::json::object& claims, std::string_view name) {
  const auto* found = claims.if_contains(name);
  if (found == nullptr) {
    return {};
  }
  if (const auto* text = found->if_string()) {
    return std::string(*text);
  }
  return found->is_int64() || found->is_uint64() ? base::to_text(*found) : std::string();
}

base::Done check_id_token(const base::json::object& claims, const IdTokenRules& rules,
                          base::Instant now) {
  const bool as_once =
      rules.issuer == kGoogle && jose::text_claim(claims, "iss") == std::optional(kGoogleOnce);
  TRY(jose::check_claims(
      claims, {.issuer = as_once ? kGoogleOnce : rules.issuer, .audience = rules.client_id}, now));
  const auto* party = claims.if_contains("azp");
  if (party == nullptr
          ? is_for_several(claims)
          : !party->is_string() || std::string_view(party->get_string()) != rules.client_id) {
    return refuse("it was made for another client");
  }
  if (jose::text_claim(claims, "nonce") != std::optional(rules.nonce)) {
    return refuse("it is not of this request");
  }
  const auto subject = jose::text_claim(claims, "sub");
  if (!subject || subject->size() > kLongestSubject) {
    return refuse("it does not say who it is about");
  }
  const auto* shown_at = claims.if_contains("auth_time");
  if (rules.not_before &&
      (shown_at == nullptr || !shown_at->is_int64() ||
       base::Instant(std::chrono::seconds(shown_at->get_int64())) < *rules.not_before)) {
    return refuse("they were to show anew who they are, and did not");
  }
  return {};
}

}  // namespace federation
