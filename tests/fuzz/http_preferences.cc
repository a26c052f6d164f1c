// Accept-Language, Accept and Accept-Encoding.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "http/negotiate.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view header(reinterpret_cast<const char*>(data), size);
  const auto language = http::negotiate_language(header);
  const int weight = http::coding_weight(header, "gzip");
  if ((language != "id" && language != "en") || weight < 0 || weight > 1000) {
    std::abort();
  }
  static_cast<void>(http::prefers_html(header));
  return 0;
}
