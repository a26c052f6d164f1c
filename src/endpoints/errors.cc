#include "endpoints/errors.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "base/json.h"
#include "http/dispatcher.h"

namespace endpoints {
namespace {

using base::ErrorCode;
using web::Words;

struct Row {
  ErrorCode code;
  Words title;
  Words explanation;
  Words advice;
};

constexpr std::array<Row, 11> kRows = {{
    {ErrorCode::invalid_request,
     {"error.invalid_request.title"},
     {"error.invalid_request.explanation"},
     {"error.invalid_request.advice"}},
    {ErrorCode::unauthorized,
     {"error.unauthorized.title"},
     {"error.unauthorized.explanation"},
     {"error.unauthorized.advice"}},
    {ErrorCode::forbidden,
     {"error.forbidden.title"},
     {"error.forbidden.explanation"},
     {"error.forbidden.advice"}},
    {ErrorCode::not_found,
     {"error.not_found.title"},
     {"error.not_found.explanation"},
     {"error.not_found.advice"}},
    {ErrorCode::method_not_allowed,
     {"error.method_not_allowed.title"},
     {"error.method_not_allowed.explanation"},
     {"error.method_not_allowed.advice"}},
    {ErrorCode::conflict,
     {"error.conflict.title"},
     {"error.conflict.explanation"},
     {"error.conflict.advice"}},
    {ErrorCode::too_large,
     {"error.too_large.title"},
     {"error.too_large.explanation"},
     {"error.too_large.advice"}},
    {ErrorCode::unsupported_type,
     {"error.unsupported_type.title"},
     {"error.unsupported_type.explanation"},
     {"error.unsupported_type.advice"}},
    {ErrorCode::too_many,
     {"error.too_many.title"},
     {"error.too_many.explanation"},
     {"error.too_many.advice"}},
    {ErrorCode::internal,
     {"error.internal.title"},
     {"error.internal.explanation"},
     {"error.internal.advice"}},
    {ErrorCode::unavailable,
     {"error.unavailable.title"},
     {"error.unavailable.explanation"},
     {"error.unavailable.advice"}},
}};

const Row& row_of(ErrorCode code) {
  const auto found =
      std::find_if(kRows.begin(), kRows.end(), [&](const Row& row) { return row.code == code; });
  return *found;
}

// What http says of a failure (its status, `error`, `error_description`) and a sentence for people
// in `errors`, where the Auth API's callers look for one.
http::Response as_json(const Front& front, const http::Request& request, const base::Error& error) {
  base::json::object body;
  body["errors"] = base::json::array{
      front.pages().text(row_of(error.code).title, front.accepted_language(request))};
  body["error"] = base::to_string(error.code);
  if (!error.description.empty()) {
    body["error_description"] = error.description;
  }
  body["request_id"] = request.id;
  return http::Response::json(http::status_of(error.code), body);
}

constexpr std::size_t kMaxQuery = 2048;

// Where coming back may help, and a link does the same once more.
std::optional<web::Link> again(const http::Request& request, ErrorCode code) {
  constexpr std::array kPass = {ErrorCode::conflict, ErrorCode::too_many, ErrorCode::internal,
                                ErrorCode::unavailable};
  const bool repeatable =
      request.method == http::Method::get || request.method == http::Method::head;
  if (!repeatable || request.query.size() > kMaxQuery ||
      std::ranges::find(kPass, code) == kPass.end()) {
    return std::nullopt;
  }
  const auto url = web::Url::from("?" + std::string(request.query));
  return url ? std::optional(web::Link{web::kTryAgain, *url}) : std::nullopt;
}

http::Response as_page(const Front& front, const http::Request& request, const base::Error& error,
                       std::optional<std::int64_t> retry_after) {
  const auto& row = row_of(error.code);
  return front.page(
      request, http::status_of(error.code),
      front.pages().render(
          web::ErrorPage{.title = row.title,
                         .explanation = row.explanation,
                         .advice = row.advice,
                         .code = error.clause.empty() ? std::string(base::to_string(error.code))
                                                      : error.clause,
                         .description = error.description,
                         .request_id = std::string(request.id),
                         .retry_after = retry_after,
                         .link = again(request, error.code)},
          front.view(request)));
}

}  // namespace

web::Words title_of(base::ErrorCode code) { return row_of(code).title; }

http::Response error_response(const Front& front, const http::Request& request,
                              const base::Error& error, std::chrono::seconds retry_after) {
  const bool later = error.code == ErrorCode::too_many || error.code == ErrorCode::unavailable;
  const auto seconds = later ? std::optional<std::int64_t>(retry_after.count()) : std::nullopt;
  auto response = request.wants_html() ? as_page(front, request, error, seconds)
                                       : as_json(front, request, error);
  if (seconds) {
    response.header("Retry-After", std::to_string(*seconds));
  }
  return response;
}

}  // namespace endpoints
