// What a socket may bring: the check of the header block, then Beast's parser, as a connection runs
// them. What the check lets through the parser takes whole, or the two do not read the same
// request.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/buffer.hpp>

#include "http/router.h"
#include "http/wire/head_check.h"
#include "http/wire/parser.h"

using http::wire::HeadCheck;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  HeadCheck check({});
  auto state = check.look(input.substr(0, size / 2));
  if (state == HeadCheck::State::more) {
    state = check.look(input);
  }
  HeadCheck whole({});
  if (whole.look(input) != state) {
    std::abort();
  }
  if (state != HeadCheck::State::complete) {
    return 0;
  }
  std::vector<http::Header> headers;
  std::string body;
  http::wire::Parser parser(headers, body);
  http::wire::Parser::error_code error;
  const auto taken = parser.put(boost::asio::const_buffer(input.data(), check.length()), error);
  // A malformed Connection is the one thing that only Beast looks at.
  if (error) {
    return error == boost::beast::http::error::bad_value ? 0 : (std::abort(), 0);
  }
  const bool chunked_or_long = parser.chunked() || parser.content_length().value_or(0) != 0;
  if (taken != check.length() || chunked_or_long != check.has_body()) {
    std::abort();
  }
  if (!http::is_plain_path(parser.target().substr(0, parser.target().find('?')))) {
    std::abort();
  }
  if (check.has_body()) {
    parser.limit_body(4096);
    parser.eager(true);
    const auto rest = input.substr(check.length());
    if (!rest.empty()) {
      parser.put(boost::asio::const_buffer(rest.data(), rest.size()), error);
    }
    if (body.size() > 4096) {
      std::abort();
    }
  }
  return 0;
}
