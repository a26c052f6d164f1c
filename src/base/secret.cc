#include "base/secret.h"

#include <cstring>

namespace base {

Secret::Secret(std::string_view text) : bytes_(text.begin(), text.end()) {}

Secret& Secret::operator=(Secret&& other) noexcept {
  if (this != &other) {
    wipe();
    bytes_ = std::move(other.bytes_);
    other.bytes_.clear();
  }
  return *this;
}

void Secret::wipe() {
  if (!bytes_.empty()) {
    ::explicit_bzero(bytes_.data(), bytes_.size());
  }
}

}  // namespace base
