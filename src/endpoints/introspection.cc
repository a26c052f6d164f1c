#include "endpoints/introspection.h"

#include <optional>

#include "endpoints/oauth_wire.h"

namespace endpoints {
namespace {

using base::Result;
using http::Request;
using http::Response;

Result<Response> tell(const Desk& desk, const Request& request) {
  TRY_VAL(asked, oauth_question(request));
  if (auto* refused = std::get_if<Response>(&asked)) {
    return std::move(*refused);
  }
  const auto& question = std::get<Question>(asked);
  TRY_VAL(told,
          desk.rooms.oauth.introspection.ask(by_nobody(request), question.shown, question.form));
  if (const auto* wrong = std::get_if<oauth::Wrong>(&told)) {
    return oauth_failure(*wrong);
  }
  return Response::json(200, std::get<base::json::object>(told));
}

std::optional<Result<Response>> tell_quickly(const Desk& desk, const Request& request) {
  const auto asked = oauth_question(request);
  const auto* question = asked ? std::get_if<Question>(&*asked) : nullptr;
  const auto told = question == nullptr ? nullptr
                                        : desk.rooms.oauth.introspection.told_recently(
                                              question->shown, question->form);
  const auto* answer = std::any_cast<http::Prepared>(told.get());
  return answer == nullptr ? std::nullopt
                           : std::optional(Result<Response>(Response::prepared(*answer)));
}

}  // namespace

std::any introspection_told(const base::json::object& body) {
  return http::Prepared(Response::json(200, body));
}

std::vector<http::Route> introspection_routes(const Desk& desk) {
  return {{.method = http::Method::post,
           .pattern = "/oauth/introspect",
           .handler = [desk](Request& request) { return tell(desk, request); },
           .quick = [desk](Request& request) { return tell_quickly(desk, request); },
           .runs = http::Runs::on_loop_fiber,
           .body = http::Body::form,
           .origins = http::Origins::anyone,
           .on_error = &oauth_error}};
}

}  // namespace endpoints
