#include "endpoints/setup.h"

#include <array>
#include <chrono>
#include <optional>
#include <utility>

#include "base/json.h"
#include "endpoints/errors.h"
#include "endpoints/new_password.h"
#include "endpoints/visitor.h"

namespace endpoints {
namespace {

namespace passwords = identity::passwords;
namespace users = identity::users;

using base::Result;
using http::Request;
using http::Response;

constexpr std::string_view kPath = "/setup";
constexpr std::string_view kDonePath = "/setup/done";
constexpr std::string_view kCode = "code";
constexpr std::array<std::string_view, 3> kFields = {"username", "name", "email"};

// 410 for what was good once: it was used, or there is an administrator.
Response invalid(const Desk& desk, const Request& request, int status) {
  return notice(desk, request, status, {.notice = web::kSetupInvalid});
}

web::SetupPage page_with(const Desk& desk, const std::string& code) {
  web::SetupPage page{.form = {.action = own_url(kPath), .hidden = {{std::string(kCode), code}}},
                      .shortest = desk.rooms.policy.rules().shortest};
  for (const auto name : kFields) {
    page.fields.push_back(web::field_of(name));
    page.fields.back().required = name != "email";
  }
  return page;
}

Response answer(const Desk& desk, const Request& request, int status, const web::SetupPage& page) {
  return desk.front.page(request, status,
                         desk.front.pages().render(page, desk.front.view(request)));
}

Result<Response> show(const Desk& desk, Request& request) {
  TRY_VAL(query, request.query_form());
  TRY_VAL(code, query.get(kCode));
  if (!code || code->empty()) {
    return invalid(desk, request, 403);
  }
  TRY_VAL(nobody_yet, desk.rooms.setup_gate.check());
  return nobody_yet ? answer(desk, request, 200, page_with(desk, *code))
                    : invalid(desk, request, 410);
}

Result<base::json::object> filled_in(const http::Form& form, web::SetupPage& page) {
  base::json::object fields;
  for (auto& field : page.fields) {
    TRY_VAL(typed, form.get(field.name));
    field.value = typed.value_or("");
    if (!field.value.empty()) {
      fields[field.name] = field.value;
    }
  }
  return fields;
}

bool point_at(web::SetupPage& page, const base::Error& error) {
  for (auto& field : page.fields) {
    if (error.clause.starts_with("user." + field.name + ".")) {
      field.error = web::reason(error.clause);
      return true;
    }
  }
  return false;
}

struct Ready {
  base::json::object fields;
  base::Secret password;
};

// What would be made; nothing, with the page saying why, if something about it is wrong.
Result<std::optional<Ready>> ready(const Desk& desk, const http::Form& form, web::SetupPage& page) {
  TRY_VAL(fields, filled_in(form, page));
  TRY_VAL(wanted, new_password(form));
  const auto draft = desk.rooms.users.draft(fields);
  if (!draft && !point_at(page, draft.error())) {
    return std::unexpected(draft.error());
  }
  if (!wanted.same) {
    page.again_error = web::kPasswordsDiffer;
  }
  if (draft) {
    const auto checked = desk.rooms.policy.check(wanted.password, *draft);
    if (const auto* refused = std::get_if<passwords::Refused>(&checked)) {
      page.refused = refusal_of(*refused);
    }
  }
  if (!draft || !wanted.same || page.refused) {
    page.trouble = web::kFieldsWrong;
    return std::nullopt;
  }
  return Ready{std::move(fields), std::move(wanted.password)};
}

using LinkSpent = mint::SpendResult<mint::Purpose::setup_link>;

Result<LinkSpent> spend(const Desk& desk, const identity::Act& act, const std::string& code) {
  return desk.rooms.mint.spend<mint::Purpose::setup_link>(
      code, {.actor = act.actor, .address = act.address, .request_id = act.request_id});
}

Response refused(const Desk& desk, const Request& request, const LinkSpent& spent) {
  return invalid(desk, request, std::holds_alternative<mint::Replay>(spent) ? 410 : 403);
}

// For the trail, which tells a link that was used from one that never was; as often as the network
// may be wrong, or whoever likes could fill it.
Result<Response> wrong_link(const Desk& desk, const Request& request, const identity::Act& act,
                            const std::string& code) {
  if (const auto wait = desk.rooms.wrong_links.enter(request.client.address.bytes())) {
    return error_response(desk.front, request,
                          {base::ErrorCode::too_many, "", "too many wrong links", ""},
                          std::chrono::seconds(seconds_until(*wait)));
  }
  TRY_VAL(spent, spend(desk, act, code));
  return refused(desk, request, spent);
}

Result<Response> make(const Desk& desk, Request& request) {
  TRY_VAL(form, request.form());
  TRY_VAL(given, form.get(kCode));
  const std::string code = given.value_or("");
  TRY_VAL(nobody_yet, desk.rooms.setup_gate.check());
  if (!nobody_yet) {
    return invalid(desk, request, 410);
  }
  const identity::Act act{.actor = "setup",
                          .address = request.client.address.text(),
                          .request_id = std::string(request.id)};
  // Before anything else is looked at: who has no link learns nothing, be it of names, and costs
  // nothing.
  TRY_VAL(waits, desk.rooms.mint.waits(mint::Purpose::setup_link, code));
  if (!waits) {
    return wrong_link(desk, request, act, code);
  }
  auto page = page_with(desk, code);
  TRY_VAL(prepared, ready(desk, form, page));
  if (!prepared) {
    return answer(desk, request, 422, page);
  }
  TRY_VAL(spent, spend(desk, act, code));
  if (!std::holds_alternative<mint::SpentProof<mint::Purpose::setup_link>>(spent)) {
    return refused(desk, request, spent);
  }
  TRY_VAL(user, desk.rooms.users.add(act, prepared->fields));
  TRY_VAL(set, desk.rooms.passwords.set(act, user, prepared->password, std::nullopt));
  if (std::holds_alternative<passwords::Refused>(set)) {
    return base::reject(base::ErrorCode::internal, "", "", "the policy changed its mind");
  }
  TRY(desk.rooms.users.grant_first_administrator(act, user.id));
  return Response::redirect(kDonePath);
}

Result<Response> say_done(const Desk& desk, Request& request) {
  return notice(desk, request, 200,
                {.notice = web::kSetupDone,
                 .good = true,
                 .link = web::Link{{"setup.done.login"}, own_url("/login")}});
}

}  // namespace

std::vector<http::Route> setup_routes(const Desk& desk) {
  return {{.pattern = std::string(kPath), .handler = [desk](Request& r) { return show(desk, r); }},
          {.method = http::Method::post,
           .pattern = std::string(kPath),
           .handler = [desk](Request& r) { return make(desk, r); },
           .runs = http::Runs::on_slow_worker,
           .body = http::Body::form},
          {.pattern = std::string(kDonePath),
           .handler = [desk](Request& r) { return say_done(desk, r); },
           .runs = http::Runs::on_loop}};
}

}  // namespace endpoints
