// What the operations listener shows: Prometheus metrics (text format 0.0.4), liveness, readiness.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "http/observer.h"
#include "http/router.h"

namespace ops {

class Metrics final : public http::Observer {
 public:
  Metrics();
  ~Metrics() override;

  void request_finished(std::string_view route, int status,
                        std::chrono::microseconds took) override;
  void connection_opened() override;
  void connection_closed() override;
  void rejected(http::Rejection reason) override;

  // Asked whenever metrics are collected; quick, thread-safe, and outliving this object. A counter
  // only grows while the process lives, and its name ends in _total.
  // gauge("gapura_worker_queue", "jobs waiting", {"pool", "writers"}, [&] { return pool.queued();
  // });
  struct Label {
    std::string name;
    std::string value;
  };
  void gauge(const std::string& name, const std::string& help, const std::vector<Label>& labels,
             std::function<double()> value);
  void counter(const std::string& name, const std::string& help, std::function<double()> value);
  void counter(const std::string& name, const std::string& help, const std::vector<Label>& labels,
               std::function<double()> value);

  std::string text() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace ops
