#include "http/form.h"

#include <algorithm>

#include "base/bytes.h"
#include "base/percent.h"
#include "http/ascii.h"

namespace http {
namespace {

using base::ErrorCode;
using base::reject;

constexpr std::string_view kClause = "WHATWG-URL-urlencoded";

std::optional<std::string> decode(std::string_view text) {
  const auto octets = base::form_decoded(text);
  const auto out = octets ? base::text_of(*octets) : std::string_view();
  if (!octets || out.contains('\0') || !base::is_utf8(out)) {
    return std::nullopt;
  }
  return std::string(out);
}

}  // namespace

base::Result<Form> Form::parse(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) {
    return reject(ErrorCode::invalid_request, kClause, "form data begins with a byte order mark");
  }
  Form form;
  while (!text.empty()) {
    const auto pair = take_until(text, '&');
    if (pair.empty()) {
      continue;
    }
    if (form.entries_.size() == kMaxFormFields) {
      return reject(ErrorCode::invalid_request, kClause, "too many form fields");
    }
    auto value = pair;
    auto name = decode(take_until(value, '='));
    auto decoded = decode(value);
    if (!name || !decoded) {
      return reject(ErrorCode::invalid_request, kClause, "form data is malformed");
    }
    form.entries_.emplace_back(std::move(*name), std::move(*decoded));
  }
  return form;
}

base::Result<std::optional<std::string>> Form::get(std::string_view name) const {
  std::optional<std::string> found;
  for (const auto& [key, value] : entries_) {
    if (key != name) {
      continue;
    }
    if (found) {
      return reject(ErrorCode::invalid_request, "RFC6749-3.1",
                    std::string(name) + " is given more than once");
    }
    found = value;
  }
  return found;
}

base::Result<std::string> Form::require(std::string_view name) const {
  TRY_VAL(value, get(name));
  if (!value || value->empty()) {
    return reject(ErrorCode::invalid_request, "RFC6749-4.1.2.1", std::string(name) + " is missing");
  }
  return *std::move(value);
}

std::vector<std::string> Form::all(std::string_view name) const {
  std::vector<std::string> values;
  for (const auto& [key, value] : entries_) {
    if (key == name) {
      values.push_back(value);
    }
  }
  return values;
}

std::size_t Form::count(std::string_view name) const {
  return static_cast<std::size_t>(std::count_if(
      entries_.begin(), entries_.end(), [&](const Entry& entry) { return entry.first == name; }));
}

base::Done Form::no_duplicates() const {
  for (const auto& entry : entries_) {
    if (count(entry.first) > 1) {
      return reject(ErrorCode::invalid_request, "RFC6749-3.1",
                    "a parameter is given more than once");
    }
  }
  return {};
}

std::string with_query(std::string_view uri, std::string_view name, std::string_view value) {
  std::string out(uri);
  if (const auto mark = out.find('?'); mark == std::string::npos) {
    out.push_back('?');
  } else if (mark + 1 != out.size() && out.back() != '&') {
    out.push_back('&');
  }
  return out.append(base::percent_encode(name)).append("=").append(base::percent_encode(value));
}

}  // namespace http
