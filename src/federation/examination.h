// Whether people will be able to log in by a provider, found out before anybody tries: what it says
// of itself against what we need of it, and whether it takes us for its client. A code that is none
// tells that: a server that knows its client refuses the code, and one that does not the client
// (RFC 6749 section 5.2). For an operator, by the command line.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/random.h"
#include "federation/exchange.h"
#include "federation/line.h"
#include "federation/provider.h"
#include "federation/upstreams.h"

namespace federation {

enum class Flaw {
  no_answer,         // or not as it must
  nothing_there,     // at an address that configuration or discovery names
  no_code,           // no authorization code flow
  no_s256,           // PKCE, and not by S256
  no_client_auth,    // not as we are registered to show who we are
  no_client_alg,     // our key is of no algorithm that it takes
  no_id_token_alg,   // none that we verify
  client_refused,    // wrong client id, secret or key
  client_forbidden,  // known, and not registered for codes
  callback_refused,  // our address is not registered over there
  // A login may work all the same.
  pkce_unsaid,
  scope_unsaid,
  client_untold,  // it refuses the code and does not say whether it knows us
};

struct Finding {
  Flaw flaw = Flaw::no_answer;
  std::string said;  // by the provider or by our configuration; on one line
};

bool keeps_people_out(Flaw flaw);

class Examination {
 public:
  struct Parts {
    Line& line;
    Upstreams& upstreams;
    Exchange& exchange;
    base::Random& random;
    const std::string& issuer;
  };
  explicit Examination(const Parts& parts) : parts_(parts) {}

  // Nothing is wrong, and the credentials are taken, where it finds nothing.
  std::vector<Finding> of(const Provider& provider);

 private:
  void look_at(const Provider& provider, const std::string& url, std::vector<Finding>& findings);
  void show_a_code(const Provider& provider, const Metadata& metadata,
                   std::vector<Finding>& findings);

  Parts parts_;
};

}  // namespace federation
