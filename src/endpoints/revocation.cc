#include "endpoints/revocation.h"

#include "endpoints/browsers.h"
#include "endpoints/oauth_wire.h"

namespace endpoints {
namespace {

using base::Result;
using http::Request;
using http::Response;

Result<Response> revoke(const Desk& desk, const Request& request) {
  TRY_VAL(asked, oauth_question(request));
  if (auto* refused = std::get_if<Response>(&asked)) {
    return std::move(*refused);
  }
  const auto& question = std::get<Question>(asked);
  TRY_VAL(wrong,
          desk.rooms.oauth.revocation.ask(by_nobody(request), question.shown, question.form));
  return wrong ? oauth_failure(*wrong) : Response(200);
}

}  // namespace

std::vector<http::Route> revocation_routes(const Desk& desk) {
  return open_to_browsers(desk,
                          {{.method = http::Method::post,
                            .pattern = "/oauth/revoke",
                            .handler = [desk](Request& request) { return revoke(desk, request); },
                            .runs = http::Runs::on_loop_fiber,
                            .body = http::Body::form,
                            .origins = http::Origins::anyone,
                            .on_error = &oauth_error}});
}

}  // namespace endpoints
