#include "mint/agreement.h"

#include <algorithm>
#include <initializer_list>
#include <string>
#include <string_view>

namespace mint {
namespace {

// A mistake of ours and nobody else's: a room brought proofs together that are not of one act.
std::unexpected<base::Error> disagree(std::string about) {
  return base::reject(base::ErrorCode::internal, "", "the request cannot be granted",
                      "the proofs are of more than one " + std::move(about));
}

template <class T>
bool all_same(std::initializer_list<T> values) {
  return std::ranges::all_of(values, [&](const T& value) { return value == *values.begin(); });
}

base::Done one_user(const LiveUser& user, std::initializer_list<std::int64_t> others) {
  const bool one = std::ranges::all_of(others, [&](auto id) { return id == user.id; });
  if (!one || user.id <= 0 || user.sub.empty()) {
    return disagree("user");
  }
  return {};
}

base::Done one_client(std::initializer_list<std::string_view> ids) {
  if (!all_same(ids) || ids.begin()->empty()) {
    return disagree("client");
  }
  return {};
}

// What satisfied the door is what this session was opened with, and not another of the same person.
base::Done one_login(const LiveSession& session, const Factors& factors) {
  if (session.level != factors.level || session.authenticated_at != factors.authenticated_at) {
    return disagree("login");
  }
  return {};
}

bool holds_word(std::string_view words, std::string_view wanted) {
  while (!words.empty()) {
    const std::size_t end = std::min(words.find(' '), words.size());
    if (words.substr(0, end) == wanted) {
      return true;
    }
    words.remove_prefix(std::min(end + 1, words.size()));
  }
  return false;
}

bool within(std::string_view scope, std::string_view granted) {
  while (!scope.empty()) {
    const std::size_t end = std::min(scope.find(' '), scope.size());
    if (!holds_word(granted, scope.substr(0, end))) {
      return false;
    }
    scope.remove_prefix(std::min(end + 1, scope.size()));
  }
  return true;
}

}  // namespace

base::Done check_agreement(const AuthorizationWarrant& warrant) {
  TRY(one_user(warrant.user.fact(),
               {warrant.session->user_id, warrant.factors->user_id, warrant.consent->user_id}));
  TRY(one_login(warrant.session.fact(), warrant.factors.fact()));
  if (!within(warrant.scope->scope, warrant.consent->scope)) {
    return disagree("scope");
  }
  return one_client({warrant.redirect->client_id, warrant.scope->client_id,
                     warrant.consent->client_id, warrant.pkce->client_id});
}

base::Done check_agreement(const SiteWarrant& warrant) {
  TRY(one_user(warrant.user.fact(),
               {warrant.session->user_id, warrant.factors->user_id, warrant.site->user_id}));
  TRY(one_login(warrant.session.fact(), warrant.factors.fact()));
  return one_client({warrant.site->site_id});
}

base::Done check_agreement(const RedemptionWarrant& warrant) {
  const Bound& bound = warrant.code->bound;
  TRY(one_user(warrant.user.fact(),
               {warrant.session->user_id, warrant.consent->user_id, bound.user_id,
                warrant.family->user_id, warrant.family->login.user_id}));
  TRY(one_client({warrant.client->id, warrant.redirect->client_id, warrant.pkce->client_id,
                  warrant.scope->client_id, warrant.consent->client_id, warrant.family->holder,
                  bound.holder}));
  if (warrant.session->id.text() != bound.session ||
      warrant.family->login.id != warrant.session->id) {
    return disagree("session");
  }
  if (warrant.code->opened != warrant.family->id) {
    return disagree("family");
  }
  // RFC 6749 section 4.1.3.
  if (warrant.redirect->uri != bound.redirect) {
    return disagree("redirect");
  }
  if (!within(warrant.scope->scope, bound.scope) || !within(warrant.family->scope, bound.scope) ||
      !within(warrant.scope->scope, warrant.consent->scope)) {
    return disagree("scope");
  }
  return {};
}

base::Done check_agreement(const RefreshWarrant& warrant) {
  TRY(one_user(warrant.user.fact(),
               {warrant.consent->user_id, warrant.family->user_id, warrant.family->login.user_id}));
  TRY(one_client({warrant.client->id, warrant.family->holder, warrant.scope->client_id,
                  warrant.consent->client_id}));
  // RFC 6749 section 6: "MUST NOT include any scope not originally granted".
  if (!within(warrant.scope->scope, warrant.family->scope) ||
      !within(warrant.scope->scope, warrant.consent->scope)) {
    return disagree("scope");
  }
  return {};
}

base::Done check_agreement(const ClientWarrant& warrant) {
  return one_client({warrant.client->id, warrant.scope->client_id});
}

base::Done check_agreement(const FrontendWarrant& warrant) {
  TRY(one_user(warrant.user.fact(),
               {warrant.session->user_id, warrant.family->user_id, warrant.family->login.user_id}));
  if (warrant.family->login.id != warrant.session->id) {
    return disagree("session");
  }
  return one_client({kHouse, warrant.family->holder});
}

base::Done check_agreement(const FrontendRefreshWarrant& warrant) {
  TRY(one_user(warrant.user.fact(), {warrant.family->user_id, warrant.family->login.user_id}));
  return one_client({kHouse, warrant.family->holder});
}

base::Done check_agreement(const LoginWarrant& warrant) {
  return one_user(warrant.user.fact(), {warrant.factors->user_id});
}

base::Done check_agreement(const LinkWarrant& warrant) {
  return one_user(warrant.user.fact(), {warrant.session->user_id});
}

}  // namespace mint
