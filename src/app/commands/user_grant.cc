#include "app/commands/people_beside.h"

namespace app {
namespace {

using identity::users::Grant;

// As `gapura user grant WHO administrator` has them.
base::Result<Grant> grant_of(const std::string& name) {
  if (name != to_string(Grant::administrator)) {
    return base::reject(base::ErrorCode::invalid_request, "",
                        fill("failure.grant", {{"text", name}}));
  }
  return Grant::administrator;
}

}  // namespace

base::Result<Answer> run_user_grant(Context& context) {
  TRY_VAL(grant, grant_of(context.operands.back()));
  TRY_VAL(beside, PeopleBeside::open(context));
  TRY_VAL(user, beside->find(context.operands.front()));
  TRY(beside->people().users().grant(by_operator(), user.id, grant));
  TRY_VAL(json, beside->json_of(user));
  return Answer{std::move(json), fill("user.granted", {{"who", called(user)}}) + "\n"};
}

base::Result<Answer> run_user_revoke(Context& context) {
  TRY_VAL(grant, grant_of(context.operands.back()));
  TRY_VAL(beside, PeopleBeside::open(context));
  TRY_VAL(user, beside->find(context.operands.front()));
  TRY(beside->people().users().revoke(by_operator(), user.id, grant));
  TRY_VAL(json, beside->json_of(user));
  return Answer{std::move(json), fill("user.revoked", {{"who", called(user)}}) + "\n"};
}

}  // namespace app
