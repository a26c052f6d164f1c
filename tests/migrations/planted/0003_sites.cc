#include "tests/migrations/planted/planted.h"

namespace planted {
namespace {

const std::string kId = "000102030405060708090a0b0c0d0e0f";

}  // namespace

Step sites() {
  return {.number = 3,
          .plant = {"INSERT INTO sites (id, version, name, redirect_urls, logout_url, "
                    "needs_secret, allows_administrators, enabled, secrets, created_at, "
                    "updated_at) VALUES ({octets:" +
                        kId +
                        "}, 4, 'Travelin Ω', '{\"list\":[\"https://a.example/cb\"]}', '', 1, 0, 1, "
                        "'{\"list\":[]}', 5, 1700000000000000)",
                    "INSERT INTO site_urls (url, site_id) VALUES ('https://a.example/cb', "
                    "{octets:" +
                        kId + "})"},
          .ask = {{"SELECT {hex:id}, version, name, redirect_urls, logout_url, needs_secret, "
                   "allows_administrators, enabled, secrets, created_at, updated_at FROM sites "
                   "WHERE version = 4",
                   {kId + "|4|Travelin Ω|{\"list\":[\"https://a.example/cb\"]}||1|0|1|"
                          "{\"list\":[]}|5|1700000000000000"}},
                  {"SELECT url, {hex:site_id} FROM site_urls", {"https://a.example/cb|" + kId}}}};
}

}  // namespace planted
