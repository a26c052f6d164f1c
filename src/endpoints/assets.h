// The embedded files, as http serves them.
#pragma once

#include "http/assets.h"

namespace endpoints {

http::Assets embedded_assets();

}  // namespace endpoints
