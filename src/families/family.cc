#include "families/family.h"

#include <algorithm>

namespace families {
base::Instant Family::gone_at() const {
  const base::Instant limit = std::min(idle_until, absolute_until);
  return ended_at ? std::min(*ended_at, limit) : limit;
}

base::Instant fresh_since(base::Instant now, base::Duration grace) {
  return grace > base::Duration::zero() ? now - grace : base::Instant::max();
}

std::string subject_of(const FamilyId& id) { return "family:" + id.text(); }

}  // namespace families
