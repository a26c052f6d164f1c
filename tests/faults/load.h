// What the victim and its killer agree on: which rows there are, and what an acknowledgement is.
#pragma once

#include <cstdint>
#include <string>

#include "audit/chain.h"
#include "base/clock.h"
#include "base/ids.h"
#include "base/secret.h"
#include "identity/users/user.h"
#include "mint/one_time_store.h"
#include "redirect_sso/site.h"

namespace faults {

inline constexpr auto kPurpose = mint::Purpose::site_code;

// Written to the pipe in one piece after the store has answered, and never before.
enum class Act : std::uint8_t { put = 'p', spent = 's', left = 'l' };
struct Acknowledgement {
  std::uint64_t number = 0;
  Act act = Act::put;
};

inline base::Bytes hash_of(std::uint64_t number) {
  base::Bytes hash(32, 0xC4);
  for (std::size_t at = 0; at < 8; ++at) {
    hash[at] = static_cast<std::uint8_t>(number >> (8 * at));
  }
  return hash;
}

inline std::string bound_of(std::uint64_t number) {
  return R"({"n":)" + std::to_string(number) + "}";
}

inline audit::Event event_of(std::string type, std::uint64_t number) {
  return {.type = std::move(type), .actor = "system", .subject = "code:" + std::to_string(number)};
}

inline mint::SpendEvents spend_events(std::uint64_t number) {
  return {.fresh = event_of("code.spent", number),
          .replayed = event_of("code.replayed", number),
          .unknown = event_of("code.unknown", number)};
}

// Of the person of that number, whose one session began a visit of that number and is ended in one
// of these ways.
enum class Way : std::uint8_t { logged_out, disabled, new_password };
inline constexpr std::uint64_t kWays = 3;
inline Way way_of(std::uint64_t number) { return static_cast<Way>(number % kWays); }
inline constexpr const char* kFirstPassword = "first";
inline constexpr const char* kSecondPassword = "second";
inline const redirect_sso::SiteId kSite{base::IdBytes{7}};

inline base::IdBytes id_of(std::uint64_t number) {
  base::IdBytes id{};
  for (std::size_t at = 0; at < 8; ++at) {
    id[15 - at] = static_cast<std::uint8_t>(number >> (8 * at));
  }
  return id;
}

inline identity::users::User person_of(std::uint64_t number, base::Instant now) {
  identity::users::User user;
  user.username = "u" + std::to_string(number);
  user.sub = user.username;
  user.created_at = now;
  user.updated_at = now;
  return user;
}

inline audit::ChainKey chain_key() { return audit::ChainKey(base::Secret(base::Bytes(32, 0x17))); }

}  // namespace faults
