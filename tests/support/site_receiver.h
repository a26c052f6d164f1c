// The server of a site as far as a logout goes: it keeps every POST it is sent and answers as the
// test says, or not at all. On a free port of the loopback, which it keeps while it is closed.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <list>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace support {

struct Post {
  std::string head;
  std::string body;

  // Empty when there is none.
  std::string field(const std::string& name) const {
    const auto at = head.find("\r\n" + name + ": ");
    if (at == std::string::npos) {
      return "";
    }
    const auto from = at + name.size() + 4;
    return head.substr(from, head.find("\r\n", from) - from);
  }
};

class SiteReceiver {
 public:
  SiteReceiver() { open(); }
  ~SiteReceiver() { close(); }
  SiteReceiver(const SiteReceiver&) = delete;
  SiteReceiver& operator=(const SiteReceiver&) = delete;

  std::uint16_t port() const { return port_; }
  std::string host() const { return "localhost:" + std::to_string(port_); }
  std::string url() const { return "http://" + host() + "/auth/sso-logout"; }

  void open() {
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (listener_ < 0) {
      throw std::runtime_error("no socket");
    }
    const int on = 1;
    ::setsockopt(listener_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port_);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    auto* const raw = reinterpret_cast<sockaddr*>(&address);
    if (::bind(listener_, raw, size) != 0 || ::listen(listener_, 64) != 0 ||
        ::getsockname(listener_, raw, &size) != 0) {
      throw std::runtime_error("the receiver cannot listen");
    }
    port_ = ntohs(address.sin_port);
    thread_ = std::jthread([this] { run(); });
  }
  // Nobody listens there until it is opened again.
  void close() {
    hang(false);
    ::shutdown(listener_, SHUT_RDWR);
    if (thread_.joinable()) {
      thread_.join();
    }
    served_.clear();
    ::close(listener_);
  }

  void answer(int status) { status_ = status; }
  void hang(bool hanging) {
    const std::lock_guard lock(mutex_);
    hanging_ = hanging;
    changed_.notify_all();
  }
  // False when it takes longer than anything here may.
  bool await(std::size_t posts) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, std::chrono::seconds(30),
                             [&] { return posts_.size() >= posts; });
  }
  std::vector<Post> posts() const {
    const std::lock_guard lock(mutex_);
    return posts_;
  }

 private:
  void run() {
    while (true) {
      const int client = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      if (client < 0) {
        return;
      }
      served_.emplace_back([this, client] {
        serve(client);
        ::close(client);
      });
    }
  }

  void serve(int client) {
    std::string octets;
    std::size_t end = std::string::npos;
    std::size_t length = 0;
    while (end == std::string::npos || octets.size() < end + 4 + length) {
      char buffer[4096];
      const auto got = ::recv(client, buffer, sizeof(buffer), 0);
      if (got <= 0) {
        return;
      }
      octets.append(buffer, static_cast<std::size_t>(got));
      end = octets.find("\r\n\r\n");
      const auto at = octets.find("Content-Length: ");
      length = at == std::string::npos ? 0 : std::stoul(octets.substr(at + 16, 8));
    }
    {
      std::unique_lock lock(mutex_);
      posts_.push_back({.head = octets.substr(0, end + 2), .body = octets.substr(end + 4)});
      changed_.notify_all();
      changed_.wait(lock, [this] { return !hanging_; });
    }
    const std::string text = "HTTP/1.1 " + std::to_string(status_) +
                             " Said\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    ::send(client, text.data(), text.size(), MSG_NOSIGNAL);
  }

  int listener_ = -1;
  std::uint16_t port_ = 0;
  std::atomic<int> status_ = 200;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  bool hanging_ = false;
  std::vector<Post> posts_;
  std::list<std::jthread> served_;
  std::jthread thread_;
};

}  // namespace support
