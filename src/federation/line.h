// The port to providers' servers: one request, one answer. App fits http/outbound to it, so that
// what keeps every request of ours in its bounds keeps these too (SF1 to SF3).
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/result.h"

namespace federation {

struct Question {
  std::string url;
  std::vector<std::pair<std::string, std::string>> headers;
  // With a form it is a POST, without one a GET.
  std::string form;
  // Where what configuration says of the provider lies; alone there may an address be that all the
  // internet does not share, and what the provider says of itself opens no other.
  std::string configured_url;
};

struct Reply {
  int status = 0;
  std::string body;
};

class Line {
 public:
  virtual ~Line() = default;
  // unavailable when there is none; the detail says why, for the log and for operators.
  virtual base::Result<Reply> ask(const Question& question) = 0;
};

// Whether the line would ever ask there, by the one reader that decides it (SF1): an operator hears
// of what cannot work when they write it.
class Addresses {
 public:
  virtual ~Addresses() = default;
  // The description says why not, for the operator.
  virtual base::Done check(const std::string& configured_url) const = 0;
};

}  // namespace federation
