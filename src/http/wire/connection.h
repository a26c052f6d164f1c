// One client: reads a request, has it answered, writes the answer, and again. It owns every buffer
// its requests are made of and keeps them from one to the next.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "http/address.h"
#include "http/dispatcher.h"
#include "http/message.h"
#include "http/wire/asio.h"
#include "http/wire/budget.h"
#include "http/wire/door.h"
#include "http/wire/head_check.h"
#include "http/wire/loop.h"
#include "http/wire/parser.h"

namespace http::wire {

class Connection final : public Wheel::Entry {
 public:
  // Without a place it is told that there is none, and goes.
  Connection(Loop& loop, Socket socket, const Address& peer, std::unique_ptr<Door::Place> place);

  Awaitable<void> run();
  bool has_place() const { return place_ != nullptr; }

  void close_if_idle();
  void cut();

 private:
  struct Failure {
    int status = 0;  // 0: as the error says
    base::Error error;
    Rejection reason = Rejection::malformed;
  };
  static Failure unaffordable();
  enum class Head { complete, bad, slow, unaffordable, gone };

  void expired() override;

  std::string_view received() const { return {input_.data(), used_}; }
  // False when the memory is not to be had.
  bool make_room(std::size_t least);
  bool make_body_room(std::size_t more);
  void forget(std::size_t octets);
  void release_excess();

  Awaitable<Head> read_head(HeadCheck& check);
  // Nothing when the body is there.
  Awaitable<std::optional<Failure>> read_body(const HeadCheck& check, Parser& parser,
                                              std::size_t limit);

  void describe(Request& request, const Parser& parser);
  Client client_of(const Request& request) const;
  // What can be said without waiting for anything, which for most requests is the answer. Clears
  // `keep_` when what follows could not be trusted.
  Awaitable<void> turn_away();
  Response refuse_head(Request& request, const HeadCheck& check, Head head);
  std::optional<Response> answer_now(Request& request, const HeadCheck& check, Parser& parser,
                                     Dispatcher::Admission& admission);
  Awaitable<Response> answer_later(Request& request, const HeadCheck& check, Parser& parser,
                                   const Dispatcher::Admission& admission);
  Awaitable<Response> answer_on(base::WorkerPool& pool, Request& request, const Route& route,
                                Loop::Place place = Loop::Place::pool);
  Response fail(Request& request, const Route* route, const Failure& failure);

  // Fills `output_`; answers what is to be written behind it from where it lies.
  std::string_view serialise(const Request& request, const Response& response);
  enum class Sent { all, some, failed };
  Sent send_now(std::string_view& head, std::string_view& body);
  // False when the client is gone, or does not read.
  Awaitable<bool> send_rest(std::string_view head, std::string_view body);
  Awaitable<void> linger();
  void record(const Request& request, int status, std::chrono::steady_clock::duration time);

  const Limits& limits() const { return loop_.shared().options.limits; }
  Observer* observer() const { return loop_.shared().parts.observer; }

  Loop& loop_;
  Socket socket_;
  const Address peer_;
  const std::unique_ptr<Door::Place> place_;
  Budget::Share share_;
  std::string input_;     // its size is the room there is
  std::size_t used_ = 0;  // what has been received and not yet forgotten
  std::string output_;
  std::string body_;
  std::string request_id_;
  std::vector<Header> headers_;
  std::chrono::steady_clock::time_point started_;
  bool keep_ = true;
  bool idle_ = false;
  bool timed_out_ = false;
};

}  // namespace http::wire
