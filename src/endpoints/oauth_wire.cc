#include "endpoints/oauth_wire.h"

#include <string>

#include "base/json.h"
#include "http/dispatcher.h"

namespace endpoints {

oauth::Parameters parameters_of(const http::Form& form) {
  return oauth::Parameters({form.entries().begin(), form.entries().end()});
}

identity::Act by_nobody(const http::Request& request) {
  return {.actor = "nobody",
          .address = request.client.address.text(),
          .request_id = std::string(request.id)};
}

http::Response oauth_failure(const oauth::Wrong& wrong) {
  const bool nobody = wrong.error == "invalid_client";
  auto response = http::Response::json(
      nobody ? 401 : 400,
      base::json::object{{"error", wrong.error}, {"error_description", wrong.description}});
  if (nobody) {
    response.header("WWW-Authenticate", R"(Basic realm="Gapura", charset="UTF-8")");
  }
  return response;
}

http::Response oauth_error(const http::Request&, const base::Error& error) {
  const int status = http::status_of(error.code);
  const bool ours = status >= 500;
  base::json::object body{{"error", ours            ? "server_error"
                                    : status == 429 ? "temporarily_unavailable"
                                                    : "invalid_request"}};
  if (!ours) {
    body["error_description"] = error.description;
  }
  auto response = http::Response::json(ours || status == 429 ? status : 400, body);
  if (error.code == base::ErrorCode::unavailable || error.code == base::ErrorCode::too_many) {
    response.header("Retry-After", "1");
  }
  return response;
}

}  // namespace endpoints
