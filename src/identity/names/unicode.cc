#include "identity/names/unicode.h"

#include <algorithm>
#include <array>

#include <string.h>
#include <utf8proc.h>

namespace identity::names {
namespace {

int options_of(Form form) {
  switch (form) {
    case Form::nfc:
      return UTF8PROC_STABLE | UTF8PROC_COMPOSE;
    case Form::nfkc:
      return UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT;
    case Form::nfkc_casefold:
      break;
  }
  return UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE;
}

// Room for the points that octets may become, before they are known. It may hold a password.
class Room {
 public:
  explicit Room(std::size_t size) : points_(size) {}
  ~Room() { explicit_bzero(points_.data(), points_.size() * sizeof(points_[0])); }
  Room(const Room&) = delete;
  Room& operator=(const Room&) = delete;

  utf8proc_int32_t* data() { return points_.data(); }
  utf8proc_ssize_t size() const { return static_cast<utf8proc_ssize_t>(points_.size()); }

 private:
  std::vector<utf8proc_int32_t> points_;
};

std::optional<std::u32string> normalised(std::string_view text, utf8proc_option_t options) {
  const base::BytesView octets = base::bytes_of(text);
  const auto length = static_cast<utf8proc_ssize_t>(octets.size());
  utf8proc_ssize_t needed = utf8proc_decompose(octets.data(), length, nullptr, 0, options);
  if (needed < 0) {
    return std::nullopt;
  }
  // A step may write one point before it knows that it will be ignored.
  Room room(static_cast<std::size_t>(needed) + 1);
  needed = utf8proc_decompose(octets.data(), length, room.data(), room.size(), options);
  if (needed < 0) {
    return std::nullopt;
  }
  const utf8proc_ssize_t count = utf8proc_normalize_utf32(room.data(), needed, options);
  if (count < 0) {
    return std::nullopt;
  }
  return std::u32string(room.data(), room.data() + count);
}

utf8proc_category_t category_of(char32_t point) {
  return utf8proc_category(static_cast<utf8proc_int32_t>(point));
}

struct Block {
  char32_t first;
  char32_t last;
  Script script;
};

constexpr std::array kBlocks = {
    Block{U'A', U'Z', Script::latin},        Block{U'a', U'z', Script::latin},
    Block{0x00C0, 0x024F, Script::latin},    Block{0x0250, 0x02AF, Script::latin},
    Block{0x0370, 0x03FF, Script::greek},    Block{0x0400, 0x052F, Script::cyrillic},
    Block{0x1C80, 0x1C8F, Script::cyrillic}, Block{0x1E00, 0x1EFF, Script::latin},
    Block{0x1F00, 0x1FFF, Script::greek},    Block{0x2C60, 0x2C7F, Script::latin},
    Block{0x2DE0, 0x2DFF, Script::cyrillic}, Block{0xA640, 0xA69F, Script::cyrillic},
    Block{0xA720, 0xA7FF, Script::latin},
};

}  // namespace

std::optional<std::u32string> code_points(std::string_view text, Form form) {
  // NOLINTNEXTLINE(clang-analyzer-optin.core.EnumCastOutOfRange): the library's are flags
  const auto options = static_cast<utf8proc_option_t>(options_of(form));
  auto points = normalised(text, options);
  if (!points || form != Form::nfkc_casefold) {
    return points;
  }
  // Folding can undo the normal form it started from; a key is what folds to itself.
  for (int round = 0; round < 3; ++round) {
    auto again = normalised(utf8_text(*points), options);
    if (!again || *again == *points) {
      return again;
    }
    points = std::move(again);
  }
  return std::nullopt;
}

base::Bytes utf8(std::u32string_view points) {
  base::Bytes octets;
  // Once, so that no freed copy of a password stays behind.
  octets.reserve(points.size() * 4);
  for (const char32_t point : points) {
    std::array<utf8proc_uint8_t, 4> encoded{};
    const utf8proc_ssize_t size =
        utf8proc_encode_char(static_cast<utf8proc_int32_t>(point), encoded.data());
    octets.insert(octets.end(), encoded.begin(), encoded.begin() + size);
  }
  return octets;
}

std::string utf8_text(std::u32string_view points) {
  return std::string(base::text_of(utf8(points)));
}

void wipe(std::u32string& points) {
  explicit_bzero(points.data(), points.size() * sizeof(points[0]));
  points.clear();
}

std::u32string_view trimmed(std::u32string_view points) {
  while (!points.empty() && is_blank(points.front())) {
    points.remove_prefix(1);
  }
  while (!points.empty() && is_blank(points.back())) {
    points.remove_suffix(1);
  }
  return points;
}

bool is_blank(char32_t point) {
  switch (category_of(point)) {
    case UTF8PROC_CATEGORY_CN:
    case UTF8PROC_CATEGORY_ZS:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CF:
    case UTF8PROC_CATEGORY_CS:
    case UTF8PROC_CATEGORY_CO:
      return true;
    default:
      return false;
  }
}

bool breaks_a_line(char32_t point) {
  const utf8proc_category_t category = category_of(point);
  const bool turns = (point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069);
  return turns || category == UTF8PROC_CATEGORY_CC || category == UTF8PROC_CATEGORY_ZL ||
         category == UTF8PROC_CATEGORY_ZP;
}

bool is_one_line(std::string_view text) {
  const auto points = code_points(text, Form::nfc);
  return points && std::ranges::none_of(*points, &breaks_a_line);
}

bool is_letter(char32_t point) {
  const utf8proc_category_t category = category_of(point);
  return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO;
}

bool is_mark(char32_t point) {
  const utf8proc_category_t category = category_of(point);
  return category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_MC;
}

Script script_of(char32_t point) {
  for (const Block& block : kBlocks) {
    if (point >= block.first && point <= block.last) {
      return block.script;
    }
  }
  return Script::other;
}

}  // namespace identity::names
