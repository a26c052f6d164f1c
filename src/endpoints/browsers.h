// Rows that the programs of browser clients may ask across origins (Fetch standard, section 3.2):
// from the origins of the clients that there are, octet by octet, and without credentials, since no
// cookie opens these rows. Each pattern gets a row for the preflight.
#pragma once

#include <vector>

#include "endpoints/desk.h"
#include "http/router.h"

namespace endpoints {

std::vector<http::Route> open_to_browsers(const Desk& desk, std::vector<http::Route> rows);

}  // namespace endpoints
