// X-Forwarded-*, lines separated by line feeds: from a stranger nothing counts, from a proxy the
// answer is always an address, and the host always one that may be shown.
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <vector>

#include "http/ascii.h"
#include "http/forwarded.h"
#include "http/origin.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  const auto host = http::take_until(rest, '\n');
  const auto proto = http::take_until(rest, '\n');
  std::vector<std::string_view> lines;
  while (!rest.empty()) {
    lines.push_back(http::take_until(rest, '\n'));
  }
  const http::Networks trusted = {*http::Network::parse("10.0.0.0/8")};
  const http::ForwardedFields fields{.for_values = lines, .proto = proto, .host = host};
  const auto stranger = *http::Address::parse("192.0.2.1");
  const auto proxy = *http::Address::parse("10.0.0.1");
  if (http::resolve_client(trusted, stranger, "a", fields).address != stranger) {
    std::abort();
  }
  const auto client = http::resolve_client(trusted, proxy, "a", fields);
  if (http::Address::parse(client.address.text()) != client.address ||
      !http::is_valid_host(client.host)) {
    std::abort();
  }
  static_cast<void>(http::origin_of(host));
  return 0;
}
