// Where a test keeps its database: one fresh place on one engine, which any number of nodes open.
#pragma once

#include <atomic>
#include <filesystem>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <unistd.h>

#include "audit/chain.h"
#include "base/log.h"
#include "base/secret.h"
#include "storage/database.h"
#include "tests/support/kept_log.h"
#include "tests/support/manual_clock.h"
#include "tests/support/postgres.h"
#include "tests/support/sqlite.h"

namespace support {

enum class EngineKind { memory, sqlite, postgres };

inline std::string name_of(EngineKind kind) {
  switch (kind) {
    case EngineKind::memory:
      return "memory";
    case EngineKind::sqlite:
      return "sqlite";
    case EngineKind::postgres:
      return "postgres";
  }
  return "none";
}

// Removed with all that is in it.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "gapura-test.XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) {
      throw std::runtime_error("no temporary folder");
    }
    path_ = pattern;
  }
  ~TemporaryFolder() {
    std::error_code failed;
    std::filesystem::remove_all(path_, failed);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

class Place {
 public:
  explicit Place(EngineKind kind) : kind_(kind) {
    if (kind == EngineKind::postgres) {
      postgres_.emplace();
    }
  }

  storage::Options options(std::string chain = "node-a") const {
    storage::Options options;
    options.url = kind_ == EngineKind::memory   ? "memory:"
                  : kind_ == EngineKind::sqlite ? "sqlite:gapura.db"
                                                : postgres_->url();
    options.data_dir = folder_.path();
    options.chain = std::move(chain);
    options.version = "test";
    return options;
  }
  storage::Surroundings surroundings() { return {clock, log_, chain_key}; }

  base::Result<std::unique_ptr<storage::Database>> try_open(const storage::Options& options) {
    return storage::open(options, surroundings());
  }
  std::unique_ptr<storage::Database> open(const storage::Options& options) {
    auto opened = try_open(options);
    if (!opened) {
      throw std::runtime_error(opened.error().description + ": " + opened.error().detail);
    }
    return *std::move(opened);
  }
  std::unique_ptr<storage::Database> open(std::string chain = "node-a") {
    return open(options(std::move(chain)));
  }

  // Past the program, by a connection of the test's own.
  std::vector<std::string> run(const std::string& sql) {
    return kind_ == EngineKind::postgres ? postgres_->run(sql) : RawSqlite(file()).run(sql);
  }

  EngineKind kind() const { return kind_; }
  std::filesystem::path file() const { return folder_.path() / "gapura.db"; }
  FreshPostgres& postgres() { return *postgres_; }
  base::Log& log() { return log_; }

  ManualClock clock;
  KeptLog lines;
  const audit::ChainKey chain_key{base::Secret("the key of the tests' chains.....")};

 private:
  EngineKind kind_;
  TemporaryFolder folder_;
  std::optional<FreshPostgres> postgres_;
  base::Log log_{lines, clock, base::LogLevel::debug};
};

}  // namespace support
