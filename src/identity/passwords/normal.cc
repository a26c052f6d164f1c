#include "identity/passwords/normal.h"

#include "identity/names/unicode.h"

namespace identity::passwords {

std::optional<Normal> normal(const base::Secret& typed) {
  auto points = names::code_points(typed.reveal_text(), names::Form::nfc);
  if (!points) {
    return std::nullopt;
  }
  Normal result{.octets = base::Secret(names::utf8(*points)), .points = points->size()};
  names::wipe(*points);
  return result;
}

}  // namespace identity::passwords
