// The token endpoint (RFC 6749 section 3.2): the phases that no grant can leave out. Called by
// endpoints/token.
#pragma once

#include "oauth/token/token.h"

namespace oauth::token {

class Endpoint {
 public:
  explicit Endpoint(Parts parts) : parts_(std::move(parts)) {}

  // 1 nothing stands twice, 2 the client, 3 its grant, 4 what the grant knows, 5 the mint.
  base::Result<Answer> ask(const identity::Act& act, const Shown& shown, const Parameters& form);

 private:
  const Parts parts_;
};

}  // namespace oauth::token
