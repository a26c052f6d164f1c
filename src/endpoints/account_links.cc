#include "endpoints/account_links.h"

#include <algorithm>
#include <string>
#include <utility>

#include "endpoints/navigation.h"
#include "federation/links.h"
#include "web/links_page.h"

namespace endpoints {
namespace {

using base::Result;
using federation::Failure;
using http::Response;

constexpr std::string_view kLinkPath = "/account/logins/link/";
constexpr std::string_view kLinkPurpose = "link";

federation::Ties ties_of(const Visitor& visitor) {
  return {.tag = std::string(kLinkTag),
          .session = visitor.live()->session().id.text(),
          .cookie = base::Secret(visitor.cookie())};
}

Result<Response> page(const Member& member, int status, std::optional<web::Words> trouble) {
  const auto& rooms = member.desk.rooms;
  const auto& front = member.desk.front;
  TRY_VAL(links, rooms.federation.links.of(member.user.id));
  TRY_VAL(providers, rooms.federation.providers.open());
  TRY_VAL(password, rooms.password_factor.standing(member.user.id));
  web::LinksPage page{.frame = frame_of(member),
                      .unlink = account_form(member, "/account/logins/unlink"),
                      .now = rooms.clock.now()};
  page.frame.trouble = trouble;
  const auto ways = std::ranges::count_if(links, &federation::Link::lets_in) +
                    (password == identity::login::Standing::absent ? 0 : 1);
  for (const auto& link : links) {
    const auto& identity = link.identity;
    page.linked.push_back({.id = federation::id_of(identity),
                           .provider = link.title.empty() ? identity.provider : link.title,
                           .label = identity.label,
                           .linked_at = identity.linked_at,
                           .may_unlink = ways > (link.lets_in ? 1 : 0)});
  }
  for (const auto& provider : providers) {
    const auto token = csrf_field(member.desk, member.visitor, kLinkPurpose);
    page.others.push_back({.title = provider.title,
                           .url = own_url(http::with_query(std::string(kLinkPath) + provider.name,
                                                           token.name, token.value)),
                           .linked = std::ranges::any_of(links, [&](const federation::Link& link) {
                             return link.identity.issuer == provider.issuer;
                           })});
  }
  return front.page(member.request, status, front.pages().render(page, front.view(member.request)));
}

Result<Response> show(const Member& member) { return page(member, 200, std::nullopt); }

Result<Response> link(const Member& member) {
  if (is_no_navigation(member.request)) {
    return nothing_yet();
  }
  TRY_VAL(query, member.request.query_form());
  if (!check_csrf(member.desk, member.visitor, kLinkPurpose, query)) {
    return page(member, 403, web::kLinkStale);
  }
  if (!is_fresh(member)) {
    return show_again(member, kLoginsPath);
  }
  const auto& rooms = member.desk.rooms.federation;
  const std::string provider(member.request.param("provider"));
  TRY_VAL(departure, rooms.departures.begin(member.act(), provider,
                                            {.ties = ties_of(member.visitor),
                                             .anew = true,
                                             .login_hint = {},
                                             .user_id = member.user.id.value}));
  if (const auto* away = std::get_if<federation::SentAway>(&departure)) {
    return Response::redirect(away->location.reveal_text());
  }
  return std::holds_alternative<federation::Unreachable>(departure)
             ? page(member, 503, web::kLinkUnavailable)
             : page(member, 404, web::kLinkClosed);
}

Result<Response> confirm(const Member& member, const http::Form& form) {
  TRY_VAL(proof, form.require("proof"));
  TRY_VAL(outcome,
          member.desk.rooms.federation.links.confirm(member.act(), *member.visitor.live(), proof));
  if (std::holds_alternative<federation::NowLinked>(outcome)) {
    return back_to(kLoginsPath, "linked");
  }
  return std::holds_alternative<federation::SomebodyElses>(outcome)
             ? page(member, 409, web::kLinkTaken)
             : page(member, 400, web::kLinkStale);
}

Result<Response> unlink(const Member& member, const http::Form& form) {
  if (!is_fresh(member)) {
    return show_again(member, kLoginsPath);
  }
  TRY_VAL(id, form.require("unlink"));
  TRY_VAL(outcome,
          member.desk.rooms.federation.links.unlink(member.act(), *member.visitor.live(), id));
  if (std::holds_alternative<federation::Unlinked>(outcome)) {
    return back_to(kLoginsPath, "unlinked");
  }
  return std::holds_alternative<federation::LastWayIn>(outcome) ? page(member, 409, web::kLinkLast)
                                                                : page(member, 404, web::kLinkGone);
}

web::Words trouble_of(Failure failure) {
  switch (failure) {
    case Failure::unavailable:
      return web::kLinkUnavailable;
    case Failure::closed:
      return web::kLinkClosed;
    case Failure::declined:
      return web::kLinkDeclined;
    case Failure::stale:
    case Failure::untrusted:
      break;
  }
  return web::kLinkStale;
}

Result<Response> ask(const Member& member, const federation::Arrived& arrived) {
  TRY_VAL(proposal, member.desk.rooms.federation.links.propose(member.act(), *member.visitor.live(),
                                                               arrived));
  if (std::holds_alternative<federation::SomebodyElses>(proposal)) {
    return page(member, 409, web::kLinkTaken);
  }
  const auto* proposed = std::get_if<federation::Proposed>(&proposal);
  if (proposed == nullptr) {
    return page(member, 200, web::kLinkTheirs);
  }
  web::ConfirmLinkPage confirm{.form = account_form(member, "/account/logins/confirm"),
                               .person = person_of(member.user),
                               .provider = arrived.provider.title,
                               .label = proposed->label,
                               .cancel = own_url(kLoginsPath)};
  confirm.form.hidden.push_back({"proof", std::string(proposed->proof.reveal_text())});
  const auto& front = member.desk.front;
  return front.page(member.request, 200, front.pages().render(confirm, front.view(member.request)));
}

}  // namespace

Result<Response> come_back_to_link(const Desk& desk, const http::Request& request,
                                   const Visitor& visitor, federation::Came came) {
  if (visitor.live() == nullptr) {
    return Response::redirect(kLoginsPath);
  }
  came.ties = ties_of(visitor);
  const auto& user_id = visitor.live()->session().user;
  TRY_VAL(user, desk.rooms.users.show(user_id));
  const Member member{desk, request, visitor, std::move(user)};
  TRY_VAL(answer, desk.rooms.federation.arrivals.check(member.act(), came));
  const auto* arrived = std::get_if<federation::Arrived>(&answer);
  if (arrived == nullptr) {
    return page(member, 400, trouble_of(std::get<Failure>(answer)));
  }
  if (arrived->user_id != user_id.value) {
    return page(member, 400, web::kLinkStale);
  }
  return ask(member, *arrived);
}

std::vector<http::Route> account_links_routes(const Desk& desk) {
  auto link_row = shown(desk, std::string(kLinkPath) + "{provider}", &link);
  link_row.runs = http::Runs::on_waiting_worker;
  return {shown(desk, kLoginsPath, &show), std::move(link_row),
          taken(desk, "/account/logins/confirm", &confirm),
          taken(desk, "/account/logins/unlink", &unlink)};
}

}  // namespace endpoints
