// What somebody meant who wrote something else: a setting, a command, an option, a field.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace app {

// How many letters are put in, left out, changed, or swapped with their neighbours.
std::size_t slips_between(std::string_view one, std::string_view other);

// The candidate that was likely meant; empty when none is near.
std::string likely(std::string_view typed, std::span<const std::string> candidates);

// "; did you mean --email?", or nothing.
std::string did_you_mean(const std::string& guess);

}  // namespace app
