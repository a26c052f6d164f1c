#include "endpoints/browsers.h"

#include <map>
#include <optional>
#include <string>
#include <utility>

namespace endpoints {
namespace {

using base::Result;
using http::Request;
using http::Response;

// A cache must not show the one what was for the other, and that also when nobody is welcome.
void welcome(const Request& request, bool welcome, Response& response) {
  response.header("Vary", "Origin");
  if (welcome) {
    response.header("Access-Control-Allow-Origin", *request.header("Origin"));
    response.header("Access-Control-Expose-Headers", "Retry-After, WWW-Authenticate, X-Request-Id");
  }
}

Result<bool> is_welcome(oauth::BrowserOrigins& origins, const Request& request) {
  const auto origin = request.header("Origin");
  if (!origin || request.header_count("Origin") > 1) {
    return false;
  }
  return origins.holds(*origin);
}

Result<Response> preflight(oauth::BrowserOrigins& origins, const Request& request,
                           const std::string& methods) {
  TRY_VAL(may, is_welcome(origins, request));
  Response response(204);
  response.header("Allow", methods + ", OPTIONS");
  welcome(request, may, response);
  if (may && request.header("Access-Control-Request-Method")) {
    response.header("Access-Control-Allow-Methods", methods);
    response.header("Access-Control-Allow-Headers",
                    "Accept-Language, Authorization, Content-Type, DPoP");
    response.header("Access-Control-Max-Age", "600");
  }
  return response;
}

http::Route opened(oauth::BrowserOrigins& origins, http::Route row) {
  row.handler = [&origins, ask = std::move(row.handler)](Request& request) -> Result<Response> {
    TRY_VAL(may, is_welcome(origins, request));
    TRY_VAL(response, ask(request));
    welcome(request, may, response);
    return response;
  };
  // Whether an origin is welcome may have to be read.
  if (row.quick) {
    row.quick = [ask = std::move(row.quick)](Request& request) -> std::optional<Result<Response>> {
      auto answer = request.header("Origin") ? std::nullopt : ask(request);
      if (answer && *answer) {
        welcome(request, false, **answer);
      }
      return answer;
    };
  }
  // A refusal may be answered where nothing may wait.
  row.on_error = [&origins, answer = std::move(row.on_error)](const Request& request,
                                                              const base::Error& error) {
    auto response = answer(request, error);
    const auto origin = request.header("Origin");
    welcome(request, origin && origins.held(*origin), response);
    return response;
  };
  return row;
}

}  // namespace

std::vector<http::Route> open_to_browsers(const Desk& desk, std::vector<http::Route> rows) {
  oauth::BrowserOrigins& origins = desk.rooms.oauth.origins;
  std::map<std::string, std::string> methods;
  for (http::Route& row : rows) {
    std::string& of = methods[row.pattern];
    of.append(of.empty() ? "" : ", ").append(http::to_string(row.method));
    row = opened(origins, std::move(row));
  }
  for (const auto& [pattern, of] : methods) {
    rows.push_back(
        {.method = http::Method::options,
         .pattern = pattern,
         .handler = [&origins, of](Request& request) { return preflight(origins, request, of); }});
  }
  return rows;
}

}  // namespace endpoints
