#include "app/commands/people_beside.h"

namespace app {

base::Result<Answer> run_user_set_password(Context& context) {
  if (!context.arguments.contains("--password-stdin")) {
    return base::reject(base::ErrorCode::invalid_request, "", fill("failure.password_stdin"));
  }
  TRY_VAL(beside, PeopleBeside::open(context));
  TRY_VAL(user, beside->find(context.operands.front()));
  TRY_VAL(password, read_password("--password-stdin"));
  TRY_VAL(set, beside->people().passwords().set(by_operator(), user, password, std::nullopt));
  if (const auto* refused = std::get_if<identity::passwords::Refused>(&set)) {
    return refuse_password(*refused);
  }
  return Answer{base::json::object{{"id", user.id.value}, {"sub", user.sub}},
                fill("user.password_set", {{"who", called(user)}}) + "\n"};
}

}  // namespace app
