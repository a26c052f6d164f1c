// The strict JSON reader: what it takes it writes and takes again, as the same value.
#include <cstdlib>

#include "base/json.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto value = base::parse_json(text)) {
    const auto again = base::parse_json(base::json::serialize(*value));
    if (!again || !(*again == *value)) {
      std::abort();
    }
  }
  std::string quoted;
  base::append_json_string(quoted, text);
  const auto string = base::parse_json(quoted);
  if (!string || !string->is_string() || quoted.find('\n') != std::string::npos) {
    std::abort();
  }
  return 0;
}
