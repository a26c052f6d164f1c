// The program as its operator has it: a data folder, a database on one engine, commands beside a
// running server, and what a browser or a scraper sees. The binary is the one that GAPURA_BINARY
// names, else the one of this build.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "tests/support/place.h"
#include "tests/support/program.h"
#include "tests/support/raw_client.h"

namespace support {

// GET on a connection of its own. Headers are whole lines without their ends.
RawAnswer get(std::uint16_t port, const std::string& target,
              const std::vector<std::string>& headers = {});

// Until it is so; false when it takes longer than anything here may.
bool eventually(const std::function<bool()>& condition);
// False when it is not so even to who asks a second from now.
bool within_a_second(const std::function<bool()>& condition);

class Server {
 public:
  Server(std::vector<std::string> arguments, const Variables& variables,
         const std::filesystem::path& folder);

  // Until it says that it answers.
  void await();
  std::uint16_t port() const { return port_; }
  std::uint16_t ops_port() const { return ops_port_; }
  Program& program() { return program_; }
  // SIGTERM, and how it ended.
  Outcome stop();

 private:
  Program program_;
  std::uint16_t port_ = 0;
  std::uint16_t ops_port_ = 0;
};

// One node's data folder. Nodes of one installation share its database.
class Installation {
 public:
  explicit Installation(EngineKind engine);

  std::filesystem::path data_dir(const std::string& node = "data") const {
    return folder_.path() / node;
  }
  const std::filesystem::path& folder() const { return folder_.path(); }
  FreshPostgres& postgres() { return *postgres_; }
  // Past the program, by a connection of the test's own.
  std::vector<std::string> sql(const std::string& text);
  std::vector<std::string> tables();
  // Every row of every table; of octets in SQLite no more than stands before a zero.
  std::string dump();

  // What every command of this installation is started with; `more` overrides.
  Variables variables(const Variables& more = {}) const;

  Outcome run(const std::vector<std::string>& arguments, const Variables& more = {},
              const std::string& input = {}) const;
  // The answer of a command that must succeed, under --json.
  base::json::object json(std::vector<std::string> arguments, const Variables& more = {},
                          const std::string& input = {}) const;
  // A server that answers; start() does not wait for that.
  std::unique_ptr<Server> serve(const Variables& more = {},
                                const std::vector<std::string>& arguments = {}) const;
  std::unique_ptr<Server> start(const Variables& more = {},
                                const std::vector<std::string>& arguments = {}) const;

 private:
  TemporaryFolder folder_;
  std::optional<FreshPostgres> postgres_;
};

std::string gapura_binary();

}  // namespace support
