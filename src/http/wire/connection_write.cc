// How a connection writes: one system call for most answers, waiting only for a client that does
// not read.
#include <array>
#include <cerrno>
#include <chrono>

#include <boost/asio/buffer.hpp>
#include <sys/socket.h>
#include <sys/uio.h>

#include "http/wire/connection.h"

namespace http::wire {
namespace {

// A body up to this size is copied behind its header; a longer one is written from where it lies.
constexpr std::size_t kCopied = std::size_t{16} * 1024;
// How much of a refused request is read away, and for how long, before the connection is closed: a
// close with octets unread makes the kernel throw the answer away as well.
constexpr std::size_t kLingerOctets = std::size_t{256} * 1024;
constexpr std::chrono::milliseconds kLingerTime{1000};

ssize_t send_parts(int socket, std::string_view head, std::string_view body) {
  constexpr int kFlags = MSG_DONTWAIT | MSG_NOSIGNAL;
  if (body.empty()) {
    return ::send(socket, head.data(), head.size(), kFlags);  // cheaper than a list of one
  }
  std::array<iovec, 2> parts = {{{const_cast<char*>(head.data()), head.size()},
                                 {const_cast<char*>(body.data()), body.size()}}};
  msghdr message{};
  message.msg_iov = parts.data();
  message.msg_iovlen = parts.size();
  return ::sendmsg(socket, &message, kFlags);
}

void advance(std::string_view& head, std::string_view& body, std::size_t sent) {
  const auto of_head = std::min(sent, head.size());
  head.remove_prefix(of_head);
  body.remove_prefix(sent - of_head);
  if (head.empty()) {
    std::swap(head, body);
  }
}

}  // namespace

std::string_view Connection::serialise(const Request& request, const Response& response) {
  output_.clear();
  const auto body = response.body();
  append_head(output_, response, body.size());
  output_.append("Date: ").append(loop_.date(started_));
  output_.append("\r\nX-Request-Id: ").append(request.id);
  output_.append(keep_ ? "\r\n\r\n" : "\r\nConnection: close\r\n\r\n");
  if (request.method == Method::head) {
    return {};
  }
  if (body.size() > kCopied) {
    return body;
  }
  output_.append(body);
  return {};
}

// MSG_DONTWAIT saves making the socket non-blocking, trying at once saves a turn of the loop.
Connection::Sent Connection::send_now(std::string_view& head, std::string_view& body) {
  while (!head.empty()) {
    const auto sent = send_parts(socket_.native_handle(), head, body);
    if (sent >= 0) {
      advance(head, body, static_cast<std::size_t>(sent));
    } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
      return Sent::some;
    } else if (errno != EINTR) {
      return Sent::failed;
    }
  }
  return Sent::all;
}

Awaitable<bool> Connection::send_rest(std::string_view head, std::string_view body) {
  timed_out_ = false;
  loop_.arm(*this, limits().write_time);
  while (true) {
    const auto sent = send_now(head, body);
    if (sent != Sent::some) {
      co_return sent == Sent::all;
    }
    auto [error] = co_await socket_.async_wait(Socket::wait_write, kAwaitTuple);
    if (error || timed_out_) {
      if (timed_out_ && observer() != nullptr) {
        observer()->rejected(Rejection::timed_out);
      }
      co_return false;
    }
  }
}

Awaitable<void> Connection::linger() {
  ErrorCode ignored;
  socket_.shutdown(Socket::shutdown_send, ignored);
  loop_.arm(*this, kLingerTime);
  timed_out_ = false;
  make_room(1);
  for (std::size_t seen = 0; seen < kLingerOctets && !timed_out_;) {
    auto [error, octets] =
        co_await socket_.async_read_some(asio::buffer(input_.data(), input_.size()), kAwaitTuple);
    if (error) {
      break;
    }
    seen += octets;
  }
}

}  // namespace http::wire
