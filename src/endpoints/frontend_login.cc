#include "endpoints/frontend_login.h"

#include <chrono>
#include <string>
#include <utility>

#include "endpoints/auth_entry.h"
#include "endpoints/auth_wire.h"
#include "endpoints/navigation.h"
#include "endpoints/people_cookies.h"
#include "endpoints/provider_login.h"
#include "endpoints/provider_notices.h"
#include "http/form.h"
#include "http/origin.h"

namespace endpoints {
namespace {

namespace login = identity::login;

using base::Result;
using http::Request;
using http::Response;

Result<Response> begin(const Desk& desk, const Request& request) {
  if (is_no_navigation(request)) {
    return nothing_yet();
  }
  const std::string provider(request.param("provider"));
  TRY_VAL(found, desk.rooms.federation.providers.check(provider));
  if (std::holds_alternative<federation::ProviderGate::Closed>(found)) {
    return base::reject(base::ErrorCode::not_found, "", "there is no such provider");
  }
  TRY_VAL(visitor, Visitor::of(desk, request));
  const login::Wish wish{.door = std::string(kFrontendDoor)};
  TRY_VAL(beginning, desk.rooms.logins.begin(wish, visitor.live(), request.client.address.bytes()));
  if (const auto* satisfied = std::get_if<login::Satisfied>(&beginning)) {
    return go_on(desk, request,
                 {.session = *visitor.live(), .factors = satisfied->factors, .wish = wish});
  }
  if (const auto* busy = std::get_if<login::Crowded>(&beginning)) {
    return crowded(desk, request, busy->retry_after);
  }
  auto& begun = std::get<login::Begun>(beginning);
  const login::Held held{.id = begun.id, .cookie = std::move(begun.cookie)};
  TRY_VAL(view, desk.rooms.logins.look(held, visitor.live()));
  const auto* open = std::get_if<login::Open>(&view);
  if (open == nullptr) {
    return base::reject(base::ErrorCode::internal, "", "", "a login that was over as it began");
  }
  auto response = depart(desk, request, visitor, provider, open->transaction, held.cookie);
  if (response) {
    response->cookie(login_cookie(desk.front, open->transaction, held.cookie));
  }
  return response;
}

}  // namespace

std::optional<Response> frontend_failure(const Desk& desk, const login::Wish& wish,
                                         std::string_view error) {
  const std::string& url = desk.rooms.frontend.url;
  if (wish.door != kFrontendDoor || url.empty()) {
    return std::nullopt;
  }
  return Response::redirect(http::with_query(url, "error", error));
}

Result<Guest> guest_of_frontend(const Desk& desk, const login::Wish&) {
  Guest guest;
  const std::string& url = desk.rooms.frontend.url;
  if (auto origin = http::origin_of(url)) {
    guest.form_targets.push_back(*std::move(origin));
    if (auto back = web::Url::from(url)) {
      guest.cancel = *std::move(back);
    }
  }
  return guest;
}

Result<Response> go_on_to_frontend(const Desk& desk, const Request& request,
                                   const Passage& passage) {
  TRY_VAL(entry, enter_frontend(desk, request, passage.session));
  if (!entry) {
    auto failed = frontend_failure(desk, passage.wish, "account_inactive");
    return failed ? *std::move(failed) : inactive_page(desk, request);
  }
  const std::string& url = desk.rooms.frontend.url;
  auto response =
      url.empty() ? Response::json(200, base::json::object{{"access_token", entry->access_token},
                                                           {"user", entry->user}})
                  : Response::redirect(url);
  entry->set_cookies(response);
  return response;
}

Result<Response> frontend_without_page(const Desk& desk, const Request& request,
                                       const login::Wish& wish, identity::sessions::Answer) {
  auto failed = frontend_failure(desk, wish, "login_required");
  return failed ? *std::move(failed) : inactive_page(desk, request);
}

std::vector<http::Route> frontend_login_routes(const Desk& desk) {
  return {shared_auth_row(desk, {.pattern = "/auth/{provider}",
                                 .handler = [desk](Request& r) { return begin(desk, r); },
                                 .runs = http::Runs::on_waiting_worker})};
}

}  // namespace endpoints
