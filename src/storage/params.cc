#include "storage/params.h"

#include <algorithm>

namespace storage {

bool Params::is_text_writable() const {
  return std::ranges::all_of(all(), [](const Param& each) {
    const auto* text = std::get_if<std::string_view>(&each);
    return text == nullptr || (!text->contains('\0') && base::is_utf8(*text));
  });
}

}  // namespace storage
