#include "redirect_sso/notifier.h"

#include <algorithm>
#include <exception>
#include <utility>

#include <pthread.h>

namespace redirect_sso {

Notifier::Notifier(const Parts& parts, Options options)
    : parts_(parts),
      options_(options),
      pool_({.name = "site-line", .threads = options.threads, .queue = options.threads}) {
  thread_ = std::thread([this] { run(); });
  pthread_setname_np(thread_.native_handle(), "notifier");
  parts_.visits.on_ended([this] { ring(); });
}

void Notifier::stop() {
  parts_.visits.on_ended({});
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) {
    thread_.join();
  }
  pool_.stop();
}

Notifier::Counts Notifier::counts() const {
  return {.told = told_, .postponed = postponed_, .given_up = given_up_};
}

void Notifier::ring() {
  {
    const std::lock_guard lock(mutex_);
    rung_ = true;
  }
  wake_.notify_all();
}

void Notifier::run() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    wake_.wait_for(lock, options_.look_every, [this] { return stopping_ || rung_; });
    if (stopping_) {
      return;
    }
    rung_ = false;
    lock.unlock();
    const auto looked = look();
    if (!looked && !std::exchange(blind_, true)) {
      parts_.log.warn("site_logout.blind", {{"description", looked.error().description},
                                            {"detail", looked.error().detail}});
    }
    blind_ = !looked;
    lock.lock();
  }
}

// Nobody up this thread could act on an exception, and the next look may well go through.
base::Done Notifier::look() {
  try {
    TRY_VAL(sites, parts_.visits.due(parts_.clock.now()));
    for (const SiteId& site : in_turn(std::move(sites))) {
      if (const std::size_t room = room_for(site); room > 0) {
        TRY(send(site, room));
      }
    }
    return {};
  } catch (const std::exception& thrown) {
    return base::reject(base::ErrorCode::internal, "", "an exception", thrown.what());
  }
}

std::vector<SiteId> Notifier::in_turn(std::vector<SiteId> sites) const {
  const std::lock_guard lock(mutex_);
  std::ranges::sort(sites, {}, [this](const SiteId& site) {
    const auto found = lanes_.find(site);
    const Lane lane = found == lanes_.end() ? Lane{} : found->second;
    return std::pair(lane.failing, lane.turn);
  });
  return sites;
}

std::size_t Notifier::room_for(const SiteId& site) const {
  const std::lock_guard lock(mutex_);
  const auto found = lanes_.find(site);
  const Lane lane = found == lanes_.end() ? Lane{} : found->second;
  const std::size_t most = lane.failing ? 1 : options_.per_site;
  const std::size_t spare = lane.failing ? std::min(options_.spare, options_.threads - 1) : 0;
  const std::size_t threads = options_.threads - spare;
  return std::min(most - std::min(most, lane.busy), threads - std::min(threads, busy_));
}

// Taken only when there is a thread for each: a lease does not run while something waits here.
base::Done Notifier::send(const SiteId& site, std::size_t most) {
  const base::Instant now = parts_.clock.now();
  TRY_VAL(notices, parts_.visits.take(
                       {.site = site, .now = now, .until = now + options_.lease, .most = most}));
  for (Notice& notice : notices) {
    {
      const std::lock_guard lock(mutex_);
      busy_ += 1;
      Lane& lane = lanes_[site];
      lane.busy += 1;
      lane.turn = ++turns_;
    }
    base::WorkerPool::Job job = [this, notice = std::move(notice)] { work(notice); };
    if (!pool_.submit(job)) {
      return base::reject(base::ErrorCode::unavailable, "", "the notifier is stopping");
    }
  }
  return {};
}

void Notifier::work(const Notice& notice) {
  const auto told = tell(notice);
  if (told) {
    count(*told);
  } else {
    // The lease runs out, and it is taken again.
    parts_.log.warn("site_logout.unsettled", {{"site", notice.site},
                                              {"description", told.error().description},
                                              {"detail", told.error().detail}});
  }
  {
    const std::lock_guard lock(mutex_);
    busy_ -= 1;
    const auto lane = lanes_.find(notice.site);
    lane->second.busy -= 1;
    lane->second.failing = !told || *told == Told::postponed;
    if (lane->second.busy == 0 && !lane->second.failing) {
      lanes_.erase(lane);
    }
  }
  // There is room again.
  ring();
}

base::Result<Told> Notifier::tell(const Notice& notice) {
  try {
    return parts_.teller.tell(notice);
  } catch (const std::exception& thrown) {
    return base::reject(base::ErrorCode::internal, "", "an exception", thrown.what());
  }
}

void Notifier::count(Told told) {
  switch (told) {
    case Told::told:
      ++told_;
      break;
    case Told::postponed:
      ++postponed_;
      break;
    case Told::given_up:
      ++given_up_;
      break;
    case Told::nobody:
      break;
  }
}

}  // namespace redirect_sso
