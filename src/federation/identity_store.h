// The port for the accounts that people have at providers. Each writing operation is one
// transaction with its entries in the trail.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "audit/event.h"
#include "base/bytes.h"
#include "base/result.h"
#include "federation/identity.h"
#include "federation/open_issuers.h"
#include "identity/sessions/ending.h"
#include "identity/users/user_store.h"

namespace federation {

struct Unlinked {};
struct NotTheirs {};
// Neither a password nor another account that lets them in would be left.
struct LastWayIn {};
using UnlinkOutcome = std::variant<Unlinked, NotTheirs, LastWayIn>;

struct Unlinking {
  UserId user;
  base::Bytes key;
  base::Instant linked_at;
  OpenIssuers open;
  audit::Event event;
  audit::Event address_dropped;
  identity::sessions::Ending ending;
};

// It was linked to somebody meanwhile.
struct LinkedAlready {};
using SignedUp = std::variant<identity::users::User, identity::users::Taken, LinkedAlready>;

class IdentityStore {
 public:
  virtual ~IdentityStore() = default;
  // Of an erased person too, with empty texts: the account stays theirs.
  virtual base::Result<std::optional<Identity>> find(base::BytesView key) = 0;
  // The first that was linked comes first.
  virtual base::Result<std::vector<Identity>> of(UserId user) = 0;

  // Person and account at once, or neither. `identity.user` is given by the store, and both events'
  // subjects.
  virtual base::Result<SignedUp> sign_up(const identity::users::User& user,
                                         const identity::users::Keys& keys,
                                         const Identity& identity, const audit::Event& added,
                                         const audit::Event& linked) = 0;
  // False when somebody has it, be it the same person; and for who is nobody.
  virtual base::Result<bool> link(const Identity& identity, const audit::Event& event) = 0;
  // Ends the person's sessions in the same transaction: whoever came by that account is out. An
  // address that is hearsay goes with the account that made the person.
  virtual base::Result<UnlinkOutcome> unlink(const Unlinking& unlinking) = 0;
  // Who has an account of that issuer: so many of them, from the id behind `after` on.
  virtual base::Result<std::vector<UserId>> people_of(const std::string& issuer, UserId after,
                                                      std::size_t most) = 0;
  // How many people have an account of that issuer.
  virtual base::Result<std::int64_t> count_of(const std::string& issuer) = 0;
};

}  // namespace federation
