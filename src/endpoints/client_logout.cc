#include "endpoints/client_logout.h"

#include <array>
#include <string>
#include <utility>

#include "endpoints/account_member.h"
#include "endpoints/client_brand.h"
#include "endpoints/logout.h"
#include "endpoints/navigation.h"
#include "endpoints/oauth_wire.h"

namespace endpoints {
namespace {

using base::Result;
using http::Request;
using http::Response;
using oauth::logout::Refused;
using oauth::logout::Wanted;

constexpr std::string_view kPath = "/oauth/logout";
constexpr std::string_view kAnswerPath = "/oauth/logout/confirm";
constexpr std::string_view kPurpose = "client logout";
// What the page's form brings back, to be looked at as if it had just come.
constexpr std::array<std::string_view, 3> kKept = {"client_id", "post_logout_redirect_uri",
                                                   "state"};

constexpr web::Notice kRefused{.title = web::Words{"logout.refused.title"},
                               .explanation = web::Words{"logout.refused.explanation"},
                               .advice = web::Words{"logout.refused.advice"}};

Response refusal(const Desk& desk, const Request& request, const oauth::Parameters& sent,
                 const Refused& refused) {
  return refused_page(desk, request, kRefused, refused.why,
                      {.client = sent.get("client_id").value_or(""),
                       .address = sent.get("post_logout_redirect_uri").value_or("")},
                      desk.front.view(request, sent.get("ui_locales").value_or("")),
                      web::Link{web::kToAccount, own_url(kAccountPath)});
}

Response gone(const Desk& desk, const Wanted& wanted) {
  if (!wanted.back) {
    return logged_out(desk, kLoggedOutPath);
  }
  return logged_out(desk, wanted.state.empty()
                              ? *wanted.back
                              : http::with_query(*wanted.back, "state", wanted.state));
}

Result<Response> question(const Desk& desk, const Request& request, const Visitor& visitor,
                          const oauth::Parameters& sent, const Wanted& wanted) {
  TRY_VAL(user, desk.rooms.users.show(visitor.live()->session().user));
  web::LogoutPage page{
      .form = {.action = own_url(kAnswerPath), .hidden = {csrf_field(desk, visitor, kPurpose)}},
      .person = person_of(user),
      .cancel = own_url(kAccountPath)};
  for (const auto name : kKept) {
    if (const auto value = sent.get(name)) {
      page.form.hidden.push_back({std::string(name), std::string(*value)});
    }
  }
  // A token says which client it is as well as a name does.
  if (wanted.client && !sent.get("client_id")) {
    page.form.hidden.push_back({"client_id", wanted.client->id.text()});
  }
  auto view = desk.front.view(request, sent.get("ui_locales").value_or(""));
  http::PagePolicy policy;
  if (wanted.client) {
    view.client = brand_of(*wanted.client);
    policy.picture_origins = web::picture_origins({}, view.client);
  }
  if (wanted.back) {
    policy.form_targets.push_back(form_target_of(*wanted.back));
  }
  return desk.front.page(request, 200, desk.front.pages().render(page, view), std::move(policy));
}

Result<Response> take(const Desk& desk, Request& request) {
  if (is_no_navigation(request)) {
    return nothing_yet();
  }
  TRY_VAL(query, request.query_form());
  const auto sent = parameters_of(query);
  TRY_VAL(opening, desk.rooms.oauth.logout.open(sent));
  if (const auto* refused = std::get_if<Refused>(&opening)) {
    return refusal(desk, request, sent, *refused);
  }
  const auto& wanted = std::get<Wanted>(opening);
  TRY_VAL(visitor, Visitor::of(desk, request));
  if (visitor.live() == nullptr) {
    return gone(desk, wanted);
  }
  TRY_VAL(user, desk.rooms.users.show(visitor.live()->session().user));
  if (!oauth::logout::is_certain(wanted, user, visitor.live()->session())) {
    return question(desk, request, visitor, sent, wanted);
  }
  TRY(end_session(desk, request, visitor));
  return gone(desk, wanted);
}

Result<Response> by_get(const Request& request) {
  TRY_VAL(query, request.query_form());
  TRY_VAL(form, request.form());
  std::string again(kPath);
  for (const auto* part : {&query, &form}) {
    for (const auto& [name, value] : part->entries()) {
      again = http::with_query(again, name, value);
    }
  }
  return Response::redirect(again);
}

Result<Response> confirmed(const Desk& desk, Request& request) {
  TRY_VAL(form, request.form());
  TRY_VAL(visitor, Visitor::of(desk, request));
  if (visitor.live() != nullptr) {
    TRY(check_csrf(desk, visitor, kPurpose, form));
  }
  const auto sent = parameters_of(form);
  TRY_VAL(opening, desk.rooms.oauth.logout.open(sent));
  if (const auto* refused = std::get_if<Refused>(&opening)) {
    return refusal(desk, request, sent, *refused);
  }
  TRY(end_session(desk, request, visitor));
  return gone(desk, std::get<Wanted>(opening));
}

}  // namespace

std::vector<http::Route> client_logout_routes(const Desk& desk) {
  return {{.pattern = std::string(kPath),
           .handler = [desk](Request& request) { return take(desk, request); }},
          {.method = http::Method::post,
           .pattern = std::string(kPath),
           .handler = [](Request& request) { return by_get(request); },
           .body = http::Body::form,
           .origins = http::Origins::anyone},
          {.method = http::Method::post,
           .pattern = std::string(kAnswerPath),
           .handler = [desk](Request& request) { return confirmed(desk, request); },
           .body = http::Body::form}};
}

}  // namespace endpoints
