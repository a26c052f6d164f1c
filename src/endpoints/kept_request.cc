#include "endpoints/kept_request.h"

#include <string>
#include <utility>

namespace endpoints {

namespace login = identity::login;

base::Result<http::Response> keep_request(const Desk& desk, const http::Request& request,
                                          std::string_view path, const login::Wish& wish) {
  TRY_VAL(kept, desk.rooms.logins.keep(wish, request.client.address.bytes()));
  if (const auto* busy = std::get_if<login::Crowded>(&kept)) {
    return crowded(desk, request, busy->retry_after);
  }
  return http::Response::redirect(std::string(path) + "/" +
                                  std::get<login::TransactionId>(kept).text());
}

base::Result<std::optional<login::Wish>> kept_request(const Desk& desk,
                                                      const http::Request& request,
                                                      std::string_view door) {
  std::optional<login::Wish> wish;
  if (const auto id = login::TransactionId::parse(request.param(kKept))) {
    TRY_VAL(kept, desk.rooms.logins.kept(*id));
    wish = std::move(kept);
  }
  if (wish && wish->door != door) {
    wish.reset();
  }
  return wish;
}

}  // namespace endpoints
