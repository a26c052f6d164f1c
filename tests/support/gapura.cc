#include "tests/support/gapura.h"

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <regex>
#include <stdexcept>

#include <poll.h>

namespace support {

std::string gapura_binary() {
  const char* named = std::getenv("GAPURA_BINARY");
  return named != nullptr ? named : GAPURA_BUILT_BINARY;
}

RawAnswer get(std::uint16_t port, const std::string& target,
              const std::vector<std::string>& headers) {
  std::string request = "GET " + target + " HTTP/1.1\r\nHost: localhost:" + std::to_string(port) +
                        "\r\nConnection: close\r\n";
  for (const std::string& header : headers) {
    request += header + "\r\n";
  }
  const auto answer = ask(port, request + "\r\n");
  if (!answer) {
    throw std::runtime_error("no answer to GET " + target);
  }
  return *answer;
}

// What is waited for happens in another process, which nothing here can be woken by.
bool eventually(const std::function<bool()>& condition) {
  constexpr int kTries = 3000;
  for (int i = 0; i < kTries; ++i) {
    if (condition()) {
      return true;
    }
    ::poll(nullptr, 0, 20);
  }
  return false;
}

bool within_a_second(const std::function<bool()>& condition) {
  const auto due = std::chrono::steady_clock::now() + std::chrono::seconds(1);
  while (true) {
    const bool last = std::chrono::steady_clock::now() >= due;
    if (condition()) {
      return true;
    }
    if (last) {
      return false;
    }
    ::poll(nullptr, 0, 20);
  }
}

Server::Server(std::vector<std::string> arguments, const Variables& variables,
               const std::filesystem::path& folder)
    : program_(std::move(arguments), variables, folder) {}

void Server::await() {
  static const std::regex listening(
      "listening http://localhost:([0-9]{1,5}) ops http://localhost:([0-9]{1,5})");
  const auto line = program_.line();
  std::smatch ports;
  if (!line || !std::regex_match(*line, ports, listening)) {
    throw std::runtime_error("the server did not start: " + line.value_or("") + "\n" +
                             program_.errors());
  }
  port_ = static_cast<std::uint16_t>(std::stoul(ports[1]));
  ops_port_ = static_cast<std::uint16_t>(std::stoul(ports[2]));
}

Outcome Server::stop() {
  program_.signal(SIGTERM);
  return program_.wait();
}

Installation::Installation(EngineKind engine) {
  if (engine == EngineKind::postgres) {
    postgres_.emplace();
  }
}

std::vector<std::string> Installation::sql(const std::string& text) {
  return postgres_ ? postgres_->run(text) : RawSqlite(data_dir() / "gapura.db").run(text);
}

std::vector<std::string> Installation::tables() {
  return sql(
      postgres_
          ? "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
          : "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'");
}

std::string Installation::dump() {
  std::string all;
  for (const std::string& table : tables()) {
    for (const std::string& row : sql("SELECT * FROM " + table)) {
      all += row + "\n";
    }
  }
  return all;
}

Variables Installation::variables(const Variables& more) const {
  Variables all{{"GAPURA_DATA_DIR", data_dir().string()},
                {"GAPURA_LISTEN", "127.0.0.1:0"},
                {"GAPURA_OPS_LISTEN", "127.0.0.1:0"}};
  if (postgres_) {
    all["GAPURA_DATABASE_URL"] = postgres_->url();
  }
  for (const auto& [name, value] : more) {
    all[name] = value;
  }
  return all;
}

Outcome Installation::run(const std::vector<std::string>& arguments, const Variables& more,
                          const std::string& input) const {
  std::vector<std::string> all{gapura_binary()};
  all.insert(all.end(), arguments.begin(), arguments.end());
  return run_program(std::move(all), variables(more), folder_.path(), input);
}

base::json::object Installation::json(std::vector<std::string> arguments, const Variables& more,
                                      const std::string& input) const {
  arguments.emplace_back("--json");
  const Outcome outcome = run(arguments, more, input);
  const auto parsed = base::parse_json_object(outcome.out);
  if (outcome.code != 0 || !parsed) {
    throw std::runtime_error("gapura failed: " + outcome.out + outcome.err);
  }
  return *parsed;
}

std::unique_ptr<Server> Installation::serve(const Variables& more,
                                            const std::vector<std::string>& arguments) const {
  auto server = start(more, arguments);
  server->await();
  return server;
}

std::unique_ptr<Server> Installation::start(const Variables& more,
                                            const std::vector<std::string>& arguments) const {
  std::vector<std::string> all{gapura_binary(), "serve"};
  all.insert(all.end(), arguments.begin(), arguments.end());
  return std::make_unique<Server>(std::move(all), variables(more), folder_.path());
}

}  // namespace support
