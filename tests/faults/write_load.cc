// write_load URL FOLDER FIRST THREADS: puts one-time rows from FIRST on and spends every other one,
// from many threads, until it is killed. Standard output carries the acknowledgements.
#include <array>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <thread>
#include <vector>

#include <unistd.h>

#include "base/log.h"
#include "storage/database.h"
#include "tests/faults/load.h"
#include "tests/support/kept_log.h"

namespace {

using faults::Act;

[[noreturn]] void give_up(const std::string& why) {
  std::fprintf(stderr, "write_load: %s\n", why.c_str());
  std::_Exit(1);
}

void acknowledge(std::uint64_t number, Act act) {
  // Less than PIPE_BUF: whole or not at all.
  std::array<char, sizeof(faults::Acknowledgement)> octets{};
  const faults::Acknowledgement said{.number = number, .act = act};
  std::memcpy(octets.data(), &said, sizeof said);
  if (::write(STDOUT_FILENO, octets.data(), octets.size()) != static_cast<ssize_t>(octets.size())) {
    give_up("nobody listens");
  }
}

void work(mint::OneTimeStore& store, const base::Clock& clock, std::atomic<std::uint64_t>& next) {
  while (true) {
    const std::uint64_t number = next++;
    const base::Instant now = clock.now();
    const auto put = store.put({.purpose = faults::kPurpose,
                                .hash = faults::hash_of(number),
                                .bound = faults::bound_of(number),
                                .issued_at = now,
                                .expires_at = now + std::chrono::hours(24)},
                               faults::event_of("code.issued", number));
    if (!put) {
      give_up("put: " + put.error().description + ": " + put.error().detail);
    }
    acknowledge(number, Act::put);
    if (number % 2 == 0) {
      continue;
    }
    const auto spent = store.spend(faults::kPurpose, faults::hash_of(number), clock.now(),
                                   faults::spend_events(number));
    if (!spent || !std::holds_alternative<mint::Fresh>(*spent)) {
      give_up("a row that was just put is not there to be spent");
    }
    acknowledge(number, Act::spent);
  }
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 5) {
    give_up("usage: write_load URL FOLDER FIRST THREADS");
  }
  const base::SystemClock clock;
  support::KeptLog lines;
  base::Log log(lines, clock, base::LogLevel::error);
  const audit::ChainKey key = faults::chain_key();
  storage::Options options;
  options.url = arguments[1];
  options.data_dir = arguments[2];
  options.chain = "victim";
  options.version = "test";
  auto database = storage::open(options, {clock, log, key});
  if (!database) {
    give_up("open: " + database.error().description + ": " + database.error().detail);
  }
  std::atomic<std::uint64_t> next = std::strtoull(arguments[3], nullptr, 10);
  const unsigned long threads = std::strtoul(arguments[4], nullptr, 10);
  std::vector<std::jthread> workers;
  for (unsigned long i = 0; i < threads; ++i) {
    workers.emplace_back([&] { work((*database)->one_time(), clock, next); });
  }
}
