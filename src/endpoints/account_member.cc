#include "endpoints/account_member.h"

#include <array>
#include <utility>

#include "endpoints/account_links.h"
#include "endpoints/doors.h"
#include "endpoints/login.h"
#include "federation/links.h"
#include "web/links_page.h"

namespace endpoints {
namespace {

using base::Result;
using http::Request;
using http::Response;

constexpr std::string_view kPurpose = "account";
constexpr std::string_view kCsrf = "csrf";
constexpr std::string_view kDone = "done";
constexpr std::array kFormPages = {kPasswordPath, kSessionsPath, kApplicationsPath, kLoginsPath};

// What a page says when its address names it. Whoever makes up such an address shows people a
// sentence of ours, and nothing else.
struct Word {
  std::string_view done;
  web::Words words;
};
constexpr std::array kWords = {
    Word{"profile", web::kProfileSaved},
    Word{"password", web::kPasswordChanged},
    Word{"first-password", web::kPasswordSet},
    Word{"session", web::kSessionEnded},
    Word{"sessions", web::kSessionsEnded},
    Word{"application", web::kApplicationRevoked},
    Word{"linked", web::kLinked},
    Word{"unlinked", web::kUnlinked},
};

constexpr web::Notice kFormStale{.title = web::Words{"form.stale.title"},
                                 .explanation = web::Words{"form.stale.explanation"},
                                 .advice = web::Words{"form.stale.advice"}};

// Its session has gone on under another value since, as after a change of the password in another
// tab; or the form is somebody else's, who learns nothing by it.
Response stale_form(const Desk& desk, const Request& request) {
  const auto own = std::ranges::find_if(
      kFormPages, [&](std::string_view page) { return request.route.starts_with(page); });
  return notice(desk, request, 403,
                {.notice = kFormStale,
                 .link = web::Link{{"form.stale.reload"},
                                   own_url(own == kFormPages.end() ? kAccountPath : *own)}});
}

std::optional<web::Words> done_in(const Request& request) {
  const auto query = request.query_form();
  const auto name = query ? query->get(kDone) : std::optional<std::string>();
  if (!name || !*name) {
    return std::nullopt;
  }
  const auto found = std::ranges::find(kWords, **name, &Word::done);
  return found == kWords.end() ? std::nullopt : std::optional(found->words);
}

}  // namespace

http::Route shown(const Desk& desk, std::string_view pattern, ShowToMember show) {
  return {.pattern = std::string(pattern),
          .handler = [desk, show = std::move(show)](Request& request) -> Result<Response> {
            TRY_VAL(visitor, Visitor::of(desk, request));
            if (visitor.live() == nullptr) {
              return begin_login(
                  desk, request, visitor,
                  {.door = std::string(kAccountDoor), .request = std::string(request.route)});
            }
            TRY_VAL(user, desk.rooms.users.show(visitor.live()->session().user));
            return show({desk, request, visitor, std::move(user)});
          }};
}

http::Route taken(const Desk& desk, std::string pattern, TakeFromMember take, http::Runs runs) {
  return {.method = http::Method::post,
          .pattern = std::move(pattern),
          .handler = [desk, take = std::move(take)](Request& request) -> Result<Response> {
            TRY_VAL(form, request.form());
            TRY_VAL(visitor, Visitor::of(desk, request));
            if (visitor.is_inactive()) {
              return inactive_page(desk, request);
            }
            if (visitor.live() == nullptr) {
              return Response::redirect(kAccountPath);
            }
            if (!check_csrf(desk, visitor, kPurpose, form)) {
              return stale_form(desk, request);
            }
            TRY_VAL(user, desk.rooms.users.show(visitor.live()->session().user));
            return take({desk, request, visitor, std::move(user)}, form);
          },
          .runs = runs,
          .body = http::Body::form};
}

web::Person person_of(const identity::users::User& user) {
  return {.name = user.name, .handle = user.username};
}

web::Form account_form(const Member& member, std::string_view action) {
  return {.action = own_url(action), .hidden = {csrf_field(member.desk, member.visitor, kPurpose)}};
}

web::AccountFrame frame_of(const Member& member) {
  return {.person = person_of(member.user),
          .profile = own_url(kAccountPath),
          .password = own_url(kPasswordPath),
          .sessions = own_url(kSessionsPath),
          .logins = own_url(kLoginsPath),
          .applications = own_url(kApplicationsPath),
          .logout = own_url("/logout"),
          .done = done_in(member.request)};
}

bool is_fresh(const Member& member) {
  return member.desk.rooms.federation.links.is_fresh(*member.visitor.live());
}

Result<Response> show_again(const Member& member, std::string_view page) {
  identity::login::Wish wish{.door = std::string(kAccountDoor), .request = std::string(page)};
  wish.asked.max_age = federation::Links::kFresh;
  wish.asked.only = member.user.id;
  return begin_login(member.desk, member.request, member.visitor, wish);
}

web::Hidden csrf_field(const Desk& desk, const Visitor& visitor, std::string_view purpose) {
  return {.name = std::string(kCsrf), .value = desk.rooms.csrf.issue(visitor.cookie(), purpose)};
}

base::Done check_csrf(const Desk& desk, const Visitor& visitor, std::string_view purpose,
                      const http::Form& form) {
  TRY_VAL(token, form.get(kCsrf));
  return desk.rooms.csrf.check(token.value_or(""), visitor.cookie(), purpose);
}

Response back_to(std::string_view path, std::string_view done) {
  return Response::redirect(http::with_query(path, kDone, done));
}

}  // namespace endpoints
