// Tells sites of sessions that are over, on threads of its own, so that nobody who logs out waits
// for a site and no site waits for another. Every node has one over the same rows. The server
// starts it; commands need none, for the server looks every half second.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

#include "base/clock.h"
#include "base/log.h"
#include "base/result.h"
#include "base/worker_pool.h"
#include "redirect_sso/teller.h"
#include "redirect_sso/visit_store.h"

namespace redirect_sso {

class Notifier {
 public:
  struct Options {
    // As many sites may keep it waiting before another has to.
    std::size_t threads = 16;
    // At once to one site; while a site fails, one.
    std::size_t per_site = 2;
    // Of the threads, those that no site gets while it fails.
    std::size_t spare = 2;
    std::chrono::milliseconds look_every{500};
    // Longer than a delivery takes: until then no other node takes the same.
    base::Duration lease = std::chrono::seconds(30);
  };
  struct Parts {
    VisitStore& visits;
    Teller& teller;
    const base::Clock& clock;
    base::Log& log;
  };
  // For whoever watches the server.
  struct Counts {
    std::uint64_t told = 0;
    std::uint64_t postponed = 0;
    std::uint64_t given_up = 0;
  };

  Notifier(const Parts& parts, Options options);
  ~Notifier() { stop(); }
  Notifier(const Notifier&) = delete;
  Notifier& operator=(const Notifier&) = delete;

  // Takes nothing more, and waits for what is on its way.
  void stop();
  Counts counts() const;

 private:
  struct Lane {
    std::size_t busy = 0;
    bool failing = false;
    std::uint64_t turn = 0;  // of what was sent last
  };

  void ring();
  void run();
  base::Done look();
  // Those that fail come last, and whoever had a turn comes after those that wait for theirs.
  std::vector<SiteId> in_turn(std::vector<SiteId> sites) const;
  std::size_t room_for(const SiteId& site) const;
  base::Done send(const SiteId& site, std::size_t most);
  void work(const Notice& notice);
  base::Result<Told> tell(const Notice& notice);
  void count(Told told);

  const Parts parts_;
  const Options options_;
  base::WorkerPool pool_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  bool rung_ = false;
  bool stopping_ = false;
  bool blind_ = false;  // the last look failed; said once
  std::size_t busy_ = 0;
  std::uint64_t turns_ = 0;
  std::map<SiteId, Lane> lanes_;  // those that are busy or fail
  std::atomic<std::uint64_t> told_ = 0;
  std::atomic<std::uint64_t> postponed_ = 0;
  std::atomic<std::uint64_t> given_up_ = 0;
  std::thread thread_;
};

}  // namespace redirect_sso
