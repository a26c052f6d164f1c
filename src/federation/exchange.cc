#include "federation/exchange.h"

#include <utility>

#include "base/percent.h"
#include "federation/foreign.h"
#include "federation/id_token.h"
#include "jose/assertion_key.h"

namespace federation {
namespace {

constexpr int kOk = 200;
constexpr int kServerFaults = 500;
constexpr std::size_t kJtiOctets = 16;
constexpr std::chrono::seconds kAssertionLife{60};
constexpr std::string_view kJwtBearer = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

std::string place_of(const Provider& provider) { return "providers.sealed:" + provider.name; }

std::unexpected<base::Error> not_answered(const std::string& url, const Reply& reply) {
  return base::reject(base::ErrorCode::unavailable, "", "the provider does not answer as it must",
                      url + " answers " + std::to_string(reply.status));
}

}  // namespace

base::Bytes seal_secret(const crypto::Sealer& sealer, const Provider& provider,
                        const base::Secret& secret) {
  return sealer.seal(secret.reveal(), place_of(provider));
}

base::Result<base::Secret> open_secret(const crypto::Sealer& sealer, const Provider& provider) {
  return sealer.open(provider.sealed, place_of(provider));
}

base::Done Exchange::sign_in(const Provider& provider, const Metadata& metadata, Fields& form,
                             Question& question) {
  TRY_VAL(secret, open_secret(parts_.sealer, provider));
  if (provider.auth == ClientAuth::client_secret_basic) {
    // RFC 6749 section 2.3.1: both are encoded before they are joined.
    const std::string pair =
        base::percent_encode(provider.client_id) + ":" + base::percent_encode(secret.reveal_text());
    question.headers.emplace_back("Authorization",
                                  "Basic " + base::to_base64(base::bytes_of(pair)));
    return {};
  }
  form.emplace_back("client_id", provider.client_id);
  if (provider.auth == ClientAuth::client_secret_post) {
    form.emplace_back("client_secret", secret.reveal_text());
    return {};
  }
  const auto algorithm = crypto::signature_algorithm(provider.key_algorithm);
  if (!algorithm) {
    return base::reject(base::ErrorCode::internal, "", "a provider cannot be asked",
                        "its key is of no algorithm: " + provider.key_algorithm);
  }
  const std::int64_t now = base::to_seconds(parts_.clock.now());
  const auto jti = parts_.random.bytes(kJtiOctets);
  // RFC 7523 section 3.
  TRY_VAL(assertion, jose::sign_assertion(*algorithm, secret,
                                          {{"iss", provider.client_id},
                                           {"sub", provider.client_id},
                                           {"aud", metadata.token_endpoint},
                                           {"jti", base::to_base64url(jti)},
                                           {"iat", now},
                                           {"exp", now + kAssertionLife.count()}}));
  form.emplace_back("client_assertion_type", kJwtBearer);
  form.emplace_back("client_assertion", std::move(assertion));
  return {};
}

base::Result<Reply> Exchange::send(const Provider& provider, const Metadata& metadata,
                                   const Grant& grant) {
  Fields form{{"grant_type", "authorization_code"},
              {"code", grant.code},
              {"redirect_uri", grant.redirect},
              {"code_verifier", grant.verifier}};
  Question question{.url = metadata.token_endpoint,
                    .headers = {{"Accept", "application/json"}},
                    .form = {},
                    .configured_url = configured_url(provider)};
  TRY(sign_in(provider, metadata, form, question));
  question.form = form_of(form);
  return parts_.line.ask(question);
}

base::Result<Tokens> Exchange::tokens(const Provider& provider, const Metadata& metadata,
                                      const Grant& grant) {
  TRY_VAL(reply, send(provider, metadata, grant));
  if (reply.status >= kServerFaults) {
    return not_answered(metadata.token_endpoint, reply);
  }
  const auto answer = base::parse_json_object(reply.body);
  if (reply.status != kOk) {
    // RFC 6749 section 5.2.
    return base::reject(base::ErrorCode::unauthorized, "", "the provider refuses the code",
                        answer ? plain(text_claim_of(*answer, "error")) : "without saying why");
  }
  if (!answer) {
    return not_answered(metadata.token_endpoint, reply);
  }
  return Tokens{.id_token = text_claim_of(*answer, "id_token"),
                .access_token = base::Secret(text_claim_of(*answer, "access_token"))};
}

base::Result<base::json::object> Exchange::userinfo(const Provider& provider,
                                                    const Metadata& metadata,
                                                    const base::Secret& access_token) {
  TRY_VAL(reply,
          parts_.line.ask(
              {.url = metadata.userinfo_endpoint,
               .headers = {{"Accept", "application/json"},
                           {"Authorization", "Bearer " + std::string(access_token.reveal_text())}},
               .form = {},
               .configured_url = configured_url(provider)}));
  auto answer = base::parse_json_object(reply.body);
  if (reply.status != kOk || !answer) {
    return not_answered(metadata.userinfo_endpoint, reply);
  }
  return *std::move(answer);
}

}  // namespace federation
