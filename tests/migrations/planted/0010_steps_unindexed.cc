#include "tests/migrations/planted/planted.h"

namespace planted {

Step steps_unindexed() {
  return {.number = 10,
          .plant = {},
          .ask = {{"SELECT chain, sequence FROM audit WHERE subject = 'key:1' AND time >= 7 "
                   "AND type <> 'family.refreshed'",
                   {"node-a|1"}}}};
}

}  // namespace planted
