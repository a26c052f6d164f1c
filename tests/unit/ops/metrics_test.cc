#include "ops/metrics.h"

#include <chrono>
#include <string>

#include <gtest/gtest.h>

#include "ops/routes.h"

namespace ops {
namespace {

using namespace std::chrono_literals;

TEST(Metrics, counts_requests_by_route_and_status) {
  Metrics metrics;
  metrics.request_finished("/token", 200, 1500us);
  metrics.request_finished("/token", 200, 90us);
  metrics.request_finished("/token", 400, 90us);
  metrics.request_finished("", 404, 10us);
  const auto text = metrics.text();
  EXPECT_NE(text.find(R"(gapura_http_requests_total{route="/token",status="200"} 2)"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find(R"(gapura_http_requests_total{route="/token",status="400"} 1)"),
            std::string::npos);
  EXPECT_NE(text.find(R"(gapura_http_requests_total{route="none",status="404"} 1)"),
            std::string::npos);
  EXPECT_NE(text.find(R"(gapura_http_request_seconds_bucket{route="/token",le="0.0001"} 2)"),
            std::string::npos);
  EXPECT_NE(text.find(R"(gapura_http_request_seconds_count{route="/token"} 3)"), std::string::npos);
}

TEST(Metrics, follows_connections_and_rejections) {
  Metrics metrics;
  metrics.connection_opened();
  metrics.connection_opened();
  metrics.connection_closed();
  metrics.rejected(http::Rejection::busy);
  const auto text = metrics.text();
  EXPECT_NE(text.find("gapura_http_connections 1"), std::string::npos) << text;
  EXPECT_NE(text.find(R"(gapura_http_rejected_total{reason="busy"} 1)"), std::string::npos);
}

TEST(Metrics, asks_a_gauge_when_it_is_collected) {
  Metrics metrics;
  double depth = 3;
  metrics.gauge("gapura_queue", "jobs waiting", {{"pool", "workers"}}, [&] { return depth; });
  metrics.gauge("gapura_queue", "jobs waiting", {{"pool", "slow"}}, [] { return 1.0; });
  EXPECT_NE(metrics.text().find(R"(gapura_queue{pool="workers"} 3)"), std::string::npos);
  depth = 4;
  const auto text = metrics.text();
  EXPECT_NE(text.find(R"(gapura_queue{pool="workers"} 4)"), std::string::npos);
  EXPECT_NE(text.find(R"(gapura_queue{pool="slow"} 1)"), std::string::npos);
  EXPECT_EQ(text.find("# TYPE gapura_queue"), text.rfind("# TYPE gapura_queue"));
}

TEST(Metrics, asks_a_counter_for_each_of_its_labels) {
  Metrics metrics;
  metrics.counter("gapura_sent_total", "requests", {{"outcome", "answered"}}, [] { return 3.0; });
  metrics.counter("gapura_sent_total", "requests", {{"outcome", "too_slow"}}, [] { return 1.0; });
  const auto text = metrics.text();
  EXPECT_NE(text.find(R"(gapura_sent_total{outcome="answered"} 3)"), std::string::npos) << text;
  EXPECT_NE(text.find(R"(gapura_sent_total{outcome="too_slow"} 1)"), std::string::npos);
  EXPECT_NE(text.find("# TYPE gapura_sent_total counter"), std::string::npos);
}

const http::Route& row(const std::vector<http::Route>& rows, std::string_view pattern) {
  for (const auto& one : rows) {
    if (one.pattern == pattern) {
      return one;
    }
  }
  throw std::out_of_range("no such row");
}

TEST(OpsRoutes, readiness_names_the_part_that_fails) {
  Metrics metrics;
  bool up = true;
  const auto rows = routes({{"keys", [] { return base::Done{}; }},
                            {"database",
                             [&]() -> base::Done {
                               if (up) {
                                 return {};
                               }
                               return base::reject(base::ErrorCode::unavailable, "", "no answer",
                                                   "password=hunter2");
                             }}},
                           metrics);
  http::Request request;
  auto ready = row(rows, "/readyz").handler(request);
  ASSERT_TRUE(ready);
  EXPECT_EQ(ready->status(), 200);
  EXPECT_EQ(ready->body(), R"({"status":"ready","checks":{"keys":"ok","database":"ok"}})");
  up = false;
  ready = row(rows, "/readyz").handler(request);
  EXPECT_EQ(ready->status(), 503);
  EXPECT_EQ(ready->body(),
            R"({"status":"unavailable","checks":{"keys":"ok","database":"no answer"}})");
  EXPECT_EQ(row(rows, "/healthz").handler(request)->status(), 200);
}

TEST(OpsRoutes, metrics_are_text_of_version_0_0_4) {
  Metrics metrics;
  metrics.request_finished("/", 200, 1us);
  const auto rows = routes({}, metrics);
  http::Request request;
  const auto answer = row(rows, "/metrics").handler(request);
  EXPECT_EQ(answer->header("Content-Type"), "text/plain; version=0.0.4; charset=utf-8");
  EXPECT_NE(answer->body().find("gapura_http_requests_total"), std::string::npos);
}

}  // namespace
}  // namespace ops
