#include "federation/examination.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/bytes.h"
#include "base/json.h"
#include "crypto/algorithm.h"
#include "federation/departures.h"
#include "federation/foreign.h"
#include "federation/id_token.h"

namespace federation {
namespace {

constexpr std::size_t kCodeOctets = 32;
constexpr int kUnauthorized = 401;
constexpr int kNotFound = 404;
constexpr int kNotAllowed = 405;
constexpr int kServerFaults = 500;

std::string listed(const std::vector<std::string>& texts) {
  std::string line;
  for (const std::string& text : texts) {
    line += (line.empty() ? "" : ", ") + plain(text);
  }
  return line.empty() ? "-" : line;
}

std::string reason_of(const base::Error& error) {
  return error.description + (error.detail.empty() ? "" : " (" + error.detail + ")");
}

bool has(const Metadata::Texts& texts, std::string_view text) {
  return std::ranges::find(*texts, text) != texts->end();
}

bool is_verified(const std::string& algorithm) {
  return crypto::signature_algorithm(algorithm).has_value();
}

// RFC 8414 section 2: what is left out of a list is the way by the header.
bool takes_us(const Provider& provider, const Metadata& metadata) {
  return metadata.client_auths ? has(metadata.client_auths, to_string(provider.auth))
                               : provider.auth == ClientAuth::client_secret_basic;
}

void compare(const Provider& provider, const Metadata& metadata, std::vector<Finding>& findings) {
  if (metadata.response_types && !has(metadata.response_types, "code")) {
    findings.push_back({Flaw::no_code, listed(*metadata.response_types)});
  }
  if (!metadata.challenge_methods) {
    findings.push_back({Flaw::pkce_unsaid, {}});
  } else if (!has(metadata.challenge_methods, "S256")) {
    findings.push_back({Flaw::no_s256, listed(*metadata.challenge_methods)});
  }
  if (!takes_us(provider, metadata)) {
    findings.push_back({Flaw::no_client_auth, metadata.client_auths ? listed(*metadata.client_auths)
                                                                    : "client_secret_basic"});
  }
  if (provider.auth == ClientAuth::private_key_jwt && metadata.client_auth_algorithms &&
      !has(metadata.client_auth_algorithms, provider.key_algorithm)) {
    findings.push_back({Flaw::no_client_alg, listed(*metadata.client_auth_algorithms)});
  }
  if (metadata.id_token_algorithms &&
      std::ranges::none_of(*metadata.id_token_algorithms, &is_verified)) {
    findings.push_back({Flaw::no_id_token_alg, listed(*metadata.id_token_algorithms)});
  }
  for (const std::string& scope : provider.scopes) {
    if (metadata.scopes && !has(metadata.scopes, scope)) {
      findings.push_back({Flaw::scope_unsaid, plain(scope)});
    }
  }
}

struct Word {
  std::string_view error;
  Flaw flaw;
};
// RFC 6749 section 5.2, and what GitHub and Google say in its place.
constexpr std::array kErrors = {
    Word{"invalid_client", Flaw::client_refused},
    Word{"incorrect_client_credentials", Flaw::client_refused},
    Word{"unauthorized_client", Flaw::client_forbidden},
    Word{"unsupported_grant_type", Flaw::client_forbidden},
    Word{"redirect_uri_mismatch", Flaw::callback_refused},
};
constexpr std::array<std::string_view, 2> kCodeErrors = {"invalid_grant", "bad_verification_code"};

std::string error_in(const Reply& reply) {
  const auto answer = base::parse_json_object(reply.body);
  return answer ? text_claim_of(*answer, "error") : std::string();
}

// Some answer the address itself with 404 or 405 and would answer a login otherwise; none answers a
// token request so.
bool is_nothing(const Reply& reply) {
  return reply.status == kNotFound || reply.status == kNotAllowed;
}

}  // namespace

bool keeps_people_out(Flaw flaw) {
  return flaw != Flaw::pkce_unsaid && flaw != Flaw::scope_unsaid && flaw != Flaw::client_untold;
}

std::vector<Finding> Examination::of(const Provider& provider) {
  std::vector<Finding> findings;
  const auto metadata = parts_.upstreams.metadata(provider);
  if (!metadata) {
    return {{Flaw::no_answer, reason_of(metadata.error())}};
  }
  if (provider.kind == Kind::oidc) {
    if (const auto keys = parts_.upstreams.test_keys(provider); !keys) {
      findings.push_back({Flaw::no_answer, reason_of(keys.error())});
    }
    compare(provider, *metadata, findings);
  } else {
    look_at(provider, metadata->authorization_endpoint, findings);
    look_at(provider, metadata->userinfo_endpoint, findings);
  }
  show_a_code(provider, *metadata, findings);
  return findings;
}

// An OAuth 2.0 server says nothing of itself: whether anything answers there is all that can be
// asked of these without a person.
void Examination::look_at(const Provider& provider, const std::string& url,
                          std::vector<Finding>& findings) {
  const auto reply = parts_.line.ask({.url = url,
                                      .headers = {{"Accept", "application/json"}},
                                      .form = {},
                                      .configured_url = configured_url(provider)});
  if (!reply) {
    findings.push_back({Flaw::no_answer, url + ": " + reason_of(reply.error())});
  } else if (reply->status == kNotFound) {
    findings.push_back({Flaw::nothing_there, url});
  }
}

void Examination::show_a_code(const Provider& provider, const Metadata& metadata,
                              std::vector<Finding>& findings) {
  const auto made_up = [this] { return base::to_base64url(parts_.random.bytes(kCodeOctets)); };
  const auto reply = parts_.exchange.send(provider, metadata,
                                          {.code = made_up(),
                                           .verifier = made_up(),
                                           .redirect = callback_of(parts_.issuer, provider.name)});
  const std::string& url = metadata.token_endpoint;
  if (!reply) {
    findings.push_back({Flaw::no_answer, url + ": " + reason_of(reply.error())});
    return;
  }
  const std::string error = error_in(*reply);
  const auto* const known = std::ranges::find(kErrors, error, &Word::error);
  if (known != kErrors.end()) {
    findings.push_back({known->flaw, plain(error)});
  } else if (std::ranges::find(kCodeErrors, error) != kCodeErrors.end()) {
    return;
  } else if (reply->status == kUnauthorized) {
    findings.push_back({Flaw::client_refused, std::to_string(reply->status)});
  } else if (is_nothing(*reply)) {
    findings.push_back({Flaw::nothing_there, url});
  } else if (reply->status >= kServerFaults) {
    findings.push_back({Flaw::no_answer, url + " answers " + std::to_string(reply->status)});
  } else {
    findings.push_back({Flaw::client_untold,
                        std::to_string(reply->status) + (error.empty() ? "" : " " + plain(error))});
  }
}

}  // namespace federation
