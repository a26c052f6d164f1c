#include "oauth/revocation/revocation.h"

#include <utility>

#include "oauth/client_auth/asking_client.h"

namespace oauth {

base::Result<std::optional<Wrong>> Revocation::ask(const identity::Act& nobody, const Shown& shown,
                                                   const Parameters& form) {
  TRY_VAL(asking, asking_client({parts_.clients, parts_.wrongs, parts_.trail, "RFC7009-2.1"},
                                nobody, shown, form));
  if (auto* wrong = std::get_if<Wrong>(&asking)) {
    return std::optional(std::move(*wrong));
  }
  const Client& client = *std::get<FoundClient>(asking);
  identity::Act act = nobody;
  act.actor = subject_of(client.id);
  // Somebody else's is to them a token that never was, which tells them nothing; nor are tokens to
  // be guessed here.
  const auto not_theirs = [&] {
    return parts_.wrongs.one_more({.from = shown.from, .known = &client});
  };
  const auto end = [&](const families::Family& family) -> base::Result<std::optional<Wrong>> {
    if (family.holder != client.id.text()) {
      return not_theirs();
    }
    TRY(parts_.families.end(family, event_of(act, "family.ended", families::subject_of(family.id),
                                             audit::Outcome::allowed, "revoked by its client")));
    return std::optional<Wrong>();
  };
  // Whichever of its refresh tokens it is, and whatever token_type_hint says (section 2.1).
  const std::string_view text = *form.get("token");
  TRY_VAL(known, parts_.families.look(text));
  if (known) {
    return end(known->family());
  }
  TRY_VAL(found, parts_.bearers.token(text));
  if (const auto* refused = std::get_if<resource::Refused>(&found)) {
    return refused->client == client.id.text() ? std::optional<Wrong>() : not_theirs();
  }
  const auto& token = *std::get<resource::Known>(found);
  if (token.client.id != client.id) {
    return not_theirs();
  }
  if (!token.family) {
    return std::optional(Wrong{"unsupported_token_type", "RFC7009-2.2.1",
                               "a token that a client has for itself ends by its time alone"});
  }
  // As it is now: of whom has been erased since it was remembered there is nothing to write.
  TRY_VAL(now, parts_.families.find(token.family->id));
  return now ? end(now->family) : std::optional<Wrong>();
}

}  // namespace oauth
