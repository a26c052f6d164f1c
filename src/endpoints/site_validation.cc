#include "endpoints/site_validation.h"

#include <array>
#include <optional>
#include <utility>

#include "base/basic_auth.h"
#include "base/json.h"
#include "endpoints/site_login.h"
#include "http/ascii.h"
#include "http/dispatcher.h"
#include "http/media_type.h"

namespace endpoints {
namespace {

namespace json = base::json;
namespace sso = redirect_sso;

using base::ErrorCode;
using base::Result;
using http::Request;
using http::Response;

constexpr std::string_view kCode = "code";

// The literals of the contract are in one language.
Response refusal(const Front& front, int status, web::Words words) {
  return Response::json(
      status, json::object{{"status", false}, {"message", front.pages().text(words, "id")}});
}

Response refused(const Front& front) {
  auto response = refusal(front, 401, web::Words{"site.validation.refused"});
  response.header("WWW-Authenticate", R"(Basic realm="Gapura", charset="UTF-8")");
  return response;
}

web::Words words_for(ErrorCode code) {
  switch (code) {
    case ErrorCode::invalid_request:
    case ErrorCode::unsupported_type:
    case ErrorCode::too_large:
      return web::Words{"site.validation.malformed"};
    default:
      return web::Words{"site.validation.failed"};
  }
}

Response failure(const Front& front, const base::Error& error) {
  auto response = refusal(front, http::status_of(error.code), words_for(error.code));
  if (error.code == ErrorCode::unavailable || error.code == ErrorCode::too_many) {
    response.header("Retry-After", "1");
  }
  return response;
}

std::unexpected<base::Error> malformed(std::string_view clause, std::string description) {
  return base::reject(ErrorCode::invalid_request, clause, std::move(description));
}

Result<sso::Credentials> basic(std::string_view authorization) {
  auto pair = base::basic_pair(authorization);
  if (!pair) {
    return malformed("RFC7617-2", "the credentials are not those of HTTP Basic");
  }
  return sso::Credentials{.site_id = std::string(base::text_of(pair->name)),
                          .secret = base::Secret(std::move(pair->secret))};
}

Result<std::optional<sso::Credentials>> credentials_of(const Request& request) {
  constexpr std::array<std::string_view, 3> kHeaders = {"Authorization", "X-Client-Id",
                                                        "X-Client-Secret"};
  for (const auto header : kHeaders) {
    if (request.header_count(header) > 1) {
      return malformed("", "credentials that stand twice");
    }
  }
  const auto authorization = request.header("Authorization");
  const auto id = request.header("X-Client-Id");
  const auto secret = request.header("X-Client-Secret");
  if (id.has_value() != secret.has_value()) {
    return malformed("", "X-Client-Id and X-Client-Secret go together");
  }
  if (authorization && id) {
    return malformed("", "two ways to authenticate at once");
  }
  if (authorization) {
    TRY_VAL(shown, basic(*authorization));
    return std::optional(std::move(shown));
  }
  if (id) {
    return std::optional(
        sso::Credentials{.site_id = std::string(*id), .secret = base::Secret(*secret)});
  }
  return std::optional<sso::Credentials>();
}

// What was sent, from wherever it was sent.
struct Sent {
  std::vector<std::string> codes;
  bool tampered = false;

  void take(std::string_view name, const std::string& value) {
    if (name == kCode) {
      codes.push_back(value);
    }
    tampered = tampered || http::iequals(name, kRedirectUrl);
  }
  void take(const http::Form& form) {
    for (const auto& [name, value] : form.entries()) {
      take(name, value);
    }
  }
};

Result<Sent> read(const Request& request) {
  Sent sent;
  TRY_VAL(query, request.query_form());
  sent.take(query);
  if (request.method != http::Method::post || request.body.empty()) {
    return sent;
  }
  const auto type = request.header("Content-Type").value_or("");
  if (http::iequals(http::trim(type.substr(0, type.find(';'))), "application/json")) {
    TRY_VAL(body, request.json());
    for (const auto& [name, value] : body) {
      sent.take(name, value.is_string() ? std::string(value.get_string()) : std::string());
    }
    return sent;
  }
  TRY_VAL(form, request.form());
  sent.take(form);
  return sent;
}

struct Answering {
  const Front& front;

  Response operator()(const sso::Person& person) const {
    return Response::json(200, json::object{{"status", true},
                                            {"user", json::object{{"id", person.id.value},
                                                                  {"username", person.username},
                                                                  {"email", person.email},
                                                                  {"no_hp", person.no_hp}}}});
  }
  Response operator()(const sso::Refused&) const { return refused(front); }
  Response operator()(const sso::TooMany& wait) const {
    return slowed(refusal(front, 429, web::Words{"site.validation.too_many"}), wait.retry_after);
  }
};

constexpr std::string_view kDocumented = "/api/example/ssovalidate";
constexpr std::string_view kOurs = "/api/sso/validate";

Result<Response> validate(const Desk& desk, Request& request) {
  if (request.method == http::Method::head) {
    auto response = refusal(desk.front, 405, web::Words{"site.validation.malformed"});
    response.header("Allow", request.path == kOurs ? "GET, POST" : "GET");
    return response;
  }
  TRY_VAL(credentials, credentials_of(request));
  TRY_VAL(sent, read(request));
  if (sent.codes.size() > 1) {
    return malformed("", "code was sent more than once");
  }
  if (sent.codes.empty() || sent.codes.front().empty()) {
    return refusal(desk.front, 400, web::Words{"site.validation.no_code"});
  }
  const identity::Act act{.actor = "nobody",
                          .address = request.client.address.text(),
                          .request_id = std::string(request.id)};
  TRY_VAL(answer, desk.rooms.site_validation.ask(act, {.code = std::move(sent.codes.front()),
                                                       .credentials = std::move(credentials),
                                                       .address = request.client.address.bytes(),
                                                       .tampered = sent.tampered}));
  return std::visit(Answering{desk.front}, answer);
}

http::Route row(const Desk& desk, http::Method method, std::string_view pattern) {
  return {
      .method = method,
      .pattern = std::string(pattern),
      .handler = [desk](Request& request) { return validate(desk, request); },
      .runs = http::Runs::on_loop_fiber,
      .body = method == http::Method::post ? http::Body::any : http::Body::none,
      .origins = http::Origins::anyone,
      .on_error = [&front = desk.front](
                      const Request&, const base::Error& error) { return failure(front, error); }};
}

}  // namespace

std::vector<http::Route> site_validation_routes(const Desk& desk) {
  return {row(desk, http::Method::get, kDocumented), row(desk, http::Method::get, kOurs),
          row(desk, http::Method::post, kOurs)};
}

}  // namespace endpoints
