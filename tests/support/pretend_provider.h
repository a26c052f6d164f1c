// An OpenID provider without a network, which can be told to lie: every answer may be bent before
// it is given.
#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json.h"
#include "base/percent.h"
#include "base/random.h"
#include "crypto/digest.h"
#include "crypto/signing_key.h"
#include "federation/form.h"
#include "federation/line.h"
#include "jose/jwk.h"
#include "jose/signer.h"
#include "tests/support/manual_clock.h"

namespace support {

// The fields of a query or a form.
inline std::map<std::string, std::string> fields_in(std::string_view text) {
  std::map<std::string, std::string> fields;
  if (const auto mark = text.find('?'); mark != std::string_view::npos) {
    text.remove_prefix(mark + 1);
  }
  while (!text.empty()) {
    const auto field = text.substr(0, text.find('&'));
    const auto equals = field.find('=');
    std::string value;
    for (auto rest = field.substr(equals + 1); !rest.empty();) {
      const bool escaped = rest.front() == '%';
      value += escaped ? static_cast<char>(std::stoi(std::string(rest.substr(1, 2)), nullptr, 16))
                       : rest.front();
      rest.remove_prefix(escaped ? 3 : 1);
    }
    fields.emplace(field.substr(0, equals), std::move(value));
    text.remove_prefix(std::min(text.size(), field.size() + 1));
  }
  return fields;
}

class PretendProvider final : public federation::Line {
 public:
  using Json = base::json::object;

  explicit PretendProvider(const base::Clock& clock, std::string issuer = "https://accounts.test")
      : issuer(std::move(issuer)), clock_(clock) {
    rotate("k1");
  }

  // Signs with a new key from now on, and publishes that one alone.
  void rotate(const std::string& kid) {
    auto key = crypto::SigningKey::generate(crypto::SignatureAlgorithm::ES256, random_).value();
    published =
        Json{{"keys", base::json::array{jose::to_jwk({.kid = kid, .key = key.public_key()})}}};
    signer_.emplace(kid, std::move(key));
  }

  // What the browser does over there: the address of our callback that it is sent back to, without
  // our origin. `account` is who logs in.
  std::string come_back(const std::string& location, const Json& account) {
    auto request = fields_in(location);
    const std::string code = code_begins + std::to_string(++codes_);
    federation::Fields back{{"code", code}, {"state", request["state"]}};
    if (names_itself) {
      back.emplace_back("iss", issuer);
    }
    const std::string redirect = request["redirect_uri"];
    given_[code] = {.asked = std::move(request), .account = account};
    return redirect.substr(redirect.find('/', redirect.find("://") + 3)) + "?" +
           federation::form_of(back);
  }

  base::Result<federation::Reply> ask(const federation::Question& question) override {
    asked.push_back(question.url);
    if (down) {
      return base::reject(base::ErrorCode::unavailable, "", "down");
    }
    federation::Reply reply{.status = 200, .body = answer_to(question)};
    if (reply.body.contains("invalid_grant")) {
      reply.status = 400;
    }
    if (reply.body.contains("invalid_client")) {
      reply.status = 401;
    }
    if (bend_reply) {
      bend_reply(question, reply);
    }
    return reply;
  }

  std::size_t times_asked(std::string_view end) const {
    return static_cast<std::size_t>(
        std::ranges::count_if(asked, [end](const std::string& url) { return url.ends_with(end); }));
  }

  // Anything that a provider could put in its place.
  std::string signed_as(const Json& claims) const {
    return signer_->sign("JWT", base::json::serialize(claims));
  }

  const std::string issuer;
  Json published;
  bool down = false;
  bool names_itself = true;
  bool claims_at_userinfo = false;
  std::function<void(Json&)> bend_claims;
  std::function<void(std::string&)> bend_id_token;
  std::function<void(const federation::Question&, federation::Reply&)> bend_reply;
  std::vector<std::string> asked;
  std::string client_id = "us";
  std::string client_secret = "s3cret/+";
  std::string code_begins = "code-";
  std::string access_token = "at";
  // In its document, besides where everything is.
  Json says{{"response_types_supported", base::json::array{"code"}},
            {"code_challenge_methods_supported", base::json::array{"S256"}},
            {"token_endpoint_auth_methods_supported", base::json::array{"client_secret_basic"}},
            {"id_token_signing_alg_values_supported", base::json::array{"ES256"}},
            {"scopes_supported", base::json::array{"openid", "email", "profile"}}};

 private:
  struct Given {
    std::map<std::string, std::string> asked;
    Json account;
  };

  std::string answer_to(const federation::Question& question) {
    const std::string& url = question.url;
    if (url.ends_with("/.well-known/openid-configuration")) {
      Json document{{"issuer", issuer},
                    {"authorization_endpoint", issuer + "/authorize"},
                    {"token_endpoint", issuer + "/token"},
                    {"userinfo_endpoint", issuer + "/userinfo"},
                    {"jwks_uri", issuer + "/keys"},
                    {"authorization_response_iss_parameter_supported", names_itself}};
      for (const auto& [name, value] : says) {
        document[name] = value;
      }
      return base::json::serialize(document);
    }
    if (url.ends_with("/keys")) {
      return base::json::serialize(published);
    }
    if (url.ends_with("/userinfo")) {
      return base::json::serialize(last_);
    }
    return exchange(question);
  }

  std::string exchange(const federation::Question& question) {
    auto form = fields_in(question.form);
    const auto found = given_.find(form["code"]);
    const auto known = [&](Given& given) {
      return form["redirect_uri"] == given.asked["redirect_uri"] &&
             given.asked["client_id"] == client_id &&
             base::to_base64url(crypto::sha256(base::bytes_of(form["code_verifier"]))) ==
                 given.asked["code_challenge"];
    };
    const std::string pair = client_id + ":" + base::percent_encode(client_secret);
    const std::string basic = "Basic " + base::to_base64(base::bytes_of(pair));
    if (std::ranges::none_of(question.headers, [&](const auto& field) {
          return field.first == "Authorization" && field.second == basic;
        })) {
      return base::json::serialize(Json{{"error", "invalid_client"}});
    }
    if (found == given_.end() || !known(found->second)) {
      return base::json::serialize(Json{{"error", "invalid_grant"}});
    }
    Given given = std::move(found->second);
    given_.erase(found);
    const std::int64_t now = base::to_seconds(clock_.now());
    Json claims{{"iss", issuer},
                {"aud", given.asked["client_id"]},
                {"sub", given.account.at("sub")},
                {"iat", now},
                {"exp", now + 300},
                {"nonce", given.asked["nonce"]}};
    if (!claims_at_userinfo) {
      for (const auto& [name, value] : given.account) {
        claims[name] = value;
      }
    }
    last_ = given.account;
    if (bend_claims) {
      bend_claims(claims);
    }
    std::string token = signed_as(claims);
    if (bend_id_token) {
      bend_id_token(token);
    }
    return base::json::serialize(
        Json{{"id_token", token}, {"access_token", access_token}, {"token_type", "Bearer"}});
  }

  const base::Clock& clock_;
  base::SystemRandom random_;
  std::optional<jose::Signer> signer_;
  std::map<std::string, Given> given_;
  Json last_;
  int codes_ = 0;
};

}  // namespace support
