#include "tests/migrations/planted/planted.h"

namespace planted {
namespace {

const std::string kKey = "000102030405060708090a0b0c0d0e0f000102030405060708090a0b0c0d0e0f";

}  // namespace

Step federation() {
  return {.number = 7,
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
                   "FROM identities",
                   {kKey + "|https://a.test|s-Ω|23|google|a@b.test|9"}}}};
}

}  // namespace planted
