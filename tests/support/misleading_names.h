// Names that do not read as they are written: controls, marks that turn the direction of writing
// round or break the line, and what is no UTF-8.
#pragma once

#include <string>

namespace support {

inline const std::string kMisleadingNames[] = {
    "a\nb",          "a\x7f",          "a\xc2\x85", "\xe2\x80\xaenilevarT",
    "a\xe2\x81\xa6", "a\xe2\x80\xa8z", "\xff"};

}  // namespace support
