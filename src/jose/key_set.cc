#include "jose/key_set.h"

#include <algorithm>

namespace jose {

base::Done KeySet::add(VerificationKey key) {
  if (std::ranges::find(keys_, key.kid, &VerificationKey::kid) != keys_.end()) {
    return base::reject(base::ErrorCode::conflict, "RFC7517-4.5",
                        "two keys of the set have the same kid");
  }
  keys_.push_back(std::move(key));
  return {};
}

const VerificationKey* KeySet::find(std::string_view kid) const {
  if (kid.empty()) {
    return keys_.size() == 1 ? &keys_.front() : nullptr;
  }
  const auto found = std::ranges::find(keys_, kid, &VerificationKey::kid);
  return found == keys_.end() ? nullptr : &*found;
}

}  // namespace jose
