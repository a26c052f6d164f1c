#include "http/media_type.h"

#include "http/ascii.h"

namespace http {
namespace {

base::Done refuse(std::string_view clause, std::string description) {
  return base::reject(base::ErrorCode::unsupported_type, clause, std::move(description));
}

std::string_view unquote(std::string_view text) {
  const bool quoted = text.size() >= 2 && text.front() == '"' && text.back() == '"';
  return quoted ? text.substr(1, text.size() - 2) : text;
}

}  // namespace

base::Done check_coding(const Request& request) {
  const auto coding = request.header("Content-Encoding");
  if (coding && !coding->empty() && !iequals(*coding, "identity")) {
    return refuse("RFC9110-8.4", "a content coding is not accepted here");
  }
  return {};
}

base::Done check_type(const Request& request, std::string_view type) {
  TRY(check_coding(request));
  const auto header = request.header("Content-Type");
  if (!header) {
    if (request.body.empty()) {
      return {};
    }
    return refuse("RFC9110-8.3", "Content-Type is missing");
  }
  auto rest = *header;
  if (!iequals(trim(take_until(rest, ';')), type)) {
    return refuse("RFC9110-8.3", "Content-Type has to be " + std::string(type));
  }
  while (!rest.empty()) {
    auto value = trim(take_until(rest, ';'));
    const auto name = trim(take_until(value, '='));
    if (iequals(name, "charset") && !iequals(unquote(trim(value)), "utf-8")) {
      return refuse("RFC9110-8.3.2", "the charset has to be UTF-8");
    }
  }
  return {};
}

}  // namespace http
