// The key by which we show another server who we are (private_key_jwt: OpenID Connect Core 1.0,
// section 9; RFC 7523). It signs assertions about us and nothing else: no token of ours is made
// with it, and none of our keys makes these.
#pragma once

#include <string>

#include "base/json.h"
#include "base/random.h"
#include "base/result.h"
#include "base/secret.h"
#include "crypto/algorithm.h"

namespace jose {

struct AssertionKey {
  base::Secret pkcs8;      // to be sealed at once
  std::string public_jwk;  // for whoever verifies; its kid is its thumbprint
};

base::Result<AssertionKey> make_assertion_key(crypto::SignatureAlgorithm algorithm,
                                              base::Random& random);

base::Result<std::string> sign_assertion(crypto::SignatureAlgorithm algorithm,
                                         const base::Secret& pkcs8,
                                         const base::json::object& claims);

}  // namespace jose
