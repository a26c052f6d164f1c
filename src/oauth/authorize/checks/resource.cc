#include "oauth/authorize/checks.h"

namespace oauth::authorize {

// There is one resource, which is ourselves. A token for another would be good for this one.
Verdict resource(const Question& question) {
  if (!question.sent.all_are("resource", question.issuer)) {
    return Wrong{"invalid_target", "RFC8707-2", "there is no such resource"};
  }
  return std::nullopt;
}

}  // namespace oauth::authorize
