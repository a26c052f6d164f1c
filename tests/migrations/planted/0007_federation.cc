#include <utility>

#include "base/bytes.h"
#include "tests/migrations/planted/planted.h"

namespace planted {
namespace {

const std::string kKey = "000102030405060708090a0b0c0d0e0f000102030405060708090a0b0c0d0e0f";

// Whom an account at a provider has made, and that account.
std::vector<std::string> who_came(const std::string& username, const std::string& verified_at) {
  const std::string email = username.substr(0, 1) + "@example.id";
  return {
      "INSERT INTO users (sub, version, status, username, username_key, name, email, email_key, "
      "email_verified_at, no_hp, nip, email_pp, kd_satker, nama_satker, role, claims, "
      "attributes, created_at, updated_at) VALUES ('sub-" +
          username + "', 1, 'active', '" + username + "', '" + username + "', '', '" + email +
          "', '" + email + "', " + verified_at + ", '', '', '[]', '', '', '', '{}', '{}', 9, 9)",
      "INSERT INTO identities (key, issuer, subject, user_id, provider, label, linked_at) "
      "SELECT {octets:" +
          std::string(62, '0') + base::to_hex(base::bytes_of(username.substr(0, 1))) +
          "}, 'https://b.test', username, id, 'b', '', 9 FROM users WHERE username = '" + username +
          "'"};
}

}  // namespace

Step federation() {
  Step step{.number = 7,
            .plant = {"INSERT INTO providers (name, version, position, enabled, body, sealed, "
                      "created_at, updated_at) VALUES ('google', 2, 3, 1, '{\"title\":\"Ω\"}', "
                      "{octets:0aff}, 7, 8)",
                      "INSERT INTO identities (key, issuer, subject, user_id, provider, label, "
                      "linked_at) VALUES ({octets:" +
                          kKey + "}, 'https://a.test', 's-Ω', 23, 'google', 'a@b.test', 9)"},
            .ask = {{"SELECT name, version, position, enabled, body, {hex:sealed}, created_at, "
                     "updated_at FROM providers",
                     {"google|2|3|1|{\"title\":\"Ω\"}|0aff|7|8"}},
                    {"SELECT {hex:key}, issuer, subject, user_id, provider, label, linked_at "
                     "FROM identities WHERE provider = 'google'",
                     {kKey + "|https://a.test|s-Ω|23|google|a@b.test|9"}}}};
  for (const auto& [username, verified_at] :
       {std::pair("claims", "NULL"), std::pair("verified", "9")}) {
    for (auto& statement : who_came(username, verified_at)) {
      step.plant.push_back(std::move(statement));
    }
  }
  return step;
}

}  // namespace planted
