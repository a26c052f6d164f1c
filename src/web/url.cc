#include "web/url.h"

#include <algorithm>

namespace web {
namespace {

// RFC 3986, appendix A: everything else is percent-encoded in a URL.
bool is_url_character(char c) {
  constexpr std::string_view kMarks = "-._~:/?#[]@!$&'()*+,;=%";
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         kMarks.contains(c);
}

bool is_absolute(std::string_view text) {
  for (const std::string_view scheme : {"https://", "http://"}) {
    if (text.starts_with(scheme)) {
      text.remove_prefix(scheme.size());
      // A user part makes people read another host than the browser does.
      const auto authority = text.substr(0, text.find_first_of("/?#"));
      return !authority.empty() && !authority.contains('@');
    }
  }
  return false;
}

}  // namespace

base::Result<Url> Url::from(std::string_view text) {
  const bool ours = (text.starts_with('/') && !text.starts_with("//")) || text.starts_with('?');
  if (!std::all_of(text.begin(), text.end(), is_url_character) || !(ours || is_absolute(text))) {
    return base::reject(base::ErrorCode::invalid_request, "RFC3986-3",
                        "neither a path nor an http or https URL");
  }
  return Url(std::string(text));
}

base::Result<Url> Url::to_app(std::string_view text) {
  const auto scheme = text.substr(0, text.find(':'));
  const auto rest = text.substr(scheme.size());
  const bool reversed =
      scheme.contains('.') && scheme.front() >= 'a' && scheme.front() <= 'z' &&
      std::ranges::all_of(scheme, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-';
      });
  if (!reversed || !std::ranges::all_of(text, is_url_character) || !rest.starts_with(":/") ||
      rest.starts_with("://")) {
    return base::reject(base::ErrorCode::invalid_request, "RFC8252-7.1",
                        "no address of an app in reverse-domain form");
  }
  return Url(std::string(text));
}

}  // namespace web
