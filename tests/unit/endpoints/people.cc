#include "tests/unit/endpoints/people.h"

#include <string>
#include <utility>

namespace endpoints {

PeopleTest::PeopleTest(std::string issuer, CookieWords cookies)
    : issuer_(std::move(issuer)),
      cookies_(std::move(cookies)),
      front_(*Front::from({.issuer = issuer_, .healthy = [] { return true; }})),
      dispatcher_(*http::Router::from(routes(front_, assets_, rooms_)),
                  {.origins = *http::OriginRule::from({issuer_, kFrontend}),
                   .on_error =
                       [this](const http::Request& request, const base::Error& error) {
                         return error_response(front_, request, error);
                       }},
                  log_) {
  provider_.real = &federation_.factor;
}

PeopleTest::~PeopleTest() = default;

std::string PeopleTest::registered_client() {
  const auto added =
      oauth_.clients().add(act_, {.name = "Web",
                                  .redirect_uris = {"https://a.example/cb"},
                                  .scopes = {"openid"},
                                  .id_token_algorithm = crypto::SignatureAlgorithm::EdDSA});
  return added.value().client.id.text();
}

}  // namespace endpoints
