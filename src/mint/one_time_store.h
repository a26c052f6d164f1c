// The port for what may be used once: codes of every door, one-time links. Spent by one conditional
// update before anything is made from it; the spent row stays until it expires, so that a replay is
// recognised. A value of one purpose does not exist for another.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "audit/event.h"
#include "base/bytes.h"
#include "base/clock.h"
#include "base/ids.h"
#include "base/result.h"

namespace families {
struct Family;
struct FamilyTag;
}  // namespace families

namespace mint {

// Stored as text; each purpose is a namespace of its own.
enum class Purpose {
  site_code,
  authorization_code,
  setup_link,
  client_assertion,
  upstream_state,
  link_proof,
};

std::string_view to_string(Purpose purpose);

struct OneTime {
  Purpose purpose;
  base::Bytes hash;   // voucher_key() of the value, or its SHA-256; the value is stored nowhere
  std::string bound;  // what it is good for, as JSON of the room that asked
  base::Instant issued_at;
  base::Instant expires_at;
};

struct Fresh {
  std::string bound;
  std::optional<base::Id<families::FamilyTag>> opened = {};  // by the same write
};
struct Replayed {
  std::string bound;
  base::Instant spent_at;
};
struct Unknown {};  // never was, expired before it was spent, or was spent long ago

using Spent = std::variant<Fresh, Replayed, Unknown>;

// What the trail is told, by outcome.
struct SpendEvents {
  audit::Event fresh;
  audit::Event replayed;
  audit::Event unknown;
};

// What comes of an authorization code, opened by the write that takes it if its person is active
// and its session lives at that moment. mint hands it on unread.
struct Opening {
  const families::Family& family;
  const audit::Event& event;
};

class OneTimeStore {
 public:
  virtual ~OneTimeStore() = default;
  // conflict when that hash is there already.
  virtual base::Done put(const OneTime& row, const audit::Event& event) = 0;
  virtual base::Result<Spent> spend(Purpose purpose, base::BytesView hash, base::Instant now,
                                    const SpendEvents& events) = 0;
  // As spend(), of an authorization code.
  virtual base::Result<Spent> spend_opening(base::BytesView hash, base::Instant now,
                                            const SpendEvents& events, const Opening& opening) = 0;
  // What it is or was good for, whether or not it can be spent. Takes nothing and tells the trail
  // nothing.
  virtual base::Result<std::optional<std::string>> bound(Purpose purpose, base::BytesView hash) = 0;
  // Whether it is there to be spent. Takes nothing and tells the trail nothing.
  virtual base::Result<bool> waits(Purpose purpose, base::BytesView hash, base::Instant now) = 0;
  // Whether it was spent, and for what. Likewise.
  virtual base::Result<std::optional<Replayed>> spent(Purpose purpose, base::BytesView hash) = 0;
};

}  // namespace mint
