// The port to sites: a POST of JSON to an address that an operator registered. Whoever fits it sees
// to it that an address leads nowhere it must not (SSRF), follows no redirect, and comes back
// within a bounded time.
#pragma once

#include <string>
#include <variant>

namespace redirect_sso {

struct Letter {
  std::string address;
  std::string body;
  std::string signature;
};

struct Delivered {};  // it was taken: a status of 2xx
struct Gone {};       // 410: nobody will ever take it there
// Anything else: it may go better later. For an operator, without a secret in it.
struct Failed {
  std::string why;
};
// This node stops: the site was not asked.
struct NotAsked {};
using Delivery = std::variant<Delivered, Gone, Failed, NotAsked>;

class SiteLine {
 public:
  virtual ~SiteLine() = default;
  // From several threads at once.
  virtual Delivery deliver(const Letter& letter) = 0;
};

}  // namespace redirect_sso
