// The rows of families, which sessions move and people take along.
#pragma once

#include <map>

#include "families/family.h"

namespace storage::memory {

struct Families {
  std::map<families::FamilyId, families::Family> rows;

  void move(const mint::SessionId& from, const mint::SessionRow& to) {
    for (auto& [id, family] : rows) {
      if (family.session == from && family.user_id == to.user_id && !family.ended_at) {
        family.session = to.id;
      }
    }
  }
};

}  // namespace storage::memory
