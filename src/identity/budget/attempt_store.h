// The port for meters: rows of a database that all nodes share, so that no node has a budget of its
// own (LG3). A reservation is one transaction: every meter is read, charged by budget::charge(),
// and written if it is still what was read; if one refuses, none is charged.
#pragma once

#include <optional>
#include <span>
#include <variant>

#include "audit/event.h"
#include "base/bytes.h"
#include "base/result.h"
#include "identity/budget/meter.h"

namespace identity::budget {

struct Line {
  base::Bytes key;  // 32 octets that tell nobody whose they are
  Tariff tariff;
};

struct Reserved {};
// The latest of the times at which the meters that refuse open again.
struct Refused {
  base::Instant open_at;
};
using Reservation = std::variant<Reserved, Refused>;

class AttemptStore {
 public:
  virtual ~AttemptStore() = default;
  // `closed` enters the trail when this attempt closes a meter: once a delay, however many knock.
  virtual base::Result<Reservation> reserve(std::span<const Line> lines, base::Instant now,
                                            const audit::Event& closed) = 0;
  // What was reserved was right: `forget` loses its row, the others are given back one attempt.
  // In the database with whatever this node writes next, or soon without; a node that dies in
  // between leaves them charged.
  virtual void settle(const Line& forget, std::span<const Line> give_back, base::Instant now) = 0;
};

}  // namespace identity::budget
