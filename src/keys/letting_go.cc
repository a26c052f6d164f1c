#include "keys/letting_go.h"

#include <algorithm>

namespace keys {
namespace {

constexpr std::chrono::days kTail{7};

}  // namespace

bool KeyRows::dead(const KeyRow& row) const {
  return outdated(row) && followers(row, outlived_by_) >= 1;
}

bool KeyRows::removable(const KeyRow& row) const {
  return row.remove_at + kTail <= now_ && followers(row, outlived_by_ + kTail) >= 2;
}

std::ptrdiff_t KeyRows::followers(const KeyRow& row, std::chrono::seconds signed_for) const {
  return std::ranges::count_if(rows_, [&](const KeyRow& other) {
    return other.algorithm == row.algorithm && other.generation > row.generation &&
           other.sign_from + signed_for <= now_;
  });
}

}  // namespace keys
