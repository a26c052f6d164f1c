#include "storage/postgres/wire.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cstring>
#include <stdexcept>
#include <string_view>

#include <libpq-fe.h>

namespace storage::postgres {
namespace {

constexpr Oid kBytea = 17;
constexpr Oid kBigint = 20;
constexpr Oid kText = 25;
constexpr Oid kVoid = 2278;

bool ours(Oid type) { return type == kBytea || type == kBigint || type == kText || type == kVoid; }

std::int64_t number_of(const char* data) {
  std::int64_t number = 0;
  std::memcpy(&number, data, sizeof number);
  return std::byteswap(number);
}

}  // namespace

static_assert(std::endian::native == std::endian::little);

WireParams::WireParams(const Params& params) {
  for (const Param& value : params.all()) {
    add(value);
  }
}

void WireParams::add_octets(const char* data, std::size_t size) {
  const auto at = static_cast<std::size_t>(count_);
  // An empty view may have no address, which libpq takes for NULL.
  values_[at] = size == 0 ? "" : data;
  lengths_[at] = static_cast<int>(size);
}

void WireParams::add(const Param& value) {
  const auto at = static_cast<std::size_t>(count_);
  formats_[at] = 1;
  if (const auto* number = std::get_if<std::int64_t>(&value)) {
    const std::int64_t swapped = std::byteswap(*number);
    std::memcpy(numbers_[at].data(), &swapped, sizeof swapped);
    add_octets(numbers_[at].data(), sizeof swapped);
  } else if (const auto* text = std::get_if<std::string_view>(&value)) {
    add_octets(text->data(), text->size());
  } else if (const auto* octets = std::get_if<base::BytesView>(&value)) {
    const std::string_view view = base::text_of(*octets);
    add_octets(view.data(), view.size());
  }
  ++count_;
}

Rows rows_of(const pg_result* result) {
  const int columns = PQnfields(result);
  Rows rows(static_cast<std::size_t>(columns));
  for (int row = 0; row < PQntuples(result); ++row) {
    for (int column = 0; column < columns; ++column) {
      const char* data = PQgetvalue(result, row, column);
      const auto size = static_cast<std::size_t>(PQgetlength(result, row, column));
      if (PQgetisnull(result, row, column) == 1) {
        rows.add_null();
      } else if (PQftype(result, column) == kBigint) {
        rows.add_integer(number_of(data));
      } else if (ours(PQftype(result, column))) {
        rows.add_octets({data, size});
      } else {
        throw std::logic_error("a query gives a type that is none of ours");
      }
    }
  }
  // "UPDATE 1", "INSERT 0 1"; a SELECT counts what it shows and changes nothing.
  auto* mutable_result = const_cast<pg_result*>(result);
  const std::string_view status = PQcmdStatus(mutable_result);
  if (status.starts_with("INSERT") || status.starts_with("UPDATE") ||
      status.starts_with("DELETE")) {
    const std::string_view count = PQcmdTuples(mutable_result);
    std::size_t changed = 0;
    std::from_chars(count.data(), count.data() + count.size(), changed);
    rows.set_changed(changed);
  }
  return rows;
}

bool types_are_ours(const pg_result* description) {
  for (int index = 0; index < PQnparams(description); ++index) {
    if (!ours(PQparamtype(description, index))) {
      return false;
    }
  }
  for (int column = 0; column < PQnfields(description); ++column) {
    if (!ours(PQftype(description, column))) {
      return false;
    }
  }
  return true;
}

}  // namespace storage::postgres
