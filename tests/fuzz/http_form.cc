// Forms and queries; what is read and written again is read the same.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/percent.h"
#include "http/form.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto form = http::Form::parse({reinterpret_cast<const char*>(data), size});
  if (!form) {
    return 0;
  }
  std::string text;
  for (const auto& [name, value] : form->entries()) {
    text +=
        (text.empty() ? "" : "&") + base::percent_encode(name) + "=" + base::percent_encode(value);
  }
  const auto again = http::Form::parse(text);
  if (!again || again->entries() != form->entries()) {
    std::abort();
  }
  return 0;
}
