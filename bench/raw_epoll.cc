// The floor under the trivial route: epoll, one thread, one fixed answer, nothing understood of the
// request but where it ends. Prints its port; ends on SIGTERM.
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <unordered_map>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace {

constexpr std::string_view kRequestEnd = "\r\n\r\n";

// `size` octets of body, so that both sides send the same.
std::string answer_of(std::size_t size) {
  return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " +
         std::to_string(size) + "\r\n\r\n" + std::string(size, 'x');
}

int listen_on_loopback() {
  const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof address;
  if (listener < 0 || ::bind(listener, reinterpret_cast<sockaddr*>(&address), length) != 0 ||
      ::listen(listener, SOMAXCONN) != 0 ||
      ::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &length) != 0) {
    std::perror("listen");
    std::exit(1);
  }
  std::printf("%d\n", ntohs(address.sin_port));
  std::fflush(stdout);
  return listener;
}

void watch(int poll, int fd) {
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.fd = fd;
  ::epoll_ctl(poll, EPOLL_CTL_ADD, fd, &event);
}

}  // namespace

int main(int argc, char** argv) {
  const std::string answer = answer_of(argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 64);
  const int listener = listen_on_loopback();
  const int poll = ::epoll_create1(0);
  watch(poll, listener);
  std::unordered_map<int, std::string> pending;
  epoll_event events[256];
  char buffer[16384];
  while (true) {
    const int ready = ::epoll_wait(poll, events, 256, -1);
    for (int i = 0; i < ready; ++i) {
      const int fd = events[i].data.fd;
      if (fd == listener) {
        const int client = ::accept4(listener, nullptr, nullptr, SOCK_NONBLOCK);
        if (client >= 0) {
          const int on = 1;
          ::setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
          watch(poll, client);
        }
        continue;
      }
      const ssize_t got = ::read(fd, buffer, sizeof buffer);
      if (got <= 0) {
        pending.erase(fd);
        ::close(fd);
        continue;
      }
      std::string_view request(buffer, static_cast<std::size_t>(got));
      std::string& rest = pending[fd];
      if (!rest.empty()) {
        rest += request;
        request = rest;
      }
      for (auto end = request.find(kRequestEnd); end != std::string_view::npos;
           end = request.find(kRequestEnd)) {
        if (::write(fd, answer.data(), answer.size()) < 0) {
          break;
        }
        request.remove_prefix(end + kRequestEnd.size());
      }
      rest = std::string(request);
    }
  }
}
