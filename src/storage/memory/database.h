// The ports over memory: for trying Gapura out, and the plainest statement of what they promise.
// Everything is gone with the process.
#pragma once

#include <memory>

#include "storage/database.h"

namespace storage::memory {

std::unique_ptr<Database> make_database(const Options& options, const Surroundings& surroundings);

}  // namespace storage::memory
