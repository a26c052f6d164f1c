#include "endpoints/front.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

#include "base/bytes.h"
#include "crypto/digest.h"
#include "http/ascii.h"
#include "http/cookies.h"
#include "http/negotiate.h"

namespace endpoints {
namespace {

constexpr std::string_view kParameter = "lang";
constexpr std::string_view kCookie = "gapura_lang";
// A query that is longer is left out of the link; the page is the same.
constexpr std::size_t kMaxQuery = 2048;
constexpr std::size_t kPathOctets = 8;

std::optional<std::string_view> known(std::string_view text) {
  const auto languages = web::languages();
  // Tags are the same in any case of letters (RFC 5646 section 2.1.1).
  const auto found = std::find_if(languages.begin(), languages.end(),
                                  [&](std::string_view one) { return http::iequals(one, text); });
  return found == languages.end() ? std::nullopt : std::optional(*found);
}

std::string_view other_than(std::string_view language) {
  const auto languages = web::languages();
  return *std::find_if(languages.begin(), languages.end(),
                       [&](std::string_view one) { return one != language; });
}

// The query with `lang` replaced. It is relative, so that it leads nowhere but to this page.
std::string with_language(std::string_view query, std::string_view language) {
  std::string out = "?";
  if (query.size() > kMaxQuery) {
    query = {};
  }
  while (!query.empty()) {
    const auto field = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(field.size() + 1, query.size()));
    if (!field.empty() && field.substr(0, field.find('=')) != kParameter) {
      out.append(field).append("&");
    }
  }
  return out.append(kParameter).append("=").append(language);
}

std::optional<Front::Sheet> sheet_of(const std::optional<web::Accent>& accent) {
  if (!accent) {
    return std::nullopt;
  }
  auto text = web::stylesheet(*accent);
  const auto hash = crypto::sha256(base::bytes_of(text));
  return Front::Sheet{
      .path = "/assets/brand." + base::to_hex(base::BytesView(hash).first(kPathOctets)) + ".css",
      .text = std::move(text)};
}

}  // namespace

base::Result<Front> Front::from(Options options) {
  auto sheet = sheet_of(options.accent);
  if (sheet) {
    TRY_VAL(colours, web::Url::from(sheet->path));
    options.brand.colours = std::move(colours);
  }
  TRY_VAL(pages, web::Pages::from(options.brand));
  return Front(std::move(options), std::move(sheet), std::move(pages));
}

Front::Front(Options options, std::optional<Sheet> sheet, web::Pages pages)
    : options_(std::move(options)), sheet_(std::move(sheet)), pages_(std::move(pages)) {}

std::optional<std::string_view> Front::asked_language(const http::Request& request) const {
  const auto form = request.query_form();
  if (!form) {
    return std::nullopt;
  }
  const auto value = form->get(kParameter);
  return value && *value ? known(**value) : std::nullopt;
}

std::string_view Front::language(const http::Request& request, std::string_view suggested) const {
  if (const auto asked = asked_language(request)) {
    return *asked;
  }
  const auto cookie = request.cookies().get(kCookie);
  if (const auto kept = cookie ? known(*cookie) : std::nullopt) {
    return *kept;
  }
  while (!suggested.empty()) {
    const auto tag = http::take_until(suggested, ' ');
    if (const auto first = known(tag.substr(0, tag.find('-')))) {
      return *first;
    }
  }
  return accepted_language(request);
}

std::string_view Front::accepted_language(const http::Request& request) const {
  const auto first = known(options_.default_language).value_or(web::languages().front());
  const std::array offered = {first, other_than(first)};
  return http::negotiate_language(request.header("Accept-Language").value_or(""), offered);
}

web::View Front::view(const http::Request& request, std::string_view suggested) const {
  web::View view{.language = language(request, suggested)};
  const bool repeatable =
      request.method == http::Method::get || request.method == http::Method::head;
  if (repeatable) {
    auto url = web::Url::from(with_language(request.query, other_than(view.language)));
    if (url) {
      view.other_language = *std::move(url);
    }
  }
  return view;
}

http::Response Front::page(const http::Request& request, int status, std::string html,
                           http::PagePolicy policy) const {
  for (auto& origin : web::picture_origins(options_.brand, std::nullopt)) {
    policy.picture_origins.push_back(std::move(origin));
  }
  auto response = http::Response::html(status, std::move(html), policy);
  if (const auto asked = asked_language(request)) {
    response.cookie({.name = std::string(kCookie),
                     .value = std::string(*asked),
                     .secure = secure(),
                     .max_age = std::chrono::days(365)});
  }
  return response;
}

}  // namespace endpoints
