#include <array>
#include <string>

#include "oauth/authorize/checks.h"

namespace oauth::authorize {

// What is asked for in a way that is not understood would be granted otherwise than it was asked.
Verdict no_request_object(const Question& question) {
  struct Row {
    std::string_view name;
    std::string_view error;
  };
  constexpr std::array kRows = {Row{"request", "request_not_supported"},
                                Row{"request_uri", "request_uri_not_supported"},
                                Row{"registration", "registration_not_supported"}};
  for (const Row& row : kRows) {
    if (question.sent.get(row.name)) {
      return Wrong{std::string(row.error), "OIDC-3.1.2.6",
                   std::string(row.name) + " is not supported"};
    }
  }
  return std::nullopt;
}

}  // namespace oauth::authorize
