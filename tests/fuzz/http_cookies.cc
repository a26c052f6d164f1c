// The Cookie header: whatever it holds, a name that is found stands once and its value is one that
// a server could have set.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "http/cookies.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view header(reinterpret_cast<const char*>(data), size);
  const http::Cookies cookies(header);
  for (const char* name : {"s", "__Host-s", "access_token", " s", ""}) {
    const auto value = cookies.get(name);
    if (!value) {
      continue;
    }
    if (cookies.duplicated(name) ||
        header.find(std::string(name) + "=") == std::string_view::npos ||
        !http::to_header({.name = "s", .value = std::string(value->substr(0, 2000))})) {
      std::abort();
    }
  }
  return 0;
}
