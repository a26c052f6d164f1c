#include "endpoints/consent.h"

#include <algorithm>
#include <string>
#include <utility>

#include "endpoints/account_member.h"
#include "endpoints/authorize.h"
#include "endpoints/client_brand.h"
#include "endpoints/login.h"
#include "endpoints/login_page.h"
#include "endpoints/navigation.h"
#include "http/origin.h"
#include "oauth/registry/redirect_uri.h"

namespace endpoints {
namespace {

namespace consent = identity::consent;
namespace login = identity::login;

using base::Result;
using consent::Question;
using consent::Reply;
using http::Request;
using http::Response;

constexpr std::string_view kQuestion = "question";

std::string path_of(const consent::QuestionId& id) { return "/oauth/consent/" + id.text(); }
// A token is of one question: another's form says nothing about this one.
std::string purpose_of(const consent::QuestionId& id) { return "consent:" + id.text(); }

Response unknown(const Desk& desk, const Request& request) {
  return notice(desk, request, 404,
                {.notice = web::kConsentUnknown, .link = web::Link{web::kToStart, own_url("/")}});
}

web::Form form_of(const Desk& desk, const Visitor& visitor, const consent::QuestionId& id) {
  return {.action = own_url(path_of(id)), .hidden = {csrf_field(desk, visitor, purpose_of(id))}};
}

Response closed(const Desk& desk, const Request& request, const Visitor& visitor,
                const consent::QuestionId& id) {
  web::NoticePage page{.notice = web::kConsentClosed};
  page.button = web::Button{.text = web::kBeginAgain,
                            .form = form_of(desk, visitor, id),
                            .name = std::string(kUseField),
                            .value = std::string(kUseAnew)};
  return notice(desk, request, 410, std::move(page));
}

// Where the answer goes, as people know places: a host, or nothing for their own device.
std::string host_of(std::string_view redirect_uri) {
  const auto origin = http::origin_of(redirect_uri);
  return !origin || oauth::is_loopback(redirect_uri) ? "" : origin->substr(origin->find("://") + 3);
}

Result<Response> page(const Desk& desk, const Request& request, const Visitor& visitor,
                      const consent::Waiting& waiting) {
  const Question& question = waiting.question;
  const auto& rooms = desk.rooms;
  TRY_VAL(asked, oauth::authorize::from_text(question.wish.request));
  TRY_VAL(client, rooms.oauth.authorization.client_of(question.wish.request));
  if (!client) {
    return unknown(desk, request);
  }
  TRY_VAL(user, rooms.users.show(question.person));
  const auto target = form_target_of(asked.redirect_uri);
  auto view = desk.front.view(request, question.wish.locale);
  view.client = brand_of(*client);
  web::ConsentPage page{.form = form_of(desk, visitor, question.id),
                        .person = person_of(user),
                        .host = host_of(asked.redirect_uri),
                        .scopes = scopes_in_words(desk.front, view.language, question.scopes),
                        .asks_every_time = oauth::authorize::asks_every_time(*client, asked),
                        .policy = url_or_none(client->policy_uri),
                        .terms = url_or_none(client->tos_uri)};
  for (std::size_t at = 0; at < page.scopes.size() && !waiting.before.empty(); ++at) {
    page.scopes[at].is_new =
        std::ranges::find(waiting.before, question.scopes[at]) == waiting.before.end();
  }
  return desk.front.page(
      request, 200, desk.front.pages().render(page, view),
      {.form_targets = {target}, .picture_origins = web::picture_origins({}, view.client)});
}

Result<Response> show(const Desk& desk, Request& request) {
  const auto id = consent::QuestionId::parse(request.param(kQuestion));
  TRY_VAL(visitor, Visitor::of(desk, request));
  if (!id || visitor.live() == nullptr) {
    return unknown(desk, request);
  }
  TRY_VAL(view, desk.rooms.oauth.consents.look(*id, visitor.live()->session()));
  if (const auto* waiting = std::get_if<consent::Waiting>(&view)) {
    return page(desk, request, visitor, *waiting);
  }
  return std::holds_alternative<consent::Unknown>(view) ? unknown(desk, request)
                                                        : closed(desk, request, visitor, *id);
}

// The session answered the wish when the question was asked, and the question is of that session
// alone; what a moment answers (OpenID Connect Core section 3.1.2.1, max_age) does not come up
// again while somebody reads. Who presses the button of a page that is long over is judged anew.
Result<Response> go_on_allowed(const Desk& desk, const Request& request, const Visitor& visitor,
                               const Question& question) {
  login::Wish wish = question.wish;
  wish.may_ask = false;
  wish.asked.log_in = false;
  wish.asked.choose_account = false;
  if (desk.rooms.clock.now() < question.expires_at) {
    wish.asked.max_age.reset();
  }
  TRY_VAL(beginning, desk.rooms.logins.begin(wish, visitor.live()));
  const auto* satisfied = std::get_if<login::Satisfied>(&beginning);
  if (satisfied == nullptr) {
    return begin_login(desk, request, visitor, question.wish);
  }
  return go_on_agreed(
      desk, request,
      {.session = *visitor.live(), .factors = satisfied->factors, .wish = question.wish});
}

Result<Response> take(const Desk& desk, Request& request) {
  TRY_VAL(form, request.form());
  const auto id = consent::QuestionId::parse(request.param(kQuestion));
  TRY_VAL(visitor, Visitor::of(desk, request));
  if (visitor.is_inactive()) {
    return inactive_page(desk, request);
  }
  if (!id || visitor.live() == nullptr) {
    return unknown(desk, request);
  }
  TRY(check_csrf(desk, visitor, purpose_of(*id), form));
  auto& consents = desk.rooms.oauth.consents;
  TRY_VAL(view, consents.look(*id, visitor.live()->session()));
  if (std::holds_alternative<consent::Unknown>(view)) {
    return unknown(desk, request);
  }
  const auto* waiting = std::get_if<consent::Waiting>(&view);
  Question question =
      waiting != nullptr ? waiting->question : std::get<consent::Closed>(view).question;
  TRY_VAL(use, form.get(kUseField));
  if (use.value_or("") == kUseAnew) {
    return begin_login(desk, request, visitor, question.wish);
  }
  if (use.value_or("") == kUseAnother) {
    login::Wish wish = question.wish;
    wish.asked.choose_account = true;
    return begin_login(desk, request, visitor, wish);
  }
  TRY_VAL(decision, form.require("decision"));
  if (decision != "allow" && decision != "deny") {
    return base::reject(base::ErrorCode::invalid_request, "", "decision is neither allow nor deny");
  }
  const Reply reply = decision == "allow" ? Reply::allowed : Reply::denied;
  if (waiting != nullptr) {
    TRY_VAL(first, consents.answer(visitor.act(request), question, reply));
    TRY_VAL(after, consents.look(*id, visitor.live()->session()));
    if (const auto* other = std::get_if<consent::Closed>(&after); !first && other != nullptr) {
      question = other->question;
    } else if (first) {
      question.reply = reply;
    }
  }
  // A button that is pressed twice says the same twice; whoever has said no says nothing else here.
  if (question.reply != reply) {
    return closed(desk, request, visitor, *id);
  }
  return reply == Reply::allowed ? go_on_allowed(desk, request, visitor, question)
                                 : refuse_consent(desk, request, question.wish);
}

}  // namespace

Result<Response> ask_for_consent(const Desk& desk, const Passage& passage,
                                 oauth::authorize::NotAgreed wanted) {
  TRY_VAL(id, desk.rooms.oauth.consents.ask(passage.session.session(),
                                            {.client = wanted.client.text(),
                                             .scopes = std::move(wanted.scopes),
                                             .wish = passage.wish}));
  return Response::redirect(path_of(id));
}

std::vector<http::Route> consent_routes(const Desk& desk) {
  return {{.pattern = "/oauth/consent/{question}",
           .handler = [desk](Request& request) { return show(desk, request); }},
          {.method = http::Method::post,
           .pattern = "/oauth/consent/{question}",
           .handler = [desk](Request& request) { return take(desk, request); },
           .body = http::Body::form}};
}

}  // namespace endpoints
