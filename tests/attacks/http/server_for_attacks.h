// The routes that the attacks are aimed at.
#pragma once

#include <string>
#include <vector>

#include "tests/support/http_server.h"
#include "tests/support/raw_client.h"

namespace attacks {

using support::HttpServer;
using support::HttpServerOptions;

inline http::Response echo(const http::Request& request) {
  return http::Response::json(200, base::json::object{{"route", request.route},
                                                      {"path", request.path},
                                                      {"body", request.body},
                                                      {"address", request.client.address.text()},
                                                      {"secure", request.client.secure},
                                                      {"host", request.client.host}});
}

inline std::vector<http::Route> rows() {
  const http::Handler say = [](http::Request& request) { return echo(request); };
  const http::Handler form = [](http::Request& request) -> base::Result<http::Response> {
    TRY_VAL(form, request.form());
    return echo(request);
  };
  const http::Handler json = [](http::Request& request) -> base::Result<http::Response> {
    TRY_VAL(object, request.json());
    return echo(request);
  };
  std::vector<http::Route> rows;
  rows.push_back({.pattern = "/", .handler = say, .runs = http::Runs::on_loop});
  rows.push_back({.pattern = "/admin", .handler = say, .runs = http::Runs::on_worker});
  rows.push_back({.pattern = "/users/{id}", .handler = say, .runs = http::Runs::on_loop});
  rows.push_back({.method = http::Method::post,
                  .pattern = "/token",
                  .handler = form,
                  .runs = http::Runs::on_worker,
                  .body = http::Body::form});
  rows.push_back({.method = http::Method::post,
                  .pattern = "/json",
                  .handler = json,
                  .runs = http::Runs::on_loop,
                  .body = http::Body::json});
  rows.push_back({.method = http::Method::post,
                  .pattern = "/any",
                  .handler = say,
                  .runs = http::Runs::on_loop,
                  .body = http::Body::any});
  return rows;
}

inline std::string field(std::string_view name, std::string_view value) {
  return std::string(name).append(": ").append(value).append("\r\n");
}

inline std::string get(std::string_view target, std::string_view fields = {}) {
  return std::string("GET ")
      .append(target)
      .append(" HTTP/1.1\r\nHost: sso.test\r\n")
      .append(fields)
      .append("\r\n");
}

inline std::string post(std::string_view target, std::string_view type, std::string_view body,
                        std::string_view fields = {}) {
  return std::string("POST ")
      .append(target)
      .append(" HTTP/1.1\r\nHost: sso.test\r\n")
      .append(type.empty() ? std::string() : field("Content-Type", type))
      .append(field("Content-Length", std::to_string(body.size())))
      .append(fields)
      .append("\r\n")
      .append(body);
}

inline constexpr std::string_view kForm = "application/x-www-form-urlencoded";

}  // namespace attacks
