#include "endpoints/new_password.h"

namespace endpoints {

base::Result<NewPassword> new_password(const http::Form& form) {
  TRY_VAL(first, form.get("password"));
  TRY_VAL(again, form.get("password_again"));
  return NewPassword{.password = base::Secret(first.value_or("")), .same = first == again};
}

web::PasswordRefusal refusal_of(const identity::passwords::Refused& refused) {
  web::PasswordRefusal refusal{.reason = web::reason(to_string(refused.reason))};
  for (const auto hint : refused.hints) {
    refusal.hints.push_back(web::reason(to_string(hint)));
  }
  return refusal;
}

}  // namespace endpoints
