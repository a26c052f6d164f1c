#include "identity/login/steps.h"

#include <algorithm>
#include <array>

namespace identity::login {
namespace {

struct Situation {
  const Transaction& transaction;
  Factors factors;
};

bool has_proof(const Transaction& transaction, std::string_view factor) {
  return std::ranges::find(transaction.proofs, factor, &Proof::factor) != transaction.proofs.end();
}

base::Result<std::optional<Due>> choose_account(const Situation& now) {
  const Transaction& transaction = now.transaction;
  // With nobody to go on as there is nothing to choose.
  if (!transaction.wish.asked.choose_account || transaction.chosen || !transaction.person) {
    return std::nullopt;
  }
  return Due{.step = Step::choose_account};
}

base::Result<std::optional<Due>> first_factor(const Situation& now) {
  if (!now.transaction.proofs.empty()) {
    return std::nullopt;
  }
  Due due{.step = Step::first_factor};
  for (const Factor* factor : now.factors) {
    if (factor->may_be_first()) {
      due.factors.emplace_back(factor->name());
    }
  }
  return due;
}

// What the door names, then what the person has set up for every login: each by itself.
base::Result<std::optional<Due>> named_factors(const Situation& now) {
  const Transaction& transaction = now.transaction;
  for (const std::string& name : transaction.wish.asked.factors) {
    if (has_proof(transaction, name)) {
      continue;
    }
    Factor* factor = factor_named(now.factors, name);
    if (factor == nullptr) {
      return Due{.step = Step::impossible};
    }
    TRY_VAL(standing, factor->standing(*transaction.person));
    if (standing == Standing::absent) {
      return Due{.step = Step::impossible};
    }
    return Due{.step = Step::second_factor, .factors = {name}};
  }
  return std::nullopt;
}

struct Offer {
  std::vector<std::string> factors;
  bool any_always = false;
};

// What the person has that would prove another kind.
base::Result<Offer> offer_of(const Situation& now) {
  const auto proved = kinds_of(now.factors, now.transaction.proofs);
  Offer offer;
  for (Factor* factor : now.factors) {
    if ((factor->kind() | proved) == proved || has_proof(now.transaction, factor->name())) {
      continue;
    }
    TRY_VAL(standing, factor->standing(*now.transaction.person));
    if (standing != Standing::absent) {
      offer.factors.emplace_back(factor->name());
    }
    offer.any_always = offer.any_always || standing == Standing::always;
  }
  return offer;
}

// Any second factor of theirs will do.
base::Result<std::optional<Due>> higher_level(const Situation& now) {
  const auto reached = sessions::level_of(kinds_of(now.factors, now.transaction.proofs));
  if (reached >= sessions::Level::two_factors) {
    return std::nullopt;
  }
  TRY_VAL(offer, offer_of(now));
  const bool wanted = reached < now.transaction.wish.asked.level;
  if (!wanted && !offer.any_always) {
    return std::nullopt;
  }
  if (offer.factors.empty()) {
    return Due{.step = Step::impossible};
  }
  return Due{.step = Step::second_factor, .factors = std::move(offer.factors)};
}

struct Row {
  std::string_view name;
  base::Result<std::optional<Due>> (*due)(const Situation&);
};

constexpr std::array kRows = {
    Row{"choose_account", &choose_account},
    Row{"first_factor", &first_factor},
    Row{"named_factors", &named_factors},
    Row{"higher_level", &higher_level},
};

}  // namespace

Factor* factor_named(Factors factors, std::string_view name) {
  const auto found = std::ranges::find_if(
      factors, [name](const Factor* factor) { return factor->name() == name; });
  return found == factors.end() ? nullptr : *found;
}

std::vector<sessions::Level> levels_of(Factors factors) {
  auto kinds = sessions::Kind::nothing;
  for (const Factor* factor : factors) {
    kinds = kinds | factor->kind();
  }
  std::vector<sessions::Level> levels{sessions::Level::one_factor, sessions::Level::two_factors};
  std::erase_if(levels, [&](auto level) { return level > sessions::level_of(kinds); });
  return levels;
}

sessions::Kind kinds_of(Factors factors, const std::vector<Proof>& proofs) {
  auto kinds = sessions::Kind::nothing;
  for (const Proof& proof : proofs) {
    if (const Factor* factor = factor_named(factors, proof.factor)) {
      kinds = kinds | factor->kind();
    }
  }
  return kinds;
}

base::Result<Due> due(const Transaction& transaction, Factors factors) {
  const Situation now{transaction, factors};
  for (const Row& row : kRows) {
    TRY_VAL(step, row.due(now));
    if (step) {
      return *std::move(step);
    }
  }
  return Due{.step = Step::finish};
}

}  // namespace identity::login
