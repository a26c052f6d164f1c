#include "endpoints/token.h"

#include <utility>

#include "base/json.h"
#include "endpoints/browsers.h"
#include "endpoints/oauth_wire.h"

namespace endpoints {
namespace {

using base::Result;
using http::Request;
using http::Response;

Response answer(const oauth::token::Given& given) {
  base::ObjectText body;
  body.add("access_token", given.access_token)
      .add("token_type", "Bearer")
      .add("expires_in", given.expires_in.count());
  if (given.refresh_token) {
    body.add("refresh_token", *given.refresh_token);
  }
  if (given.id_token) {
    body.add("id_token", *given.id_token);
  }
  if (given.scope) {
    body.add("scope", *given.scope);
  }
  // RFC 6749 section 5.1; no-store is what every answer has.
  auto response = Response::json_text(200, body.take());
  response.header("Pragma", "no-cache");
  return response;
}

Result<Response> take(const Desk& desk, const Request& request) {
  TRY_VAL(asked, oauth_question(request));
  if (auto* refused = std::get_if<Response>(&asked)) {
    return std::move(*refused);
  }
  const auto& question = std::get<Question>(asked);
  TRY_VAL(told, desk.rooms.oauth.token.ask(by_nobody(request), question.shown, question.form));
  if (const auto* wrong = std::get_if<oauth::Wrong>(&told)) {
    return oauth_failure(*wrong);
  }
  return answer(std::get<oauth::token::Given>(told));
}

}  // namespace

std::vector<http::Route> token_routes(const Desk& desk) {
  return open_to_browsers(desk,
                          {{.method = http::Method::post,
                            .pattern = "/oauth/token",
                            .handler = [desk](Request& request) { return take(desk, request); },
                            .runs = http::Runs::on_loop_fiber,
                            .body = http::Body::form,
                            .origins = http::Origins::anyone,
                            .on_error = &oauth_error}});
}

}  // namespace endpoints
