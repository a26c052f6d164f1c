#include "http/origin.h"

#include <algorithm>
#include <utility>

#include "http/ascii.h"
#include "http/forwarded.h"

namespace http {

using base::ErrorCode;
using base::reject;

base::Result<OriginRule> OriginRule::from(const std::vector<std::string>& allowed) {
  OriginRule rule;
  for (const auto& url : allowed) {
    if (url.empty()) {
      continue;
    }
    auto origin = origin_of(url);
    if (!origin) {
      return reject(ErrorCode::invalid_request, "RFC6454-4", "not an http or https origin: " + url);
    }
    rule.allowed_.push_back(*std::move(origin));
  }
  return rule;
}

bool OriginRule::allows(std::string_view origin) const {
  return std::find(allowed_.begin(), allowed_.end(), origin) != allowed_.end();
}

base::Done OriginRule::check(std::optional<std::string_view> origin,
                             std::optional<std::string_view> sec_fetch_site) const {
  if (origin) {
    if (!allows(*origin)) {
      return reject(ErrorCode::forbidden, "RFC6454-7.3", "the request comes from another site");
    }
    return {};
  }
  if (sec_fetch_site && *sec_fetch_site != "same-origin" && *sec_fetch_site != "none") {
    return reject(ErrorCode::forbidden, "W3C-fetch-metadata",
                  "the request comes from another site");
  }
  return {};
}

std::optional<std::string> origin_of(std::string_view url) {
  const auto scheme_end = url.find("://");
  if (scheme_end == std::string_view::npos) {
    return std::nullopt;
  }
  const auto scheme = url.substr(0, scheme_end);
  const bool https = iequals(scheme, "https");
  if (!https && !iequals(scheme, "http")) {
    return std::nullopt;
  }
  const auto rest = url.substr(scheme_end + 3);
  auto authority = rest.substr(0, rest.find_first_of("/?#"));
  if (!is_valid_host(authority)) {
    return std::nullopt;
  }
  const std::string_view usual = https ? ":443" : ":80";
  if (authority.ends_with(usual)) {
    authority.remove_suffix(usual.size());
  }
  std::string out = https ? "https://" : "http://";
  std::transform(authority.begin(), authority.end(), std::back_inserter(out), to_lower);
  return out;
}

}  // namespace http
