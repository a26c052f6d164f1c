// What a test of the redirect SSO does as a browser.
#pragma once

#include <string>

#include "tests/support/browser.h"

namespace support {

inline std::string login_for(const std::string& url) {
  return "/login?" + form_body({{"redirectUrl", url}});
}

// The code at the end of where a page leads; empty without.
inline std::string code_in(const Page& page) {
  const std::string location = page.location();
  const auto at = location.find("code=");
  return at == std::string::npos ? "" : location.substr(at + 5);
}

}  // namespace support
