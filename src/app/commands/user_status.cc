#include "app/commands/people_beside.h"

namespace app {
namespace {

using identity::users::User;
using identity::users::Users;

using Change = base::Result<User> (Users::*)(const identity::Act&, identity::users::UserId);

base::Result<Answer> change_status(Context& context, Change change, Words words) {
  TRY_VAL(beside, PeopleBeside::open(context));
  TRY_VAL(user, beside->find(context.operands.front()));
  TRY_VAL(changed, (beside->people().users().*change)(by_operator(), user.id));
  TRY_VAL(json, beside->json_of(changed));
  return Answer{std::move(json), fill(words, {{"who", called(changed)}}) + "\n"};
}

}  // namespace

base::Result<Answer> run_user_disable(Context& context) {
  return change_status(context, &Users::disable, "user.disabled");
}

base::Result<Answer> run_user_enable(Context& context) {
  return change_status(context, &Users::enable, "user.enabled");
}

base::Result<Answer> run_user_lock(Context& context) {
  return change_status(context, &Users::lock, "user.locked");
}

base::Result<Answer> run_user_delete(Context& context) {
  TRY_VAL(beside, PeopleBeside::open(context));
  TRY_VAL(user, beside->find(context.operands.front()));
  if (!context.arguments.contains("--yes")) {
    return base::reject(base::ErrorCode::invalid_request, "",
                        fill("failure.delete", {{"who", called(user)}}));
  }
  TRY(beside->people().users().erase(by_operator(), user.id));
  return Answer{base::json::object{{"id", user.id.value}, {"sub", user.sub}, {"deleted", true}},
                fill("user.deleted", {{"who", called(user)}}) + "\n"};
}

}  // namespace app
