// Migrations: forward only, embedded in the program, the same number and name on both engines.
//
// The first line of each is `-- compatible-with: N`: programs whose newest migration is N or later
// may go on beside this one. A change that an older program survives is an expansion and names an
// older N; the contraction that follows, a release later, names the expansion.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace storage {

// As the build embeds it.
struct EmbeddedMigration {
  std::string_view engine;
  std::string_view file;  // 0001_foundation
  std::string_view checksum;
  std::string_view text;
};

std::span<const EmbeddedMigration> embedded_migrations();

struct Migration {
  std::int64_t number = 0;
  std::string_view name;
  std::string_view checksum;
  std::string_view text;
  std::int64_t compatible_with = 0;
};

// Those of one engine, "sqlite" or "postgres", in order.
std::vector<Migration> migrations_of(std::string_view engine,
                                     std::span<const EmbeddedMigration> embedded);

// As the database remembers it.
struct AppliedMigration {
  std::int64_t number = 0;
  std::string name;
  std::string checksum;
  std::int64_t compatible_with = 0;
};

// What is still to be applied; refused in words where the database and the program do not fit.
base::Result<std::vector<Migration>> plan(std::span<const Migration> known,
                                          std::span<const AppliedMigration> applied);

}  // namespace storage
