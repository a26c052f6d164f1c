// What is asked of an authorization request once it is known whose it is and where its answer goes:
// a table in checks.cc, a file a check. What is wrong first is told.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "oauth/parameters.h"
#include "oauth/registry/client.h"
#include "oauth/wrong.h"

namespace oauth::authorize {

struct Question {
  const Parameters& sent;
  const Client& client;
  std::string_view issuer;
};
using Verdict = std::optional<Wrong>;

Verdict check(const Question& question);

Verdict nothing_stands_twice(const Question& question);
Verdict response_mode(const Question& question);
Verdict response_type(const Question& question);
Verdict no_request_object(const Question& question);
Verdict state(const Question& question);
Verdict scope(const Question& question);
Verdict challenge(const Question& question);
Verdict nonce(const Question& question);
Verdict prompt(const Question& question);
Verdict max_age(const Question& question);
Verdict claims(const Question& question);
Verdict resource(const Question& question);

}  // namespace oauth::authorize
