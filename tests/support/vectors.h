// Test vectors from tests/vectors; each file names its source.
#pragma once

#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>

#include "base/bytes.h"
#include "base/json.h"

namespace support {

inline base::json::object read_vectors(const std::string& name) {
  std::ifstream file(std::string(GAPURA_SOURCE_DIR) + "/tests/vectors/" + name);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  auto vectors = base::parse_json_object(text);
  if (!vectors) {
    throw std::runtime_error("no vectors in " + name);
  }
  return *std::move(vectors);
}

inline std::string text_of(const base::json::value& value) {
  return std::string(value.as_string());
}

inline base::Bytes hex_of(const base::json::value& value) {
  return base::from_hex(text_of(value)).value();
}

}  // namespace support
