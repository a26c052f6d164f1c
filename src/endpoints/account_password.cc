#include "endpoints/account_password.h"

#include <utility>

#include "endpoints/new_password.h"
#include "endpoints/people_cookies.h"

namespace endpoints {
namespace {

namespace login = identity::login;
namespace passwords = identity::passwords;

using base::Result;
using http::Response;

// Not of who came by a provider alone.
Result<bool> has_password(const Member& member) {
  TRY_VAL(standing, member.desk.rooms.password_factor.standing(member.user.id));
  return standing != login::Standing::absent;
}

web::PasswordPage page_for(const Member& member, bool has_password) {
  return {.frame = frame_of(member),
          .form = account_form(member, kPasswordPath),
          .has_password = has_password,
          .shortest = member.desk.rooms.policy.rules().shortest};
}

Response answer(const Member& member, int status, const web::PasswordPage& page) {
  const auto& front = member.desk.front;
  return front.page(member.request, status, front.pages().render(page, front.view(member.request)));
}

Result<login::Verdict> check_current(const Member& member, const http::Form& form) {
  TRY_VAL(current, form.get("current"));
  const auto devices = member.request.cookies().get(kDevicesCookie);
  return member.desk.rooms.password_factor.check(member.act(), member.user.id,
                                                 {.secret = base::Secret(current.value_or("")),
                                                  .address = member.request.client.address.bytes(),
                                                  .devices = std::string(devices.value_or(""))});
}

// The browser's session under a new value, with the proofs and the limits that it has: whoever
// holds the old value has nothing.
Result<Response> renewed(const Member& member, base::Instant set_at, std::string_view done) {
  const auto& rooms = member.desk.rooms;
  TRY_VAL(user, rooms.user_gate.check(member.user.id));
  TRY_VAL(beginning, rooms.logins.begin({}, member.visitor.live()));
  auto* proof = std::get_if<mint::UserProof>(&user);
  auto* satisfied = std::get_if<login::Satisfied>(&beginning);
  if (proof == nullptr || satisfied == nullptr) {
    return inactive_page(member.desk, member.request);
  }
  const auto& session = member.session();
  const auto devices = member.request.cookies().get(kDevicesCookie);
  TRY_VAL(entering, rooms.entrance.enter(
                        member.act(),
                        {.user = std::move(*proof),
                         .factors = std::move(satisfied->factors),
                         .names = session.factors,
                         .shown = {{.factor = std::string(rooms.password_factor.name()),
                                    .since = set_at,
                                    .by = {}}},
                         .replaces = {session.id},
                         .continues = session},
                        {.agent = std::string(member.request.header("User-Agent").value_or("")),
                         .devices = std::string(devices.value_or(""))}));
  const auto* entry = std::get_if<login::Entry>(&entering);
  if (entry == nullptr) {
    return base::reject(base::ErrorCode::internal, "", "", "there was no login to overtake");
  }
  auto response = back_to(kPasswordPath, done);
  response.cookie(session_cookie(member.desk.front, *entry));
  response.cookie(devices_cookie(member.desk.front, *entry, rooms.devices.life()));
  return response;
}

// A login of now stands for the password that there is none of.
Result<Response> take_first(const Member& member, web::PasswordPage page,
                            const NewPassword& wanted) {
  TRY_VAL(outcome, member.desk.rooms.passwords.set_first(member.act(), member.user, wanted.password,
                                                         member.session().id));
  if (const auto* refused = std::get_if<passwords::Refused>(&outcome)) {
    page.refused = refusal_of(*refused);
    return answer(member, 422, page);
  }
  if (std::holds_alternative<passwords::Overtaken>(outcome)) {
    return answer(member, 409, page_for(member, true));
  }
  return renewed(member, std::get<passwords::WasSet>(outcome).at, "first-password");
}

Result<Response> take_another(const Member& member, const http::Form& form, web::PasswordPage page,
                              const NewPassword& wanted) {
  TRY_VAL(verdict, check_current(member, form));
  if (const auto* wait = std::get_if<login::Slowed>(&verdict)) {
    page.current_error = web::kPasswordSlowed;
    page.retry_after = seconds_until(wait->retry_after);
    return slowed(answer(member, 429, page), wait->retry_after);
  }
  if (std::holds_alternative<login::Wrong>(verdict)) {
    page.current_error = web::kPasswordWrong;
    return answer(member, 422, page);
  }
  TRY_VAL(outcome, member.desk.rooms.passwords.change(member.act(), member.user, wanted.password,
                                                      member.session().id,
                                                      std::get<login::Passed>(verdict).since));
  if (const auto* refused = std::get_if<passwords::Refused>(&outcome)) {
    page.refused = refusal_of(*refused);
    return answer(member, 422, page);
  }
  if (std::holds_alternative<passwords::Overtaken>(outcome)) {
    // In another tab, or by whoever else knows it: what was typed is the current one no longer.
    page.current_error = web::kPasswordWrong;
    return answer(member, 409, page);
  }
  return renewed(member, std::get<passwords::WasSet>(outcome).at, "password");
}

}  // namespace

Result<Response> show_password(const Member& member) {
  TRY_VAL(has, has_password(member));
  return has || is_fresh(member) ? answer(member, 200, page_for(member, has))
                                 : show_again(member, kPasswordPath);
}

Result<Response> take_password(const Member& member, const http::Form& form) {
  TRY_VAL(has, has_password(member));
  if (!has && !is_fresh(member)) {
    return show_again(member, kPasswordPath);
  }
  auto page = page_for(member, has);
  TRY_VAL(wanted, new_password(form));
  if (!wanted.same) {
    page.again_error = web::kPasswordsDiffer;
    return answer(member, 422, page);
  }
  return has ? take_another(member, form, std::move(page), wanted)
             : take_first(member, std::move(page), wanted);
}

}  // namespace endpoints
