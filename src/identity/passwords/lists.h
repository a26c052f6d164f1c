// The lists that are compiled in, from lists/*.txt.
#pragma once

#include <span>
#include <string_view>

namespace identity::passwords {

std::span<const std::string_view> common_passwords();  // lower case, in byte order
std::span<const char* const> indonesian_words();

}  // namespace identity::passwords
