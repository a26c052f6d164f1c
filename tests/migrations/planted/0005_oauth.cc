#include "tests/migrations/planted/planted.h"

namespace planted {
namespace {

const std::string kId = "000102030405060708090a0b0c0d0e0f";
const std::string kSeed = kId + kId;

}  // namespace

Step oauth() {
  return {
      .number = 5,
      .plant = {"INSERT INTO clients (id, version, name, profile, body, enabled, secrets, "
                "created_at, updated_at) VALUES ({octets:" +
                    kId + "}, 2, 'Klien Ω', 'sso', '{\"a\":1}', 1, '{\"list\":[]}', 5, 6)",
                "INSERT INTO families (id, holder, user_id, session_id, outlives_session, "
                "generation, seed, body, opened_at, turned_at, idle_until, absolute_until, "
                "gone_at, ended_at) VALUES ({octets:" +
                    kId + "}, 'c', 23, {octets:" + kId + "}, 1, 3, {octets:" + kSeed +
                    "}, '{}', 1, 2, 3, 4, 3, NULL)"},
      .ask = {{"SELECT {hex:id}, version, name, profile, body, enabled, secrets, created_at, "
               "updated_at FROM clients",
               {kId + "|2|Klien Ω|sso|{\"a\":1}|1|{\"list\":[]}|5|6"}},
              {"SELECT {hex:id}, holder, user_id, {hex:session_id}, outlives_session, generation, "
               "{hex:seed}, body, opened_at, turned_at, idle_until, absolute_until, gone_at "
               "FROM families WHERE ended_at IS NULL",
               {kId + "|c|23|" + kId + "|1|3|" + kSeed + "|{}|1|2|3|4|3"}}}};
}

}  // namespace planted
