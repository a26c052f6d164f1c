#include "tests/support/cutting_proxy.h"

#include <array>
#include <stdexcept>
#include <string_view>
#include <vector>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace support {
namespace {

sockaddr_in address_of(const std::string& address, std::uint16_t port) {
  sockaddr_in out{};
  out.sin_family = AF_INET;
  out.sin_port = htons(port);
  if (inet_pton(AF_INET, address.c_str(), &out.sin_addr) != 1) {
    throw std::runtime_error("not an IPv4 address: " + address);
  }
  return out;
}

const sockaddr* general(const sockaddr_in& address) {
  return reinterpret_cast<const sockaddr*>(&address);
}

}  // namespace

CuttingProxy::CuttingProxy(const std::string& server)
    : address_(server.substr(0, server.find(':'))),
      server_port_(static_cast<std::uint16_t>(std::stoi(server.substr(server.find(':') + 1)))),
      listener_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in own = address_of("127.0.0.1", 0);
  socklen_t size = sizeof own;
  if (bind(listener_, general(own), sizeof own) != 0 || listen(listener_, 64) != 0 ||
      getsockname(listener_, reinterpret_cast<sockaddr*>(&own), &size) != 0) {
    throw std::runtime_error("the proxy cannot listen");
  }
  port_ = ntohs(own.sin_port);
  thread_ = std::thread([this] { run(); });
}

CuttingProxy::~CuttingProxy() {
  stopping_ = true;
  thread_.join();
  close(listener_);
}

void CuttingProxy::cut_at(std::string text, bool through) {
  text_ = std::move(text);
  through_ = through;
  cut_ = false;
  armed_ = true;
}

void CuttingProxy::run() {
  std::vector<std::jthread> connections;
  while (!stopping_) {
    pollfd ready{.fd = listener_, .events = POLLIN, .revents = 0};
    if (poll(&ready, 1, 20) == 1) {
      const int client = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      connections.emplace_back([this, client] { serve(client); });
    }
  }
}

void CuttingProxy::serve(int client) {
  const int server = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const sockaddr_in address = address_of(address_, server_port_);
  if (connect(server, general(address), sizeof address) == 0) {
    std::array<pollfd, 2> ends{pollfd{.fd = client, .events = POLLIN, .revents = 0},
                               pollfd{.fd = server, .events = POLLIN, .revents = 0}};
    bool open = true;
    while (open && !stopping_) {
      poll(ends.data(), ends.size(), 20);
      open = (ends[0].revents == 0 || pass(client, server, true)) &&
             (ends[1].revents == 0 || pass(server, client, false));
    }
  }
  close(client);
  close(server);
}

bool CuttingProxy::pass(int from, int to, bool to_server) {
  std::array<char, 65536> buffer{};
  const ssize_t got = recv(from, buffer.data(), buffer.size(), 0);
  if (got <= 0) {
    return false;
  }
  const std::string_view octets(buffer.data(), static_cast<std::size_t>(got));
  const bool here =
      to_server && armed_ && octets.find(text_) != std::string_view::npos && armed_.exchange(false);
  if (!here || through_) {
    std::string_view left = octets;
    while (!left.empty()) {
      const ssize_t sent = send(to, left.data(), left.size(), MSG_NOSIGNAL);
      if (sent <= 0) {
        return false;
      }
      left.remove_prefix(static_cast<std::size_t>(sent));
    }
  }
  if (here) {
    // What the server says to it is waited for and thrown away: it has done what it was told.
    if (through_) {
      (void)recv(to, buffer.data(), buffer.size(), 0);
    }
    cut_ = true;
    return false;
  }
  return true;
}

}  // namespace support
