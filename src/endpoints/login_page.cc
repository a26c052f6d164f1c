#include "endpoints/login_page.h"

#include <utility>

#include "endpoints/account_member.h"
#include "endpoints/people_cookies.h"

namespace endpoints {
namespace {

using identity::login::Open;
using identity::login::Step;

constexpr std::string_view kPassword = "password";

web::Form form_of(const Open& open) { return {.action = own_url(login_path(open.transaction.id))}; }

base::Result<std::string> choose_account(const Desk& desk, const http::Request& request,
                                         const Open& open) {
  const auto id = *open.transaction.person;
  TRY_VAL(user, desk.rooms.users.show(id));
  auto form = form_of(open);
  form.hidden.push_back({std::string(kPersonField), std::to_string(id.value)});
  return desk.front.pages().render(
      web::ChooseAccountPage{.form = std::move(form), .person = person_of(user)},
      desk.front.view(request));
}

base::Result<std::string> password(const Desk& desk, const http::Request& request, const Open& open,
                                   const LastTry& last) {
  const auto& wish = open.transaction.wish;
  web::LoginPage page{.form = form_of(open),
                      .trouble = last.trouble,
                      .retry_after = seconds_until(last.retry_after),
                      .identifier = last.identifier.empty() ? wish.login_hint : last.identifier,
                      .remember = last.remember};
  page.form.hidden.push_back({std::string(kStepField), std::string(kPassword)});
  if (open.transaction.person) {
    TRY_VAL(user, desk.rooms.users.show(*open.transaction.person));
    page.known = person_of(user);
  }
  return desk.front.pages().render(page, desk.front.view(request));
}

}  // namespace

base::Result<http::Response> step_page(const Desk& desk, const http::Request& request, int status,
                                       const Open& open, const LastTry& last) {
  if (open.due.step == Step::impossible) {
    return notice(desk, request, 403, {.notice = web::kNotEnough});
  }
  if (open.due.step == Step::choose_account) {
    TRY_VAL(html, choose_account(desk, request, open));
    return desk.front.page(request, status, std::move(html));
  }
  if (std::ranges::find(open.due.factors, kPassword) == open.due.factors.end()) {
    return base::reject(base::ErrorCode::internal, "", "", "no page takes a factor that is due");
  }
  TRY_VAL(html, password(desk, request, open, last));
  return desk.front.page(request, status, std::move(html));
}

}  // namespace endpoints
