// What another server says, before it ends in the trail or on a terminal.
#pragma once

#include <string>
#include <string_view>

namespace federation {

// The signs of such words and no others, and no more of them than a word has.
std::string plain(std::string_view text);

}  // namespace federation
