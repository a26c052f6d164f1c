// Every setting there is. Parsing, flags, variables, `config show` and `config reference` follow
// from these rows and from nothing else.
#pragma once

#include <span>
#include <string_view>

#include "app/setting.h"

namespace app {

std::span<const Setting> setting_table();

// Null for a key that is none.
const Setting* find_setting(std::string_view key);
const Setting* find_setting_by_variable(std::string_view name);

}  // namespace app
