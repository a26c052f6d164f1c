// The gate of mint/gates.h that asks whether a person agreed to what a client is given. There is no
// page that asks them: only a client of the house passes.
#pragma once

#include <optional>
#include <string>

#include "identity/users/user.h"
#include "mint/gates.h"

namespace identity {

class ConsentGate {
 public:
  struct Demand {
    users::UserId person;
    std::string client_id;
    bool of_the_house = false;
  };

  static std::optional<mint::ConsentProof> check(const Demand& demand) {
    if (!demand.of_the_house) {
      return std::nullopt;
    }
    return mint::ConsentProof(
        mint::Consent{.user_id = demand.person.value, .client_id = demand.client_id});
  }
};

}  // namespace identity
