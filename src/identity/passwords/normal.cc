#include "identity/passwords/normal.h"

#include <algorithm>

#include "identity/names/unicode.h"

namespace identity::passwords {
namespace {

bool is_control(char32_t point) { return point < U' ' || (point >= 0x7f && point < 0xa0); }

}  // namespace

std::optional<Normal> normal(const base::Secret& typed) {
  auto points = names::code_points(typed.reveal_text(), names::Form::nfc);
  if (!points) {
    return std::nullopt;
  }
  Normal result{.octets = base::Secret(names::utf8(*points)),
                .points = points->size(),
                .controls = std::ranges::any_of(*points, is_control)};
  names::wipe(*points);
  return result;
}

}  // namespace identity::passwords
