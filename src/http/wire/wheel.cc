#include "http/wire/wheel.h"

#include <algorithm>

namespace http::wire {

void Wheel::Entry::unlink() {
  if (wheel_ == nullptr) {
    return;
  }
  auto& head = wheel_->slots_[static_cast<std::size_t>(placed_) % kSlots];
  (previous_ != nullptr ? previous_->next_ : head) = next_;
  if (next_ != nullptr) {
    next_->previous_ = previous_;
  }
  --wheel_->entries_;
  wheel_ = nullptr;
}

void Wheel::place(Entry& entry, std::int64_t tick) {
  auto& head = slots_[static_cast<std::size_t>(tick) % kSlots];
  entry.placed_ = tick;
  entry.wheel_ = this;
  entry.previous_ = nullptr;
  entry.next_ = head;
  if (head != nullptr) {
    head->previous_ = &entry;
  }
  head = &entry;
  ++entries_;
}

void Wheel::arm(Entry& entry, std::int64_t ticks) {
  // The tick that is under way is already part gone: one more, so that no deadline comes early.
  entry.due_ = now_ + std::max<std::int64_t>(ticks, 1) + 1;
  if (entry.wheel_ != nullptr && entry.placed_ <= entry.due_) {
    return;
  }
  entry.unlink();
  place(entry, entry.due_);
}

void Wheel::tick() {
  ++now_;
  auto* entry = slots_[static_cast<std::size_t>(now_) % kSlots];
  while (entry != nullptr) {
    auto* const next = entry->next_;
    if (entry->due_ <= now_) {
      entry->unlink();
      entry->due_ = kNever;
      entry->expired();
    } else if (entry->placed_ <= now_) {
      const auto due = entry->due_;
      entry->unlink();
      if (due != kNever) {
        place(*entry, due);
      }
    }
    entry = next;
  }
}

}  // namespace http::wire
