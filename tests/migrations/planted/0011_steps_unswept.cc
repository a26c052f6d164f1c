#include "tests/migrations/planted/planted.h"

namespace planted {

Step steps_unswept() {
  return {.number = 11,
          .plant = {},
          .ask = {{"SELECT sweep_after, gone_at FROM families", {"3|3", "3|3"}}}};
}

}  // namespace planted
