#include "jose/claims.h"

#include <algorithm>
#include <cmath>

namespace jose {
namespace {

// The year 9999: beyond it seconds no longer fit an Instant with room for a leeway.
constexpr double kLatest = 253402300799.0;

std::unexpected<base::Error> refused(std::string_view clause, std::string why) {
  return base::reject(base::ErrorCode::unauthorized, clause, std::move(why));
}

// NumericDate (RFC 7519 section 2): seconds, whole or not.
base::Result<std::optional<base::Instant>> date(const base::json::object& claims,
                                                std::string_view name, std::string_view clause) {
  const auto* value = claims.if_contains(name);
  if (value == nullptr) {
    return std::nullopt;
  }
  double seconds = -1;
  if (value->is_number()) {
    seconds = value->to_number<double>();
  }
  if (!(seconds >= 0 && seconds <= kLatest)) {
    return refused(clause, std::string(name) + " is not a date");
  }
  return base::from_micros(static_cast<std::int64_t>(std::floor(seconds * 1e6)));
}

base::Done check_issuer(const base::json::object& claims, const ClaimRules& rules) {
  if (text_claim(claims, "iss") != rules.issuer) {
    return refused("RFC7519-4.1.1", "iss is missing or not the expected issuer");
  }
  return {};
}

base::Done check_audience(const base::json::object& claims, const ClaimRules& rules) {
  const auto* value = claims.if_contains("aud");
  if (value == nullptr) {
    return refused("RFC7519-4.1.3", "aud is missing");
  }
  const auto is_ours = [&](const base::json::value& audience) {
    return audience.is_string() && audience.get_string() == rules.audience;
  };
  const auto* list = value->if_array();
  const bool contains =
      list == nullptr
          ? is_ours(*value)
          : std::ranges::all_of(*list, [](const auto& audience) { return audience.is_string(); }) &&
                std::ranges::any_of(*list, is_ours);
  if (!contains || rules.audience.empty()) {
    return refused("RFC7519-4.1.3", "aud does not name this audience");
  }
  return {};
}

base::Done check_times(const base::json::object& claims, const ClaimRules& rules,
                       base::Instant now) {
  TRY_VAL(expires, date(claims, "exp", "RFC7519-4.1.4"));
  TRY_VAL(not_before, date(claims, "nbf", "RFC7519-4.1.5"));
  TRY_VAL(issued, date(claims, "iat", "RFC7519-4.1.6"));
  if (!expires) {
    return refused("RFC7519-4.1.4", "exp is missing");
  }
  if (now >= *expires + rules.leeway) {
    return refused("RFC7519-4.1.4", "the token has expired");
  }
  if (not_before && now + rules.leeway < *not_before) {
    return refused("RFC7519-4.1.5", "the token is not valid yet");
  }
  if (!issued && (rules.iat_required || rules.longest_age)) {
    return refused("RFC7519-4.1.6", "iat is missing");
  }
  if (issued && now + rules.leeway < *issued) {
    return refused("RFC7519-4.1.6", "the token is from the future");
  }
  if (issued && rules.longest_age && now >= *issued + *rules.longest_age + rules.leeway) {
    return refused("RFC7519-4.1.6", "the token is too old");
  }
  return {};
}

}  // namespace

base::Done check_claims(const base::json::object& claims, const ClaimRules& rules,
                        base::Instant now) {
  TRY(check_issuer(claims, rules));
  TRY(check_audience(claims, rules));
  return check_times(claims, rules, now);
}

std::optional<std::string_view> text_claim(const base::json::object& claims,
                                           std::string_view name) {
  const auto* value = claims.if_contains(name);
  if (value == nullptr || !value->is_string() || value->get_string().empty()) {
    return std::nullopt;
  }
  return std::string_view(value->get_string());
}

}  // namespace jose
