// A timer wheel: any number of deadlines for the price of one timer. Deadlines are coarse, and
// pushing one further away costs nothing: its owner stays where it is and is moved when its old
// place comes round.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace http::wire {

class Wheel {
 public:
  // A member of whoever has a deadline. Unlinks itself when it goes.
  class Entry {
   public:
    Entry() = default;
    virtual ~Entry() { unlink(); }
    Entry(const Entry&) = delete;
    Entry& operator=(const Entry&) = delete;
    virtual void expired() = 0;

   private:
    friend class Wheel;
    void unlink();

    Wheel* wheel_ = nullptr;
    Entry* previous_ = nullptr;
    Entry* next_ = nullptr;
    std::int64_t due_ = kNever;
    std::int64_t placed_ = kNever;
  };

  void arm(Entry& entry, std::int64_t ticks);
  static void disarm(Entry& entry) { entry.due_ = kNever; }
  // One tick has passed. Entries that are due are told, each once.
  void tick();
  bool empty() const { return entries_ == 0; }

 private:
  static constexpr std::int64_t kNever = INT64_MAX;
  static constexpr std::size_t kSlots = 256;

  void place(Entry& entry, std::int64_t tick);

  std::array<Entry*, kSlots> slots_{};
  std::int64_t now_ = 0;
  std::size_t entries_ = 0;
};

}  // namespace http::wire
