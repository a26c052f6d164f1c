#include "storage/migrations.h"

#include <algorithm>
#include <charconv>
#include <stdexcept>

namespace storage {
namespace {

std::int64_t number_at_start(std::string_view text, std::string_view of) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || value <= 0) {
    throw std::logic_error("migration " + std::string(of) + " has no number where one belongs");
  }
  return value;
}

Migration read(const EmbeddedMigration& file) {
  constexpr std::string_view kHeader = "-- compatible-with: ";
  if (!file.text.starts_with(kHeader) || file.file.size() < 6 || file.file[4] != '_') {
    throw std::logic_error("migration " + std::string(file.file) + " lacks its header or number");
  }
  return {.number = number_at_start(file.file, file.file),
          .name = file.file.substr(5),
          .checksum = file.checksum,
          .text = file.text,
          .compatible_with = number_at_start(file.text.substr(kHeader.size()), file.file)};
}

std::string named(std::int64_t number, std::string_view name) {
  return std::to_string(number) + " (" + std::string(name) + ")";
}

}  // namespace

std::vector<Migration> migrations_of(std::string_view engine,
                                     std::span<const EmbeddedMigration> embedded) {
  std::vector<Migration> found;
  for (const EmbeddedMigration& file : embedded) {
    if (file.engine == engine) {
      found.push_back(read(file));
    }
  }
  std::ranges::sort(found, {}, &Migration::number);
  return found;
}

base::Result<std::vector<Migration>> plan(std::span<const Migration> known,
                                          std::span<const AppliedMigration> applied) {
  const std::int64_t newest = known.empty() ? 0 : known.back().number;
  for (const AppliedMigration& row : applied) {
    const auto ours = std::ranges::find(known, row.number, &Migration::number);
    if (ours == known.end() && row.compatible_with > newest) {
      return base::reject(base::ErrorCode::unavailable, "",
                          "the database is newer than this program: it holds migration " +
                              named(row.number, row.name) + ", which needs a program that knows " +
                              std::to_string(row.compatible_with) + ", and this one knows " +
                              std::to_string(newest) + "; run the newer gapura");
    }
    if (ours != known.end() && ours->checksum != row.checksum) {
      return base::reject(base::ErrorCode::unavailable, "",
                          "migration " + named(row.number, row.name) +
                              " was applied from another text than this program holds; run the "
                              "gapura that applied it, or restore the database from a backup");
    }
  }
  std::vector<Migration> pending;
  for (const Migration& migration : known) {
    if (std::ranges::find(applied, migration.number, &AppliedMigration::number) == applied.end()) {
      pending.push_back(migration);
    }
  }
  return pending;
}

}  // namespace storage
