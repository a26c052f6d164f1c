#include "storage/sweep_turns.h"

namespace storage {

SweepTurns::Swept SweepTurns::sweep(base::Instant now, std::size_t limit) {
  Swept swept;
  const std::size_t first = turn_++;
  for (std::size_t each = 0; each < kinds_.size() && swept.rows < limit; ++each) {
    auto gone = kinds_[(first + each) % kinds_.size()](now, limit - swept.rows);
    if (gone) {
      swept.rows += *gone;
    } else if (swept.done) {
      swept.done = std::unexpected(std::move(gone).error());
    }
  }
  return swept;
}

}  // namespace storage
