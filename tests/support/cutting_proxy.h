// Stands between a client and PostgreSQL, and once armed cuts the connection right after it has let
// a given text through to the server: the server does what it was told, the client never hears.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <thread>

namespace support {

class CuttingProxy {
 public:
  // `server` is HOST:PORT, of IPv4.
  explicit CuttingProxy(const std::string& server);
  ~CuttingProxy();
  CuttingProxy(const CuttingProxy&) = delete;
  CuttingProxy& operator=(const CuttingProxy&) = delete;

  std::string host() const { return "127.0.0.1:" + std::to_string(port_); }
  // The next time `text` goes to the server; `through`: with it, or in its place.
  void cut_at(std::string text, bool through);
  bool cut() const { return cut_; }

 private:
  void run();
  void serve(int client);
  // False when the connection is to end.
  bool pass(int from, int to, bool to_server);

  std::string address_;
  std::uint16_t server_port_ = 0;
  std::uint16_t port_ = 0;
  int listener_ = -1;
  std::string text_;
  bool through_ = true;
  std::atomic<bool> armed_ = false;
  std::atomic<bool> cut_ = false;
  std::atomic<bool> stopping_ = false;
  std::thread thread_;
};

}  // namespace support
