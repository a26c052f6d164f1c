// What must not be seen: wiped when it goes, no ==, no stream, no place in a log.
#pragma once

#include <cstddef>
#include <ostream>
#include <string_view>
#include <utility>

#include "base/bytes.h"

namespace base {

class Secret {
 public:
  Secret() = default;
  explicit Secret(Bytes bytes) : bytes_(std::move(bytes)) {}
  explicit Secret(std::string_view text);
  ~Secret() { wipe(); }

  Secret(Secret&& other) noexcept : bytes_(std::move(other.bytes_)) { other.bytes_.clear(); }
  Secret& operator=(Secret&& other) noexcept;
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;

  Secret clone() const { return Secret(Bytes(bytes_)); }
  bool empty() const { return bytes_.empty(); }
  std::size_t size() const { return bytes_.size(); }

  // The one way to the content; to be grepped for.
  BytesView reveal() const { return bytes_; }
  std::string_view reveal_text() const { return text_of(bytes_); }

  // Compare by crypto::equal, which takes the same time whatever differs.
  bool operator==(const Secret&) const = delete;
  friend std::ostream& operator<<(std::ostream&, const Secret&) = delete;

 private:
  void wipe();
  Bytes bytes_;
};

}  // namespace base
