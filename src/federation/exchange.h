// A code for what the provider knows of who came back: the token request (RFC 6749 section 4.1.3),
// and the question at the userinfo endpoint. The tokens that it gives are used here and kept
// nowhere.
#pragma once

#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/json.h"
#include "base/random.h"
#include "base/result.h"
#include "base/secret.h"
#include "crypto/sealer.h"
#include "federation/form.h"
#include "federation/line.h"
#include "federation/metadata.h"
#include "federation/provider.h"

namespace federation {

struct Tokens {
  std::string id_token;  // of an OpenID provider
  base::Secret access_token;
};

class Exchange {
 public:
  struct Parts {
    Line& line;
    const crypto::Sealer& sealer;
    const base::Clock& clock;
    base::Random& random;
  };
  explicit Exchange(const Parts& parts) : parts_(parts) {}

  struct Grant {
    std::string code;
    std::string verifier;
    std::string redirect;
  };
  // The token request, and whatever is answered to it.
  base::Result<Reply> send(const Provider& provider, const Metadata& metadata, const Grant& grant);
  // unauthorized when the provider refuses it; unavailable when it does not answer, or with
  // something else.
  base::Result<Tokens> tokens(const Provider& provider, const Metadata& metadata,
                              const Grant& grant);
  base::Result<base::json::object> userinfo(const Provider& provider, const Metadata& metadata,
                                            const base::Secret& access_token);

 private:
  // The fields and headers by which the provider knows us.
  base::Done sign_in(const Provider& provider, const Metadata& metadata, Fields& form,
                     Question& question);

  Parts parts_;
};

// As it lies in the row; it opens for that provider alone.
base::Bytes seal_secret(const crypto::Sealer& sealer, const Provider& provider,
                        const base::Secret& secret);
base::Result<base::Secret> open_secret(const crypto::Sealer& sealer, const Provider& provider);

}  // namespace federation
