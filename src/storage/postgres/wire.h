// Values as PostgreSQL sends and takes them, in its binary form: bigint, text, bytea.
#pragma once

#include <array>
#include <cstdint>

#include "storage/params.h"
#include "storage/rows.h"

struct pg_result;

namespace storage::postgres {

// Parameters in the shape that libpq takes; views of what the Params view.
class WireParams {
 public:
  explicit WireParams(const Params& params);
  WireParams(const WireParams&) = delete;
  WireParams& operator=(const WireParams&) = delete;

  int count() const { return count_; }
  const char* const* values() const { return values_.data(); }
  const int* lengths() const { return lengths_.data(); }
  const int* formats() const { return formats_.data(); }

 private:
  void add(const Param& value);
  void add_octets(const char* data, std::size_t size);

  int count_ = 0;
  std::array<const char*, Params::kMost> values_{};
  std::array<int, Params::kMost> lengths_{};
  std::array<int, Params::kMost> formats_{};
  std::array<std::array<char, 8>, Params::kMost> numbers_{};
};

Rows rows_of(const pg_result* result);

// Whether a described statement takes and gives nothing but the three types.
bool types_are_ours(const pg_result* description);

}  // namespace storage::postgres
