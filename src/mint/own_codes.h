// What the codes of this node were made for: whoever redeems one soon, as almost everybody does,
// need not have it read again. What a code is for never changes, and whether it is still good is
// the database's to say.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <utility>

#include "base/bytes.h"
#include "base/clock.h"
#include "mint/gates.h"
#include "mint/one_time_store.h"

namespace mint {

class OwnCodes {
 public:
  // Of more than so many the oldest are forgotten: while a clock that was set back has not caught
  // up, those that are made meanwhile.
  explicit OwnCodes(std::size_t most = 1024) : most_(most) {}

  // What has expired by then is forgotten with it.
  void keep(Purpose purpose, const base::Bytes& key, Bound bound, base::Instant issued_at,
            base::Instant expires_at);
  // Null for what is not known here.
  std::shared_ptr<const Bound> look(Purpose purpose, const base::Bytes& key,
                                    base::Instant now) const;
  // For the last time: who takes a code is told once.
  std::shared_ptr<const Bound> take(Purpose purpose, const base::Bytes& key, base::Instant now);

 private:
  struct Kept {
    std::shared_ptr<const Bound> bound;
    base::Instant expires_at;
  };
  // In the order of their time, with which a key begins (mint/voucher.h).
  using Map = std::map<std::pair<base::Bytes, Purpose>, Kept>;

  const std::size_t most_;
  mutable std::mutex mutex_;
  Map kept_;
};

}  // namespace mint
