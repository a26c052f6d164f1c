#include "http/wire/connection.h"

#include <utility>

#include <boost/asio/buffer.hpp>

#include "http/ascii.h"

namespace http::wire {
namespace {

using base::ErrorCode::invalid_request;

}  // namespace

Connection::Connection(Loop& loop, Socket socket, const Address& peer,
                       std::unique_ptr<Door::Place> place)
    : loop_(loop),
      socket_(std::move(socket)),
      peer_(peer),
      place_(std::move(place)),
      share_(loop.shared().memory) {}

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

// Each coroutine called on the way costs as much as the parsing: what need not wait is no
// coroutine.
Awaitable<void> Connection::run() {
  if (!has_place()) {
    co_return co_await turn_away();
  }
  bool answered = false;
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
    auto response = head != Head::complete ? refuse_head(request, check, head)
                                           : answer_now(request, check, parser, admission);
    if (!response) {
      response = co_await answer_later(request, check, parser, admission);
    }
    // How long the client takes to read is not how long the answer took.
    const auto ready = std::chrono::steady_clock::now();
    keep_ = keep_ && !loop_.draining();
    auto behind = serialise(request, *response);
    std::string_view output = output_;
    auto sent = send_now(output, behind);
    if (sent == Sent::some) {
      sent = co_await send_rest(output, behind) ? Sent::all : Sent::failed;
    }
    record(request, response->status(), ready - started_);
    answered = sent == Sent::all;
    if (!answered) {
      break;
    }
    if (keep_) {
      forget(check.length());
      release_excess();
    }
  }
  if (answered && !keep_ && socket_.is_open()) {
    co_await linger();
  }
}

Awaitable<void> Connection::turn_away() {
  started_ = std::chrono::steady_clock::now();
  request_id_ = loop_.next_request_id();
  Request request{.client = {.address = peer_}, .id = request_id_};
  const auto response = fail(
      request, nullptr,
      {0,
       {base::ErrorCode::unavailable, "RFC9110-15.6.4", "the server is busy", "too many clients"},
       Rejection::too_many_clients});
  auto behind = serialise(request, response);
  std::string_view output = output_;
  if (send_now(output, behind) == Sent::all) {
    co_await linger();
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

Response Connection::refuse_head(Request& request, const HeadCheck& check, Head head) {
  started_ = std::chrono::steady_clock::now();
  headers_ = reading_habits(received());
  request.headers = headers_;
  request.method = received().starts_with("HEAD ") ? Method::head : Method::get;
  if (head == Head::slow) {
    return fail(request, nullptr,
                {408,
                 {invalid_request, "RFC9110-15.5.9", "the request took too long", ""},
                 Rejection::timed_out});
  }
  if (head == Head::unaffordable) {
    return fail(request, nullptr, unaffordable());
  }
  const bool size = check.error().code == base::ErrorCode::too_large;
  return fail(request, nullptr,
              {check.status(), check.error(), size ? Rejection::too_large : Rejection::malformed});
}

Connection::Failure Connection::unaffordable() {
  return {
      0,
      {base::ErrorCode::unavailable, "RFC9110-15.6.4", "the server is busy", "no memory is left"},
      Rejection::no_memory};
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
  if (check.has_body()) {
    if (auto quick = parts.dispatcher.answer_quickly(request, route)) {
      co_return *std::move(quick);
    }
  }
  switch (route.runs) {
    case Runs::on_loop:
      break;
    case Runs::on_loop_fiber:
      co_return co_await answer_on(parts.workers, request, route,
                                   is_small(request) ? Loop::Place::loop : Loop::Place::pool);
    case Runs::on_worker:
      co_return co_await answer_on(parts.workers, request, route);
    case Runs::on_slow_worker:
      co_return co_await answer_on(parts.slow_workers, request, route);
    case Runs::on_waiting_worker:
      co_return co_await answer_on(
          parts.waiting_workers == nullptr ? parts.slow_workers : *parts.waiting_workers, request,
          route);
  }
  co_return parts.dispatcher.answer(request, route);
}

Awaitable<Response> Connection::answer_on(base::WorkerPool& pool, Request& request,
                                          const Route& route, Loop::Place place) {
  const auto& dispatcher = loop_.shared().parts.dispatcher;
  std::optional<Response> response;
  std::exception_ptr fault;
  bool refused = false;
  Wheel::disarm(*this);
  auto token = kAwait;
  // What the job refers to lies in this frame, which cannot go before the handler is called.
  co_await asio::async_initiate<decltype(token), void()>(
      [&](auto handler) {
        base::WorkerPool::Job job = [&, handler = std::move(handler)]() mutable {
          try {
            if (!refused) {
              response = dispatcher.answer(request, route);
            }
          } catch (...) {
            fault = std::current_exception();
          }
          loop_.hand_back(std::move(handler));
        };
        loop_.hand_over({.place = place, .pool = pool, .job = std::move(job), .refused = refused});
      },
      token);
  if (refused) {
    if (observer() != nullptr) {
      observer()->rejected(Rejection::busy);
    }
    co_return dispatcher.failure(request, &route,
                                 {base::ErrorCode::unavailable, "RFC9110-15.6.4",
                                  "the server is busy", "too many requests wait for a worker"});
  }
  if (fault) {
    std::rethrow_exception(fault);
  }
  co_return *std::move(response);
}

Response Connection::fail(Request& request, const Route* route, const Failure& failure) {
  keep_ = false;
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

void Connection::record(const Request& request, int status,
                        std::chrono::steady_clock::duration time) {
  const auto took = std::chrono::duration_cast<std::chrono::microseconds>(time);
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
