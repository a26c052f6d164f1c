#include "endpoints/user_sso.h"

#include <string>

#include "base/json.h"
#include "endpoints/bearer.h"

namespace endpoints {
namespace {

namespace json = base::json;
using base::Result;
using http::Request;
using http::Response;

constexpr std::string_view kScope = "view-user";

std::string or_else(const std::string& text, const char* absent) {
  return text.empty() ? absent : text;
}

json::object fields_of(const identity::users::User& user) {
  return {{"id", user.id.value},
          {"name", user.name},
          {"email", user.email},
          {"nip", or_else(user.nip, "-")},
          {"email_pp", json::array(user.email_pp.begin(), user.email_pp.end())},
          {"no_hp", user.no_hp},
          {"kd_satker", user.kd_satker},
          {"nama_satker", user.nama_satker},
          {"email_verified_at", user.email_verified_at
                                    ? json::value(base::to_iso8601(*user.email_verified_at))
                                    : json::value()},
          {"created_at", base::to_iso8601(user.created_at)},
          {"updated_at", base::to_iso8601(user.updated_at)},
          {"role", or_else(user.role, "user")}};
}

Result<Response> show(const Desk& desk, const Request& request) {
  TRY_VAL(asked, bearer_of(desk, request, kScope));
  if (auto* refused = std::get_if<Response>(&asked)) {
    return std::move(*refused);
  }
  return Response::json(200, fields_of(std::get<oauth::resource::Bearer>(asked).user()));
}

}  // namespace

std::vector<http::Route> user_sso_routes(const Desk& desk) {
  return {{.pattern = "/api/user-sso",
           .handler = [desk](Request& request) { return show(desk, request); },
           .runs = http::Runs::on_loop_fiber,
           .on_error = &bearer_error}};
}

}  // namespace endpoints
