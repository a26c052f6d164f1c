// Whether two answers of a server tell what they are to keep: by their headers, or by what it cost
// to make them.
#pragma once

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "tests/support/browser.h"
#include "tests/support/gapura.h"

namespace support {

// Every header but those that differ between any two answers.
inline Fields steady(const Page& page) {
  auto headers = page.headers;
  std::erase_if(headers, [](const auto& header) {
    return header.first == "Date" || header.first == "X-Request-Id";
  });
  return headers;
}

// Of all the threads of a server: the processor's time, since the wall's says nothing on a machine
// that has other things to do.
inline double seconds_spent(Server& server) {
  double nanoseconds = 0;
  const auto tasks = "/proc/" + std::to_string(server.program().pid()) + "/task";
  for (const auto& task : std::filesystem::directory_iterator(tasks)) {
    double spent = 0;
    std::ifstream(task.path() / "schedstat") >> spent;
    nanoseconds += spent;
  }
  return nanoseconds / 1e9;
}

// What costs at least twice as much as the first, or less than half; empty when nothing does. A
// hash that is left out is a factor of several. Each is asked in turn, so that what disturbs the
// machine disturbs all of them, and what is seen counts when it is seen every time. At most 9 are
// asked of each.
inline std::string told_apart_by_cost(Server& server, const std::vector<std::string>& all,
                                      const std::function<void(const std::string&)>& ask) {
  constexpr int kTries = 3;
  constexpr std::size_t kTurns = 3;
  std::string told;
  for (int attempt = 0; attempt < kTries; ++attempt) {
    std::map<std::string, std::array<double, kTurns>> costs;
    for (std::size_t turn = 0; turn < kTurns; ++turn) {
      for (const auto& one : all) {
        const double before = seconds_spent(server);
        ask(one);
        costs[one][turn] = seconds_spent(server) - before;
      }
    }
    const auto middle = [&costs](const std::string& one) {
      std::ranges::sort(costs[one]);
      return costs[one][kTurns / 2];
    };
    told.clear();
    const double first = middle(all.front());
    for (const auto& one : all) {
      const double cost = middle(one);
      if (cost > 2 * first || cost < first / 2) {
        told += one + " costs " + std::to_string(cost / first) + " times what " + all.front() +
                " does; ";
      }
    }
    if (told.empty()) {
      break;
    }
  }
  return told;
}

}  // namespace support
