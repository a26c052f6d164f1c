#include "http/dispatcher.h"

#include <exception>
#include <utility>

#include "base/json.h"
#include "http/fault.h"
#include "http/media_type.h"

namespace http {
namespace {

using base::Error;
using base::ErrorCode;

constexpr std::size_t kNoBody = 1024;
constexpr std::size_t kSmallBody = std::size_t{4} * 1024;
constexpr std::size_t kFormBody = std::size_t{64} * 1024;
constexpr std::size_t kJsonBody = std::size_t{1024} * 1024;

std::size_t body_limit_of(const Route& route) {
  if (route.body_limit != 0) {
    return route.body_limit;
  }
  switch (route.body) {
    case Body::none:
      return kNoBody;
    case Body::form:
    case Body::any:
      return kFormBody;
    case Body::json:
      return kJsonBody;
  }
  return kNoBody;
}

bool may_be_quick(const Request& request, const Route& route) {
  return request.body.empty() || (route.body == Body::form && is_small(request));
}

bool changes_state(Method method) {
  return method != Method::get && method != Method::head && method != Method::options;
}

base::Done check_content(const Request& request, const Route& route) {
  // The body is not there yet, so that a missing Content-Type is the parser's to judge.
  switch (route.body) {
    case Body::form:
      return check_type(request, kFormType);
    case Body::json:
      return check_type(request, kJsonType);
    case Body::none:
    case Body::any:
      return check_coding(request);
  }
  return {};
}

Error thrown() { return {ErrorCode::internal, "", "", what_of(std::current_exception())}; }

Response plain_failure(const Request& request, const Error& error) {
  base::json::object body{{"error", base::to_string(error.code)}};
  if (!error.description.empty()) {
    body["error_description"] = error.description;
  }
  body["request_id"] = request.id;
  return Response::json(status_of(error.code), body);
}

}  // namespace

bool is_small(const Request& request) { return request.body.size() <= kSmallBody; }

int status_of(base::ErrorCode code) {
  switch (code) {
    case ErrorCode::invalid_request:
      return 400;
    case ErrorCode::unauthorized:
      return 401;
    case ErrorCode::forbidden:
      return 403;
    case ErrorCode::not_found:
      return 404;
    case ErrorCode::method_not_allowed:
      return 405;
    case ErrorCode::conflict:
      return 409;
    case ErrorCode::too_large:
      return 413;
    case ErrorCode::unsupported_type:
      return 415;
    case ErrorCode::too_many:
      return 429;
    case ErrorCode::internal:
      return 500;
    case ErrorCode::unavailable:
      return 503;
  }
  return 500;
}

Dispatcher::Dispatcher(Router router, Options options, base::Log& log)
    : router_(std::move(router)), options_(std::move(options)), log_(log) {}

Dispatcher::Admission Dispatcher::admit(Request& request) const {
  const auto match = router_.match(request);
  Admission admission{.route = match.route};
  const auto turn_away = [&](const Error& error) {
    admission.refusal = refuse(request, match.route != nullptr ? match.route : match.around, error);
    return std::move(admission);
  };
  if (match.route == nullptr) {
    if (match.allow.empty()) {
      return turn_away({ErrorCode::not_found, "RFC9110-15.5.5", "there is nothing here", ""});
    }
    admission.refusal = preflight(request);
    if (!admission.refusal) {
      admission = turn_away(
          {ErrorCode::method_not_allowed, "RFC9110-15.5.6", "the method is not allowed here", ""});
      admission.refusal->header("Allow", match.allow);
    }
    return admission;
  }
  if (match.route->origins == Origins::ours && changes_state(request.method)) {
    // Two Origin lines never reach this point (HP1 refuses them).
    const auto passed =
        options_.origins.check(request.header("Origin"), request.header("Sec-Fetch-Site"));
    if (!passed) {
      return turn_away(passed.error());
    }
  }
  if (const auto fits = check_content(request, *match.route); !fits) {
    return turn_away(fits.error());
  }
  admission.body_limit = body_limit_of(*match.route);
  return admission;
}

std::optional<Response> Dispatcher::answer_quickly(Request& request, const Route& route) const {
  if (!route.quick || !may_be_quick(request, route)) {
    return std::nullopt;
  }
  try {
    auto result = route.quick(request);
    if (!result) {
      return std::nullopt;
    }
    return outcome(request, route, *std::move(result));
  } catch (...) {
    return refuse(request, &route, thrown());
  }
}

Response Dispatcher::answer(Request& request, const Route& route) const {
  try {
    return outcome(request, route, route.handler(request));
  } catch (...) {
    return refuse(request, &route, thrown());
  }
}

Response Dispatcher::outcome(const Request& request, const Route& route,
                             base::Result<Response> result) const {
  if (!result) {
    return refuse(request, &route, result.error());
  }
  if (result->faulty()) {
    return refuse(request, &route,
                  {ErrorCode::internal, "RFC9110-5.5", "",
                   "the answer held a malformed field, or a body that its status does not have"});
  }
  return finish(request, route.cors, *std::move(result));
}

Response Dispatcher::failure(const Request& request, const Route* route, const Error& error) const {
  return refuse(request, route, error);
}

Response Dispatcher::handle(Request& request) const {
  auto admission = admit(request);
  if (admission.refusal) {
    return *std::move(admission.refusal);
  }
  if (request.body.size() > admission.body_limit) {
    return refuse(request, admission.route,
                  {ErrorCode::too_large, "RFC9110-15.5.14", "the body is too large", ""});
  }
  auto quick = answer_quickly(request, *admission.route);
  return quick ? *std::move(quick) : answer(request, *admission.route);
}

Response Dispatcher::refuse(const Request& request, const Route* route, const Error& error) const {
  // What is broken is an error. A server that is full does what it is to do, and may say so a
  // thousand times a second: a warning, with what it is full of.
  const bool full = error.code == ErrorCode::unavailable;
  const auto write = error.code == ErrorCode::internal ? &base::Log::error
                     : full                            ? &base::Log::warn
                                                       : &base::Log::info;
  const std::string& why = full && error.detail.empty() ? error.description : error.detail;
  (log_.*write)("request_refused", {{"request_id", request.id},
                                    {"route", request.route},
                                    {"code", base::to_string(error.code)},
                                    {"clause", error.clause},
                                    {"address", request.client.address.text()},
                                    {"detail", why}});
  const auto render = [&]() -> Response {
    try {
      if (route != nullptr && route->on_error) {
        return route->on_error(request, error);
      }
      return options_.on_error ? options_.on_error(request, error) : plain_failure(request, error);
    } catch (...) {
      log_.error("error_answer_failed",
                 {{"request_id", request.id}, {"detail", what_of(std::current_exception())}});
      return plain_failure(request, error);
    }
  };
  Response response = render();
  if (response.faulty()) {
    response = plain_failure(request, {ErrorCode::internal, "", "", ""});
  }
  const bool later = response.status() == 503 || response.status() == 429;
  if (later && !response.header("Retry-After")) {
    response.header("Retry-After", "1");
  }
  return finish(request, route != nullptr ? route->cors : Cors::none, std::move(response));
}

Response Dispatcher::finish(const Request& request, Cors cors, Response response) const {
  if (options_.hsts) {
    response.header("Strict-Transport-Security", "max-age=63072000; includeSubDomains");
  }
  bool readable = cors == Cors::anyone;
  if (cors == Cors::anyone) {
    response.header("Access-Control-Allow-Origin", "*");
  } else if (cors == Cors::listed) {
    response.header("Vary", "Origin, Cookie");
    const auto origin = request.header("Origin");
    readable = origin && options_.origins.allows(*origin);
    if (readable) {
      response.header("Access-Control-Allow-Origin", *origin);
      response.header("Access-Control-Allow-Credentials", "true");
    }
  }
  if (readable) {
    response.header("Access-Control-Expose-Headers",
                    "ETag, Retry-After, WWW-Authenticate, X-Request-Id");
  }
  return response;
}

std::optional<Response> Dispatcher::preflight(const Request& request) const {
  const auto wanted = request.header("Access-Control-Request-Method");
  const auto method = wanted ? method_from(*wanted) : std::nullopt;
  if (request.method != Method::options || !request.header("Origin") || !method) {
    return std::nullopt;
  }
  Request asked = request;
  asked.method = *method;
  const auto match = router_.match(asked);
  if (match.route == nullptr || match.route->cors == Cors::none) {
    return std::nullopt;
  }
  Response response(204);
  const auto cors = match.route->cors;
  const bool welcome = cors == Cors::anyone || options_.origins.allows(*request.header("Origin"));
  if (welcome) {
    response.header("Access-Control-Allow-Methods", match.allow);
    response.header("Access-Control-Allow-Headers",
                    "Accept-Language, Authorization, Content-Type, DPoP");
    response.header("Access-Control-Max-Age", "600");
  }
  return finish(request, cors, std::move(response));
}

}  // namespace http
