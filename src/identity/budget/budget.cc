#include "identity/budget/budget.h"

#include <algorithm>

namespace identity::budget {
namespace {

constexpr std::array<std::uint8_t, 12> kMapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
constexpr std::size_t kSubscriberOctets = 8;

base::Bytes octets_of(std::string_view text) {
  const base::BytesView view = base::bytes_of(text);
  return {view.begin(), view.end()};
}

}  // namespace

base::Bytes network_of(const AddressBytes& address) {
  const bool v4 = std::equal(kMapped.begin(), kMapped.end(), address.begin());
  return {address.begin(), v4 ? address.end() : address.begin() + kSubscriberOctets};
}

Line Budget::line(std::string_view purpose, std::string_view kind, base::BytesView what,
                  const Tariff& tariff) const {
  base::Bytes message = octets_of(purpose);
  message.push_back(0);
  message.insert(message.end(), kind.begin(), kind.end());
  message.push_back(0);
  message.insert(message.end(), what.begin(), what.end());
  return {.key = key_.tag(message), .tariff = tariff};
}

base::Result<Admission> Budget::admit(const Act& act, std::string_view purpose,
                                      const Attempt& attempt) {
  const base::Instant now = clock_.now();
  std::optional<base::Bytes> device;
  if (attempt.person) {
    device = devices_.known(attempt.devices, *attempt.person, now);
  }
  Ticket ticket;
  if (device) {
    ticket.lane = line(purpose, "device", *device, tariffs_.device);
  } else if (attempt.person) {
    ticket.lane =
        line(purpose, "person", octets_of(std::to_string(attempt.person->value)), tariffs_.person);
  } else {
    const std::string name =
        std::string(names::to_string(attempt.typed.kind)) + ":" + attempt.typed.key;
    ticket.lane = line(purpose, "name", octets_of(name), tariffs_.person);
  }
  // A known browser is not slowed by its neighbours either: its own lane bounds it.
  if (!device && attempt.address) {
    ticket.networks.push_back(
        line(purpose, "network", network_of(*attempt.address), tariffs_.network));
  }
  std::vector<Line> lines = ticket.networks;
  lines.push_back(ticket.lane);
  std::ranges::sort(lines, {}, &Line::key);
  const std::string subject = attempt.person ? users::subject_of(*attempt.person) : "nobody";
  TRY_VAL(reservation,
          store_.reserve(lines, now,
                         event_of(act, "login.slowed", subject, audit::Outcome::denied, purpose)));
  if (const auto* refused = std::get_if<Refused>(&reservation)) {
    return TooMany{.retry_after = std::max(refused->open_at - now, base::Duration(1))};
  }
  return ticket;
}

void Budget::settle(const Ticket& ticket) {
  store_.settle(ticket.lane, ticket.networks, clock_.now());
}

}  // namespace identity::budget
