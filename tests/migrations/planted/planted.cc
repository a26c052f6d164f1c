#include "tests/migrations/planted/planted.h"

namespace planted {

std::vector<Step> steps() {
  return {foundation(),      people(),       sites(),
          visits(),          oauth(),        consent(),
          federation(),      looks(),        hearsay_and_reuse(),
          steps_unindexed(), steps_unswept()};
}

}  // namespace planted
