// A client that says exactly the octets it is told, and waits for what the server does about it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace support {

struct RawAnswer {
  int status = 0;
  std::string head;  // status line and fields, each with its line end
  std::string body;

  std::optional<std::string> field(std::string_view name) const {
    const std::string start = "\r\n" + std::string(name) + ": ";
    const auto at = head.find(start);
    if (at == std::string::npos) {
      return std::nullopt;
    }
    const auto from = at + start.size();
    return head.substr(from, head.find("\r\n", from) - from);
  }
};

class RawClient {
 public:
  explicit RawClient(std::uint16_t port, int receive_buffer = 0)
      : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    if (socket_ < 0) {
      throw std::runtime_error("no socket");
    }
    if (receive_buffer > 0) {
      ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof(receive_buffer));
    }
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0) {
      ::close(socket_);
      throw std::runtime_error("cannot connect");
    }
  }
  ~RawClient() {
    if (socket_ >= 0) {
      ::close(socket_);
    }
  }
  RawClient(RawClient&& other) noexcept
      : socket_(std::exchange(other.socket_, -1)), received_(std::move(other.received_)) {}
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;

  // False when the server has closed before it was all taken.
  bool send(std::string_view octets) {
    while (!octets.empty()) {
      const auto sent = ::send(socket_, octets.data(), octets.size(), MSG_NOSIGNAL);
      if (sent <= 0) {
        return false;
      }
      octets.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }
  void finish_sending() { ::shutdown(socket_, SHUT_WR); }

  // The next answer, whose length Content-Length tells; nothing when the connection ends first.
  std::optional<RawAnswer> answer(bool to_head = false) {
    std::size_t end = 0;
    while ((end = received_.find("\r\n\r\n")) == std::string::npos) {
      if (!receive()) {
        return std::nullopt;
      }
    }
    RawAnswer answer{.head = received_.substr(0, end + 2)};
    answer.status = std::stoi(answer.head.substr(9, 3));
    received_.erase(0, end + 4);
    const auto length = answer.field("Content-Length");
    const std::size_t size = length && !to_head ? std::stoul(*length) : 0;
    while (received_.size() < size) {
      if (!receive()) {
        return std::nullopt;
      }
    }
    answer.body = received_.substr(0, size);
    received_.erase(0, size);
    return answer;
  }

  // Everything until the server closes; nothing when it does not.
  std::optional<std::string> until_closed() {
    try {
      while (receive()) {
      }
    } catch (const std::runtime_error&) {
      return std::nullopt;
    }
    return std::exchange(received_, {});
  }

  int descriptor() const { return socket_; }

 private:
  // Far beyond any deadline that a test gives the server: waiting here is never what is measured.
  static constexpr int kPatienceMillis = 30'000;

  bool receive() {
    pollfd waiting{socket_, POLLIN, 0};
    if (::poll(&waiting, 1, kPatienceMillis) <= 0) {
      throw std::runtime_error("the server neither answers nor closes");
    }
    std::array<char, 16384> part{};
    const auto octets = ::recv(socket_, part.data(), part.size(), 0);
    if (octets <= 0) {
      return false;
    }
    received_.append(part.data(), static_cast<std::size_t>(octets));
    return true;
  }

  int socket_ = -1;
  std::string received_;
};

// Asks one thing on a connection of its own.
inline std::optional<RawAnswer> ask(std::uint16_t port, std::string_view octets) {
  RawClient client(port);
  client.send(octets);
  return client.answer(octets.starts_with("HEAD "));
}

}  // namespace support
