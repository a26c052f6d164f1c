// Reads beside the writer; from any thread, always from where writes go and never from a replica.
#pragma once

#include "base/result.h"
#include "storage/params.h"
#include "storage/query.h"
#include "storage/rows.h"

namespace storage {

class Reader {
 public:
  virtual ~Reader() = default;
  virtual base::Result<Rows> read(const Query& query, const Params& params) = 0;
};

}  // namespace storage
