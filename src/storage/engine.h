// What the two SQL engines have in common, as the rest of storage uses it.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "storage/database.h"
#include "storage/migrations.h"
#include "storage/query.h"
#include "storage/reader.h"
#include "storage/writer.h"

namespace storage {

class Engine {
 public:
  virtual ~Engine() = default;
  virtual Reader& reader() = 0;
  virtual Committer& committer() = 0;
  virtual std::span<const Migration> known() const = 0;
  // The queries of this engine alone.
  virtual std::span<const Query* const> own_queries() const = 0;
  // Asks a database that several nodes share what time it is; a file has no time of its own.
  virtual base::Done keep_time() { return {}; }
  // Prepares a query as the engine would before running it; the suites ask it of every one.
  virtual base::Done prepare(const Query& query) = 0;
};

// All that both engines are given, for the suite that prepares every one on each.
std::vector<const Query*> registered_queries();

// The same Database over either engine.
std::unique_ptr<Database> make_sql_database(std::unique_ptr<Engine> engine,
                                            std::unique_ptr<Meter> meter, const Options& options,
                                            const Surroundings& surroundings);

}  // namespace storage
