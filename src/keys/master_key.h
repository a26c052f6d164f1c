// The one secret that is not in the database and opens what is: 32 random octets, from which a key
// for each use is derived (RFC 5869). A stolen dump is useless without it (KY2); lost, it cannot be
// made again.
#pragma once

#include <cstddef>
#include <string_view>

#include "base/random.h"
#include "base/result.h"
#include "base/secret.h"

namespace keys {

enum class Use {
  sealing,      // of whatever lies sealed in the database
  audit_chain,  // HMAC of the trail
  csrf,         // form tokens
  cookies,      // what the server signs into a cookie of its own
  attempts,     // whose attempts are counted, in a table that names nobody
  families,     // tokens that lie in no table
};

class MasterKey {
 public:
  static constexpr std::size_t kSize = 32;

  static MasterKey generate(base::Random& random);
  // base64url of 32 octets; white space at the end is an editor's.
  static base::Result<MasterKey> parse(const base::Secret& text);

  base::Secret text() const;
  base::Secret derive(Use use) const;

 private:
  explicit MasterKey(base::Secret key) : key_(std::move(key)) {}
  base::Secret key_;
};

}  // namespace keys
