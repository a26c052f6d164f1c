// What is asked of another server, and what comes of it. A refusal is a closed list, so that
// whoever asks can tell what to try again from what somebody has to mend; none of it is for a
// stranger, who would learn from it what our network looks like (SF3).
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace http::outbound {

struct Body {
  std::string type;  // "application/x-www-form-urlencoded"
  std::string octets;
};

inline constexpr std::size_t kLargestAnswer = std::size_t{64} * 1024;

struct Request {
  // https, or http where configuration names the host. No fragment, no user.
  std::string url;
  std::vector<std::pair<std::string, std::string>> headers;
  // With a body it is a POST, without one a GET.
  std::optional<Body> body;
  // From the call to its answer, waiting for a place included. 0, or more than the client's: the
  // client's.
  std::chrono::milliseconds deadline{0};
  std::size_t largest_answer = kLargestAnswer;
  // Hosts that configuration names for this request alone, as NamedHost::parse() reads them.
  std::vector<std::string> named;
  // Somebody outside waits for what comes of it: every refusal takes until the deadline, or the
  // time it takes would tell a refused address from a closed port from an open one (SF3).
  bool watched = false;
};

struct Answer {
  int status = 0;  // 3xx too: a redirect is told and never followed (SF2)
  std::string body;
};

enum class Refusal : std::uint8_t {
  unfit,            // URL or fields that nobody may ask for
  refused_address,  // a host that lies where only named hosts may lie (SF1)
  unresolved,       // its name has no address
  unreachable,      // nobody listens there
  untrusted,        // no TLS, or a certificate that is not this host's
  broken,           // closed without an answer, or what it sent is not HTTP
  too_large,        // header or body
  too_slow,
  full,      // ours: as many requests wait as may
  stopping,  // ours: the node goes down
};
inline constexpr std::size_t kRefusals = 10;

std::string_view to_string(Refusal refusal);
// Whether the same request may fare better later without anybody having mended anything.
bool may_pass(Refusal refusal);

struct Refused {
  Refusal why = Refusal::unfit;
  std::string clause;  // "RFC6890-2.2", or empty
  std::string detail;  // for the log alone; never holds the path or the query of a URL
};

template <class T>
class [[nodiscard]] Outcome : public std::expected<T, Refused> {
 public:
  using std::expected<T, Refused>::expected;
};

[[nodiscard]] inline std::unexpected<Refused> refuse(Refusal why, std::string_view clause,
                                                     std::string detail) {
  return std::unexpected(Refused{why, std::string(clause), std::move(detail)});
}

}  // namespace http::outbound
