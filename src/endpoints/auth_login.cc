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
  if (!identifier || !password || (body.contains("code") && !code)) {
    return base::reject(base::ErrorCode::invalid_request, "",
                        "identifier and password are texts, and so is code");
  }
  return Credentials{.identifier = std::string(*identifier),
                     .password = base::Secret(*password),
                     .code = code ? std::optional(base::Secret(*code)) : std::nullopt};
}

std::string devices_of(const Request& request) {
  return std::string(request.cookies().get(kDevicesCookie).value_or(""));
}

login::Give give(const Request& request, std::string factor, std::string identifier,
                 base::Secret secret) {
  return {.factor = std::move(factor),
          .presented = {.identifier = std::move(identifier),
                        .secret = std::move(secret),
                        .address = request.client.address.bytes(),
                        .devices = devices_of(request)},
          .remember = true};
}

Response wait(const Desk& desk, const Request& request, base::Duration retry_after) {
  return slowed(auth_failure(desk, request, 429, web::Words{"auth.too_many"}), retry_after);
}

// One answer for each outcome of a step.
struct Answering {
  const Desk& desk;
  const Request& request;
  const Visitor& visitor;
  Credentials& shown;

  Result<Response> operator()(login::Next& next) {
    const auto& factors = next.view.due.factors;
    if (!shown.code || factors.empty()) {
      return more(factors);
    }
    base::Secret code = *std::move(shown.code);
    shown.code.reset();
    TRY_VAL(outcome, desk.rooms.logins.submit(
                         visitor.act(request),
                         {.id = next.view.transaction.id, .cookie = std::move(next.cookie)},
                         give(request, factors.front(), "", std::move(code)), visitor.live()));
    return std::visit(*this, outcome);
  }
  Result<Response> operator()(login::Finished& finished) { return enter(finished); }
  Result<Response> operator()(login::Again&) { return auth_failure(desk, request, 401, kWrong); }
  Result<Response> operator()(login::Wait& slow) { return wait(desk, request, slow.retry_after); }
  Result<Response> operator()(login::NotActive&) { return auth_inactive(desk, request); }
  Result<Response> operator()(login::NotEnough&) { return more({}); }
  template <class Other>
  Result<Response> operator()(Other&) {
    return base::reject(base::ErrorCode::conflict, "", "the login was over before it was finished");
  }

  Response more(const std::vector<std::string>& factors) const {
    return auth_failure(desk, request, 401, web::Words{"auth.second_factor"},
                        {{"next", json::array(factors.begin(), factors.end())}});
  }

  Result<Response> enter(const login::Finished& finished) const {
    const auto entry =
        desk.rooms.entrance.enter(visitor.act(request), finished,
                                  {.agent = std::string(request.header("User-Agent").value_or("")),
                                   .devices = devices_of(request)});
    if (!entry && entry.error().code == base::ErrorCode::forbidden) {
      // Disabled while the password was being looked at.
      return auth_inactive(desk, request);
    }
    if (!entry && entry.error().code == base::ErrorCode::conflict) {
      return auth_failure(desk, request, 401, kWrong);
    }
    if (!entry) {
      return std::unexpected(entry.error());
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
  // Whoever is logged in proves themselves anew, and may be somebody else.
  TRY_VAL(beginning, desk.rooms.logins.begin({.door = std::string(kDoor)}, nullptr,
                                             request.client.address.bytes()));
  if (const auto* crowded = std::get_if<login::Crowded>(&beginning)) {
    return wait(desk, request, crowded->retry_after);
  }
  auto* begun = std::get_if<login::Begun>(&beginning);
  if (begun == nullptr) {
    return base::reject(base::ErrorCode::internal, "", "", "a login of nobody that asks nothing");
  }
  TRY_VAL(outcome, desk.rooms.logins.submit(
                       visitor.act(request), {.id = begun->id, .cookie = std::move(begun->cookie)},
                       give(request, std::string(desk.rooms.password_factor.name()),
                            std::move(shown.identifier), std::move(shown.password)),
                       visitor.live()));
  return std::visit(Answering{.desk = desk, .request = request, .visitor = visitor, .shown = shown},
                    outcome);
}

}  // namespace endpoints
