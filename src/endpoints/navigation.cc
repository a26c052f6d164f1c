#include "endpoints/navigation.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "http/ascii.h"

namespace endpoints {
namespace {

using http::Request;
using http::Response;

bool says(const Request& request, std::string_view header, std::string_view word) {
  std::string_view rest = request.header(header).value_or("");
  while (!rest.empty()) {
    const auto element = http::take_until(rest, ',');
    if (http::iequals(http::trim(element.substr(0, element.find(';'))), word)) {
      return true;
    }
  }
  return false;
}

}  // namespace

bool is_no_navigation(const Request& request) {
  constexpr std::array<std::string_view, 4> kPurposes = {"Sec-Purpose", "Purpose", "X-Purpose",
                                                         "X-Moz"};
  constexpr std::array<std::string_view, 3> kAhead = {"prefetch", "prerender", "preview"};
  if (request.method == http::Method::head) {
    return true;
  }
  for (const auto header : kPurposes) {
    for (const auto word : kAhead) {
      if (says(request, header, word)) {
        return true;
      }
    }
  }
  // A frame navigates too, and one of a sibling's page carries the cookie; nobody reads it.
  constexpr std::array<std::string_view, 5> kFrames = {"iframe", "frame", "embed", "object",
                                                       "fencedframe"};
  const auto mode = request.header("Sec-Fetch-Mode");
  const auto dest = request.header("Sec-Fetch-Dest");
  return (mode && *mode != "navigate") ||
         (dest && std::ranges::find(kFrames, *dest) != kFrames.end());
}

Response nothing_yet() {
  Response response(204);
  response.header("Vary", "Sec-Purpose, Purpose, X-Purpose, X-Moz, Sec-Fetch-Mode, Sec-Fetch-Dest");
  return response;
}

}  // namespace endpoints
