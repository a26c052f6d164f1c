// Wrong requests to the endpoints that clients ask, counted: each is an entry in the trail, which
// nobody is to fill, or a token that is not the client's, and nobody is to guess. Who is known is
// counted as the client that it is, anybody else as a network; a public client shows nothing that
// another could not show as well, and is of the latter. Nobody who asks for what is right is ever
// held up by it, since only what is wrong is counted and refused. Called by the endpoints for
// tokens, introspection and revocation.
//
//   client not authenticated     if (auto slow = wrongs.one_more({.from = shown.from})) return
//   *slow;
//                                and only then the entry in the trail
//   before a write that happens  if (auto slow = wrongs.too_many(asker)) { look first, by a read }
//   whether right or wrong       …; when it turns out wrong, wrongs.one_more(asker)
#pragma once

#include <optional>

#include "base/clock.h"
#include "identity/budget/turnstile.h"
#include "oauth/registry/client.h"
#include "oauth/wrong.h"

namespace oauth {

// Who is wrong.
struct Asker {
  std::optional<identity::budget::AddressBytes> from;
  const Client* known = nullptr;  // authenticated
};

class WrongRequests {
 public:
  struct Most {
    std::uint32_t of_network = 100;  // at once, and as many again in ten minutes
    std::uint32_t of_client = 100;
  };
  WrongRequests(const base::Clock& clock, const Most& most);

  // Counts one. What to answer if it is one too many: then nothing of it is written.
  std::optional<Wrong> one_more(const Asker& asker);
  // What one_more() would say; counts nothing.
  std::optional<Wrong> too_many(const Asker& asker) const;

 private:
  identity::budget::Turnstile networks_;
  identity::budget::Turnstile clients_;
};

}  // namespace oauth
