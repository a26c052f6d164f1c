// How many files the process may have open. Connections, the operations listener and the database
// draw on one limit: who lets connections take all of it can be silenced by idle clients alone
// (HP3).
#pragma once

#include <cstddef>

namespace app {

// For the operations listener's connections: enough for every prober and scraper there is.
inline constexpr std::size_t kOpsConnections = 64;

// Raises the soft limit to the hard one, once, before anything is opened; what it is then.
std::size_t raise_descriptor_limit();

// What else of this program holds files open.
struct Holders {
  std::size_t loops = 1;    // of the public listener
  std::size_t readers = 0;  // of the database
};

// What is left of a limit for the public listener's connections.
std::size_t connections_within(std::size_t limit, const Holders& beside);

}  // namespace app
