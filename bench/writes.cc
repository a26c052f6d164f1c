// Durable writes a second, three ways on one database in turn: through the storage layer by many
// that each wait for their own, by the raw engine with a commit for each, and by the raw
// engine in groups of as many. usage: bench_writes URL SECONDS
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include <sys/resource.h>

#include "base/clock.h"
#include "base/cores.h"
#include "base/log.h"
#include "base/random.h"
#include "base/worker_pool.h"
#include "bench/raw_engine.h"
#include "storage/database.h"

namespace bench {

void fail(const std::string& why) {
  std::fprintf(stderr, "bench_writes: %s\n", why.c_str());
  std::exit(1);
}

namespace {

using Seconds = std::chrono::duration<double>;
using Steady = std::chrono::steady_clock;

constexpr std::size_t kWriters = 64;
constexpr int kRounds = 5;

struct Figure {
  double per_second = 0;
  double cpu_micros = 0;
};

double cpu_seconds() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

// `work` runs until the deadline and says how many writes it made.
template <class Work>
Figure measure(Seconds seconds, Work work) {
  const double cpu = cpu_seconds();
  const auto began = Steady::now();
  const auto writes =
      static_cast<double>(work(began + std::chrono::duration_cast<Steady::duration>(seconds)));
  const Seconds took = Steady::now() - began;
  return {writes / took.count(), (cpu_seconds() - cpu) / writes * 1e6};
}

std::size_t put_until(storage::Database& database, Steady::time_point deadline) {
  const base::SystemClock clock;
  base::SystemRandom random;
  std::size_t writes = 0;
  for (; Steady::now() < deadline; ++writes) {
    const base::Instant now = clock.now();
    const mint::OneTime row{.purpose = mint::Purpose::site_code,
                            .hash = random.bytes(32),
                            .bound = R"({"site":"bench"})",
                            .issued_at = now,
                            .expires_at = now + std::chrono::minutes(1)};
    const auto done = database.one_time().put(
        row, {.type = "code.issued", .actor = "user:1", .subject = "site:1"});
    if (!done) {
      fail(done.error().description + " " + done.error().detail);
    }
  }
  return writes;
}

// On fibers, as Gapura's handlers write.
std::size_t put_by_all(storage::Database& database, Steady::time_point deadline) {
  std::atomic<std::size_t> writes = 0;
  base::WorkerPool pool(
      {.name = "writers", .threads = base::cores(), .queue = kWriters, .jobs = kWriters});
  for (std::size_t i = 0; i < kWriters; ++i) {
    base::WorkerPool::Job job = [&] { writes += put_until(database, deadline); };
    if (!pool.submit(job)) {
      fail("a pool takes fewer jobs than it was made for");
    }
  }
  pool.stop();
  return writes;
}

std::size_t commit_until(RawEngine& engine, std::size_t group, Steady::time_point deadline) {
  std::size_t writes = 0;
  while (Steady::now() < deadline) {
    engine.commit(group);
    writes += group;
  }
  return writes;
}

double middle_of(std::vector<double> values) {
  std::ranges::sort(values);
  return values[values.size() / 2];
}

// The rate, the CPU of a write, and how many times as many ours are: round by round, since a disk
// is not as fast in one second as in the next.
void print(std::string_view name, const std::vector<Figure>& figures,
           const std::vector<Figure>& ours) {
  std::vector<double> rates, micros, times;
  for (std::size_t i = 0; i < figures.size(); ++i) {
    rates.push_back(figures[i].per_second);
    micros.push_back(figures[i].cpu_micros);
    times.push_back(ours[i].per_second / figures[i].per_second);
  }
  std::printf("%s %.0f %.2f %.3f\n", std::string(name).c_str(), middle_of(rates), middle_of(micros),
              middle_of(times));
}

int run(const std::string& url, Seconds seconds) {
  const base::SystemClock clock;
  const auto sink = base::make_stderr_sink();
  base::Log log(*sink, clock, base::LogLevel::warn);
  const audit::ChainKey chain_key(base::Secret(base::Bytes(32, 7)));
  auto database = storage::open({.url = url, .data_dir = ".", .chain = "bench", .version = "bench"},
                                {.clock = clock, .log = log, .chain_key = chain_key});
  if (!database) {
    fail(database.error().description + " " + database.error().detail);
  }
  constexpr std::string_view kSqlite = "sqlite:";
  const auto raw =
      url.starts_with(kSqlite) ? raw_sqlite(url.substr(kSqlite.size())) : raw_postgres(url);
  std::vector<Figure> ours, single, groups;
  for (int i = 0; i < kRounds; ++i) {
    ours.push_back(measure(seconds, [&](auto end) { return put_by_all(**database, end); }));
    single.push_back(measure(seconds, [&](auto end) { return commit_until(*raw, 1, end); }));
    groups.push_back(measure(seconds, [&](auto end) { return commit_until(*raw, kWriters, end); }));
  }
  print("ours", ours, ours);
  print("single", single, ours);
  print("raw", groups, ours);
  return 0;
}

}  // namespace
}  // namespace bench

int main(int argc, char** argv) {
  if (argc != 3) {
    bench::fail("usage: bench_writes URL SECONDS");
  }
  return bench::run(argv[1], bench::Seconds(std::strtod(argv[2], nullptr)));
}
