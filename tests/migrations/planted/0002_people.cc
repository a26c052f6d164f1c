#include "tests/migrations/planted/planted.h"

namespace planted {
namespace {

const std::string kKey(64, 'c');
const std::string kCookie(64, 'd');

}  // namespace

Step people() {
  return {
      .number = 2,
      .plant =
          {"INSERT INTO users (sub, version, status, username, username_key, name, email, "
           "email_key, email_verified_at, no_hp, phone_key, phone_verified_at, nip, email_pp, "
           "kd_satker, nama_satker, role, claims, attributes, created_at, updated_at, "
           "last_login_at) VALUES ('s-1', 4, 'active', 'Ani', 'ani', 'Ani Ω', 'a@example.id', "
           "'a@example.id', 5, '0812', '+62812', NULL, '19', '[]', '01', 'Satker', 'staf', '{}', "
           "'{\"a\":1}', 1, 2, 3)",
           "INSERT INTO grants (user_id, name, granted_at) VALUES (1, 'administrator', 6)",
           "INSERT INTO attribute_definitions (name, type, seen_by, edited_by) VALUES ('a', "
           "'integer', 'self', 'administrator')",
           "INSERT INTO passwords (user_id, hash, set_at) VALUES (1, '$argon2id$x', 7)",
           "INSERT INTO attempts (key, attempts, counted_at, open_at, forgotten_at) VALUES "
           "({octets:" +
               kKey + "}, 1, 2, 3, 4)",
           "INSERT INTO logins (id, version, cookie_hash, earlier_hash, state, user_id, body, "
           "begun_at, expires_at) VALUES ({octets:000102030405060708090a0b0c0d0e0f}, 2, {octets:" +
               kCookie + "}, {octets:}, 'open', NULL, '{}', 1, 2)",
           "INSERT INTO sessions (id, hash, user_id, level, authenticated_at, idle_until, "
           "absolute_until, gone_at, factors, remembered, opened_at, seen_at, agent, address) "
           "VALUES ({octets:f00102030405060708090a0b0c0d0e0f}, {octets:" +
               kKey + "}, 1, 'one_factor', 1, 2, 3, 2, '[\"password\"]', 1, 8, 9, 'Ω', '::1')"},
      .ask = {{"SELECT id, sub, version, status, username, username_key, name, email, email_key, "
               "email_verified_at, no_hp, phone_key, phone_verified_at, nip, email_pp, kd_satker, "
               "nama_satker, role, claims, attributes, created_at, updated_at, last_login_at "
               "FROM users WHERE id = 1",
               {"1|s-1|4|active|Ani|ani|Ani Ω|a@example.id|a@example.id|5|0812|+62812||19|[]|01|"
                "Satker|staf|{}|{\"a\":1}|1|2|3"}},
              {"SELECT user_id, name, granted_at FROM grants", {"1|administrator|6"}},
              {"SELECT name, type, seen_by, edited_by FROM attribute_definitions",
               {"a|integer|self|administrator"}},
              {"SELECT user_id, hash, set_at FROM passwords", {"1|$argon2id$x|7"}},
              {"SELECT {hex:key}, attempts, counted_at, open_at, forgotten_at FROM attempts",
               {kKey + "|1|2|3|4"}},
              {"SELECT {hex:id}, version, {hex:cookie_hash}, {hex:earlier_hash}, state, user_id, "
               "body, begun_at, expires_at FROM logins",
               {"000102030405060708090a0b0c0d0e0f|2|" + kCookie + "||open||{}|1|2"}},
              // Of a session that came before these columns, nothing is made up.
              {"SELECT user_id, factors, remembered, opened_at, seen_at, agent, address "
               "FROM sessions ORDER BY user_id",
               {"1|[\"password\"]|1|8|9|Ω|::1", "23|[]|0|0|0||"}}}};
}

}  // namespace planted
