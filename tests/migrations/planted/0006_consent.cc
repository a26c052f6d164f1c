#include "tests/migrations/planted/planted.h"

namespace planted {
namespace {

const std::string kId = "000102030405060708090a0b0c0d0e0f";

}  // namespace

Step consent() {
  return {.number = 6,
          .plant = {"INSERT INTO consents (user_id, client, scopes, given_at) "
                    "VALUES (23, 'c', 'openid profil-Ω', 7)",
                    "INSERT INTO consent_questions (id, user_id, session_id, client, scopes, wish, "
                    "reply, expires_at) VALUES ({octets:" +
                        kId + "}, 23, {octets:" + kId + "}, 'c', 'openid', '{\"a\":1}', '', 8)"},
          .ask = {{"SELECT user_id, client, scopes, given_at FROM consents",
                   {"23|c|openid profil-Ω|7"}},
                  {"SELECT {hex:id}, user_id, {hex:session_id}, client, scopes, wish, reply, "
                   "expires_at FROM consent_questions",
                   {kId + "|23|" + kId + "|c|openid|{\"a\":1}||8"}}}};
}

}  // namespace planted
