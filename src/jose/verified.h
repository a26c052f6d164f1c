// A JWS whose signature was checked. Only a verifier can make one.
#pragma once

#include <string>
#include <utility>

#include "base/bytes.h"
#include "base/json.h"

namespace jose {

class VerifiedOctets {
 public:
  const base::Bytes& payload() const { return payload_; }
  const std::string& kid() const { return kid_; }  // empty when the header had none
  const std::string& typ() const { return typ_; }  // likewise; as it was written

 private:
  friend class Verifier;
  friend class MacVerifier;
  VerifiedOctets(base::Bytes payload, std::string kid, std::string typ)
      : payload_(std::move(payload)), kid_(std::move(kid)), typ_(std::move(typ)) {}

  base::Bytes payload_;
  std::string kid_;
  std::string typ_;
};

// A JWT (RFC 7519): the payload is a JSON object. Its claims are still to be checked
// (jose/claims.h).
class Verified {
 public:
  const base::json::object& claims() const { return claims_; }
  const std::string& kid() const { return kid_; }
  const std::string& typ() const { return typ_; }

 private:
  friend class Verifier;
  friend class MacVerifier;
  Verified(base::json::object claims, std::string kid, std::string typ)
      : claims_(std::move(claims)), kid_(std::move(kid)), typ_(std::move(typ)) {}

  base::json::object claims_;
  std::string kid_;
  std::string typ_;
};

}  // namespace jose
