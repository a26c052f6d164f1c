#include "tests/migrations/planted/planted.h"

namespace planted {
namespace {

const std::string kHash(64, 'a');
const std::string kOther(64, 'b');

}  // namespace

Step foundation() {
  return {
      .number = 1,
      .plant =
          {("INSERT INTO signing_keys (kid, algorithm, generation, public_jwk, sealed_private, "
            "created_at, sign_from, sign_until, remove_at) VALUES ('kid-1', 'ES256', 1, '{}', "
            "{octets:00ff}, 1, 2, 3, 1700000000000000)"),
           "INSERT INTO one_time (hash, purpose, bound, issued_at, expires_at) VALUES ({octets:" +
               kHash + "}, 'site_code', '{\"site\":\"Ω\"}', 1, 2)",
           "INSERT INTO one_time (hash, purpose, bound, issued_at, expires_at, spent_at) VALUES "
           "({octets:" +
               kHash + "}, 'setup_link', '{}', 1, 9, 5)",
           "INSERT INTO sessions (id, hash, user_id, level, authenticated_at, idle_until, "
           "absolute_until, gone_at) VALUES ({octets:000102030405060708090a0b0c0d0e0f}, {octets:" +
               kOther + "}, 23, 'password', 1, 2, 3, 2)",
           "INSERT INTO audit (chain, sequence, time, type, outcome, actor, subject, address, "
           "request_id, reason, details, previous, hash) VALUES ('node-a', 1, 7, 'key.created', "
           "'allowed', 'system', 'key:1', '', 'r', '', '', {octets:}, {octets:" +
               kHash + "})"},
      .ask = {{"SELECT kid, algorithm, generation, public_jwk, {hex:sealed_private}, created_at, "
               "sign_from, sign_until, remove_at FROM signing_keys",
               {"kid-1|ES256|1|{}|00ff|1|2|3|1700000000000000"}},
              {"SELECT {hex:hash}, purpose, bound, issued_at, expires_at, spent_at FROM one_time "
               "ORDER BY purpose",
               {kHash + "|setup_link|{}|1|9|5", kHash + "|site_code|{\"site\":\"Ω\"}|1|2|"}},
              {"SELECT {hex:id}, {hex:hash}, user_id, level, authenticated_at, idle_until, "
               "absolute_until, gone_at, ended_at FROM sessions WHERE user_id = 23",
               {"000102030405060708090a0b0c0d0e0f|" + kOther + "|23|password|1|2|3|2|"}},
              {"SELECT chain, sequence, time, type, outcome, actor, subject, address, request_id, "
               "reason, details, {hex:previous}, {hex:hash} FROM audit",
               {"node-a|1|7|key.created|allowed|system|key:1||r||||" + kHash}}}};
}

}  // namespace planted
