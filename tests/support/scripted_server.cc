#include "tests/support/scripted_server.h"

#include <array>
#include <csignal>
#include <stdexcept>
#include <utility>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace support {

bool Peer::receive(std::string& into) {
  std::array<char, 4096> part{};
  const auto size = tls_ != nullptr
                        ? SSL_read(tls_, part.data(), part.size())
                        : static_cast<int>(::recv(socket_, part.data(), part.size(), 0));
  if (size <= 0) {
    return false;
  }
  into.append(part.data(), static_cast<std::size_t>(size));
  return true;
}

std::string Peer::request() {
  std::string got;
  while (!got.contains("\r\n\r\n")) {
    if (!receive(got)) {
      return got;
    }
  }
  constexpr std::string_view kLength = "Content-Length: ";
  const auto at = got.find(kLength);
  const std::size_t body =
      at == std::string::npos ? 0 : std::stoul(got.substr(at + kLength.size()));
  const std::size_t whole = got.find("\r\n\r\n") + 4 + body;
  while (got.size() < whole && receive(got)) {
  }
  return got;
}

bool Peer::send(std::string_view octets) {
  while (!octets.empty()) {
    const auto sent =
        tls_ != nullptr
            ? SSL_write(tls_, octets.data(), static_cast<int>(octets.size()))
            : static_cast<int>(::send(socket_, octets.data(), octets.size(), MSG_NOSIGNAL));
    if (sent <= 0) {
      return false;
    }
    octets.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

bool Peer::gone_within(std::chrono::milliseconds time) {
  pollfd waiting{socket_, POLLRDHUP, 0};
  return ::poll(&waiting, 1, static_cast<int>(time.count())) > 0;
}

ScriptedServer::ScriptedServer(Script script, std::shared_ptr<SSL_CTX> tls)
    : script_(std::move(script)),
      tls_(std::move(tls)),
      listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  // OpenSSL writes to a client that has gone without asking for quiet.
  std::signal(SIGPIPE, SIG_IGN);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  auto* bound = reinterpret_cast<sockaddr*>(&address);
  if (::bind(listener_, bound, size) != 0 || ::listen(listener_, 64) != 0 ||
      ::getsockname(listener_, bound, &size) != 0) {
    throw std::runtime_error("no listener");
  }
  port_ = ntohs(address.sin_port);
  thread_ = std::jthread([this] { run(); });
}

ScriptedServer::~ScriptedServer() {
  ::shutdown(listener_, SHUT_RDWR);
  thread_.join();
  {
    const std::lock_guard lock(mutex_);
    for (const int client : clients_) {
      ::shutdown(client, SHUT_RDWR);
    }
  }
  served_.clear();
  for (const int client : clients_) {
    ::close(client);
  }
  ::close(listener_);
}

void ScriptedServer::run() {
  while (true) {
    const int client = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (client < 0) {
      return;
    }
    ++connections_;
    const std::lock_guard lock(mutex_);
    clients_.push_back(client);
    served_.emplace_back([this, client] { serve(client); });
  }
}

void ScriptedServer::serve(int client) {
  std::shared_ptr<SSL> tls;
  if (tls_) {
    tls.reset(SSL_new(tls_.get()), &SSL_free);
    SSL_set_fd(tls.get(), client);
  }
  if (!tls || SSL_accept(tls.get()) == 1) {
    Peer peer(client, tls.get());
    script_(peer);
  }
  if (tls) {
    SSL_shutdown(tls.get());
  }
  // Closed with the server: a number that is closed here could be another's by then.
  ::shutdown(client, SHUT_RDWR);
}

ScriptedServer::Script answering(std::string answer) {
  return [answer = std::move(answer)](Peer& peer) {
    if (!peer.request().empty()) {
      peer.send(answer);
    }
  };
}

}  // namespace support
