#include "endpoints/login.h"

#include <charconv>
#include <chrono>
#include <optional>
#include <string>
#include <utility>

#include "endpoints/doors.h"
#include "endpoints/errors.h"
#include "endpoints/login_outcome.h"
#include "endpoints/login_page.h"
#include "endpoints/navigation.h"
#include "endpoints/people_cookies.h"
#include "endpoints/site_login.h"

namespace endpoints {
namespace {

namespace login = identity::login;

using base::Result;
using http::Request;
using http::Response;

login::Wish to_account() { return {.door = std::string(kAccountDoor)}; }

Result<Response> begin(const Desk& desk, Request& request) {
  TRY_VAL(query, request.query_form());
  if (query.has(kRedirectUrl)) {
    return begin_site_login(desk, request, query);
  }
  TRY_VAL(visitor, Visitor::of(desk, request));
  return begin_login(desk, request, visitor, to_account());
}

// On the loop: who is logged in, and is remembered to be, goes on. The wish asks for no factor and
// may not ask for one, so that nothing here reads or writes a row.
std::optional<Result<Response>> begin_quickly(const Desk& desk, const Request& request) {
  const auto cookie = request.cookies().get(kSessionCookie);
  if (!request.query.empty() || !cookie || cookie->empty()) {
    return std::nullopt;
  }
  const auto session = desk.rooms.session_gate.check_remembered(base::Secret(*cookie));
  if (!session) {
    return std::nullopt;
  }
  login::Wish wish = to_account();
  wish.may_ask = false;
  const auto beginning = desk.rooms.logins.begin(wish, &*session);
  if (!beginning) {
    return std::nullopt;
  }
  const auto* satisfied = std::get_if<login::Satisfied>(&*beginning);
  if (satisfied == nullptr) {
    return std::nullopt;
  }
  return go_on(desk, request, {.session = *session, .factors = satisfied->factors, .wish = wish});
}

Result<Response> show(const Desk& desk, Request& request) {
  const auto held = held_by(request);
  if (!held) {
    return login_of_another(desk, request);
  }
  TRY_VAL(visitor, Visitor::of(desk, request));
  TRY_VAL(view, desk.rooms.logins.look(*held, visitor.live()));
  if (const auto* open = std::get_if<login::Open>(&view)) {
    return step_page(desk, request, 200, *open, {});
  }
  if (const auto* satisfied = std::get_if<login::Satisfied>(&view)) {
    return go_on(
        desk, request,
        {.session = *visitor.live(), .factors = satisfied->factors, .wish = satisfied->wish});
  }
  if (const auto* ended = std::get_if<login::Over>(&view)) {
    return login_over(desk, request, visitor, held->id, *ended);
  }
  return login_of_another(desk, request);
}

// The same wish once more, for who held a transaction of it.
Result<Response> begin_anew(const Desk& desk, const Request& request, const Visitor& visitor,
                            const login::Held& held) {
  TRY_VAL(view, desk.rooms.logins.look(held, visitor.live()));
  if (const auto* ended = std::get_if<login::Over>(&view)) {
    return begin_login(desk, request, visitor, ended->wish);
  }
  return std::holds_alternative<login::Stranger>(view) ? login_of_another(desk, request)
                                                       : Response::redirect(login_path(held.id));
}

Result<std::string> field(const http::Form& form, std::string_view name) {
  TRY_VAL(value, form.get(name));
  return value.value_or("");
}

Result<login::Submission> submission_of(const Request& request, const http::Form& form) {
  TRY_VAL(use, field(form, kUseField));
  if (use == kUseAnother) {
    return login::UseAnother{};
  }
  if (use == kUseSession) {
    TRY_VAL(person, field(form, kPersonField));
    login::GoOnAs as;
    std::from_chars(person.data(), person.data() + person.size(), as.person.value);
    return as;
  }
  TRY_VAL(step, field(form, kStepField));
  TRY_VAL(identifier, field(form, "identifier"));
  TRY_VAL(password, field(form, "password"));
  const auto devices = request.cookies().get(kDevicesCookie);
  return login::Give{.factor = std::move(step),
                     .presented = {.identifier = std::move(identifier),
                                   .secret = base::Secret(password),
                                   .address = request.client.address.bytes(),
                                   .devices = std::string(devices.value_or(""))},
                     .remember = form.has("remember")};
}

Result<Response> submit(const Desk& desk, Request& request) {
  TRY_VAL(form, request.form());
  const auto held = held_by(request);
  if (!held) {
    return login_of_another(desk, request);
  }
  TRY_VAL(visitor, Visitor::of(desk, request));
  TRY_VAL(use, field(form, kUseField));
  if (use == kUseAnew) {
    return begin_anew(desk, request, visitor, *held);
  }
  TRY_VAL(submission, submission_of(request, form));
  LastTry last;
  if (const auto* give = std::get_if<login::Give>(&submission)) {
    last.identifier = give->presented.identifier;
    last.remember = give->remember;
  }
  TRY_VAL(outcome,
          desk.rooms.logins.submit(visitor.act(request), *held, submission, visitor.live()));
  return answer_outcome(desk, request, visitor, held->id, std::move(last), std::move(outcome));
}

// Nothing is changed: whoever comes back to the page can still log in.
Result<Response> leave(const Desk& desk, Request& request) {
  const auto held = held_by(request);
  if (!held) {
    return login_of_another(desk, request);
  }
  TRY_VAL(visitor, Visitor::of(desk, request));
  TRY_VAL(view, desk.rooms.logins.look(*held, visitor.live()));
  if (const auto* open = std::get_if<login::Open>(&view)) {
    return give_up(desk, request, open->transaction.wish);
  }
  return std::holds_alternative<login::Stranger>(view) ? login_of_another(desk, request)
                                                       : Response::redirect(login_path(held->id));
}

}  // namespace

Result<Response> begin_login(const Desk& desk, const Request& request, const Visitor& visitor,
                             const login::Wish& wish) {
  if (is_no_navigation(request)) {
    return nothing_yet();
  }
  if (visitor.is_inactive() && wish.may_ask) {
    return inactive_page(desk, request);
  }
  TRY_VAL(beginning, desk.rooms.logins.begin(wish, visitor.live(), request.client.address.bytes()));
  if (const auto* satisfied = std::get_if<login::Satisfied>(&beginning)) {
    return go_on(desk, request,
                 {.session = *visitor.live(), .factors = satisfied->factors, .wish = wish});
  }
  if (const auto* refused = std::get_if<login::NotAllowedToAsk>(&beginning)) {
    return not_allowed_to_ask(desk, request, wish, refused->because);
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
  const bool posted = request.method == http::Method::post;
  Result<Response> response =
      posted ? Response::redirect(login_path(held.id)) : step_page(desk, request, 200, *open, {});
  if (response) {
    response->cookie(login_cookie(desk.front, open->transaction, held.cookie));
  }
  return response;
}

std::vector<http::Route> login_routes(const Desk& desk) {
  return {
      {.pattern = "/login",
       .handler = [desk](Request& r) { return begin(desk, r); },
       .quick = [desk](Request& r) { return begin_quickly(desk, r); },
       .runs = http::Runs::on_loop_fiber},
      {.pattern = "/login/{transaction}", .handler = [desk](Request& r) { return show(desk, r); }},
      {.pattern = "/login/{transaction}/cancel",
       .handler = [desk](Request& r) { return leave(desk, r); }},
      // Passwords are hashed on a pool of their own, for which this waits.
      {.method = http::Method::post,
       .pattern = "/login/{transaction}",
       .handler = [desk](Request& r) { return submit(desk, r); },
       .runs = http::Runs::on_slow_worker,
       .body = http::Body::form}};
}

}  // namespace endpoints
