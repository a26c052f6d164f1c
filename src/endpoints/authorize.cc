#include "endpoints/authorize.h"

#include <string>
#include <utility>

#include "endpoints/client_brand.h"
#include "endpoints/consent.h"
#include "endpoints/login.h"
#include "endpoints/navigation.h"
#include "endpoints/oauth_wire.h"
#include "endpoints/visitor.h"
#include "http/origin.h"

namespace endpoints {
namespace {

using base::Result;
using http::Request;
using http::Response;
using oauth::authorize::Asked;
using oauth::authorize::NotActive;
using oauth::authorize::NotAgreed;
using oauth::authorize::Reply;
using oauth::authorize::Unanswerable;

constexpr std::string_view kPath = "/oauth/authorize";

std::string location_of(const Reply& reply) {
  std::string location = reply.redirect_uri;
  for (const auto& [name, value] : reply.parameters) {
    location = http::with_query(location, name, value);
  }
  return location;
}

struct Answering {
  const Desk& desk;
  const Request& request;

  Response operator()(const Reply& reply) const { return Response::redirect(location_of(reply)); }
  Response operator()(const NotActive&) const { return inactive_page(desk, request); }
  Response operator()(const Unanswerable& refused) const {
    const web::ErrorPage page{.title = web::Words{"authorize.refused.title"},
                              .explanation = web::Words{"authorize.refused.explanation"},
                              .advice = web::Words{"authorize.refused.advice"},
                              .code = refused.why.clause,
                              .description = refused.why.description,
                              .request_id = std::string(request.id)};
    return desk.front.page(request, 400, desk.front.pages().render(page, desk.front.view(request)));
  }
};

Result<Response> begin(const Desk& desk, const Request& request) {
  TRY_VAL(query, request.query_form());
  TRY_VAL(opening, desk.rooms.oauth.authorization.open(parameters_of(query)));
  const Answering answering{.desk = desk, .request = request};
  if (const auto* refused = std::get_if<Unanswerable>(&opening)) {
    return answering(*refused);
  }
  if (const auto* reply = std::get_if<Reply>(&opening)) {
    return answering(*reply);
  }
  if (is_no_navigation(request)) {
    return nothing_yet();
  }
  TRY_VAL(visitor, Visitor::of(desk, request));
  return begin_login(desk, request, visitor, std::get<oauth::authorize::Good>(opening).wish);
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

std::string_view error_for(identity::sessions::Answer because) {
  switch (because) {
    case identity::sessions::Answer::choose_account:
      return "account_selection_required";
    case identity::sessions::Answer::step_up:
      return "interaction_required";
    default:
      return "login_required";
  }
}

Result<Response> refuse(const Desk& desk, const Request& request, const identity::login::Wish& wish,
                        const oauth::Wrong& wrong) {
  TRY_VAL(outcome, desk.rooms.oauth.authorization.refuse(wish.request, wrong));
  return std::visit(Answering{.desk = desk, .request = request}, outcome);
}

Result<Response> go_on(const Desk& desk, const Request& request, const Passage& passage,
                       Asked asked) {
  const identity::Act act{.actor = identity::users::subject_of(passage.session.session().user),
                          .address = request.client.address.text(),
                          .request_id = std::string(request.id)};
  TRY_VAL(granting, desk.rooms.oauth.authorization.grant(act, passage.wish.request, passage.session,
                                                         passage.factors, asked));
  if (auto* not_agreed = std::get_if<NotAgreed>(&granting)) {
    return passage.wish.may_ask
               ? ask_for_consent(desk, passage, std::move(*not_agreed))
               : refuse(desk, request, passage.wish,
                        {"consent_required", "OIDC-3.1.2.6", "the person has not agreed to it"});
  }
  return std::visit(Answering{.desk = desk, .request = request},
                    std::get<oauth::authorize::Outcome>(granting));
}

}  // namespace

std::vector<http::Route> authorize_routes(const Desk& desk) {
  return {{.pattern = std::string(kPath),
           .handler = [desk](Request& request) { return begin(desk, request); }},
          {.method = http::Method::post,
           .pattern = std::string(kPath),
           .handler = [](Request& request) { return by_get(request); },
           .body = http::Body::form,
           .origins = http::Origins::anyone}};
}

Result<Response> go_on_to_client(const Desk& desk, const Request& request, const Passage& passage) {
  return is_no_navigation(request) ? nothing_yet() : go_on(desk, request, passage, Asked::no);
}

Result<Response> go_on_agreed(const Desk& desk, const Request& request, const Passage& passage) {
  return go_on(desk, request, passage, Asked::just_now);
}

Result<Response> refuse_consent(const Desk& desk, const Request& request,
                                const identity::login::Wish& wish) {
  return refuse(desk, request, wish,
                {"access_denied", "RFC6749-4.1.2.1", "the person did not agree"});
}

Result<Response> client_without_page(const Desk& desk, const Request& request,
                                     const identity::login::Wish& wish,
                                     identity::sessions::Answer because) {
  return refuse(desk, request, wish,
                {std::string(error_for(because)), "OIDC-3.1.2.6",
                 "the request allows no page, and one is needed"});
}

Result<Guest> guest_of_client(const Desk& desk, const identity::login::Wish& wish) {
  Guest guest;
  TRY_VAL(client, desk.rooms.oauth.authorization.client_of(wish.request));
  if (!client) {
    return guest;
  }
  guest.client = brand_of(*client);
  TRY_VAL(outcome,
          desk.rooms.oauth.authorization.refuse(
              wish.request, {"access_denied", "RFC6749-4.1.2.1", "the person did not log in"}));
  if (const auto* reply = std::get_if<Reply>(&outcome)) {
    guest.form_targets.push_back(form_target_of(reply->redirect_uri));
    auto back = web::Url::from(location_of(*reply));
    if (back) {
      guest.cancel = *std::move(back);
    }
  }
  return guest;
}

}  // namespace endpoints
