#include "base/secret.h"

#include <algorithm>
#include <new>

#include <gtest/gtest.h>

// ThreadSanitizer's runtime brings this operator itself and admits no second one.
#if !__has_feature(thread_sanitizer)

namespace {

// What lay in the last block of kWatched octets that was given back.
constexpr std::size_t kWatched = 4099;
base::Bytes* last_freed = nullptr;

}  // namespace

void operator delete(void* block, std::size_t size) noexcept {
  if (size == kWatched && last_freed != nullptr) {
    const auto* octets = static_cast<const std::uint8_t*>(block);
    std::copy(octets, octets + size, last_freed->begin());
  }
  // Not free(): the sanitizers pair it with their operator new.
  ::operator delete(block);  // NOLINT(clang-analyzer-cplusplus.NewDelete): this is its other half
}

namespace base {
namespace {

TEST(Secret_KY5, is_wiped_before_its_memory_is_given_back) {
  Bytes seen(kWatched, 1);
  last_freed = &seen;
  {
    const Secret secret(Bytes(kWatched, 0xA5));
  }
  last_freed = nullptr;
  EXPECT_EQ(seen, Bytes(kWatched, 0));
}

TEST(Secret_KY5, is_wiped_when_another_takes_its_place) {
  Bytes seen(kWatched, 1);
  Secret secret(Bytes(kWatched, 0xA5));
  last_freed = &seen;
  secret = Secret(Bytes(8, 1));
  last_freed = nullptr;
  EXPECT_EQ(seen, Bytes(kWatched, 0));
}

}  // namespace
}  // namespace base

#endif  // !__has_feature(thread_sanitizer)
