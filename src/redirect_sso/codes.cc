#include "redirect_sso/codes.h"

#include <utility>

namespace redirect_sso {

base::Result<Issued> Codes::issue(const identity::Act& act, std::string_view url,
                                  const identity::SessionGate::Entered& session,
                                  const mint::FactorProof& factors) {
  const auto denied = [&](std::string_view subject, std::string_view reason) {
    return parts_.trail.append(
        event_of(act, "site_code.denied", subject, audit::Outcome::denied, reason));
  };
  TRY_VAL(answer, parts_.sites.admit(url, session.user()));
  if (auto* unknown = std::get_if<SiteGate::Unknown>(&answer)) {
    return std::move(*unknown);
  }
  if (auto* disabled = std::get_if<SiteGate::Disabled>(&answer)) {
    TRY(denied(subject_of(disabled->site->id), "disabled"));
    return std::move(*disabled);
  }
  if (auto* refused = std::get_if<SiteGate::NotForAdministrators>(&answer)) {
    TRY(denied(subject_of(refused->site->id), "administrator"));
    return std::move(*refused);
  }
  TRY_VAL(code,
          parts_.mint.code(
              mint::SiteWarrant{.user = session.user(),
                                .session = session.proof(),
                                .factors = factors,
                                .site = std::get<mint::SiteProof>(answer)},
              {}, {.actor = act.actor, .address = act.address, .request_id = act.request_id}));
  return SentOn{base::Secret(with_code(url, code.value.reveal_text()))};
}

}  // namespace redirect_sso
