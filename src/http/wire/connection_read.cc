// How a connection reads: the head until HeadCheck has judged it, the body until it is there, and
// both within their time and their memory.
#include <algorithm>
#include <cstring>
#include <utility>

#include <boost/asio/buffer.hpp>

#include "http/wire/connection.h"

namespace http::wire {
namespace {

using base::ErrorCode::invalid_request;

constexpr std::size_t kFirstRoom = std::size_t{4} * 1024;
constexpr std::size_t kBodyRoom = std::size_t{4} * 1024;
// What a connection may keep of each buffer from one request to the next, and so the part of its
// memory that nobody else can leave it without.
constexpr std::size_t kKeptInput = std::size_t{8} * 1024;
constexpr std::size_t kKeptBody = std::size_t{4} * 1024;
constexpr std::size_t kKeptOutput = std::size_t{16} * 1024;
// Room for a body that is only announced; more is made when more has come.
constexpr std::uint64_t kTrusted = std::uint64_t{16} * 1024;
constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

// What buffers of these sizes take of the budget.
std::size_t charge(std::size_t input, std::size_t body) {
  return (std::max(input, kKeptInput) - kKeptInput) + (std::max(body, kKeptBody) - kKeptBody);
}

}  // namespace

bool Connection::make_room(std::size_t least) {
  if (input_.size() - used_ >= least) {
    return true;
  }
  const auto room = std::max({kFirstRoom, input_.size() * 2, used_ + least});
  if (!share_.grow(charge(room, body_.capacity()))) {
    return false;
  }
  input_.resize(room);
  return true;
}

// The parser appends only what there is room for.
bool Connection::make_body_room(std::size_t more) {
  const auto needed = body_.size() + more;
  if (needed <= body_.capacity()) {
    return true;
  }
  const auto room = std::max(needed, body_.capacity() * 2);
  if (!share_.grow(charge(input_.size(), room))) {
    return false;
  }
  body_.reserve(room);
  return true;
}

void Connection::forget(std::size_t octets) {
  std::memmove(input_.data(), input_.data() + octets, used_ - octets);
  used_ -= octets;
}

void Connection::release_excess() {
  if (used_ == 0 && input_.size() > kKeptInput) {
    input_ = std::string(kFirstRoom, '\0');
  }
  if (output_.capacity() > kKeptOutput) {
    std::string().swap(output_);  // an assignment would keep the room
  }
  if (body_.capacity() > kKeptBody) {
    std::string().swap(body_);
  }
  share_.shrink(charge(input_.size(), body_.capacity()));
}

Awaitable<Connection::Head> Connection::read_head(HeadCheck& check) {
  auto state = used_ == 0 ? HeadCheck::State::more : check.look(received());
  bool begun = false;
  while (state == HeadCheck::State::more) {
    idle_ = used_ == 0;
    if (idle_ && loop_.draining()) {
      co_return Head::gone;
    }
    if (idle_ || !begun) {
      begun = !idle_;
      timed_out_ = false;
      loop_.arm(*this, idle_ ? limits().idle_time : limits().header_time);
    }
    if (!make_room(1)) {
      co_return Head::unaffordable;
    }
    auto [error, octets] = co_await socket_.async_read_some(
        asio::buffer(input_.data() + used_, input_.size() - used_), kAwaitTuple);
    const bool was_idle = std::exchange(idle_, false);
    used_ += octets;
    // Trap: a deadline that passes while a finished read waits for its turn has nothing to cancel,
    // and tells but once.
    if (error || (timed_out_ && !was_idle)) {
      co_return timed_out_&& used_ != 0 ? Head::slow : Head::gone;
    }
    state = check.look(received());
  }
  if (state == HeadCheck::State::bad) {
    co_return Head::bad;
  }
  // The parser's views are into this buffer, which must not move once it has read it.
  if (check.has_body() && !make_room(kBodyRoom)) {
    co_return Head::unaffordable;
  }
  co_return Head::complete;
}

Awaitable<std::optional<Connection::Failure>> Connection::read_body(const HeadCheck& check,
                                                                    Parser& parser,
                                                                    std::size_t limit) {
  const Failure too_large{
      0,
      {base::ErrorCode::too_large, "RFC9110-15.5.14", "the body is too large", ""},
      Rejection::too_large};
  const Failure malformed{
      0, {invalid_request, "RFC9112-7.1", "the body is malformed", ""}, Rejection::malformed};
  const std::size_t start = check.length();
  if (check.content_length() > limit) {
    co_return too_large;
  }
  if (!make_body_room(static_cast<std::size_t>(std::min(check.content_length(), kTrusted)))) {
    co_return unaffordable();
  }
  parser.limit_body(limit);
  parser.eager(true);
  if (check.expects_continue() && check.is_http_11() && used_ == start) {
    if (!co_await send_rest(kContinue, {})) {
      co_return malformed;
    }
  }
  std::size_t raw = 0;
  bool begun = false;
  while (true) {
    if (used_ > start) {
      if (!make_body_room(used_ - start)) {
        co_return unaffordable();
      }
      Parser::error_code error;
      const auto taken =
          parser.put(asio::const_buffer(input_.data() + start, used_ - start), error);
      std::memmove(input_.data() + start, input_.data() + start + taken, used_ - start - taken);
      used_ -= taken;
      raw += taken;
      if (error && error != boost::beast::http::error::need_more) {
        co_return parser.too_large() ? too_large : malformed;
      }
      if (parser.is_done()) {
        co_return std::nullopt;
      }
      if (raw - body_.size() > limits().chunk_overhead + body_.size()) {
        co_return too_large;
      }
      if (used_ == input_.size()) {
        co_return malformed;  // a line of chunk framing as long as the buffer
      }
    }
    if (!begun) {
      begun = true;
      timed_out_ = false;
      loop_.arm(*this, limits().body_time);
    }
    auto [error, octets] = co_await socket_.async_read_some(
        asio::buffer(input_.data() + used_, input_.size() - used_), kAwaitTuple);
    used_ += octets;
    if (error || timed_out_) {
      const Failure slow{408,
                         {invalid_request, "RFC9110-15.5.9", "the request took too long", ""},
                         Rejection::timed_out};
      co_return timed_out_ ? slow : malformed;
    }
  }
}

}  // namespace http::wire
