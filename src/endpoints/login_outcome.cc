#include "endpoints/login_outcome.h"

#include <string>
#include <utility>

#include "endpoints/doors.h"
#include "endpoints/people_cookies.h"

namespace endpoints {
namespace {

namespace login = identity::login;

using base::Result;
using http::Request;
using http::Response;

constexpr std::string_view kTransaction = "transaction";

web::NoticePage again_at(web::Notice notice, const login::TransactionId& id) {
  return {.notice = notice, .link = web::Link{web::kBeginAgain, own_url(login_path(id))}};
}

Response over_page(const Desk& desk, const Request& request, const login::TransactionId& id,
                   login::Ended how) {
  web::NoticePage page{.notice = how == login::Ended::expired    ? web::kLoginExpired
                                 : how == login::Ended::finished ? web::kLoginFinished
                                                                 : web::kLoginOutdated};
  page.button = web::Button{.text = web::kBeginAgain,
                            .form = {.action = own_url(login_path(id))},
                            .name = std::string(kUseField),
                            .value = std::string(kUseAnew)};
  return notice(desk, request, 410, std::move(page));
}

// By another request of this login, in the middle of it or before.
Response taken_by_another(const Desk& desk, const Request& request, const login::TransactionId& id,
                          const login::Over& ended) {
  // A form that was sent twice: by the time the browser comes back it has the session.
  return ended.how == login::Ended::finished ? Response::redirect(login_path(id))
                                             : over_page(desk, request, id, ended.how);
}

// The session until now is over, and the one that begins is the browser's from here on.
Result<Response> enter(const Desk& desk, const Request& request, const Visitor& visitor,
                       const login::TransactionId& id, const login::Finished& finished) {
  const auto devices = request.cookies().get(kDevicesCookie);
  const auto entering =
      desk.rooms.entrance.enter(visitor.act(request), finished,
                                {.agent = std::string(request.header("User-Agent").value_or("")),
                                 .devices = std::string(devices.value_or(""))});
  if (!entering && entering.error().code == base::ErrorCode::forbidden) {
    // Disabled while the password was being looked at.
    return inactive_page(desk, request);
  }
  if (!entering && entering.error().code == base::ErrorCode::conflict) {
    // The password is another one now, and this login is over.
    return over_page(desk, request, id, login::Ended::outdated);
  }
  if (!entering) {
    return std::unexpected(entering.error());
  }
  if (const auto* over = std::get_if<login::Over>(&*entering)) {
    return taken_by_another(desk, request, id, *over);
  }
  const auto* entry = std::get_if<login::Entry>(&*entering);
  if (entry == nullptr) {
    return login_of_another(desk, request);
  }
  TRY_VAL(answer, desk.rooms.session_gate.check(entry->cookie));
  const auto* session = std::get_if<identity::SessionGate::Entered>(&answer);
  if (session == nullptr) {
    return inactive_page(desk, request);
  }
  TRY_VAL(response,
          go_on(desk, request,
                {.session = *session, .factors = finished.factors, .wish = finished.wish}));
  response.cookie(session_cookie(desk.front, *entry));
  response.cookie(devices_cookie(desk.front, *entry, desk.rooms.devices.life()));
  return response;
}

// One answer for each outcome of a step.
struct Answering {
  const Desk& desk;
  const Request& request;
  const Visitor& visitor;
  const login::TransactionId& id;
  LastTry last;

  Result<Response> operator()(const login::Next& next) const {
    auto response = Response::redirect(login_path(id));
    response.cookie(login_cookie(desk.front, next.view.transaction, next.cookie));
    return response;
  }
  Result<Response> operator()(const login::Finished& finished) const {
    return enter(desk, request, visitor, id, finished);
  }
  Result<Response> operator()(const login::Satisfied& satisfied) const {
    return go_on(
        desk, request,
        {.session = *visitor.live(), .factors = satisfied.factors, .wish = satisfied.wish});
  }
  Result<Response> operator()(const login::Again& again) {
    last.trouble = web::LoginPage::Trouble::wrong;
    return step_page(desk, request, 422, again.view, last);
  }
  Result<Response> operator()(const login::Wait& wait) {
    last.trouble = web::LoginPage::Trouble::slowed;
    last.retry_after = wait.retry_after;
    TRY_VAL(page, step_page(desk, request, 429, wait.view, last));
    return slowed(std::move(page), wait.retry_after);
  }
  Result<Response> operator()(const login::NotDue& other) {
    last.trouble = web::LoginPage::Trouble::outdated;
    return step_page(desk, request, 409, other.view, last);
  }
  Result<Response> operator()(const login::NotActive&) const {
    return notice(desk, request, 403, again_at(web::kNotActive, id));
  }
  Result<Response> operator()(const login::NotThem&) const {
    return notice(desk, request, 403, again_at(web::kNotThem, id));
  }
  Result<Response> operator()(const login::NotEnough&) const {
    return notice(desk, request, 403, again_at(web::kNotEnough, id));
  }
  Result<Response> operator()(const login::Over& ended) const {
    return taken_by_another(desk, request, id, ended);
  }
  Result<Response> operator()(const login::Stranger&) const {
    return login_of_another(desk, request);
  }
};

}  // namespace

std::optional<login::Held> held_by(const http::Request& request) {
  const auto id = login::TransactionId::parse(request.param(kTransaction));
  const auto cookie = request.cookies().get(kLoginCookie);
  if (!id || !cookie || cookie->empty()) {
    return std::nullopt;
  }
  return login::Held{.id = *id, .cookie = base::Secret(*cookie)};
}

// One page for what is another browser's and what never was. What was wished is not known here: the
// login that the link begins is for the account, and the site that is gone back to then finds it.
Response login_of_another(const Desk& desk, const Request& request) {
  return notice(
      desk, request, 404,
      {.notice = web::kLoginStranger, .link = web::Link{web::kBeginAgain, own_url("/login")}});
}

// Finished in another tab, or before the back button was pressed: if the session that is there now
// is what the door wished, the way on is open. A prompt that the wish holds is asked anew, or this
// would be a way around it.
Result<Response> login_over(const Desk& desk, const Request& request, const Visitor& visitor,
                            const login::TransactionId& id, const login::Over& over) {
  if (over.how == login::Ended::finished && visitor.live() != nullptr) {
    login::Wish wish = over.wish;
    wish.may_ask = false;
    TRY_VAL(beginning, desk.rooms.logins.begin(wish, visitor.live()));
    if (const auto* satisfied = std::get_if<login::Satisfied>(&beginning)) {
      return go_on(desk, request,
                   {.session = *visitor.live(), .factors = satisfied->factors, .wish = over.wish});
    }
  }
  return over_page(desk, request, id, over.how);
}

Result<Response> answer_outcome(const Desk& desk, const Request& request, const Visitor& visitor,
                                const login::TransactionId& id, LastTry last,
                                login::Outcome outcome) {
  return std::visit(
      Answering{
          .desk = desk, .request = request, .visitor = visitor, .id = id, .last = std::move(last)},
      std::move(outcome));
}

}  // namespace endpoints
