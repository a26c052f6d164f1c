// The header block, judged before the parser reads it (RFC 9112; HP1, HP3, HP6). What two readers
// could understand differently is refused: bare CR or LF, folded lines, space before a colon, two
// framings, a framing that is not spelled plainly. Beast's parser, which is more lenient, then
// finds nothing left to be lenient about.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "http/message.h"

namespace http::wire {

struct HeadLimits {
  std::size_t url = std::size_t{8} * 1024;
  std::size_t header_bytes = std::size_t{32} * 1024;
  std::size_t headers = 100;
};

class HeadCheck {
 public:
  enum class State { more, complete, bad };

  explicit HeadCheck(const HeadLimits& limits) : limits_(limits) {}

  // Everything received so far, from the first octet of the request line; asked again with more
  // after each read. Refuses as soon as a line is wrong, so that nothing waits for a timeout.
  State look(std::string_view received);

  std::size_t length() const { return at_; }  // of the block, when complete
  bool has_body() const { return (seen_ & kTransferEncoding) != 0 || content_length_ != 0; }
  std::uint64_t content_length() const { return content_length_; }
  bool expects_continue() const { return (seen_ & kExpect) != 0; }
  bool is_http_11() const { return http_11_; }

  // Why it is bad.
  int status() const { return status_; }
  const base::Error& error() const { return error_; }

 private:
  enum Field : unsigned {
    kHost = 1,
    kContentLength = 2,
    kTransferEncoding = 4,
    kExpect = 8,
  };

  State fail(int status, base::ErrorCode code, std::string_view clause, std::string_view why);
  State malformed(std::string_view clause, std::string_view why);
  State look_at_part(std::string_view part);
  State look_at_request_line(std::string_view line);
  State look_at_target(std::string_view target);
  State look_at_field(std::string_view line);
  State look_at_value(std::string_view name, std::string_view value);
  State finish();

  const HeadLimits limits_;
  std::size_t at_ = 0;         // start of the line being looked at
  std::size_t scan_ = 0;       // how far its end was looked for
  std::size_t fields_at_ = 0;  // where the request line ends
  std::size_t fields_ = 0;
  unsigned seen_ = 0;
  std::uint64_t once_ = 0;  // the fields that may stand but once
  std::uint64_t content_length_ = 0;
  bool http_11_ = false;
  int status_ = 0;
  base::Error error_;
};

// Of a head that was refused, as far as it came: which form and language its sender reads. Nothing
// else of it is believed.
std::vector<Header> reading_habits(std::string_view received);

}  // namespace http::wire
