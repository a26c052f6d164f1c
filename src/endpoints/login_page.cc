#include "endpoints/login_page.h"

#include <utility>

#include "endpoints/account_member.h"
#include "endpoints/doors.h"
#include "endpoints/people_cookies.h"
#include "endpoints/provider_login.h"

namespace endpoints {
namespace {

using identity::login::Open;
using identity::login::Step;

constexpr std::string_view kPassword = "password";

web::Form form_of(const Open& open) { return {.action = own_url(login_path(open.transaction.id))}; }

base::Result<std::string> choose_account(const Desk& desk, const Open& open, const Guest& guest,
                                         const web::View& view) {
  const auto id = *open.transaction.person;
  TRY_VAL(user, desk.rooms.users.show(id));
  auto form = form_of(open);
  form.hidden.push_back({std::string(kPersonField), std::to_string(id.value)});
  return desk.front.pages().render(
      web::ChooseAccountPage{
          .form = std::move(form), .person = person_of(user), .cancel = guest.cancel},
      view);
}

base::Result<std::string> password(const Desk& desk, const Open& open, const LastTry& last,
                                   const Guest& guest, const web::View& view) {
  const auto& wish = open.transaction.wish;
  web::LoginPage page{.form = form_of(open),
                      .trouble = last.trouble,
                      .retry_after = seconds_until(last.retry_after),
                      .identifier = last.identifier.empty() ? wish.login_hint : last.identifier,
                      .remember = last.remember,
                      .cancel = guest.cancel};
  page.form.hidden.push_back({std::string(kStepField), std::string(kPassword)});
  TRY_VAL(providers, desk.rooms.federation.providers.open());
  for (const auto& provider : providers) {
    if (open.transaction.person) {
      TRY_VAL(too_little,
              is_too_little(desk, open.transaction, provider, *open.transaction.person));
      if (too_little) {
        continue;
      }
    }
    page.providers.push_back(
        {.name = provider.title, .url = own_url(way_to(open.transaction.id, provider.name))});
  }
  if (open.transaction.person) {
    TRY_VAL(user, desk.rooms.users.show(*open.transaction.person));
    page.known = person_of(user);
  }
  return desk.front.pages().render(page, view);
}

}  // namespace

base::Result<http::Response> step_page(const Desk& desk, const http::Request& request, int status,
                                       const Open& open, const LastTry& last) {
  if (open.due.step == Step::impossible) {
    return notice(desk, request, 403, {.notice = web::kNotEnough});
  }
  const bool chooses = open.due.step == Step::choose_account;
  if (!chooses && std::ranges::find(open.due.factors, kPassword) == open.due.factors.end()) {
    return base::reject(base::ErrorCode::internal, "", "", "no page takes a factor that is due");
  }
  TRY_VAL(guest, guest_of(desk, open.transaction.wish));
  if (guest.gives_up_here) {
    guest.cancel = own_url(way_out_of(open.transaction.id));
  }
  auto view = desk.front.view(request, open.transaction.wish.locale);
  view.client = guest.client;
  TRY_VAL(html, chooses ? choose_account(desk, open, guest, view)
                        : password(desk, open, last, guest, view));
  return desk.front.page(request, status, std::move(html),
                         {.form_targets = std::move(guest.form_targets),
                          .picture_origins = web::picture_origins({}, guest.client)});
}

}  // namespace endpoints
