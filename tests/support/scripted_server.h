// A server that does to its client exactly what a test has written down, over TLS or in the clear.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <openssl/ssl.h>

namespace support {

// One client, as the script sees it.
class Peer {
 public:
  Peer(int socket, SSL* tls) : socket_(socket), tls_(tls) {}

  // Head and body as Content-Length tells it; what there was when the client closes before.
  std::string request();
  // False when the client is gone.
  bool send(std::string_view octets);
  // Waits so long for the client to go.
  bool gone_within(std::chrono::milliseconds time);

 private:
  bool receive(std::string& into);

  int socket_;
  SSL* tls_;
};

class ScriptedServer {
 public:
  using Script = std::function<void(Peer&)>;

  // On a free port of the loopback. `tls` from a TestCa; none: in the clear.
  explicit ScriptedServer(Script script, std::shared_ptr<SSL_CTX> tls = nullptr);
  ~ScriptedServer();
  ScriptedServer(const ScriptedServer&) = delete;
  ScriptedServer& operator=(const ScriptedServer&) = delete;

  std::uint16_t port() const { return port_; }
  std::string at(std::string_view host) const {
    return std::string(host) + ":" + std::to_string(port_);
  }
  int connections() const { return connections_; }

 private:
  void run();
  void serve(int client);

  Script script_;
  std::shared_ptr<SSL_CTX> tls_;
  int listener_ = -1;
  std::uint16_t port_ = 0;
  std::atomic<int> connections_ = 0;
  std::mutex mutex_;
  std::vector<int> clients_;
  std::vector<std::jthread> served_;
  std::jthread thread_;
};

// Reads a request and gives the answer.
ScriptedServer::Script answering(std::string answer);

}  // namespace support
