// The outbound client as configuration wants it, and what /metrics shows of it.
#pragma once

#include <string>
#include <string_view>

#include "app/settings.h"
#include "http/outbound/client.h"
#include "ops/metrics.h"

namespace app {

http::outbound::Client::Options outbound_options(const Settings::Outbound& settings,
                                                 std::string_view issuer);

// The client outlives the metrics' last collection.
void add_outbound_gauges(ops::Metrics& metrics, const http::outbound::Client& client);

}  // namespace app
