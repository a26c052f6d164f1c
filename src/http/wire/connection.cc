#include "http/wire/connection.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>

#include "http/ascii.h"

namespace http::wire {
namespace {

using base::ErrorCode::invalid_request;

constexpr std::size_t kFirstRoom = std::size_t{4} * 1024;
constexpr std::size_t kBodyRoom = std::size_t{4} * 1024;
// What an idle connection may keep of its buffers.
constexpr std::size_t kKeptRoom = std::size_t{16} * 1024;
constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

Address address_of(const asio::ip::address& address) {
  return address.is_v4() ? Address::v4(address.to_v4().to_bytes())
                         : Address::v6(address.to_v6().to_bytes());
}

}  // namespace

Connection::Connection(Loop& loop, Socket socket, const Tcp::endpoint& peer)
    : loop_(loop), socket_(std::move(socket)), peer_(address_of(peer.address())) {}

void Connection::expired() {
  timed_out_ = true;
  ErrorCode ignored;
  socket_.cancel(ignored);
}

void Connection::close_if_idle() {
  if (idle_) {
    ErrorCode ignored;
    socket_.cancel(ignored);
  }
}

void Connection::cut() {
  ErrorCode ignored;
  socket_.close(ignored);
}

void Connection::make_room(std::size_t least) {
  if (input_.size() - used_ < least) {
    input_.resize(std::max({kFirstRoom, input_.size() * 2, used_ + least}));
  }
}

void Connection::forget(std::size_t octets) {
  std::memmove(input_.data(), input_.data() + octets, used_ - octets);
  used_ -= octets;
}

void Connection::release_excess() {
  if (used_ == 0 && input_.size() > kKeptRoom) {
    input_ = std::string(kFirstRoom, '\0');
  }
  if (output_.capacity() > kKeptRoom) {
    output_ = {};
  }
  if (body_.capacity() > kKeptRoom) {
    body_ = {};
  }
}

// Each coroutine called on the way costs as much as the parsing: what need not wait is no
// coroutine.
Awaitable<void> Connection::run() {
  const HeadLimits head_limits{limits().url, limits().header_bytes, limits().headers};
  while (keep_ && socket_.is_open()) {
    HeadCheck check(head_limits);
    const Head head = co_await read_head(check);
    if (head == Head::gone) {
      break;
    }
    request_id_ = loop_.next_request_id();
    Request request{.client = {.address = peer_}, .id = request_id_};
    Parser parser(headers_, body_);
    Dispatcher::Admission admission;
    auto response = head == Head::bad ? refuse_head(request, check)
                                      : answer_now(request, check, parser, admission);
    if (!response) {
      response = co_await answer_later(request, check, parser, admission);
    }
    keep_ = keep_ && !loop_.draining();
    auto behind = serialise(request, *response);
    std::string_view output = output_;
    auto sent = send_now(output, behind);
    if (sent == Sent::some) {
      sent = co_await send_rest(output, behind) ? Sent::all : Sent::failed;
    }
    record(request, response->status());
    if (sent == Sent::failed) {
      unread_ = false;
      break;
    }
    if (keep_) {
      forget(check.length());
      release_excess();
    }
  }
  if (unread_ && socket_.is_open()) {
    co_await linger();
  }
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
    make_room(1);
    auto [error, octets] = co_await socket_.async_read_some(
        asio::buffer(input_.data() + used_, input_.size() - used_), kAwaitTuple);
    const bool was_idle = std::exchange(idle_, false);
    used_ += octets;
    // Trap: a deadline that passes while a finished read waits for its turn has nothing to cancel,
    // and tells but once.
    if (error || (timed_out_ && !was_idle)) {
      const bool slow = timed_out_ && used_ != 0;
      unread_ = slow;
      co_return slow ? Head::bad : Head::gone;
    }
    state = check.look(received());
  }
  if (state == HeadCheck::State::bad) {
    timed_out_ = false;
    co_return Head::bad;
  }
  // The parser's views are into this buffer, which must not move once it has read it.
  if (check.has_body()) {
    make_room(kBodyRoom);
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

void Connection::describe(Request& request, const Parser& parser) {
  request.method = method_from(parser.method()).value_or(Method::get);
  request.target = parser.target();
  request.query = request.target;
  request.path = take_until(request.query, '?');
  request.headers = headers_;
  request.client = client_of(request);
}

Client Connection::client_of(const Request& request) const {
  const auto& options = loop_.shared().options;
  const auto host = request.header("Host").value_or("");
  if (options.trusted_proxies.empty()) {
    return {peer_, options.secure, host};
  }
  // The last line of each is the nearest proxy's own; those before it may be anybody's.
  std::vector<std::string_view> hops;
  std::string_view proto;
  std::string_view forwarded_host;
  for (const auto& field : request.headers) {
    if (iequals(field.name, "X-Forwarded-For")) {
      hops.push_back(field.value);
    } else if (iequals(field.name, "X-Forwarded-Proto")) {
      proto = field.value;
    } else if (iequals(field.name, "X-Forwarded-Host")) {
      forwarded_host = field.value;
    }
  }
  auto client = resolve_client(options.trusted_proxies, peer_, host,
                               {.for_values = hops, .proto = proto, .host = forwarded_host});
  client.secure = client.secure || options.secure;
  return client;
}

Response Connection::refuse_head(Request& request, const HeadCheck& check) {
  started_ = std::chrono::steady_clock::now();
  if (timed_out_) {
    return fail(request, nullptr,
                {408,
                 {invalid_request, "RFC9110-15.5.9", "the request took too long", ""},
                 Rejection::timed_out});
  }
  const bool size = check.error().code == base::ErrorCode::too_large;
  return fail(request, nullptr,
              {check.status(), check.error(), size ? Rejection::too_large : Rejection::malformed});
}

std::optional<Response> Connection::answer_now(Request& request, const HeadCheck& check,
                                               Parser& parser, Dispatcher::Admission& admission) {
  started_ = std::chrono::steady_clock::now();
  Parser::error_code error;
  const auto taken = parser.put(asio::const_buffer(input_.data(), check.length()), error);
  if (error || taken != check.length()) {
    return fail(request, nullptr,
                {400,
                 {invalid_request, "RFC9112-2.2", "the request is malformed", ""},
                 Rejection::malformed});
  }
  describe(request, parser);
  keep_ = check.is_http_11() && parser.keep_alive();
  const auto& dispatcher = loop_.shared().parts.dispatcher;
  admission = dispatcher.admit(request);
  if (admission.refusal) {
    // Its body would be read as the next request.
    keep_ = keep_ && !check.has_body();
    unread_ = check.has_body();
    return std::move(admission.refusal);
  }
  if (check.has_body()) {
    return std::nullopt;
  }
  if (admission.route->runs != Runs::on_loop) {
    return dispatcher.answer_quickly(request, *admission.route);
  }
  return dispatcher.answer(request, *admission.route);
}

Awaitable<Response> Connection::answer_later(Request& request, const HeadCheck& check,
                                             Parser& parser,
                                             const Dispatcher::Admission& admission) {
  const Route& route = *admission.route;
  if (check.has_body()) {
    const auto failure = co_await read_body(check, parser, admission.body_limit);
    started_ = std::chrono::steady_clock::now();
    if (failure) {
      co_return fail(request, &route, *failure);
    }
    request.body = body_;
  }
  const auto& parts = loop_.shared().parts;
  switch (route.runs) {
    case Runs::on_loop:
      break;
    case Runs::on_worker:
      co_return co_await answer_on(parts.workers, request, route);
    case Runs::on_slow_worker:
      co_return co_await answer_on(parts.slow_workers, request, route);
  }
  co_return parts.dispatcher.answer(request, route);
}

Awaitable<Response> Connection::answer_on(base::WorkerPool& pool, Request& request,
                                          const Route& route) {
  const auto& dispatcher = loop_.shared().parts.dispatcher;
  std::optional<Response> response;
  bool accepted = true;
  Wheel::disarm(*this);
  auto token = kAwait;
  // What the job refers to lies in this frame, which cannot go before the handler is called.
  co_await asio::async_initiate<decltype(token), void()>(
      [&](auto handler) {
        base::WorkerPool::Job job = [&, handler = std::move(handler)]() mutable {
          if (accepted) {
            response = dispatcher.answer(request, route);
          }
          asio::post(loop_.executor(), std::move(handler));
        };
        if (!pool.submit(job)) {
          accepted = false;
          job();
        }
      },
      token);
  if (!accepted) {
    if (observer() != nullptr) {
      observer()->rejected(Rejection::busy);
    }
    co_return dispatcher.failure(
        request, &route,
        {base::ErrorCode::unavailable, "RFC9110-15.6.4", "the server is busy", ""});
  }
  co_return *std::move(response);
}

Response Connection::fail(Request& request, const Route* route, const Failure& failure) {
  keep_ = false;
  unread_ = true;
  if (observer() != nullptr) {
    observer()->rejected(failure.reason);
  }
  auto response = loop_.shared().parts.dispatcher.failure(request, route, failure.error);
  if (failure.status != 0) {
    response.status(failure.status);
  }
  if (failure.status == 405) {
    response.header("Allow", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");
  }
  return response;
}

void Connection::record(const Request& request, int status) {
  const auto took = std::chrono::duration_cast<std::chrono::microseconds>(
      std::chrono::steady_clock::now() - started_);
  if (observer() != nullptr) {
    observer()->request_finished(request.route, status, took);
  }
  if (loop_.shared().options.access_log) {
    loop_.shared().parts.log.info("request", {{"request_id", request.id},
                                              {"method", to_string(request.method)},
                                              {"route", request.route},
                                              {"status", status},
                                              {"micros", took.count()},
                                              {"address", request.client.address.text()}});
  }
}

}  // namespace http::wire
