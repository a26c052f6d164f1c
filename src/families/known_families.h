// Families of which a refresh token was shown here of late, as they were then: by that a token is
// found to be made here, and whose it is, without a read. What may be otherwise by now is for the
// write to ask that takes the family's step.
#pragma once

#include <cstddef>
#include <list>
#include <map>
#include <memory>
#include <mutex>

#include "base/secret.h"
#include "families/family_store.h"
#include "families/grant.h"

namespace families {

struct Known {
  Found found;
  Grant grant;
  base::Secret secret;  // that its tokens are made with
};

class KnownFamilies {
 public:
  // Beyond `most` whichever was not shown for longest is forgotten.
  explicit KnownFamilies(std::size_t most = 4096) : most_(most) {}

  void keep(Known known);
  // That the use of its session was written down.
  void note_use(const FamilyId& id, base::Instant seen_at);
  void forget(const FamilyId& id);
  std::shared_ptr<const Known> look(const FamilyId& id);

 private:
  using Order = std::list<std::shared_ptr<const Known>>;

  const std::size_t most_;
  std::mutex mutex_;
  Order order_;  // the one shown last comes first
  std::map<FamilyId, Order::iterator> places_;
};

}  // namespace families
