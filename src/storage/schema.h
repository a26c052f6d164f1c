// Brings a database to the schema of this program, on either engine.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/log.h"
#include "base/result.h"
#include "storage/database.h"
#include "storage/migrations.h"
#include "storage/query.h"
#include "storage/write.h"

namespace storage {

// A connection that can also run scripts.
class Session : public Executor {
 public:
  virtual base::Done script(std::string_view sql) = 0;
  // Begins a transaction that no other program's migration runs beside.
  virtual base::Done begin_alone() = 0;
};

// Applies what is pending, each migration in a transaction of its own; two programs that start at
// once apply each of them once.
base::Done migrate(Session& session, std::span<const Migration> known, std::string_view version,
                   const base::Clock& clock, base::Log& log);

// Reads only, and fails where migrate() would.
base::Result<SchemaState> state_of(Executor& session, std::span<const Migration> known);

std::span<const Query* const> schema_queries();

}  // namespace storage
