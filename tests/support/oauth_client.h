// What a client of OAuth does: sends a browser, and has its server ask for tokens.
#pragma once

#include <cstdint>
#include <string>
#include <utility>

#include "base/json.h"
#include "tests/support/people.h"

namespace support {

// The code where a browser is sent; empty without.
inline std::string code_of(const std::string& location) {
  const auto at = location.find("code=");
  return at == std::string::npos ? "" : location.substr(at + 5, location.find('&', at) - at - 5);
}

class OauthClient {
 public:
  // As `client add --json` answers.
  OauthClient(const base::json::object& made, std::string redirect_uri)
      : id_(made.at("client_id").as_string()),
        secret_(made.at("client_secret").as_string()),
        redirect_uri_(std::move(redirect_uri)) {}

  std::string authorize(const std::string& scope, const std::string& state) const {
    return "/oauth/authorize?" + form_body({{"client_id", id_},
                                            {"redirect_uri", redirect_uri_},
                                            {"response_type", "code"},
                                            {"scope", scope},
                                            {"state", state}});
  }
  Page redeem(std::uint16_t port, const std::string& code) const {
    return post(
        port, "/oauth/token",
        {{"grant_type", "authorization_code"}, {"redirect_uri", redirect_uri_}, {"code", code}});
  }
  Page refresh(std::uint16_t port, const std::string& token) const {
    return post(port, "/oauth/token", {{"grant_type", "refresh_token"}, {"refresh_token", token}});
  }
  // As the client that it is.
  Page post(std::uint16_t port, const std::string& target, Fields fields) const {
    fields.emplace_back("client_id", id_);
    fields.emplace_back("client_secret", secret_);
    return carry(port, {.method = "POST",
                        .target = target,
                        .headers = {{"Content-Type", "application/x-www-form-urlencoded"}},
                        .body = form_body(fields)});
  }

 private:
  std::string id_;
  std::string secret_;
  std::string redirect_uri_;
};

}  // namespace support
