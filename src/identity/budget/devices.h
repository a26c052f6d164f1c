// Browsers that have logged in before (LG4). A browser keeps a cookie with a token for each of the
// last few people who logged in with it. A token says who neither in itself nor to whoever steals
// it without the key; it is good for one person, opens nothing, and only lets its holder be counted
// apart from strangers.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/clock.h"
#include "base/random.h"
#include "crypto/digest.h"
#include "identity/users/user.h"

namespace identity::budget {

class Devices {
 public:
  static constexpr std::size_t kMostPeople = 5;

  Devices(const crypto::MacKey& key, base::Random& random, base::Duration life)
      : key_(key), random_(random), life_(life) {}

  // The device's id, when the cookie knows that person; nothing for a token that is forged, someone
  // else's or too old.
  std::optional<base::Bytes> known(std::string_view cookie, users::UserId id,
                                   base::Instant now) const;

  // The cookie's new value after that person has logged in.
  std::string remember(std::string_view cookie, users::UserId id, base::Instant now) const;

  base::Duration life() const { return life_; }

 private:
  base::Bytes tag(users::UserId id, base::BytesView head) const;

  const crypto::MacKey& key_;
  base::Random& random_;
  base::Duration life_;
};

}  // namespace identity::budget
