#include "app/descriptors.h"

#include <algorithm>

#include <sys/resource.h>

#include "http/server.h"

namespace app {
namespace {

// The database's writers, the log, the trail's key, what a start reads, and some to spare.
constexpr std::size_t kOwn = 64;
// SQLite's: the file and its log. PostgreSQL's: a socket.
constexpr std::size_t kOfReader = 2;
// Its listener, epoll, timer and doorbell, and whom it turns away.
constexpr std::size_t kOfLoop = 4 + http::kTurnedAway;
constexpr std::size_t kLeastConnections = 16;

}  // namespace

std::size_t raise_descriptor_limit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) {
    return 0;
  }
  const rlimit raised{.rlim_cur = limit.rlim_max, .rlim_max = limit.rlim_max};
  if (::setrlimit(RLIMIT_NOFILE, &raised) == 0) {
    limit = raised;
  }
  return limit.rlim_cur;
}

std::size_t connections_within(std::size_t limit, const Holders& beside) {
  const std::size_t loops = beside.loops + 1;  // the operations listener has one
  const std::size_t reserved =
      kOwn + kOpsConnections + loops * kOfLoop + beside.readers * kOfReader;
  return std::max(kLeastConnections, limit > reserved ? limit - reserved : 0);
}

}  // namespace app
