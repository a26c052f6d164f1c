// What a browser takes to a provider, and what it may do with whom it came back as.
#include <utility>

#include "mint/agreement.h"
#include "mint/mint.h"

namespace mint {

base::Result<Voucher> Mint::state(const DepartureWarrant& warrant, Journey journey,
                                  const Occasion& occasion) {
  return issue_voucher(Purpose::upstream_state,
                       {.user_id = journey.user_id,
                        .session = std::move(journey.session),
                        .holder = warrant.provider->name,
                        .redirect = std::move(journey.redirect),
                        .extra = std::move(journey.extra)},
                       kJourneyLife, occasion);
}

base::Result<Voucher> Mint::link_proof(const LinkWarrant& warrant, base::json::object extra,
                                       const Occasion& occasion) {
  TRY(check_agreement(warrant));
  extra["issuer"] = warrant.arrival->issuer;
  extra["subject"] = warrant.arrival->subject;
  return issue_voucher(Purpose::link_proof,
                       {.user_id = warrant.user->id,
                        .session = warrant.session->id.text(),
                        .holder = warrant.arrival->provider,
                        .extra = std::move(extra)},
                       kJourneyLife, occasion);
}

}  // namespace mint
