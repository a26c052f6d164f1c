#include "ops/routes.h"

#include <memory>
#include <utility>

namespace ops {
namespace {

namespace json = base::json;

http::Response readiness(const std::vector<Check>& checks) {
  json::object parts;
  bool ready = true;
  for (const auto& check : checks) {
    const auto outcome = check.run();
    ready = ready && outcome.has_value();
    parts[check.name] =
        outcome ? json::value("ok")
                : json::value(outcome.error().description.empty() ? "failed"
                                                                  : outcome.error().description);
  }
  return http::Response::json(
      ready ? 200 : 503,
      json::object{{"status", ready ? "ready" : "unavailable"}, {"checks", std::move(parts)}});
}

}  // namespace

std::vector<http::Route> routes(std::vector<Check> checks, const Metrics& metrics) {
  const auto shared = std::make_shared<const std::vector<Check>>(std::move(checks));
  std::vector<http::Route> rows;
  rows.push_back({.pattern = "/healthz",
                  .handler = [](http::Request&) { return http::Response::text(200, "ok\n"); },
                  .runs = http::Runs::on_loop});
  rows.push_back({.pattern = "/readyz",
                  .handler = [shared](http::Request&) { return readiness(*shared); },
                  .runs = http::Runs::on_worker});
  rows.push_back({.pattern = "/metrics",
                  .handler =
                      [&metrics](http::Request&) {
                        http::Response response(200);
                        response.content("text/plain; version=0.0.4; charset=utf-8",
                                         metrics.text());
                        return response;
                      },
                  .runs = http::Runs::on_worker});
  return rows;
}

}  // namespace ops
