#include "http/wire/head_check.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>

#include "http/ascii.h"
#include "http/forwarded.h"
#include "http/router.h"

namespace http::wire {
namespace {

using base::ErrorCode;

constexpr std::size_t kLongestMethod = 20;

// Fields of which two would let two readers take one each. Cookie is among them: HTTP/1.1 has one
// line (RFC 6265, section 5.4), and a second is somebody else's.
constexpr std::array<std::string_view, 11> kOnce = {"host",
                                                    "content-length",
                                                    "transfer-encoding",
                                                    "expect",
                                                    "content-type",
                                                    "content-encoding",
                                                    "authorization",
                                                    "origin",
                                                    "sec-fetch-site",
                                                    "cookie",
                                                    "dpop"};

}  // namespace

HeadCheck::State HeadCheck::fail(int status, ErrorCode code, std::string_view clause,
                                 std::string_view why) {
  status_ = status;
  error_ = {code, std::string(clause), std::string(why), ""};
  return State::bad;
}

HeadCheck::State HeadCheck::malformed(std::string_view clause, std::string_view why) {
  return fail(400, ErrorCode::invalid_request, clause, why);
}

HeadCheck::State HeadCheck::look(std::string_view received) {
  while (true) {
    const auto end = received.find('\n', scan_);
    if (end == std::string_view::npos) {
      scan_ = received.size();
      return look_at_part(received.substr(at_));
    }
    if (end == at_ || received[end - 1] != '\r') {
      return malformed("RFC9112-2.2", "a line ends without CR");
    }
    const auto line = received.substr(at_, end - 1 - at_);
    const bool first = at_ == 0;
    at_ = scan_ = end + 1;
    if (first) {
      fields_at_ = at_;
    }
    const auto state = first          ? look_at_request_line(line)
                       : line.empty() ? finish()
                                      : look_at_field(line);
    if (state != State::more) {
      return state;
    }
  }
}

HeadCheck::State HeadCheck::look_at_part(std::string_view part) {
  if (at_ == 0 && !part.empty()) {
    if (!is_tchar(part.front())) {
      return malformed("RFC9112-3", "this is not a request");
    }
    const bool no_method =
        part.size() > kLongestMethod && !part.substr(0, kLongestMethod + 1).contains(' ');
    if (no_method) {
      return malformed("RFC9112-3", "this is not a request");
    }
    if (part.size() > limits_.url + kLongestMethod) {
      return fail(414, ErrorCode::too_large, "RFC9110-15.5.15", "the URL is too long");
    }
  }
  if (at_ > 0 && at_ + part.size() - fields_at_ > limits_.header_bytes) {
    return fail(431, ErrorCode::too_large, "RFC6585-5", "the header is too large");
  }
  return State::more;
}

HeadCheck::State HeadCheck::look_at_request_line(std::string_view line) {
  auto rest = line;
  const auto method = take_until(rest, ' ');
  const auto target = take_until(rest, ' ');
  const auto version = rest;
  if (!is_token(method) || method.size() > kLongestMethod) {
    return malformed("RFC9112-3", "the method is malformed");
  }
  if (version != "HTTP/1.1" && version != "HTTP/1.0") {
    return malformed("RFC9112-2.3", "the version of HTTP is not spoken here");
  }
  http_11_ = version == "HTTP/1.1";
  if (!method_from(method)) {
    return fail(405, ErrorCode::method_not_allowed, "RFC9110-9.1", "the method is not known");
  }
  return look_at_target(target);
}

HeadCheck::State HeadCheck::look_at_target(std::string_view target) {
  if (target.size() > limits_.url) {
    return fail(414, ErrorCode::too_large, "RFC9110-15.5.15", "the URL is too long");
  }
  // origin-form and nothing else (RFC 9112, section 3.2.1).
  auto query = target;
  const auto path = take_until(query, '?');
  const bool visible = std::all_of(query.begin(), query.end(),
                                   [](char c) { return c > 0x20 && c < 0x7F && c != '#'; });
  if (!is_plain_path(path) || !visible) {
    return malformed("RFC9112-3.2.1", "the URL is malformed");
  }
  return State::more;
}

HeadCheck::State HeadCheck::look_at_field(std::string_view line) {
  if (at_ - fields_at_ > limits_.header_bytes || ++fields_ > limits_.headers) {
    return fail(431, ErrorCode::too_large, "RFC6585-5", "the header is too large");
  }
  const auto colon = line.find(':');
  // A folded line begins with white space, which no name does (RFC 9112, section 5.2).
  if (colon == std::string_view::npos || !is_token(line.substr(0, colon))) {
    return malformed("RFC9112-5.1", "a field name is malformed");
  }
  const auto value = line.substr(colon + 1);
  if (!is_field_value(value)) {
    return malformed("RFC9110-5.5", "a field value is malformed");
  }
  const auto name = line.substr(0, colon);
  for (std::size_t i = 0; i < kOnce.size(); ++i) {
    if (!iequals(name, kOnce[i])) {
      continue;
    }
    const std::uint64_t bit = std::uint64_t{1} << i;
    if ((once_ & bit) != 0) {
      return malformed("RFC9110-5.3", "a field is given twice");
    }
    once_ |= bit;
    return look_at_value(kOnce[i], trim(value));
  }
  return State::more;
}

HeadCheck::State HeadCheck::look_at_value(std::string_view name, std::string_view value) {
  if (name == "host") {
    seen_ |= kHost;
    return is_valid_host(value) ? State::more
                                : malformed("RFC9112-3.2", "the field Host is malformed");
  }
  if (name == "content-length") {
    seen_ |= kContentLength;
    const auto* end = value.data() + value.size();
    const bool digits = std::all_of(value.begin(), value.end(), is_digit);
    const auto [at, error] = std::from_chars(value.data(), end, content_length_);
    if (!digits || error != std::errc{} || at != end) {
      return malformed("RFC9110-8.6", "the field Content-Length is malformed");
    }
    return State::more;
  }
  if (name == "transfer-encoding") {
    seen_ |= kTransferEncoding;
    return iequals(value, "chunked")
               ? State::more
               : malformed("RFC9112-6.1", "the transfer coding is not spoken here");
  }
  if (name == "expect") {
    seen_ |= kExpect;
    return iequals(value, "100-continue") ? State::more
                                          : fail(417, ErrorCode::invalid_request, "RFC9110-10.1.1",
                                                 "the expectation is not met");
  }
  return State::more;
}

HeadCheck::State HeadCheck::finish() {
  if ((seen_ & kHost) == 0) {
    return malformed("RFC9112-3.2", "the field Host is missing");
  }
  if ((seen_ & kTransferEncoding) != 0 && ((seen_ & kContentLength) != 0 || !http_11_)) {
    return malformed("RFC9112-6.1", "the length of the body is told in two ways");
  }
  return State::complete;
}

std::vector<Header> reading_habits(std::string_view received) {
  std::vector<Header> habits;
  take_until(received, '\n');
  while (received.contains('\n')) {  // what has no end yet may go on
    auto value = take_until(received, '\n');
    if (value.ends_with('\r')) {
      value.remove_suffix(1);
    }
    if (value.empty()) {
      break;
    }
    const auto name = take_until(value, ':');
    if ((iequals(name, "Accept") || iequals(name, "Accept-Language")) && is_field_value(value)) {
      habits.push_back({name, trim(value)});
    }
  }
  return habits;
}

}  // namespace http::wire
