// The operator's settings of how the pages look, as the pages take them.
#pragma once

#include <optional>

#include "app/settings.h"
#include "web/brand.h"

namespace app {

// Of settings that were checked.
web::Brand brand_of(const Settings::Brand& settings);
std::optional<web::Accent> accent_of(const Settings::Brand& settings);

}  // namespace app
