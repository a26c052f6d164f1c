#include "federation/departures.h"

#include <utility>
#include <vector>

#include "crypto/digest.h"
#include "federation/form.h"

namespace federation {
namespace {

std::string made_of(const Ties& ties, std::string_view use, std::string_view voucher) {
  const std::string text = std::string(use) + ":" + ties.tag + ":" + std::string(voucher);
  return base::to_base64url(crypto::hmac_sha256(ties.cookie.reveal(), base::bytes_of(text)));
}

std::string joined(const std::vector<std::string>& scopes) {
  std::string text;
  for (const auto& scope : scopes) {
    text += (text.empty() ? "" : " ") + scope;
  }
  return text;
}

}  // namespace

std::string verifier_of(const Ties& ties, std::string_view voucher) {
  return made_of(ties, "pkce", voucher);
}

std::string nonce_of(const Ties& ties, std::string_view voucher) {
  return made_of(ties, "nonce", voucher);
}

std::string callback_of(std::string_view issuer, std::string_view provider) {
  return std::string(issuer) + "/auth/" + std::string(provider) + "/callback";
}

base::Result<Departure> Departures::begin(const identity::Act& act, const std::string& name,
                                          const Trip& trip) {
  TRY_VAL(found, parts_.providers.check(name));
  const auto* open = std::get_if<ProviderGate::Open>(&found);
  if (open == nullptr) {
    return ProviderGate::Closed{};
  }
  const Provider& provider = open->provider;
  const auto lane = parts_.lanes.enter(name);
  if (!lane) {
    return Unreachable{{base::ErrorCode::unavailable, "", "too many wait for the provider", ""}};
  }
  auto metadata = parts_.upstreams.metadata(provider);
  if (!metadata) {
    return Unreachable{std::move(metadata).error()};
  }
  const std::string callback = callback_of(parts_.issuer, name);
  const bool anew = trip.anew && has_people_log_in_anew(provider);
  TRY_VAL(state, parts_.mint.state(
                     {.provider = open->proof},
                     {.user_id = trip.user_id,
                      .session = trip.ties.session,
                      .redirect = callback,
                      .extra = {{"anew", anew ? base::to_seconds(parts_.clock.now()) : 0},
                                {"version", provider.version}}},
                     {.actor = act.actor, .address = act.address, .request_id = act.request_id}));
  const std::string_view voucher = state.value.reveal_text();
  const std::string challenge =
      base::to_base64url(crypto::sha256(base::bytes_of(verifier_of(trip.ties, voucher))));
  Fields fields{{"response_type", "code"},
                {"client_id", provider.client_id},
                {"redirect_uri", callback},
                {"scope", joined(provider.scopes)},
                {"state", trip.ties.tag + "." + std::string(voucher)},
                {"code_challenge", challenge},
                {"code_challenge_method", "S256"}};
  if (provider.kind == Kind::oidc) {
    fields.emplace_back("nonce", nonce_of(trip.ties, voucher));
    if (!trip.login_hint.empty()) {
      fields.emplace_back("login_hint", trip.login_hint);
    }
    if (trip.anew && !provider.asked_to_choose.empty()) {
      fields.emplace_back("prompt", provider.asked_to_choose);
    }
    if (anew) {
      // With it the ID token says when they did (OpenID Connect Core 1.0, section 3.1.2.1).
      fields.emplace_back("max_age", std::to_string(kClocksDiffer.count()));
    }
  }
  const std::string& at = metadata->authorization_endpoint;
  return SentAway{base::Secret(at + (at.contains('?') ? "&" : "?") + form_of(fields))};
}

}  // namespace federation
