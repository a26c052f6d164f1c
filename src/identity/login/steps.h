// What comes next in a login: a table of steps, the first that is due. It is asked before every
// step about what has been proved so far, so that no order of requests skips one (LG6).
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "identity/login/factor.h"
#include "identity/login/transaction.h"

namespace identity::login {

enum class Step {
  choose_account,  // go on as the person of the session, or as another
  first_factor,    // who is it
  second_factor,   // more proof of the same person
  impossible,      // the person has no factor that would be enough
  finish,
};

struct Due {
  Step step = Step::first_factor;
  std::vector<std::string> factors;  // any one of these takes it
};

// Every factor there is, in the order in which pages offer them.
using Factors = std::span<Factor* const>;

Factor* factor_named(Factors factors, std::string_view name);

// What a login by them can reach, from the lowest.
std::vector<sessions::Level> levels_of(Factors factors);

sessions::Kind kinds_of(Factors factors, const std::vector<Proof>& proofs);

base::Result<Due> due(const Transaction& transaction, Factors factors);

}  // namespace identity::login
