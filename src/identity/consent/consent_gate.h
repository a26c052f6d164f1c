// The gate of mint/gates.h that asks whether a person agreed to what a client is given: what is on
// record covers all of it, or the client is of the house and needs none.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "identity/consent/consent_store.h"
#include "identity/users/user.h"
#include "mint/gates.h"

namespace identity {

class ConsentGate {
 public:
  struct Demand {
    users::UserId person;
    std::string client_id;
    std::vector<std::string> scopes;
    bool of_the_house = false;
  };

  explicit ConsentGate(consent::ConsentStore& store) : store_(store) {}

  base::Result<std::optional<mint::ConsentProof>> check(const Demand& demand);

 private:
  consent::ConsentStore& store_;
};

}  // namespace identity
