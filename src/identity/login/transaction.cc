#include "identity/login/transaction.h"

#include <utility>

namespace identity::login {
namespace {

std::unexpected<base::Error> unreadable() {
  return base::reject(base::ErrorCode::internal, "", "the login cannot be read",
                      "a transaction's body is not what this program writes");
}

base::Done read_proofs(Transaction& transaction, const base::json::value& proofs) {
  if (!proofs.is_array()) {
    return unreadable();
  }
  for (const auto& proof : proofs.get_array()) {
    const auto* pair = proof.if_array();
    if (pair == nullptr || pair->size() < 3 || pair->size() > 4 || !pair->at(0).is_string() ||
        !pair->at(1).is_int64() || !pair->at(2).is_bool()) {
      return unreadable();
    }
    const bool named = pair->size() == 4;
    if (named && !pair->at(3).is_string()) {
      return unreadable();
    }
    transaction.proofs.push_back({.factor = std::string(pair->at(0).get_string()),
                                  .at = base::from_micros(pair->at(1).get_int64()),
                                  .carried = pair->at(2).get_bool(),
                                  .by = named ? std::string(pair->at(3).get_string()) : ""});
  }
  return {};
}

}  // namespace

std::string body_of(const Transaction& transaction) {
  base::json::object json;
  json["wish"] = to_json(transaction.wish);
  if (transaction.person) {
    json["person"] = transaction.person->value;
  }
  base::json::array proofs;
  for (const Proof& proof : transaction.proofs) {
    base::json::array said{proof.factor, base::to_micros(proof.at), proof.carried};
    // A program from before knows of no more than the three.
    if (!proof.by.empty()) {
      said.emplace_back(proof.by);
    }
    proofs.push_back(std::move(said));
  }
  json["proofs"] = std::move(proofs);
  json["chosen"] = transaction.chosen;
  json["remember"] = transaction.remember;
  if (transaction.session) {
    json["session"] = transaction.session->text();
  }
  return base::to_text(json);
}

base::Done read_body(Transaction& transaction, const std::string& body) {
  TRY_VAL(json, base::parse_json_object(body));
  const auto* wish = json.if_contains("wish");
  const auto* proofs = json.if_contains("proofs");
  const auto* chosen = json.if_contains("chosen");
  const auto* remember = json.if_contains("remember");
  if (wish == nullptr || !wish->is_object() || proofs == nullptr || chosen == nullptr ||
      !chosen->is_bool() || remember == nullptr || !remember->is_bool()) {
    return unreadable();
  }
  TRY_VAL(read, wish_from(wish->get_object()));
  transaction.wish = std::move(read);
  transaction.chosen = chosen->get_bool();
  transaction.remember = remember->get_bool();
  transaction.person.reset();
  if (const auto* person = json.if_contains("person")) {
    if (!person->is_int64()) {
      return unreadable();
    }
    transaction.person = users::UserId{person->get_int64()};
  }
  transaction.session.reset();
  if (const auto* session = json.if_contains("session")) {
    if (!session->is_string()) {
      return unreadable();
    }
    transaction.session = mint::SessionId::parse(session->get_string());
    if (!transaction.session) {
      return unreadable();
    }
  }
  transaction.proofs.clear();
  return read_proofs(transaction, *proofs);
}

}  // namespace identity::login
