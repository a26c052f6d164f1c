// PostgreSQL: for each node one pipelining writer, a few pipelining readers; any number of nodes.
#pragma once

#include <memory>

#include "storage/engine.h"

namespace storage::postgres {

base::Result<std::unique_ptr<Engine>> open_engine(Meter& meter, const Options& options,
                                                  const Surroundings& surroundings);

base::Result<SchemaState> inspect(const Options& options);

}  // namespace storage::postgres
