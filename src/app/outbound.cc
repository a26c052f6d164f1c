#include "app/outbound.h"

#include <cstddef>
#include <utility>

#include "http/outbound/outcome.h"
#include "http/outbound/target.h"

namespace app {

http::outbound::Client::Options outbound_options(const Settings::Outbound& settings,
                                                 std::string_view issuer) {
  http::outbound::Client::Options options{.own_host = http::outbound::host_of(issuer),
                                          .ca_file = settings.ca_file};
  for (const std::string& text : settings.private_hosts) {
    if (auto host = http::outbound::NamedHost::parse(text)) {
      options.named.push_back(*std::move(host));
    }
  }
  return options;
}

void add_outbound_gauges(ops::Metrics& metrics, const http::outbound::Client& client) {
  const std::string name = "gapura_outbound_requests_total";
  const std::string help = "requests to other servers, by what came of them";
  metrics.counter(name, help, {{"outcome", "answered"}},
                  [&client] { return static_cast<double>(client.answered()); });
  for (std::size_t i = 0; i < http::outbound::kRefusals; ++i) {
    const auto why = static_cast<http::outbound::Refusal>(i);
    metrics.counter(name, help, {{"outcome", std::string(to_string(why))}},
                    [&client, why] { return static_cast<double>(client.refused(why)); });
  }
  metrics.gauge("gapura_outbound_in_flight", "requests to other servers under way", {},
                [&client] { return static_cast<double>(client.in_flight()); });
}

}  // namespace app
