#include "endpoints/doors.h"

#include <algorithm>
#include <array>

#include "endpoints/account.h"
#include "endpoints/authorize.h"
#include "endpoints/frontend_login.h"
#include "endpoints/site_login.h"

namespace endpoints {
namespace {

constexpr std::array kDoors = {
    Door{kAccountDoor, &guest_of_account, &go_on_to_account, &log_in_to_account, nullptr},
    Door{kSiteDoor, &guest_of_site, &go_on_to_site, &log_in_to_site, nullptr},
    Door{kFrontendDoor, &guest_of_frontend, &go_on_to_frontend, &frontend_without_page, nullptr},
    Door{oauth::authorize::kDoor, &guest_of_client, &go_on_to_client, &client_without_page,
         &client_without_login},
};

base::Result<const Door*> door_of(const identity::login::Wish& wish) {
  const auto found = std::ranges::find(kDoors, wish.door, &Door::name);
  if (found == kDoors.end()) {
    return base::reject(base::ErrorCode::internal, "", "", "a login for no door: " + wish.door);
  }
  return found;
}

}  // namespace

base::Result<Guest> guest_of(const Desk& desk, const identity::login::Wish& wish) {
  TRY_VAL(door, door_of(wish));
  return door->guest(desk, wish);
}

base::Result<http::Response> go_on(const Desk& desk, const http::Request& request,
                                   const Passage& passage) {
  TRY_VAL(door, door_of(passage.wish));
  return door->go_on(desk, request, passage);
}

base::Result<http::Response> not_allowed_to_ask(const Desk& desk, const http::Request& request,
                                                const identity::login::Wish& wish,
                                                identity::sessions::Answer because) {
  TRY_VAL(door, door_of(wish));
  return door->not_allowed_to_ask(desk, request, wish, because);
}

base::Result<http::Response> give_up(const Desk& desk, const http::Request& request,
                                     const identity::login::Wish& wish) {
  TRY_VAL(door, door_of(wish));
  if (door->give_up == nullptr) {
    return base::reject(base::ErrorCode::not_found, "", "this login is given up by its link");
  }
  return door->give_up(desk, request, wish);
}

}  // namespace endpoints
