// What happens to every request between its parsing and its bytes, in one order: route, Origin
// rule, content, handler, errors, CORS, security headers. It knows no socket, so that a test or
// another transport can ask it directly.
#pragma once

#include <optional>
#include <string>

#include "base/log.h"
#include "base/result.h"
#include "http/message.h"
#include "http/origin.h"
#include "http/router.h"

namespace http {

class Dispatcher {
 public:
  struct Options {
    OriginRule origins;
    bool hsts = false;     // when the issuer is https
    ErrorAnswer on_error;  // empty: {"error":…,"error_description":…,"request_id":…}
  };

  Dispatcher(Router router, Options options, base::Log& log);

  // Before the body is read: the row and its limits, or the answer that needs neither.
  struct Admission {
    const Route* route = nullptr;
    std::size_t body_limit = 0;
    std::optional<Response> refusal;
  };
  Admission admit(Request& request) const;

  // On the loop, once the body is there: the answer of a row that has a quick one for such a
  // request, and knows it. Never throws.
  std::optional<Response> answer_quickly(Request& request, const Route& route) const;

  // After the body is there: the handler's answer, finished. Never throws.
  Response answer(Request& request, const Route& route) const;

  // An answer for a failure that happens outside any handler.
  Response failure(const Request& request, const Route* route, const base::Error& error) const;

  // All at once, for callers that have the whole request.
  Response handle(Request& request) const;

 private:
  Response outcome(const Request& request, const Route& route, base::Result<Response> result) const;
  Response refuse(const Request& request, const Route* route, const base::Error& error) const;
  Response finish(const Request& request, Cors cors, Response response) const;
  std::optional<Response> preflight(const Request& request) const;

  Router router_;
  Options options_;
  base::Log& log_;
};

// What is taken apart on a loop keeps all others waiting.
bool is_small(const Request& request);

// The HTTP status of a failure.
int status_of(base::ErrorCode code);

}  // namespace http
