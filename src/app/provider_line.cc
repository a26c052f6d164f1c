#include "app/provider_line.h"

#include <utility>

#include "http/origin.h"

namespace app {
namespace {

// "https://a.test:8443/x" as "a.test:8443"
std::string authority_of(std::string_view url) {
  const auto scheme = url.find("://");
  if (scheme == std::string_view::npos) {
    return {};
  }
  url.remove_prefix(scheme + 3);
  return std::string(url.substr(0, url.find_first_of("/?#")));
}

}  // namespace

base::Result<federation::Reply> ProviderLine::ask(const federation::Question& question) {
  http::outbound::Request request{.url = question.url, .headers = question.headers};
  // Where the operator did not write it, the provider chose it, and may be who waits (SF3).
  request.watched = http::origin_of(question.url) != http::origin_of(question.configured_url);
  if (!question.form.empty()) {
    request.body =
        http::outbound::Body{.type = "application/x-www-form-urlencoded", .octets = question.form};
  }
  if (development_) {
    request.named.push_back(authority_of(question.configured_url));
  }
  auto answer = client_.send(request);
  if (!answer) {
    return base::reject(base::ErrorCode::unavailable, answer.error().clause,
                        "the provider cannot be reached: " +
                            std::string(http::outbound::to_string(answer.error().why)),
                        answer.error().detail);
  }
  return federation::Reply{.status = answer->status, .body = std::move(answer->body)};
}

base::Done ProviderAddresses::check(const std::string& configured_url) const {
  http::outbound::NamedHosts named = named_;
  if (development_) {
    if (auto host = http::outbound::NamedHost::parse(authority_of(configured_url))) {
      named.push_back(*std::move(host));
    }
  }
  if (const auto target = http::outbound::read_target(configured_url, named, own_host_); !target) {
    return base::reject(base::ErrorCode::invalid_request, target.error().clause,
                        target.error().detail);
  }
  return {};
}

}  // namespace app
