// How many may wait for one provider at once, so that one that is slow takes no other's workers
// (FD7). Whoever comes beyond that is told at once that it does not answer.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace federation {

class Lanes {
 public:
  static constexpr std::size_t kMost = 24;

  // Held while somebody waits.
  using Lane = std::shared_ptr<const void>;
  // Null when that provider's are taken.
  Lane enter(const std::string& provider);

 private:
  void leave(const std::string& provider);

  std::mutex mutex_;
  std::map<std::string, std::size_t> waiting_;
};

}  // namespace federation
