#include "app/gauges.h"

#include <array>

#include "app/version.h"

namespace app {
namespace {

struct DatabaseMetric {
  std::string_view name;
  std::string_view help;
  double (*value)(const storage::Counters&);
};

double seconds(std::uint64_t micros) { return static_cast<double>(micros) / 1e6; }

constexpr std::array<DatabaseMetric, 13> kDatabase{{
    {"gapura_database_writes_total", "writes that were committed",
     [](const storage::Counters& c) { return static_cast<double>(c.writes); }},
    {"gapura_database_writes_declined_total", "writes that found a reason not to be made",
     [](const storage::Counters& c) { return static_cast<double>(c.writes_declined); }},
    {"gapura_database_writes_failed_total", "writes that the database failed",
     [](const storage::Counters& c) { return static_cast<double>(c.writes_failed); }},
    {"gapura_database_writes_refused_total", "writes turned away at a full queue",
     [](const storage::Counters& c) { return static_cast<double>(c.writes_refused); }},
    {"gapura_database_batches_total", "transactions of the writer",
     [](const storage::Counters& c) { return static_cast<double>(c.batches); }},
    {"gapura_database_batch_seconds_total", "time spent in transactions of the writer",
     [](const storage::Counters& c) { return seconds(c.batch_micros); }},
    {"gapura_database_largest_batch", "most writes that shared a transaction",
     [](const storage::Counters& c) { return static_cast<double>(c.largest_batch); }},
    {"gapura_database_reads_total", "reads",
     [](const storage::Counters& c) { return static_cast<double>(c.reads); }},
    {"gapura_database_reads_failed_total", "reads that failed",
     [](const storage::Counters& c) { return static_cast<double>(c.reads_failed); }},
    {"gapura_database_reconnects_total", "connections made anew",
     [](const storage::Counters& c) { return static_cast<double>(c.reconnects); }},
    {"gapura_database_swept_total", "expired rows removed, and families put off since they live on",
     [](const storage::Counters& c) { return static_cast<double>(c.swept); }},
    {"gapura_database_queue", "writes that wait",
     [](const storage::Counters& c) { return static_cast<double>(c.queued); }},
    {"gapura_database_queue_limit", "writes that may wait",
     [](const storage::Counters& c) { return static_cast<double>(c.queue_limit); }},
}};

struct Jobs {
  std::function<std::size_t()> queued;
  std::function<std::size_t()> busy;
  std::function<std::size_t()> most;
};

void add_jobs(ops::Metrics& metrics, const std::string& pool, const Jobs& jobs) {
  const auto add = [&](const char* name, const char* help,
                       const std::function<std::size_t()>& count) {
    metrics.gauge(name, help, {{"pool", pool}}, [count] { return static_cast<double>(count()); });
  };
  add("gapura_worker_queue", "jobs that wait", jobs.queued);
  add("gapura_worker_busy", "jobs under way", jobs.busy);
  add("gapura_worker_limit", "jobs that may be under way", jobs.most);
}

}  // namespace

void add_loop_gauges(ops::Metrics& metrics, const http::Server& server) {
  add_jobs(metrics, "loops",
           {.queued = [&server] { return server.jobs().queued; },
            .busy = [&server] { return server.jobs().busy; },
            .most = [&server] { return server.jobs().most; }});
}

void add_gauges(ops::Metrics& metrics, const std::vector<NamedPool>& pools,
                const storage::Database& database) {
  metrics.gauge("gapura_build_info", "the version that runs", {{"version", std::string(kVersion)}},
                [] { return 1.0; });
  for (const NamedPool& named : pools) {
    const base::WorkerPool& pool = named.pool;
    add_jobs(metrics, named.name,
             {.queued = [&pool] { return pool.queued(); },
              .busy = [&pool] { return pool.busy(); },
              .most = [&pool] { return pool.most_jobs(); }});
    metrics.gauge("gapura_worker_threads", "threads there are", {{"pool", named.name}},
                  [&pool] { return static_cast<double>(pool.threads()); });
  }
  for (const DatabaseMetric& metric : kDatabase) {
    const std::string name(metric.name);
    const std::string help(metric.help);
    const auto value = [&database, read = metric.value] { return read(database.counters()); };
    if (name.ends_with("_total")) {
      metrics.counter(name, help, value);
    } else {
      metrics.gauge(name, help, {}, value);
    }
  }
}

void add_telling_gauges(ops::Metrics& metrics, const SiteTelling& telling,
                        redirect_sso::VisitStore& visits) {
  using Counts = redirect_sso::Notifier::Counts;
  const auto counter = [&](const std::string& name, const std::string& help,
                           std::uint64_t Counts::* count) {
    metrics.counter(name, help,
                    [&telling, count] { return static_cast<double>(telling.counts().*count); });
  };
  counter("gapura_site_logouts_told_total", "logouts that a site was told", &Counts::told);
  counter("gapura_site_logouts_failed_total", "tries that a site did not take", &Counts::postponed);
  counter("gapura_site_logouts_given_up_total", "logouts that a site was never told",
          &Counts::given_up);
  metrics.gauge("gapura_site_logouts_waiting", "logouts that a site is yet to be told", {},
                [&visits] { return static_cast<double>(visits.waiting().value_or(0)); });
}

}  // namespace app
