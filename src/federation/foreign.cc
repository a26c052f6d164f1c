#include "federation/foreign.h"

namespace federation {
namespace {

constexpr std::size_t kLongestWord = 60;

}  // namespace

std::string plain(std::string_view text) {
  std::string out;
  for (const char c : text.substr(0, kLongestWord)) {
    const bool stays = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '_' || c == '-' || c == '.' || c == ':' || c == '/';
    out += stays ? c : '?';
  }
  return out;
}

}  // namespace federation
