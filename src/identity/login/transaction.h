// One login under way: a row that every node sees, so that it outlives a reload, the back button, a
// second tab and a restart. The browser holds its id, which a page may show, and a cookie of its
// own, which changes with every proof: whoever planted or saw an earlier value has nothing (AZ14).
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "audit/event.h"
#include "base/bytes.h"
#include "base/clock.h"
#include "base/ids.h"
#include "base/result.h"
#include "identity/login/wish.h"
#include "mint/session_store.h"

namespace identity::login {

struct TransactionTag;
using TransactionId = base::Id<TransactionTag>;

struct Proof {
  std::string factor;
  base::Instant at;
  bool carried = false;  // given for the session that the login began with, and worth what it is
  std::string by;        // as Passed has it
  bool operator==(const Proof&) const = default;
};

enum class State { open, finished };

// How long a row stays when its time is up, so that who comes back is told so and can begin again.
// No longer, since anybody can have one made: what is kept for a day fills a disk by itself.
inline constexpr std::chrono::hours kKeptAfter{1};

struct Transaction {
  TransactionId id;
  std::int64_t version = 0;  // one more with every step: no step is taken twice
  base::Bytes cookie_hash;   // SHA-256 of the cookie's value
  base::Bytes earlier_hash;  // of the value before, which may only begin again; or empty
  State state = State::open;
  Wish wish;
  // Whose proofs these are; before there are any, who the session of this browser says it is.
  std::optional<users::UserId> person;
  std::vector<Proof> proofs;
  bool chosen = false;                     // the person has said which account
  bool remember = false;                   // this browser, when it is done
  std::optional<mint::SessionId> session;  // that it began with
  base::Instant begun_at;
  base::Instant expires_at;
};

// What changes and what is wished, as the store keeps it in one column.
std::string body_of(const Transaction& transaction);
base::Done read_body(Transaction& transaction, const std::string& body);

}  // namespace identity::login
