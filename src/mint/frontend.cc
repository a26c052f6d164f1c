// What mint makes for the house's own frontend.
#include <utility>

#include "mint/agreement.h"
#include "mint/bearer.h"
#include "mint/mint.h"
#include "mint/telling.h"

namespace mint {

std::string frontend_audience(std::string_view issuer) { return std::string(issuer) + "/auth"; }

// The house is its own client and its own resource.
Mint::Bearer Mint::frontend(const LiveUser& user, const LiveSession& session,
                            const LiveFamily& family) const {
  return {.name = name_of_user(user.id),
          .sub = user.sub,
          .client_id = options_.issuer,
          .audience = {frontend_audience(options_.issuer)},
          .session = &session,
          .family = &family};
}

base::Result<std::vector<Token>> Mint::tokens(const FrontendWarrant& warrant,
                                              std::span<const TokenOrder> orders,
                                              const Occasion& occasion) {
  TRY(check_agreement(warrant));
  return issue(frontend(warrant.user.fact(), warrant.session.fact(), warrant.family.fact()), orders,
               occasion);
}

base::Result<std::vector<Token>> Mint::tokens(const FrontendRefreshWarrant& warrant,
                                              std::span<const TokenOrder> orders,
                                              const Occasion& occasion) {
  TRY(check_agreement(warrant));
  return issue(frontend(warrant.user.fact(), warrant.family->login, warrant.family.fact()), orders,
               occasion);
}

}  // namespace mint
