#include "http/outbound/client.h"

#include <algorithm>
#include <utility>

#include "http/ascii.h"
#include "http/outbound/loop.h"
#include "http/outbound/reach.h"
#include "http/outbound/resolutions.h"
#include "http/outbound/transfer.h"

namespace http::outbound {
namespace {

using std::chrono::steady_clock;

Outcome<void> check_fields(const Request& request) {
  const bool fit =
      std::ranges::all_of(request.headers,
                          [](const auto& field) {
                            return is_token(field.first) && is_field_value(field.second);
                          }) &&
      (!request.body || is_field_value(request.body->type));
  if (!fit) {
    return refuse(Refusal::unfit, "RFC9110-5.5", "a field that would break out of its line");
  }
  return {};
}

// One closed address closes the host: it would be the one that is connected to when the others do
// not answer (SF2).
Outcome<void> check_addresses(const Target& target, const std::vector<Address>& addresses) {
  if (addresses.empty()) {
    return refuse(Refusal::unresolved, "", target.host + ": no address");
  }
  for (const Address& address : addresses) {
    const Block* closed = closed_block(address);
    if (closed != nullptr && !(target.named && closed->open_to_named)) {
      return refuse(Refusal::refused_address, closed->clause,
                    target.host + ": " + address.text() + " is " + std::string(closed->name));
    }
  }
  return {};
}

}  // namespace

class Client::Engine {
 public:
  explicit Engine(const Options& options)
      : limits_{.ca_file = options.ca_file,
                .connect_time = options.connect_time,
                .header_bytes = options.header_bytes},
        resolutions_(options.resolver == nullptr ? system_ : *options.resolver,
                     {.threads = kResolvers, .queue = options.in_flight}) {}

  Outcome<std::vector<Address>> resolve(const std::string& host, Deadline deadline) {
    return resolutions_.of(host, deadline);
  }

  Outcome<Answer> perform(const Request& request, const Target& target,
                          std::vector<Address> addresses, Deadline deadline) {
    return loop_
        .start(std::make_unique<Transfer>(request, target, std::move(addresses), limits_, deadline))
        .get();
  }

  void stop() {
    resolutions_.refuse_all();
    loop_.stop();
    resolutions_.stop();
  }

 private:
  const Limits limits_;
  SystemResolver system_;
  Loop loop_;
  Resolutions resolutions_;
};

class Client::Place {
 public:
  explicit Place(Client& client) : client_(client) {}
  ~Place() { client_.leave_place(); }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;

 private:
  Client& client_;
};

Client::Client(Options options) : options_(std::move(options)) {}

Client::~Client() { stop(); }

Outcome<Answer> Client::send(const Request& request) {
  const bool usual = request.deadline.count() == 0;
  const auto deadline = steady_clock::now() +
                        (usual ? options_.deadline : std::min(request.deadline, options_.deadline));
  auto outcome = attempt(request, deadline);
  if (outcome) {
    ++answered_;
    return outcome;
  }
  ++refused_.at(static_cast<std::size_t>(outcome.error().why));
  if (request.watched) {
    wait_out(deadline);
  }
  return outcome;
}

Outcome<Answer> Client::attempt(const Request& request, Deadline deadline) {
  NamedHosts named = options_.named;
  for (const std::string& text : request.named) {
    if (auto host = NamedHost::parse(text)) {
      named.push_back(*std::move(host));
    }
  }
  auto target = read_target(request.url, named, options_.own_host);
  if (!target) {
    return std::unexpected(std::move(target).error());
  }
  if (auto fit = check_fields(request); !fit) {
    return std::unexpected(std::move(fit).error());
  }
  if (auto place = take_place(deadline); !place) {
    return std::unexpected(std::move(place).error());
  }
  const Place place(*this);
  return fetch(request, *target, deadline);
}

Outcome<Answer> Client::fetch(const Request& request, const Target& target, Deadline deadline) {
  auto addresses = target.literal ? Outcome<std::vector<Address>>({*target.literal})
                                  : engine_->resolve(target.host, deadline);
  if (!addresses) {
    return std::unexpected(std::move(addresses).error());
  }
  if (auto checked = check_addresses(target, *addresses); !checked) {
    return std::unexpected(std::move(checked).error());
  }
  return engine_->perform(request, target, *std::move(addresses), deadline);
}

Outcome<void> Client::take_place(Deadline deadline) {
  std::unique_lock lock(mutex_);
  if (!stopping_ && in_flight_ >= options_.in_flight) {
    if (waiting_ >= options_.queue) {
      return refuse(Refusal::full, "", "as many requests wait as may");
    }
    ++waiting_;
    const bool there = changed_.wait_until(
        lock, deadline, [this] { return stopping_ || in_flight_ < options_.in_flight; });
    --waiting_;
    changed_.notify_all();
    if (!there) {
      return refuse(Refusal::too_slow, "", "no place among those in flight came free");
    }
  }
  if (stopping_) {
    return refuse(Refusal::stopping, "", "the node stops");
  }
  if (!engine_) {
    engine_ = std::make_unique<Engine>(options_);
  }
  ++in_flight_;
  return {};
}

void Client::leave_place() {
  const std::lock_guard lock(mutex_);
  --in_flight_;
  changed_.notify_all();
}

void Client::wait_out(Deadline deadline) {
  std::unique_lock lock(mutex_);
  ++waiting_out_;
  changed_.wait_until(lock, deadline, [this] { return stopping_; });
  --waiting_out_;
  changed_.notify_all();
}

void Client::stop() {
  std::unique_lock lock(mutex_);
  stopping_ = true;
  changed_.notify_all();
  if (engine_) {
    lock.unlock();
    engine_->stop();
    lock.lock();
  }
  changed_.wait(lock, [this] { return in_flight_ == 0 && waiting_ == 0 && waiting_out_ == 0; });
}

std::size_t Client::in_flight() const {
  const std::lock_guard lock(mutex_);
  return in_flight_;
}

}  // namespace http::outbound
