// A result, or a failure that somebody can be told. Every room answers with one.
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <utility>

namespace base {

// Named as on the wire where a protocol names them; the others are our own.
enum class ErrorCode {
  invalid_request,     // 400: what was sent is malformed
  unauthorized,        // 401: nobody, or not who they say
  forbidden,           // 403: known, and not allowed
  not_found,           // 404
  method_not_allowed,  // 405
  conflict,            // 409: true when it was asked, no longer when it was done
  too_large,           // 413
  unsupported_type,    // 415
  too_many,            // 429, with Retry-After
  internal,            // 500: a fault of ours
  unavailable,         // 503, with Retry-After: a part we need does not answer, or is full
};

std::string_view to_string(ErrorCode code);

struct Error {
  ErrorCode code = ErrorCode::internal;
  std::string clause;       // "RFC7515-4.1.11", or empty
  std::string description;  // may reach a client
  std::string detail;       // for the log alone
};

// In this program a dropped result is a vulnerability.
template <class T>
class [[nodiscard]] Result : public std::expected<T, Error> {
 public:
  using std::expected<T, Error>::expected;
};

using Done = Result<void>;

[[nodiscard]] inline std::unexpected<Error> reject(ErrorCode code, std::string_view clause,
                                                   std::string description,
                                                   std::string detail = {}) {
  return std::unexpected(
      Error{code, std::string(clause), std::move(description), std::move(detail)});
}

}  // namespace base

#define GAPURA_CONCAT_(a, b) a##b
#define GAPURA_CONCAT(a, b) GAPURA_CONCAT_(a, b)

// TRY(store.erase(id));
#define TRY(expression)                                       \
  do {                                                        \
    auto try_result_ = (expression);                          \
    if (!try_result_) {                                       \
      return std::unexpected(std::move(try_result_).error()); \
    }                                                         \
  } while (false)

// TRY_VAL(client, clients.find(id));
#define TRY_VAL(name, expression)                                                    \
  auto GAPURA_CONCAT(try_result_, __LINE__) = (expression);                          \
  if (!GAPURA_CONCAT(try_result_, __LINE__)) {                                       \
    return std::unexpected(std::move(GAPURA_CONCAT(try_result_, __LINE__)).error()); \
  }                                                                                  \
  auto name = *std::move(GAPURA_CONCAT(try_result_, __LINE__))
