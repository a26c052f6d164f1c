// The Origin rule for requests that change state (contract 2, CK3, AZ14): an Origin that is ours or
// listed passes; any other, `null` included, is refused; with no Origin, Sec-Fetch-Site must be
// same-origin or none; with neither header it is no browser, and passes.
// Trap: under `Referrer-Policy: no-referrer` browsers send `Origin: null` with our own forms too
// (Fetch, "append a request Origin header"). Pages carry <meta name="referrer"
// content="same-origin">, which takes the header's place for what the page itself sends.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace http {

class OriginRule {
 public:
  OriginRule() = default;
  // Origins or URLs (only their origin counts); an empty text is no origin. A URL that has none is
  // refused.
  static base::Result<OriginRule> from(const std::vector<std::string>& allowed);

  base::Done check(std::optional<std::string_view> origin,
                   std::optional<std::string_view> sec_fetch_site) const;
  // Byte for byte: no suffix, no scheme folding, never `null` (CK8).
  bool allows(std::string_view origin) const;

 private:
  std::vector<std::string> allowed_;
};

// "https://site.example:8443" of an absolute http(s) URL, lower case, default port left out.
std::optional<std::string> origin_of(std::string_view url);

}  // namespace http
