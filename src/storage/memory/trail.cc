#include "storage/memory/trail.h"

#include <algorithm>

namespace storage::memory {

base::Done Trail::append(const audit::Event& event) {
  const std::lock_guard lock(mutex_);
  enter(event);
  return {};
}

base::Result<std::vector<audit::Entry>> Trail::list(const audit::Filter& filter) {
  const std::lock_guard lock(mutex_);
  std::vector<audit::Entry> found;
  for (const audit::Entry& entry : entries_) {
    if (entry.event.type.starts_with(filter.type_prefix) &&
        (filter.subject.empty() || entry.event.subject == filter.subject) &&
        (!filter.since || entry.time >= *filter.since)) {
      found.push_back(entry);
    }
  }
  std::ranges::sort(found, [](const audit::Entry& a, const audit::Entry& b) {
    return a.time != b.time ? a.time > b.time : a.sequence > b.sequence;
  });
  if (found.size() > filter.limit) {
    found.erase(found.begin() + static_cast<std::ptrdiff_t>(filter.limit), found.end());
  }
  return found;
}

base::Result<std::vector<audit::Head>> Trail::heads() {
  const std::lock_guard lock(mutex_);
  std::vector<audit::Head> heads;
  if (!entries_.empty()) {
    heads.push_back(tail_.head());
  }
  return heads;
}

base::Result<std::vector<audit::Entry>> Trail::read(const std::string& chain, std::int64_t after,
                                                    std::size_t limit) {
  const std::lock_guard lock(mutex_);
  std::vector<audit::Entry> found;
  for (const audit::Entry& entry : entries_) {
    if (entry.chain == chain && entry.sequence > after && found.size() < limit) {
      found.push_back(entry);
    }
  }
  return found;
}

}  // namespace storage::memory
