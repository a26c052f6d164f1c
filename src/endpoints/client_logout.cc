#include "endpoints/client_logout.h"

#include <array>
#include <string>
#include <utility>
#include <vector>

#include "base/json.h"
#include "endpoints/account_member.h"
#include "endpoints/client_brand.h"
#include "endpoints/kept_request.h"
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
constexpr std::string_view kDoor = "logout";
// What the page's form brings back, to be looked at as if it had just come.
constexpr std::array<std::string_view, 4> kBrought = {"id_token_hint", "client_id",
                                                      "post_logout_redirect_uri", "state"};
// Of what is sent the rest is nothing to us, and is not kept.
constexpr std::array<std::string_view, 6> kRead = {
    "id_token_hint", "logout_hint", "client_id", "post_logout_redirect_uri", "state", "ui_locales"};

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
  for (const auto name : kBrought) {
    if (const auto value = sent.get(name)) {
      page.form.hidden.push_back({std::string(name), std::string(*value)});
    }
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

Result<Response> take(const Desk& desk, const Request& request, const oauth::Parameters& sent) {
  if (is_no_navigation(request)) {
    return nothing_yet();
  }
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

Result<Response> begin(const Desk& desk, const Request& request) {
  TRY_VAL(query, request.query_form());
  return take(desk, request, parameters_of(query));
}

// An ID token has no place in an address, which histories and proxies keep.
Result<Response> keep(const Desk& desk, const Request& request) {
  TRY_VAL(query, request.query_form());
  TRY_VAL(form, request.form());
  auto entries = query.entries();
  entries.insert(entries.end(), form.entries().begin(), form.entries().end());
  const oauth::Parameters sent(std::move(entries));
  TRY_VAL(opening, desk.rooms.oauth.logout.open(sent));
  if (const auto* refused = std::get_if<Refused>(&opening)) {
    return refusal(desk, request, sent, *refused);
  }
  base::json::object read;
  for (const auto name : kRead) {
    if (const auto value = sent.get(name)) {
      read[name] = *value;
    }
  }
  return keep_request(desk, request, kPath,
                      {.door = std::string(kDoor), .request = base::to_text(read)});
}

Result<Response> begin_kept(const Desk& desk, const Request& request) {
  TRY_VAL(wish, kept_request(desk, request, kDoor));
  if (!wish) {
    return refusal(desk, request, {},
                   {{.code = base::ErrorCode::not_found,
                     .clause = "OIDCRPL-2",
                     .description = "the request has waited too long",
                     .detail = {}}});
  }
  TRY_VAL(read, base::parse_json_object(wish->request));
  std::vector<oauth::Parameters::Entry> entries;
  for (const auto& [name, value] : read) {
    entries.emplace_back(name, value.as_string());
  }
  return take(desk, request, oauth::Parameters(std::move(entries)));
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
           .handler = [desk](Request& request) { return begin(desk, request); }},
          {.pattern = std::string(kPath) + "/{" + std::string(kKept) + "}",
           .handler = [desk](Request& request) { return begin_kept(desk, request); }},
          {.method = http::Method::post,
           .pattern = std::string(kPath),
           .handler = [desk](Request& request) { return keep(desk, request); },
           .body = http::Body::form,
           .origins = http::Origins::anyone},
          {.method = http::Method::post,
           .pattern = std::string(kAnswerPath),
           .handler = [desk](Request& request) { return confirmed(desk, request); },
           .body = http::Body::form}};
}

}  // namespace endpoints
