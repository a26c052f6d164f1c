#include "tests/migrations/planted/planted.h"

namespace planted {
namespace {

const std::string kId = "0f0102030405060708090a0b0c0d0e0f";
const std::string kSeed = kId + kId;

}  // namespace

Step hearsay_and_reuse() {
  return {.number = 9,
          .plant = {"INSERT INTO families (id, holder, user_id, session_id, outlives_session, "
                    "generation, seed, body, opened_at, turned_at, idle_until, absolute_until, "
                    "gone_at, ended_at, reused) VALUES ({octets:" +
                    kId + "}, 'r', 23, {octets:" + kId + "}, 1, 3, {octets:" + kSeed +
                    "}, '{}', 1, 2, 3, 4, 3, 3, 1)"},
          // Of what ended before, it is not said; and whoever came by a provider is found by no
          // address that nobody has verified.
          .ask = {{"SELECT holder, reused FROM families ORDER BY holder", {"c|0", "r|1"}},
                  {"SELECT username, email, email_key FROM users ORDER BY id",
                   {"Ani|a@example.id|a@example.id", "claims|c@example.id|",
                    "verified|v@example.id|v@example.id"}}}};
}

}  // namespace planted
