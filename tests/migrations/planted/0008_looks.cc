#include "tests/migrations/planted/planted.h"

namespace planted {

Step looks() {
  return {
      .number = 8,
      .plant = {"INSERT INTO sites (id, version, name, redirect_urls, logout_url, "
                "needs_secret, allows_administrators, enabled, secrets, created_at, "
                "updated_at, logo_url, look) VALUES "
                "({octets:f00102030405060708090a0b0c0d0e0f}, 1, 'Elok', "
                "'{\"list\":[]}', '', 1, 0, 1, '{\"list\":[]}', 5, 6, "
                "'https://a.example/logo.svg', '{\"login_text_id\":\"Ω\"}')"},
      // Whoever was there before looks like the house.
      .ask = {{"SELECT name, logo_url, look FROM sites ORDER BY created_at, updated_at",
               {"Elok|https://a.example/logo.svg|{\"login_text_id\":\"Ω\"}", "Travelin Ω||{}"}}}};
}

}  // namespace planted
