#include "http/outbound/resolutions.h"

#include <utility>

namespace http::outbound {

Resolutions::Resolutions(Resolver& resolver, const Options& options)
    : resolver_(resolver),
      pool_({.name = "resolver", .threads = options.threads, .queue = options.queue}) {}

Outcome<std::vector<Address>> Resolutions::of(const std::string& host, Deadline deadline) {
  std::unique_lock lock(mutex_);
  auto& there = under_way_[host];
  if (!there) {
    there = std::make_shared<Asked>();
    base::WorkerPool::Job job = [this, host, asked = there] { ask(host, *asked); };
    if (!pool_.submit(job)) {
      under_way_.erase(host);
      return refuse(stopping_ ? Refusal::stopping : Refusal::full, "",
                    host + ": name servers keep all resolvers waiting");
    }
  }
  const auto asked = there;
  asked->waiting += 1;
  changed_.wait_until(lock, deadline, [&] { return asked->answered || stopping_; });
  asked->waiting -= 1;
  if (asked->answered) {
    return asked->addresses;
  }
  if (stopping_) {
    return refuse(Refusal::stopping, "", "the node stops");
  }
  return refuse(Refusal::too_slow, "", host + ": its name servers do not answer");
}

void Resolutions::ask(const std::string& host, Asked& asked) {
  {
    const std::lock_guard lock(mutex_);
    // It stood in the queue for longer than anybody waits.
    if (stopping_ || asked.waiting == 0) {
      under_way_.erase(host);
      return;
    }
  }
  auto addresses = resolver_.resolve(host);
  {
    const std::lock_guard lock(mutex_);
    asked.addresses = std::move(addresses);
    asked.answered = true;
    under_way_.erase(host);
  }
  changed_.notify_all();
}

void Resolutions::refuse_all() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
}

void Resolutions::stop() {
  refuse_all();
  pool_.stop();
}

}  // namespace http::outbound
