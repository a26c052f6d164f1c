#include "endpoints/auth_wire.h"

#include <utility>

#include "endpoints/errors.h"
#include "http/dispatcher.h"
#include "http/negotiate.h"

namespace endpoints {
namespace {

namespace json = base::json;

using http::Request;
using http::Response;

// Indonesian unless English is asked for, whatever the pages begin with (contract 2).
std::string_view language_of(const Request& request) {
  return http::negotiate_language(request.header("Accept-Language").value_or(""), web::languages());
}

}  // namespace

http::Route auth_row(const Desk& desk, http::Route row) {
  row.cors = http::Cors::listed;
  row.on_error = [desk](const Request& request, const base::Error& error) {
    return auth_refusal(desk, request, error);
  };
  return row;
}

http::Route shared_auth_row(const Desk& desk, http::Route row) {
  row.cors = http::Cors::listed;
  row.on_error = [desk](const Request& request, const base::Error& error) {
    return request.wants_html() ? error_response(desk.front, request, error)
                                : auth_refusal(desk, request, error);
  };
  return row;
}

Response auth_refusal(const Desk& desk, const Request& request, const base::Error& error) {
  // 403 by itself would tell the frontend that its person may do nothing.
  const bool other_site = error.clause == "RFC6454-7.3" || error.clause == "W3C-fetch-metadata";
  const web::Words sentence = other_site ? web::Words{"auth.other_site"} : title_of(error.code);
  return auth_failure(desk, request, http::status_of(error.code), sentence);
}

Response auth_failure(const Desk& desk, const Request& request, int status, web::Words sentence,
                      const json::object& beside) {
  json::object body{
      {"errors", json::array{desk.front.pages().text(sentence, language_of(request))}}};
  for (const auto& [name, value] : beside) {
    body[name] = value;
  }
  auto response = Response::json(status, body);
  response.header("Vary", "Accept-Language");
  if (status == 401) {
    // RFC 9110 section 15.5.2 wants a challenge, and no browser is to open a dialog for this one.
    response.header("WWW-Authenticate", R"(Cookie realm="Gapura")");
  }
  return response;
}

Response auth_message(const Desk& desk, const Request& request, web::Words sentence) {
  auto response = Response::json(
      200, json::object{{"message", desk.front.pages().text(sentence, language_of(request))}});
  response.header("Vary", "Accept-Language");
  return response;
}

Response auth_inactive(const Desk& desk, const Request& request) {
  return auth_failure(desk, request, 403, web::Words{"auth.inactive"});
}

}  // namespace endpoints
