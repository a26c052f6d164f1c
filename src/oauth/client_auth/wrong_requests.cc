#include "oauth/client_auth/wrong_requests.h"

#include <limits>

namespace oauth {
namespace {

identity::budget::Tariff tariff_of(std::uint32_t most) {
  return {.free = most,
          .first_delay = std::chrono::seconds(1),
          .longest_delay = std::chrono::seconds(10),
          .lock_after = std::numeric_limits<std::uint32_t>::max(),
          .forget_one_every = base::Duration(std::chrono::minutes(10)) / most};
}

bool is_known(const Asker& asker) { return asker.known != nullptr && !asker.known->is_public(); }

base::Bytes key_of(const Client& client) {
  const auto id = client.id.bytes();
  return {id.begin(), id.end()};
}

std::optional<Wrong> wrong_of(const std::optional<base::Duration>& wait) {
  if (!wait) {
    return std::nullopt;
  }
  return Wrong{"temporarily_unavailable", "RFC6585-4", "too many wrong requests, try again later",
               wait};
}

}  // namespace

WrongRequests::WrongRequests(const base::Clock& clock, const Most& most)
    : networks_(tariff_of(most.of_network), clock), clients_(tariff_of(most.of_client), clock) {}

std::optional<Wrong> WrongRequests::one_more(const Asker& asker) {
  return wrong_of(is_known(asker) ? clients_.enter(key_of(*asker.known))
                                  : networks_.enter(asker.from));
}

std::optional<Wrong> WrongRequests::too_many(const Asker& asker) const {
  if (is_known(asker)) {
    return wrong_of(clients_.closed(key_of(*asker.known)));
  }
  return asker.from ? wrong_of(networks_.closed(identity::budget::network_of(*asker.from)))
                    : std::nullopt;
}

}  // namespace oauth
