#include "storage/counters.h"

namespace storage {

Counters Meter::snapshot() const {
  return {.writes = writes,
          .writes_declined = writes_declined,
          .writes_failed = writes_failed,
          .writes_refused = writes_refused,
          .batches = batches,
          .batch_micros = batch_micros,
          .largest_batch = largest_batch,
          .reads = reads,
          .reads_failed = reads_failed,
          .reconnects = reconnects,
          .swept = swept,
          .writing = writing};
}

}  // namespace storage
