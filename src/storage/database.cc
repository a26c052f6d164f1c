#include "storage/database.h"

#include <optional>
#include <string_view>
#include <utility>

#include "storage/engine.h"
#include "storage/memory/database.h"
#include "storage/postgres/engine.h"
#include "storage/sqlite/engine.h"

namespace storage {
namespace {

enum class Kind { sqlite, postgres, memory };

std::optional<Kind> kind_of(std::string_view url) {
  if (url.starts_with("sqlite:")) {
    return Kind::sqlite;
  }
  if (url.starts_with("postgresql://") || url.starts_with("postgres://")) {
    return Kind::postgres;
  }
  return url == "memory:" ? std::optional(Kind::memory) : std::nullopt;
}

std::filesystem::path path_of(const Options& options) {
  return options.data_dir / std::string_view(options.url).substr(sizeof("sqlite:") - 1);
}

std::unexpected<base::Error> unknown_kind() {
  return base::reject(base::ErrorCode::invalid_request, "",
                      "database.url begins with none of sqlite:, postgresql:// and memory:");
}

}  // namespace

base::Result<std::unique_ptr<Database>> open(const Options& options,
                                             const Surroundings& surroundings) {
  const auto kind = kind_of(options.url);
  if (!kind) {
    return unknown_kind();
  }
  if (*kind == Kind::memory) {
    return memory::make_database(options, surroundings);
  }
  auto meter = std::make_unique<Meter>();
  auto engine = *kind == Kind::sqlite
                    ? sqlite::open_engine(path_of(options), *meter, options, surroundings)
                    : postgres::open_engine(*meter, options, surroundings);
  TRY_VAL(opened, std::move(engine));
  return make_sql_database(std::move(opened), std::move(meter), options, surroundings);
}

base::Result<SchemaState> inspect(const Options& options) {
  const auto kind = kind_of(options.url);
  if (!kind) {
    return unknown_kind();
  }
  switch (*kind) {
    case Kind::sqlite:
      return sqlite::inspect(path_of(options));
    case Kind::postgres:
      return postgres::inspect(options);
    case Kind::memory:
      return SchemaState{};
  }
  return unknown_kind();
}

}  // namespace storage
