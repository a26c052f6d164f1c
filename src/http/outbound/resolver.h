// Names to addresses. Asked once for each request; what it says is checked and pinned, so that a
// second answer of a hostile name server is never heard (SF2).
#pragma once

#include <string>
#include <vector>

#include "http/address.h"

namespace http::outbound {

class Resolver {
 public:
  virtual ~Resolver() = default;
  // All addresses of the name, the best first; none when it has none. May block for many seconds;
  // several threads ask at once.
  virtual std::vector<Address> resolve(const std::string& host) = 0;
};

// As /etc/hosts, nsswitch.conf and resolv.conf say.
class SystemResolver final : public Resolver {
 public:
  std::vector<Address> resolve(const std::string& host) override;
};

}  // namespace http::outbound
