#include "endpoints/authorize.h"

#include <optional>
#include <string>
#include <utility>

#include "endpoints/client_brand.h"
#include "endpoints/consent.h"
#include "endpoints/kept_request.h"
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
using oauth::authorize::NotAgreed;
using oauth::authorize::Reply;
using oauth::authorize::Unanswerable;

constexpr std::string_view kPath = "/oauth/authorize";
constexpr web::Notice kRefused{.title = web::Words{"authorize.refused.title"},
                               .explanation = web::Words{"authorize.refused.explanation"},
                               .advice = web::Words{"authorize.refused.advice"}};

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
  std::string_view locales;  // ui_locales
  Claimed claimed = {};

  Response operator()(const Reply& reply) const {
    auto action = web::Url::from(reply.redirect_uri);
    if (!reply.by_post || !action) {
      return Response::redirect(location_of(reply));
    }
    web::HandOverPage page{.form = {.action = *std::move(action), .hidden = {}}};
    for (const auto& [name, value] : reply.parameters) {
      page.form.hidden.push_back({name, value});
    }
    auto view = desk.front.view(request, locales);
    // Coming back by a link would be another code.
    view.other_language.reset();
    return desk.front.page(request, 200, desk.front.pages().render(page, view),
                           {.form_targets = {form_target_of(reply.redirect_uri)}});
  }
  Response operator()(const Unanswerable& refused) const {
    return refused_page(desk, request, kRefused, refused.why, claimed,
                        desk.front.view(request, locales));
  }
};

using WishOrAnswer = std::variant<identity::login::Wish, Response>;

Result<WishOrAnswer> wish_of(const Desk& desk, const Request& request,
                             const oauth::Parameters& sent) {
  TRY_VAL(opening, desk.rooms.oauth.authorization.open(sent));
  const Answering answering{.desk = desk,
                            .request = request,
                            .locales = sent.get("ui_locales").value_or(""),
                            .claimed = {.client = sent.get("client_id").value_or(""),
                                        .address = sent.get("redirect_uri").value_or("")}};
  if (const auto* refused = std::get_if<Unanswerable>(&opening)) {
    return answering(*refused);
  }
  if (const auto* reply = std::get_if<Reply>(&opening)) {
    return answering(*reply);
  }
  return std::get<oauth::authorize::Good>(std::move(opening)).wish;
}

Result<Response> begin_with(const Desk& desk, const Request& request,
                            const identity::login::Wish& wish) {
  if (is_no_navigation(request)) {
    return nothing_yet();
  }
  TRY_VAL(visitor, Visitor::of(desk, request));
  return begin_login(desk, request, visitor, wish);
}

Result<Response> begin(const Desk& desk, const Request& request) {
  TRY_VAL(query, request.query_form());
  TRY_VAL(wish, wish_of(desk, request, parameters_of(query)));
  if (auto* answer = std::get_if<Response>(&wish)) {
    return std::move(*answer);
  }
  return begin_with(desk, request, std::get<identity::login::Wish>(wish));
}

Result<Response> keep(const Desk& desk, const Request& request) {
  TRY_VAL(query, request.query_form());
  TRY_VAL(form, request.form());
  auto sent = query.entries();
  sent.insert(sent.end(), form.entries().begin(), form.entries().end());
  TRY_VAL(wish, wish_of(desk, request, oauth::Parameters(std::move(sent))));
  if (auto* answer = std::get_if<Response>(&wish)) {
    return std::move(*answer);
  }
  return keep_request(desk, request, kPath, std::get<identity::login::Wish>(wish));
}

Result<Response> begin_kept(const Desk& desk, const Request& request) {
  TRY_VAL(wish, kept_request(desk, request, oauth::authorize::kDoor));
  if (!wish) {
    return Answering{.desk = desk, .request = request, .locales = {}}(
        Unanswerable{{.code = base::ErrorCode::not_found,
                      .clause = "RFC6749-4.1.1",
                      .description = "the request has waited too long",
                      .detail = {}}});
  }
  return begin_with(desk, request, *wish);
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

oauth::Wrong no_login() {
  return {"access_denied", "RFC6749-4.1.2.1", "the person did not log in"};
}

Result<Response> refuse(const Desk& desk, const Request& request, const identity::login::Wish& wish,
                        const oauth::Wrong& wrong) {
  TRY_VAL(outcome, desk.rooms.oauth.authorization.refuse(wish.request, wrong));
  return std::visit(Answering{.desk = desk, .request = request, .locales = wish.locale}, outcome);
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
  return std::visit(Answering{.desk = desk, .request = request, .locales = passage.wish.locale},
                    std::get<oauth::authorize::Outcome>(granting));
}

}  // namespace

std::vector<http::Route> authorize_routes(const Desk& desk) {
  return {{.pattern = std::string(kPath),
           .handler = [desk](Request& request) { return begin(desk, request); },
           .runs = http::Runs::on_loop_fiber},
          {.pattern = std::string(kPath) + "/{" + std::string(kKept) + "}",
           .handler = [desk](Request& request) { return begin_kept(desk, request); }},
          {.method = http::Method::post,
           .pattern = std::string(kPath),
           .handler = [desk](Request& request) { return keep(desk, request); },
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

Result<Response> client_without_login(const Desk& desk, const Request& request,
                                      const identity::login::Wish& wish) {
  return refuse(desk, request, wish, no_login());
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
  TRY_VAL(outcome, desk.rooms.oauth.authorization.refuse(wish.request, no_login()));
  if (const auto* reply = std::get_if<Reply>(&outcome)) {
    guest.form_targets.push_back(form_target_of(reply->redirect_uri));
    // A link is no form.
    guest.gives_up_here = reply->by_post;
    if (reply->by_post) {
      return guest;
    }
    const auto location = location_of(*reply);
    auto back = web::Url::from(location);
    if (!back) {
      back = web::Url::to_app(location);
    }
    if (back) {
      guest.cancel = *std::move(back);
    }
  }
  return guest;
}

}  // namespace endpoints
