#include <optional>
#include <string>
#include <utility>

#include "base/json.h"
#include "endpoints/auth_entry.h"
#include "endpoints/auth_handlers.h"
#include "endpoints/auth_wire.h"
#include "endpoints/people_cookies.h"
#include "endpoints/visitor.h"

namespace endpoints {
namespace {

namespace json = base::json;
namespace login = identity::login;

using base::Result;
using http::Request;
using http::Response;

constexpr std::string_view kDoor = "session_api";
constexpr web::Words kWrong{"auth.credentials"};

struct Credentials {
  std::string identifier;
  base::Secret password;
  std::optional<base::Secret> code;
  bool remember = true;
};

Result<Credentials> credentials_in(const Request& request) {
  TRY_VAL(body, request.json());
  const auto text = [&body](std::string_view name) -> std::optional<std::string_view> {
    const auto* value = body.if_contains(name);
    return value != nullptr && value->is_string()
               ? std::optional(std::string_view(value->get_string()))
               : std::nullopt;
  };
  const auto identifier = text("identifier");
  const auto password = text("password");
  const auto code = text("code");
  const auto* remember = body.if_contains("remember");
  if (!identifier || !password || (body.contains("code") && !code) ||
      (remember != nullptr && !remember->is_bool())) {
    return base::reject(base::ErrorCode::invalid_request, "",
                        "identifier and password are texts, and so is code; remember is a boolean");
  }
  return Credentials{.identifier = std::string(*identifier),
                     .password = base::Secret(*password),
                     .code = code ? std::optional(base::Secret(*code)) : std::nullopt,
                     .remember = remember == nullptr || remember->get_bool()};
}

std::string devices_of(const Request& request) {
  return std::string(request.cookies().get(kDevicesCookie).value_or(""));
}

login::Presented presented(const Request& request, std::string identifier, base::Secret secret) {
  return {.identifier = std::move(identifier),
          .secret = std::move(secret),
          .address = request.client.address.bytes(),
          .devices = devices_of(request)};
}

// One answer for each outcome.
struct Answering {
  const Desk& desk;
  const Request& request;
  const Visitor& visitor;

  Result<Response> operator()(const login::Next& next) const {
    const auto& factors = next.view.due.factors;
    return auth_failure(desk, request, 401, web::Words{"auth.second_factor"},
                        {{"next", json::array(factors.begin(), factors.end())}});
  }
  Result<Response> operator()(const login::Finished& finished) const { return enter(finished); }
  Result<Response> operator()(const login::Again&) const {
    return auth_failure(desk, request, 401, kWrong);
  }
  Result<Response> operator()(const login::Wait& slow) const {
    return slowed(auth_failure(desk, request, 429, web::Words{"auth.too_many"}), slow.retry_after);
  }
  Result<Response> operator()(const login::NotActive&) const {
    return auth_inactive(desk, request);
  }
  // The same call again would not help, whatever came with it.
  Result<Response> operator()(const login::NotEnough&) const {
    return auth_failure(desk, request, 403, web::kNotEnough.title);
  }
  template <class Other>
  Result<Response> operator()(const Other&) const {
    return over();
  }

  static Result<Response> over() {
    return base::reject(base::ErrorCode::conflict, "", "the login was over before it was finished");
  }

  Result<Response> enter(const login::Finished& finished) const {
    const auto entering =
        desk.rooms.entrance.enter(visitor.act(request), finished,
                                  {.agent = std::string(request.header("User-Agent").value_or("")),
                                   .devices = devices_of(request)});
    if (!entering && entering.error().code == base::ErrorCode::forbidden) {
      // Disabled while the password was being looked at.
      return auth_inactive(desk, request);
    }
    if (!entering && entering.error().code == base::ErrorCode::conflict) {
      return auth_failure(desk, request, 401, kWrong);
    }
    if (!entering) {
      return std::unexpected(entering.error());
    }
    const auto* entry = std::get_if<login::Entry>(&*entering);
    if (entry == nullptr) {
      return over();
    }
    auto response = handed_over(*entry);
    // The session is there, and the browser's earlier one is not: it is told in any case.
    auto told = response ? *std::move(response) : auth_refusal(desk, request, response.error());
    told.cookie(session_cookie(desk.front, *entry));
    told.cookie(devices_cookie(desk.front, *entry, desk.rooms.devices.life()));
    return told;
  }

  Result<Response> handed_over(const login::Entry& entry) const {
    TRY_VAL(answer, desk.rooms.session_gate.check(entry.cookie));
    const auto* session = std::get_if<identity::SessionGate::Entered>(&answer);
    if (session == nullptr) {
      return std::holds_alternative<identity::sessions::Inactive>(answer)
                 ? auth_inactive(desk, request)
                 : auth_failure(desk, request, 401, kWrong);
    }
    TRY_VAL(handed, enter_frontend(desk, request, *session));
    if (!handed) {
      return auth_inactive(desk, request);
    }
    auto response = Response::json(
        200, json::object{{"access_token", handed->access_token}, {"user", handed->user}});
    handed->set_cookies(response);
    return response;
  }
};

}  // namespace

// As a login by the page, in one request: the same machine, the same budgets, the same mint.
Result<Response> auth_log_in(const Desk& desk, Request& request) {
  TRY_VAL(shown, credentials_in(request));
  TRY(desk.rooms.frontend.frontend.can_open());
  TRY_VAL(visitor, Visitor::of(desk, request));
  login::AllAtOnce all{.first = {.factor = std::string(desk.rooms.password_factor.name()),
                                 .presented = presented(request, std::move(shown.identifier),
                                                        std::move(shown.password)),
                                 .remember = shown.remember}};
  if (shown.code) {
    all.second = presented(request, "", *std::move(shown.code));
  }
  // Whoever is logged in proves themselves anew, and may be somebody else.
  TRY_VAL(outcome, desk.rooms.logins.at_once(visitor.act(request), {.door = std::string(kDoor)},
                                             std::move(all), visitor.live()));
  return std::visit(Answering{.desk = desk, .request = request, .visitor = visitor}, outcome);
}

}  // namespace endpoints
