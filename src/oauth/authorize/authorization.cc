#include "oauth/authorize/authorization.h"

#include <algorithm>
#include <charconv>
#include <chrono>

#include "base/bytes.h"
#include "families/family.h"
#include "oauth/authorize/checks.h"
#include "oauth/authorize/claims_request.h"
#include "oauth/authorize/hint.h"
#include "oauth/pkce/pkce_gate.h"
#include "oauth/registry/redirect_gate.h"
#include "oauth/scope/scope_gate.h"

namespace oauth::authorize {
namespace {

using base::ErrorCode;

Unanswerable unanswerable(std::string_view clause, std::string description) {
  return {base::Error{.code = ErrorCode::invalid_request,
                      .clause = std::string(clause),
                      .description = std::move(description),
                      .detail = {}}};
}

bool asks(const Parameters& sent, std::string_view prompt) {
  const auto values = scopes_in(sent.get("prompt").value_or(""));
  return values && holds(*values, prompt);
}

// Any program of the machine can say that it is this client and listen where this one would; so
// nothing is granted to it that the person has not said yes to just now (RFC 8252 section 8.6). Of
// a client that is not the house's they are asked for their consent each time.
bool may_be_another(const Client& client, std::string_view redirect_uri) {
  return client.first_party && client.is_public() && !redirect_uri.starts_with("https://");
}

// What would have to be cut hints at nobody.
std::string hint_of(const Parameters& sent) {
  constexpr std::size_t kLongest = 256;
  const auto hint = sent.get("login_hint").value_or("");
  return hint.size() > kLongest || !base::is_utf8(hint) ? std::string() : std::string(hint);
}

// Languages in the order in which they are preferred; which there are the pages know.
std::string locales_of(const Parameters& sent) {
  constexpr std::size_t kLongest = 100;
  const auto locales = sent.get("ui_locales").value_or("");
  return locales.size() > kLongest || !base::is_utf8(locales) ? std::string()
                                                              : std::string(locales);
}

// The lowest that will do; nothing when none does that a login here can reach.
std::optional<identity::sessions::Level> level_for(
    const ClaimsRequest& claims, const std::vector<identity::sessions::Level>& reached) {
  const auto found = std::ranges::find_if(reached, [&](auto level) {
    return allows(claims.acr, identity::sessions::to_string(level));
  });
  return found == reached.end() ? std::nullopt : std::optional(*found);
}

// Who is here of those that it must be about.
base::Result<std::vector<identity::users::UserId>> people_in(const ClaimsRequest& claims,
                                                             identity::users::UserStore& users) {
  std::vector<identity::users::UserId> people;
  for (const std::string& sub : claims.sub.front()) {
    if (!allows(claims.sub, sub)) {
      continue;
    }
    TRY_VAL(user, users.find_by_sub(sub));
    const bool here = user && user->status != identity::users::Status::erased;
    if (here && std::ranges::find(people, user->id) == people.end()) {
      people.push_back(user->id);
    }
  }
  return people;
}

std::optional<base::Duration> max_age_of(const Parameters& sent) {
  const auto text = sent.get("max_age");
  if (!text) {
    return std::nullopt;
  }
  std::int64_t seconds = 0;
  std::from_chars(text->data(), text->data() + text->size(), seconds);
  return std::chrono::seconds(seconds);
}

}  // namespace

bool asks_every_time(const Client& client, const Request& request) {
  const bool anybody = client.is_public() && !request.redirect_uri.starts_with("https://");
  return anybody && !client.first_party;
}

std::vector<std::string_view> Authorization::acr_values() const {
  std::vector<std::string_view> values(parts_.levels.size());
  std::ranges::transform(parts_.levels, values.begin(), &identity::sessions::to_string);
  return values;
}

base::Result<FoundClient> Authorization::find(std::string_view client_id) {
  const auto id = ClientId::parse(client_id);
  if (!id) {
    return nullptr;
  }
  return parts_.clients.find(*id);
}

// RFC 9207 section 2: whose answer it is, for a client that could have asked somebody else.
Reply Authorization::reply(const Request& request,
                           std::vector<std::pair<std::string, std::string>> parameters) const {
  if (!request.state.empty()) {
    parameters.emplace_back("state", request.state);
  }
  parameters.emplace_back("iss", parts_.issuer);
  return {.redirect_uri = request.redirect_uri,
          .parameters = std::move(parameters),
          .by_post = request.by_post};
}

Reply Authorization::failure(const Request& request, const Wrong& wrong) const {
  return reply(request, {{"error", wrong.error}, {"error_description", wrong.description}});
}

base::Result<std::variant<Wrong, identity::sessions::Asked>> Authorization::asked_of(
    const Parameters& sent, const Client& client) {
  using Wanted = std::variant<Wrong, identity::sessions::Asked>;
  identity::sessions::Asked asked{
      .log_in = asks(sent, "login"),
      .choose_account = asks(sent, "select_account") ||
                        may_be_another(client, sent.get("redirect_uri").value_or("")),
      .max_age = max_age_of(sent)};
  const auto nobody = [](std::string_view clause, std::string description) {
    return Wanted(Wrong{"login_required", std::string(clause), std::move(description)});
  };
  if (const auto hint = sent.get("id_token_hint")) {
    TRY_VAL(person, person_in_hint({parts_.keys, parts_.people, parts_.issuer}, client, *hint));
    if (!person && asks(sent, "none")) {
      return nobody("OIDC-3.1.2.6", "id_token_hint is about nobody here");
    }
    asked.only = person;
    asked.choose_account = asked.choose_account || !person;
  }
  const auto claims = read_claims(sent.get("claims").value_or("")).value_or(ClaimsRequest());
  if (!claims.sub.empty()) {
    TRY_VAL(meant, people_in(claims, parts_.people));
    if (asked.only && std::ranges::find(meant, *asked.only) != meant.end()) {
      meant = {*asked.only};
    }
    if (meant.size() > 1) {
      return Wanted(
          Wrong{"invalid_request", "OIDC-5.5.1", "claims asks for one of several people"});
    }
    if (meant.empty() || asked.only.value_or(meant.front()) != meant.front()) {
      return nobody("OIDC-5.5.1", "claims asks for a sub that is nobody's here");
    }
    asked.only = meant.front();
  }
  const auto level = level_for(claims, parts_.levels);
  if (!level) {
    return Wanted(Wrong{"access_denied", "OIDC-5.5.1.1", "no login here reaches such an acr"});
  }
  asked.level = *level;
  return Wanted(std::move(asked));
}

base::Result<Opening> Authorization::open(const Parameters& sent) {
  if (sent.count("client_id") > 1 || sent.count("redirect_uri") > 1) {
    return unanswerable("RFC6749-3.1", "client_id or redirect_uri was sent more than once");
  }
  TRY_VAL(client, find(sent.get("client_id").value_or("")));
  if (!client) {
    return unanswerable("RFC6749-4.1.2.1", "client_id is missing or unknown");
  }
  if (!client->enabled) {
    return unanswerable("RFC6749-4.1.2.1", "the client is disabled");
  }
  const auto redirect_uri = sent.get("redirect_uri");
  if (!redirect_uri || !RedirectGate::registered(*client, *redirect_uri, plain_)) {
    return unanswerable("RFC6749-3.1.2.4",
                        "redirect_uri is missing or not registered for the client, octet by octet");
  }
  Request request = read(sent, *client);
  for (auto* names : {&request.userinfo_claims, &request.id_token_claims}) {
    std::erase_if(*names, [&](const std::string& name) {
      return std::ranges::find(parts_.claim_names, name) == parts_.claim_names.end();
    });
  }
  if (const auto wrong = check({sent, *client, parts_.issuer})) {
    Request answered = request;
    // Which of two states was meant nobody can say.
    if (sent.count("state") > 1) {
      answered.state.clear();
    }
    return failure(answered, *wrong);
  }
  TRY_VAL(wanted, asked_of(sent, *client));
  if (const auto* wrong = std::get_if<Wrong>(&wanted)) {
    return failure(request, *wrong);
  }
  return Good{{.door = std::string(kDoor),
               .request = to_text(request),
               .client = client->name,
               .asked = std::get<identity::sessions::Asked>(std::move(wanted)),
               .may_ask = !asks(sent, "none"),
               .login_hint = hint_of(sent),
               .locale = locales_of(sent)}};
}

base::Result<FoundClient> Authorization::client_of(std::string_view text) {
  TRY_VAL(request, from_text(text));
  return find(request.client_id);
}

base::Result<Outcome> Authorization::refuse(std::string_view text, const Wrong& wrong) {
  TRY_VAL(request, from_text(text));
  TRY_VAL(client, find(request.client_id));
  if (!client || !RedirectGate::registered(*client, request.redirect_uri, plain_)) {
    return unanswerable("RFC6749-3.1.2.4", "the client's address is no longer registered");
  }
  return failure(request, wrong);
}

base::Result<Granting> Authorization::grant(const identity::Act& act, std::string_view text,
                                            const identity::SessionGate::Entered& session,
                                            const mint::FactorProof& factors, Asked asked) {
  TRY_VAL(request, from_text(text));
  TRY_VAL(client, find(request.client_id));
  const auto denied = [&](std::string_view reason) {
    return parts_.trail.append(event_of(act, "authorization_code.denied",
                                        "client:" + request.client_id, audit::Outcome::denied,
                                        reason));
  };
  const auto redirect =
      client ? RedirectGate::registered(*client, request.redirect_uri, plain_) : std::nullopt;
  if (!redirect) {
    TRY(denied(client && client->enabled ? "address no longer registered"
                                         : "client gone or disabled"));
    return Outcome(unanswerable("RFC6749-3.1.2.4", "the client's address is no longer registered"));
  }
  const auto scope = ScopeGate::grant(*client, request.scopes, {parts_.issuer});
  const auto pkce = PkceGate::begin(*client, request.challenge);
  if (!scope || !pkce || !client->may(Grant::authorization_code)) {
    TRY(denied(!scope  ? "scope withdrawn"
               : !pkce ? "a challenge is needed by now"
                       : "grant withdrawn"));
    return Outcome(
        failure(request, {"access_denied", "RFC6749-4.1.2.1", "the client was changed meanwhile"}));
  }
  const auto person = session.session().user;
  TRY_VAL(consent, parts_.consents.check({.person = person,
                                          .client_id = client->id.text(),
                                          .scopes = request.scopes,
                                          .of_the_house = client->first_party}));
  // OpenID Connect Core section 3.1.2.1: prompt=consent asks whatever is on record.
  const bool asks = request.asks_consent || asks_every_time(*client, request);
  if (!consent || (asked == Asked::no && asks)) {
    return NotAgreed{.client = client->id, .scopes = request.scopes};
  }
  if (const auto what = repetitions_.of(client->id, request)) {
    TRY(parts_.trail.append(event_of(act, "authorization.repeated", subject_of(client->id),
                                     audit::Outcome::allowed, *what)));
  }
  base::json::object extra{{"nonce", request.nonce},
                           {"asked", request.asked},
                           {"challenge", request.challenge.value_or("")},
                           {"family", parts_.ids.next<families::FamilyTag>().text()}};
  for (const auto& [name, claims] : {std::pair("userinfo_claims", &request.userinfo_claims),
                                     std::pair("id_token_claims", &request.id_token_claims)}) {
    if (!claims->empty()) {
      extra[name] = base::json::array(claims->begin(), claims->end());
    }
  }
  TRY_VAL(code, parts_.mint.code(
                    mint::AuthorizationWarrant{.user = session.user(),
                                               .session = session.proof(),
                                               .factors = factors,
                                               .redirect = *redirect,
                                               .scope = *scope,
                                               .consent = *consent,
                                               .pkce = *pkce},
                    std::move(extra),
                    {.actor = act.actor, .address = act.address, .request_id = act.request_id}));
  return Outcome(reply(request, {{"code", std::string(code.value.reveal_text())}}));
}

}  // namespace oauth::authorize
