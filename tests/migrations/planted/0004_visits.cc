#include "tests/migrations/planted/planted.h"

namespace planted {
namespace {

const std::string kId = "040102030405060708090a0b0c0d0e0f";
const std::string kEnded = "050102030405060708090a0b0c0d0e0f";
const std::string kSession = "000102030405060708090a0b0c0d0e0f";
const std::string kMark(64, 'e');

}  // namespace

Step visits() {
  return {.number = 4,
          .plant = {"INSERT INTO visits (id, kind, holder, session_id, user_id, mark, begun_at, "
                    "forget_at) VALUES ({octets:" +
                        kId + "}, 'site', '01j', {octets:" + kSession + "}, 23, {octets:" + kMark +
                        "}, 5, 6)",
                    "INSERT INTO visits (id, kind, holder, session_id, user_id, mark, begun_at, "
                    "forget_at, ended_at, due_at, tries, failure) VALUES ({octets:" +
                        kEnded + "}, 'site', '01j', {octets:" + kSession +
                        "}, 23, {octets:" + kMark + "}, 5, 6, 7, 1700000000000000, 2, 'Ω')"},
          .ask = {{"SELECT {hex:id}, kind, holder, {hex:session_id}, user_id, {hex:mark}, "
                   "begun_at, forget_at, ended_at, due_at, tries, failure FROM visits ORDER BY id",
                   {kId + "|site|01j|" + kSession + "|23|" + kMark + "|5|6|||0|",
                    kEnded + "|site|01j|" + kSession + "|23|" + kMark +
                        "|5|6|7|1700000000000000|2|Ω"}}}};
}

}  // namespace planted
