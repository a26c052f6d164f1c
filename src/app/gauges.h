// What the parts of the server show of themselves at /metrics, beside what is counted of requests.
#pragma once

#include <string>
#include <vector>

#include "app/site_telling.h"
#include "base/worker_pool.h"
#include "http/server.h"
#include "ops/metrics.h"
#include "redirect_sso/visit_store.h"
#include "storage/database.h"

namespace app {

struct NamedPool {
  std::string name;
  const base::WorkerPool& pool;
};

// The pools and the database outlive the metrics' last collection.
void add_gauges(ops::Metrics& metrics, const std::vector<NamedPool>& pools,
                const storage::Database& database);

// The handlers that run on the server's loops, as one pool among the others. The server serves.
void add_loop_gauges(ops::Metrics& metrics, const http::Server& server);

// What sites have been told, and what waits for them.
void add_telling_gauges(ops::Metrics& metrics, const SiteTelling& telling,
                        redirect_sso::VisitStore& visits);

}  // namespace app
