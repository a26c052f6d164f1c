#include "oauth/authorize/request.h"

#include <utility>

#include "base/json.h"
#include "base/json_memory.h"
#include "oauth/authorize/claims_request.h"
#include "oauth/scope/scope.h"

namespace oauth::authorize {
namespace {

namespace json = base::json;

constexpr std::size_t kUsualMembers = 2048;

base::Result<std::string> text_in(const json::object& object, std::string_view name) {
  const auto* member = object.if_contains(name);
  if (member == nullptr || !member->is_string()) {
    return base::reject(base::ErrorCode::internal, "", "the login cannot be read",
                        "a stored authorization request is not what this program writes");
  }
  return std::string(member->get_string());
}

}  // namespace

Request read(const Parameters& sent, const Client& client) {
  const auto text = [&](std::string_view name) { return std::string(sent.get(name).value_or("")); };
  Request request{.client_id = client.id.text(),
                  .redirect_uri = text("redirect_uri"),
                  .asked = text("scope"),
                  .state = text("state"),
                  .nonce = text("nonce")};
  // offline_access needs no prompt=consent: that it is asked about like any other scope, and
  // granted when the person has said so, is what else permits it (OpenID Connect Core section 11).
  for (auto& scope : scopes_in(text("scope")).value_or(std::vector<std::string>())) {
    if (client.may(scope)) {
      request.scopes.push_back(std::move(scope));
    }
  }
  request.asks_consent =
      holds(scopes_in(text("prompt")).value_or(std::vector<std::string>()), "consent");
  request.by_post = sent.get("response_mode") == "form_post";
  if (auto claims = read_claims(text("claims"))) {
    request.userinfo_claims = std::move(claims->userinfo);
    request.id_token_claims = std::move(claims->id_token);
  }
  if (const auto challenge = sent.get("code_challenge")) {
    request.challenge = std::string(*challenge);
  }
  return request;
}

std::string to_text(const Request& request) {
  return base::ObjectText()
      .add("client_id", request.client_id)
      .add("redirect_uri", request.redirect_uri)
      .add("scope", oauth::to_text(request.scopes))
      .add("asked", request.asked)
      .add("state", request.state)
      .add("nonce", request.nonce)
      .add("by_post", request.by_post)
      .add("userinfo_claims", request.userinfo_claims)
      .add("id_token_claims", request.id_token_claims)
      .add("challenge", request.challenge.value_or(""))
      .add("asks_consent", request.asks_consent)
      .take();
}

base::Result<Request> from_text(std::string_view text) {
  base::JsonMemory members(kUsualMembers);
  TRY_VAL(object, base::parse_json_object(text, &members));
  TRY_VAL(client_id, text_in(object, "client_id"));
  TRY_VAL(redirect_uri, text_in(object, "redirect_uri"));
  TRY_VAL(scope, text_in(object, "scope"));
  TRY_VAL(asked, text_in(object, "asked"));
  TRY_VAL(state, text_in(object, "state"));
  TRY_VAL(nonce, text_in(object, "nonce"));
  TRY_VAL(challenge, text_in(object, "challenge"));
  const auto* asks_consent = object.if_contains("asks_consent");
  Request request{.client_id = std::move(client_id),
                  .redirect_uri = std::move(redirect_uri),
                  .scopes = scopes_in(scope).value_or(std::vector<std::string>()),
                  .asked = std::move(asked),
                  .state = std::move(state),
                  .nonce = std::move(nonce)};
  const auto* by_post = object.if_contains("by_post");
  request.by_post = by_post != nullptr && by_post->is_bool() && by_post->get_bool();
  request.userinfo_claims = names_in(object, "userinfo_claims");
  request.id_token_claims = names_in(object, "id_token_claims");
  if (!challenge.empty()) {
    request.challenge = std::move(challenge);
  }
  request.asks_consent =
      asks_consent != nullptr && asks_consent->is_bool() && asks_consent->get_bool();
  return request;
}

}  // namespace oauth::authorize
