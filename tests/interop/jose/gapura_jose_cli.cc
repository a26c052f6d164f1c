// One request as a JSON object on standard input, one answer on standard output; jose.test.mjs
// asks.
#include <iostream>
#include <iterator>
#include <string>

#include "base/random.h"
#include "jose/jwk.h"
#include "jose/mac.h"
#include "jose/private_jwk.h"
#include "jose/signer.h"
#include "jose/verifier.h"

namespace {

using base::json::object;

std::string text(const object& request, std::string_view name) {
  const auto* value = request.if_contains(name);
  return value == nullptr ? std::string() : std::string(value->as_string());
}

base::Result<jose::SharedKey> shared_key(const object& request) {
  const object& jwk = request.at("key").as_object();
  const auto algorithm = crypto::mac_algorithm(text(jwk, "alg"));
  auto secret = base::from_base64url(text(jwk, "k"));
  if (!algorithm || !secret) {
    return base::reject(base::ErrorCode::invalid_request, "RFC7518-6.4", "no key");
  }
  return jose::SharedKey::make(*algorithm, text(jwk, "kid"), base::Secret(*std::move(secret)));
}

base::Result<object> generate(const object& request) {
  base::SystemRandom random;
  TRY_VAL(key, crypto::SigningKey::generate(
                   crypto::signature_algorithm(text(request, "alg")).value(), random));
  const base::Secret jwk = jose::to_private_jwk(text(request, "kid"), key);
  TRY_VAL(private_jwk, base::parse_json_object(jwk.reveal_text()));
  return object{{"private", std::move(private_jwk)},
                {"public", jose::to_jwk({.kid = text(request, "kid"), .key = key.public_key()})},
                {"thumbprint", jose::thumbprint(key.public_key())}};
}

base::Result<object> sign(const object& request) {
  const base::Secret jwk(base::json::serialize(request.at("key")));
  TRY_VAL(key, jose::parse_private_jwk(jwk));
  const jose::Signer signer(key.kid, std::move(key.key));
  return object{{"jws", signer.sign(text(request, "typ"), text(request, "payload"))},
                {"thumbprint", jose::thumbprint(signer.public_key())}};
}

base::Result<object> verify(const object& request) {
  TRY_VAL(keys, jose::parse_jwks(base::json::serialize(request.at("keys"))));
  const std::string typ = text(request, "typ");
  TRY_VAL(verified, jose::Verifier(std::move(keys)).verify(text(request, "jws"), {.typ = typ}));
  return object{{"claims", verified.claims()}, {"kid", verified.kid()}};
}

base::Result<object> sign_mac(const object& request) {
  TRY_VAL(key, shared_key(request));
  return object{
      {"jws",
       jose::MacSigner(std::move(key)).sign(text(request, "typ"), text(request, "payload"))}};
}

base::Result<object> verify_mac(const object& request) {
  TRY_VAL(key, shared_key(request));
  const std::string typ = text(request, "typ");
  TRY_VAL(verified, jose::MacVerifier(std::move(key)).verify(text(request, "jws"), {.typ = typ}));
  return object{{"claims", verified.claims()}, {"kid", verified.kid()}};
}

base::Result<object> thumbprint(const object& request) {
  TRY_VAL(key, jose::parse_jwk(request.at("key").as_object()));
  return object{{"thumbprint", jose::thumbprint(key.key)}, {"public", jose::to_jwk(key)}};
}

base::Result<object> answer(const std::string& input) {
  TRY_VAL(request, base::parse_json_object(input));
  const std::string act = text(request, "do");
  if (act == "generate") {
    return generate(request);
  }
  if (act == "sign") {
    return sign(request);
  }
  if (act == "verify") {
    return verify(request);
  }
  if (act == "sign_mac") {
    return sign_mac(request);
  }
  if (act == "verify_mac") {
    return verify_mac(request);
  }
  if (act == "thumbprint") {
    return thumbprint(request);
  }
  return base::reject(base::ErrorCode::invalid_request, "", "no such act");
}

}  // namespace

int main() {
  try {
    const std::string input{std::istreambuf_iterator<char>(std::cin), {}};
    const auto answered = answer(input);
    if (answered) {
      std::cout << base::json::serialize(*answered) << '\n';
      return 0;
    }
    std::cout << base::json::serialize(object{{"refused", answered.error().clause},
                                              {"description", answered.error().description}})
              << '\n';
    return 0;
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
}
