#include "endpoints/provider_login.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>

#include "endpoints/account_links.h"
#include "endpoints/errors.h"
#include "endpoints/frontend_login.h"
#include "endpoints/login_outcome.h"
#include "endpoints/navigation.h"
#include "endpoints/people_cookies.h"
#include "endpoints/provider_notices.h"
#include "federation/provider_factor.h"

namespace endpoints {
namespace {

namespace login = identity::login;

using base::Result;
using http::Request;
using http::Response;

constexpr std::string_view kProvider = "provider";

// Of more than http::kMaxCookies none counts: whatever a browser begins and leaves, it keeps so
// many journeys, and the next takes the place of one of them.
constexpr std::size_t kJourneys = 64;

std::string journey_name(const login::TransactionId& id) {
  return "gapura_login_" + std::to_string(id.bytes().back() % kJourneys);
}

// Before the cookie of the login, since the place is shared: whose it is, and whether the browser
// is to be remembered.
std::string before_journey(const login::TransactionId& id, bool remember) {
  return id.text() + (remember ? ".1." : ".0.");
}

// The cookie of the login, seen by the callback as well: its own path is another.
http::SetCookie journey_cookie(const Front& front, std::string_view provider,
                               const login::TransactionId& id, std::string value) {
  return {.name = journey_name(id),
          .value = std::move(value),
          .secure = front.secure(),
          .path = "/auth/" + std::string(provider) + "/callback",
          .max_age = mint::Mint::kJourneyLife};
}

federation::Ties ties_of(const login::TransactionId& id, const base::Secret& cookie) {
  return {.tag = id.text(), .session = id.text(), .cookie = base::Secret(cookie.reveal_text())};
}

Result<Response> begin(const Desk& desk, const Request& request) {
  if (is_no_navigation(request)) {
    return nothing_yet();
  }
  const auto held = held_by(request);
  if (!held) {
    return login_of_another(desk, request);
  }
  TRY_VAL(visitor, Visitor::of(desk, request));
  TRY_VAL(view, desk.rooms.logins.look(*held, visitor.live()));
  const auto* open = std::get_if<login::Open>(&view);
  if (open == nullptr) {
    return Response::redirect(login_path(held->id));
  }
  TRY_VAL(query, request.query_form());
  return depart(desk, request, visitor, std::string(request.param(kProvider)), open->transaction,
                held->cookie, query.has("remember"));
}

// What the browser brought back, and the login that it is of.
struct Return {
  login::Held held;
  federation::Came came;
  bool remember = false;
};

// What the browser brought, by the tag of its state; without a state there is neither.
Result<federation::Came> came_in(const Request& request) {
  TRY_VAL(query, request.query_form());
  TRY_VAL(state, query.get("state"));
  TRY_VAL(code, query.get("code"));
  TRY_VAL(iss, query.get("iss"));
  TRY_VAL(error, query.get("error"));
  const std::string text = state.value_or("");
  const auto dot = std::min(text.find('.'), text.size());
  return federation::Came{.provider = std::string(request.param(kProvider)),
                          .ties = {.tag = text.substr(0, dot), .session = {}, .cookie = {}},
                          .voucher = text.substr(std::min(text.size(), dot + 1)),
                          .code = std::move(code),
                          .iss = std::move(iss),
                          .error = std::move(error)};
}

Result<std::optional<federation::Came>> link_of(const Request& request) {
  TRY_VAL(came, came_in(request));
  return came.ties.tag == kLinkTag ? std::optional(std::move(came)) : std::nullopt;
}

Result<std::optional<Return>> return_of(const Request& request) {
  TRY_VAL(came, came_in(request));
  const auto id = login::TransactionId::parse(came.ties.tag);
  if (!id) {
    return std::optional<Return>();
  }
  const auto kept = request.cookies().get(journey_name(*id));
  for (const bool remember : {false, true}) {
    const std::string before = before_journey(*id, remember);
    if (kept && kept->starts_with(before) && kept->size() > before.size()) {
      login::Held held{.id = *id, .cookie = base::Secret(kept->substr(before.size()))};
      came.ties = ties_of(*id, held.cookie);
      return std::optional(
          Return{.held = std::move(held), .came = std::move(came), .remember = remember});
    }
  }
  return std::optional<Return>();
}

// Whose account it is; the provider's account of nobody makes a person where anybody may come.
Result<std::optional<Response>> admit(const Desk& desk, const Request& request,
                                      const Visitor& visitor, const login::Transaction& login,
                                      const federation::Arrived& arrived) {
  const bool anybody = !login.person && !login.wish.asked.only;
  TRY_VAL(admitted, desk.rooms.federation.admission.admit(visitor.act(request), arrived, anybody));
  if (std::holds_alternative<federation::AddressBelongs>(admitted)) {
    return std::optional(turn_away(desk, request, login, kBelongs));
  }
  if (std::holds_alternative<federation::NoSignup>(admitted)) {
    return std::optional(turn_away(desk, request, login, anybody ? kNotLinked : kOtherAccount));
  }
  if (const auto* known = std::get_if<federation::Known>(&admitted)) {
    TRY_VAL(too_little, is_too_little(desk, login, arrived.provider, known->user));
    if (too_little) {
      return std::optional(turn_away(desk, request, login, kNotAnew));
    }
  }
  return std::optional<Response>();
}

Result<Response> arrive(const Desk& desk, const Request& request, const Visitor& visitor,
                        const Return& back, const login::Transaction& login) {
  TRY_VAL(answer, desk.rooms.federation.arrivals.check(visitor.act(request), back.came));
  if (const auto* failure = std::get_if<federation::Failure>(&answer)) {
    return failed_arrival(desk, request, login, *failure);
  }
  const auto& arrived = std::get<federation::Arrived>(answer);
  TRY_VAL(turned_away, admit(desk, request, visitor, login, arrived));
  if (turned_away) {
    return *std::move(turned_away);
  }
  const auto devices = request.cookies().get(kDevicesCookie);
  TRY_VAL(outcome, desk.rooms.logins.submit(
                       visitor.act(request), back.held,
                       login::Give{.factor = std::string(federation::kProviderFactor),
                                   .presented = {.identifier = {},
                                                 .secret = {},
                                                 .address = request.client.address.bytes(),
                                                 .devices = std::string(devices.value_or("")),
                                                 .arrival = &arrived.proof},
                                   // Or it would end long before what the frontend holds.
                                   .remember = back.remember || login.wish.door == kFrontendDoor},
                       visitor.live()));
  if (std::holds_alternative<login::Again>(outcome)) {
    return turn_away(desk, request, login, kOtherAccount);
  }
  if (std::holds_alternative<identity::login::NotActive>(outcome)) {
    return turn_away(desk, request, login, kInactive);
  }
  return answer_outcome(desk, request, visitor, back.held.id, {}, std::move(outcome));
}

Result<Response> come_back(const Desk& desk, Request& request) {
  if (is_no_navigation(request)) {
    return nothing_yet();
  }
  TRY_VAL(linking, link_of(request));
  if (linking) {
    TRY_VAL(owner, Visitor::of(desk, request));
    return come_back_to_link(desk, request, owner, *std::move(linking));
  }
  TRY_VAL(back, return_of(request));
  if (!back) {
    return notice(desk, request, 400, {.notice = web::kArrivalStale});
  }
  TRY_VAL(visitor, Visitor::of(desk, request));
  TRY_VAL(view, desk.rooms.logins.look(back->held, visitor.live()));
  const auto* open = std::get_if<login::Open>(&view);
  // The login page says what became of it, and goes on where there is a way on.
  auto response = open == nullptr ? Result<Response>(Response::redirect(login_path(back->held.id)))
                                  : arrive(desk, request, visitor, *back, open->transaction);
  if (response) {
    response->cookie(
        http::expired(journey_cookie(desk.front, back->came.provider, back->held.id, "")));
  }
  return response;
}

}  // namespace

std::string way_to(const login::TransactionId& id, std::string_view provider) {
  return login_path(id) + "/with/" + std::string(provider);
}

Result<bool> is_too_little(const Desk& desk, const login::Transaction& login,
                           const federation::Provider& provider, identity::users::UserId person) {
  const auto& asked = login.wish.asked;
  if ((!asked.log_in && !asked.max_age) || federation::has_people_log_in_anew(provider)) {
    return false;
  }
  TRY_VAL(password, desk.rooms.password_factor.standing(person));
  return password != login::Standing::absent;
}

Result<Response> depart(const Desk& desk, const Request& request, const Visitor& visitor,
                        const std::string& provider, const login::Transaction& login,
                        const base::Secret& cookie, bool remember) {
  const auto& rooms = desk.rooms.federation;
  if (const auto wait = rooms.departed.enter(request.client.address.bytes())) {
    return crowded(desk, request, *wait);
  }
  const auto& asked = login.wish.asked;
  TRY_VAL(departure, rooms.departures.begin(visitor.act(request), provider,
                                            {.ties = ties_of(login.id, cookie),
                                             .anew = asked.log_in || asked.max_age || login.person,
                                             .login_hint = login.wish.login_hint}));
  if (std::holds_alternative<federation::Unreachable>(departure)) {
    return failed_arrival(desk, request, login, federation::Failure::unavailable);
  }
  const auto* away = std::get_if<federation::SentAway>(&departure);
  if (away == nullptr) {
    return failed_arrival(desk, request, login, federation::Failure::closed);
  }
  auto response = Response::redirect(away->location.reveal_text());
  response.cookie(
      journey_cookie(desk.front, provider, login.id,
                     before_journey(login.id, remember) + std::string(cookie.reveal_text())));
  return response;
}

// Other servers are waited for by workers of their own, so that a slow one keeps nobody else (FD7).
std::vector<http::Route> provider_login_routes(const Desk& desk) {
  return {{.pattern = "/login/{transaction}/with/{provider}",
           .handler = [desk](Request& r) { return begin(desk, r); },
           .runs = http::Runs::on_waiting_worker},
          {.pattern = "/auth/{provider}/callback",
           .handler = [desk](Request& r) { return come_back(desk, r); },
           .runs = http::Runs::on_waiting_worker}};
}

}  // namespace endpoints
