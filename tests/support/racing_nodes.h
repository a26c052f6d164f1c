// Nodes of one installation, and many callers who ask them at the same moment.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <latch>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "tests/support/people.h"
#include "tests/support/rounds.h"

namespace support {

class RacingNodes {
 public:
  static constexpr std::size_t kCallers = 64;
  static constexpr const char* kIssuer = "http://localhost:9000";

  // One on SQLite, three on PostgreSQL.
  explicit RacingNodes(EngineKind engine) : engine_(engine), installation_(engine) {}

  void start(const Variables& more = {}) {
    const std::size_t nodes = engine_ == EngineKind::postgres ? 3 : 1;
    for (std::size_t node = 0; node < nodes; ++node) {
      Variables variables = shared();
      variables["GAPURA_DATA_DIR"] =
          installation_.data_dir(node == 0 ? "data" : "node" + std::to_string(node)).string();
      variables.insert(more.begin(), more.end());
      servers_.push_back(installation_.serve(variables));
    }
  }
  void kill() { servers_.clear(); }
  // What every node and every command is given; the key is 32 octets.
  static Variables shared() {
    return {{"GAPURA_ISSUER", kIssuer},
            {"GAPURA_MASTER_KEY", "c2l4dGVlbi1ieXRlcy1hbmQtc2l4dGVlbi1tb3JlLi4"}};
  }
  base::json::object json(std::vector<std::string> arguments) const {
    return installation_.json(std::move(arguments), shared());
  }
  // Somebody new, logged in at the first node.
  Browser browser_of(const std::string& username) {
    add_user(installation_, username, kPassword, {}, shared());
    auto browser = support::browser_of(first(), kIssuer);
    log_in(browser, username);
    return browser;
  }
  // Each caller is given the port of its node; all begin together.
  void race(const std::function<void(std::uint16_t)>& ask) const {
    std::latch start(kCallers);
    std::vector<std::jthread> callers;
    for (std::size_t caller = 0; caller < kCallers; ++caller) {
      callers.emplace_back([&, port = servers_[caller % servers_.size()]->port()] {
        start.arrive_and_wait();
        ask(port);
      });
    }
  }

  Installation& installation() { return installation_; }
  std::vector<std::uint16_t> ports() const {
    std::vector<std::uint16_t> all;
    for (const auto& server : servers_) {
      all.push_back(server->port());
    }
    return all;
  }
  const Server& first() const { return *servers_.front(); }
  const Server& last() const { return *servers_.back(); }

 private:
  const EngineKind engine_;
  Installation installation_;
  std::vector<std::unique_ptr<Server>> servers_;
};

}  // namespace support
