// Parameters of a statement: views of what the caller owns. Whoever writes waits for the answer, so
// the caller's arguments outlive every attempt to run the statement.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "base/bytes.h"
#include "base/clock.h"

namespace storage {

struct Null {};

using Param = std::variant<Null, std::int64_t, std::string_view, base::BytesView>;

inline Param param(Null) { return Null{}; }
inline Param param(std::int64_t value) { return value; }
inline Param param(base::Instant value) { return base::to_micros(value); }
inline Param param(std::string_view value) { return value; }
inline Param param(const std::string& value) { return std::string_view(value); }
inline Param param(const char* value) { return std::string_view(value); }
inline Param param(const base::Bytes& value) { return base::BytesView(value); }
inline Param param(base::BytesView value) { return value; }
template <class T>
Param param(const std::optional<T>& value) {
  return value ? param(*value) : Param(Null{});
}
inline Param param(const Param& value) { return value; }
Param param(std::string&&) = delete;
Param param(base::Bytes&&) = delete;

class Params {
 public:
  static constexpr std::size_t kMost = 24;

  Params() = default;
  template <class... Values>
  static Params of(Values&&... values) {
    static_assert(sizeof...(Values) <= kMost);
    Params out;
    ((out.values_[out.count_++] = param(std::forward<Values>(values))), ...);
    return out;
  }

  std::span<const Param> all() const { return {values_.data(), count_}; }
  // PostgreSQL keeps no text that is not UTF-8 or holds NUL, and fails all that is in flight with
  // it.
  bool is_text_writable() const;

 private:
  std::array<Param, kMost> values_{};
  std::size_t count_ = 0;
};

}  // namespace storage
