// The gate of mint/gates.h about where a code goes, and from where it comes back.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "mint/gates.h"
#include "oauth/registry/redirect_uri.h"

namespace oauth {

class RedirectGate {
 public:
  // `plain` as it is now: what was registered under an issuer of http is no use under one of https.
  static std::optional<mint::RedirectProof> registered(const Client& client, std::string_view uri,
                                                       PlainHttp plain) {
    if (!client.enabled || !is_registered(client, uri) || !is_usable(uri, plain)) {
      return std::nullopt;
    }
    return mint::RedirectProof(
        mint::Redirect{.client_id = client.id.text(), .uri = std::string(uri)});
  }
  // RFC 6749 section 4.1.3: identical to that of the authorization request. Still registered, too.
  static std::optional<mint::RedirectProof> same(const Client& client, std::string_view then,
                                                 std::string_view now, PlainHttp plain) {
    return then == now ? registered(client, now, plain) : std::nullopt;
  }
};

}  // namespace oauth
