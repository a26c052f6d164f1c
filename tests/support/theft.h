// What a thief of a folder reads in it.
#pragma once

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "base/bytes.h"

namespace support {

// Everything a thief of the folder has but the master key.
inline std::string files_in(const std::filesystem::path& folder) {
  std::string octets;
  for (const auto& each : std::filesystem::recursive_directory_iterator(folder)) {
    if (each.is_regular_file() && each.path().filename() != "master.key") {
      std::ifstream file(each.path(), std::ios::binary);
      octets.append(std::istreambuf_iterator<char>(file), {});
    }
  }
  return octets;
}

// As they are, in hex, or in base64url, wherever in what was encoded they lie.
inline bool holds(const std::string& all, base::BytesView octets) {
  const std::string hex = base::to_hex(octets);
  std::string upper = hex;
  std::ranges::transform(upper, upper.begin(),
                         [](char c) { return c >= 'a' ? static_cast<char>(c - 32) : c; });
  bool found = all.contains(base::text_of(octets)) || all.contains(hex) || all.contains(upper);
  for (const std::size_t before : {0U, 1U, 2U}) {
    base::Bytes shifted(before, 0);
    shifted.insert(shifted.end(), octets.begin(), octets.end());
    const std::string text = base::to_base64url(shifted);
    // Without the characters that hold bits of the neighbours.
    const std::size_t first = (before * 8 + 5) / 6;
    found = found || all.contains(text.substr(first, shifted.size() * 8 / 6 - first));
  }
  return found;
}

}  // namespace support
