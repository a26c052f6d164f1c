// SQLite: WAL, one writer, a checkpoint thread, and read connections beside them.
#pragma once

#include <filesystem>
#include <memory>

#include "storage/engine.h"

namespace storage::sqlite {

base::Result<std::unique_ptr<Engine>> open_engine(const std::filesystem::path& path, Meter& meter,
                                                  const Options& options,
                                                  const Surroundings& surroundings);

base::Result<SchemaState> inspect(const std::filesystem::path& path);

}  // namespace storage::sqlite
