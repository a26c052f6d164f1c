// A family: all the tokens that came of one authorization. It is one row, whose generation counts
// the refresh tokens that followed one another (RFC 9700 section 4.14.2, TK4 to TK7); when it ends,
// all that came of it is dead. Kept by the rooms of OAuth and by that of the house's own frontend.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/clock.h"
#include "base/ids.h"
#include "mint/gates.h"
#include "mint/session_store.h"

namespace families {

using mint::FamilyId;

struct Family {
  FamilyId id;
  std::string holder;  // the client, or the house (mint::kHouse)
  std::int64_t user_id = 0;
  mint::SessionId session;
  bool outlives_session = false;  // offline_access
  std::int64_t generation = 0;    // of the newest refresh token; 0: none was given
  base::Bytes seed;               // random; with the server's own key it makes the refresh tokens
  std::string body;               // of the room that opened it
  base::Instant opened_at;
  base::Instant turned_at;  // when the newest refresh token was given
  base::Instant idle_until;
  base::Instant absolute_until;
  std::optional<base::Instant> ended_at;
  bool reused = false;  // it ended because a token of it was used twice
  bool operator==(const Family&) const = default;

  // The earliest of its limits, or when it was ended.
  base::Instant gone_at() const;
};

// Given after that moment, tokens are within the grace, and who asks again is given the same.
// Without a grace none are, though a clock or a hurried caller be behind who gave them.
base::Instant fresh_since(base::Instant now, base::Duration grace);

// In the trail.
std::string subject_of(const FamilyId& id);
// A step: by far the most of what is entered, and left out of the trail's index by subject
// (storage/sql/trail.cc).
inline constexpr std::string_view kRefreshed = "family.refreshed";

}  // namespace families
