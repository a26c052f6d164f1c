#include "ops/metrics.h"

#include <map>
#include <mutex>
#include <shared_mutex>
#include <sstream>
#include <tuple>

#include <prometheus/client_metric.h>
#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/metric_family.h>
#include <prometheus/metric_type.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

namespace ops {
namespace {

// Seconds. The finest tell the loop's answers from the workers', the coarsest a queue from a stall.
const prometheus::Histogram::BucketBoundaries kBuckets = {0.0001, 0.00025, 0.0005, 0.001, 0.0025,
                                                          0.005,  0.01,    0.025,  0.05,  0.1,
                                                          0.25,   0.5,     1.0,    2.5,   10.0};

struct Asked {
  prometheus::MetricType type;
  std::string name;
  std::string help;
  std::vector<Metrics::Label> labels;
  std::function<double()> value;
};

std::string route_label(std::string_view route) {
  return route.empty() ? "none" : std::string(route);
}

}  // namespace

class Metrics::Impl {
 public:
  Impl()
      : requests_(prometheus::BuildCounter()
                      .Name("gapura_http_requests_total")
                      .Help("Requests answered, by route and status.")
                      .Register(registry_)),
        latency_(prometheus::BuildHistogram()
                     .Name("gapura_http_request_seconds")
                     .Help("From the last octet of a request until its answer is ready, by route.")
                     .Register(registry_)),
        rejections_(prometheus::BuildCounter()
                        .Name("gapura_http_rejected_total")
                        .Help("Requests and connections turned away, by reason.")
                        .Register(registry_)),
        connections_(prometheus::BuildGauge()
                         .Name("gapura_http_connections")
                         .Help("Connections open now.")
                         .Register(registry_)
                         .Add({})) {}

  void finished(std::string_view route, int status, std::chrono::microseconds took) {
    counter(route, status).Increment();
    histogram(route).Observe(std::chrono::duration<double>(took).count());
  }

  void rejected(http::Rejection reason) {
    rejections_.Add({{"reason", std::string(http::to_string(reason))}}).Increment();
  }

  prometheus::Gauge& connections() { return connections_; }

  void ask(Asked asked) {
    const std::lock_guard lock(asked_mutex_);
    asked_.push_back(std::move(asked));
  }

  std::string text() const {
    auto families = registry_.Collect();
    std::map<std::string, prometheus::MetricFamily> asked_families;
    for (const auto& asked : all_asked()) {
      auto& family = asked_families[asked.name];
      family.name = asked.name;
      family.help = asked.help;
      family.type = asked.type;
      prometheus::ClientMetric metric;
      for (const auto& label : asked.labels) {
        metric.label.push_back({label.name, label.value});
      }
      const double value = asked.value();
      if (asked.type == prometheus::MetricType::Counter) {
        metric.counter.value = value;
      } else {
        metric.gauge.value = value;
      }
      family.metric.push_back(std::move(metric));
    }
    for (auto& [name, family] : asked_families) {
      families.push_back(std::move(family));
    }
    std::ostringstream out;
    prometheus::TextSerializer().Serialize(out, families);
    return std::move(out).str();
  }

 private:
  // Copied, since a value may be one that has to be waited for.
  std::vector<Asked> all_asked() const {
    const std::lock_guard lock(asked_mutex_);
    return asked_;
  }

  // Family::Add takes a lock and builds a map of labels; a request in a known row must not.
  struct Key {
    std::string route;
    int status;
  };
  struct KeyView {
    std::string_view route;
    int status;
  };
  struct Less {
    using is_transparent = void;
    template <class A, class B>
    bool operator()(const A& a, const B& b) const {
      return std::tuple(a.status, std::string_view(a.route)) <
             std::tuple(b.status, std::string_view(b.route));
    }
  };

  prometheus::Counter& counter(std::string_view route, int status) {
    {
      const std::shared_lock lock(known_mutex_);
      if (const auto found = counters_.find(KeyView{route, status}); found != counters_.end()) {
        return *found->second;
      }
    }
    auto& made = requests_.Add({{"route", route_label(route)}, {"status", std::to_string(status)}});
    const std::unique_lock lock(known_mutex_);
    counters_.emplace(Key{std::string(route), status}, &made);
    return made;
  }

  prometheus::Histogram& histogram(std::string_view route) {
    {
      const std::shared_lock lock(known_mutex_);
      if (const auto found = histograms_.find(route); found != histograms_.end()) {
        return *found->second;
      }
    }
    auto& made = latency_.Add({{"route", route_label(route)}}, kBuckets);
    const std::unique_lock lock(known_mutex_);
    histograms_.emplace(std::string(route), &made);
    return made;
  }

  prometheus::Registry registry_;
  prometheus::Family<prometheus::Counter>& requests_;
  prometheus::Family<prometheus::Histogram>& latency_;
  prometheus::Family<prometheus::Counter>& rejections_;
  prometheus::Gauge& connections_;
  mutable std::shared_mutex known_mutex_;
  std::map<Key, prometheus::Counter*, Less> counters_;
  std::map<std::string, prometheus::Histogram*, std::less<>> histograms_;
  mutable std::mutex asked_mutex_;
  std::vector<Asked> asked_;
};

Metrics::Metrics() : impl_(std::make_unique<Impl>()) {}
Metrics::~Metrics() = default;

void Metrics::request_finished(std::string_view route, int status, std::chrono::microseconds took) {
  impl_->finished(route, status, took);
}

void Metrics::connection_opened() { impl_->connections().Increment(); }
void Metrics::connection_closed() { impl_->connections().Decrement(); }
void Metrics::rejected(http::Rejection reason) { impl_->rejected(reason); }

void Metrics::gauge(const std::string& name, const std::string& help,
                    const std::vector<Label>& labels, std::function<double()> value) {
  impl_->ask({prometheus::MetricType::Gauge, name, help, labels, std::move(value)});
}

void Metrics::counter(const std::string& name, const std::string& help,
                      std::function<double()> value) {
  counter(name, help, {}, std::move(value));
}

void Metrics::counter(const std::string& name, const std::string& help,
                      const std::vector<Label>& labels, std::function<double()> value) {
  impl_->ask({prometheus::MetricType::Counter, name, help, labels, std::move(value)});
}

std::string Metrics::text() const { return impl_->text(); }

}  // namespace ops
