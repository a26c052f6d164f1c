// What the trail remembers of an act: who did what to whom, and how it ended. People are named by
// id alone, so that erasing a person erases the link and not the entry. Nothing secret goes in.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/clock.h"

namespace audit {

enum class Outcome { allowed, denied, failed };

std::string_view to_string(Outcome outcome);

struct Event {
  std::string type;  // "key.created"
  Outcome outcome = Outcome::allowed;
  std::string actor;       // "user:23", "client:…", "cli", "system"
  std::string subject;     // what it was done to, likewise
  std::string address;     // of the client, as the trusted proxies tell it
  std::string request_id;  // as in the log
  std::string reason;      // for an operator, in English
  std::string details;     // JSON object or empty
};

// An event in its place: number `sequence` of its chain, tied to the one before by `previous`.
struct Entry {
  std::string chain;
  std::int64_t sequence = 0;
  base::Instant time;
  Event event;
  base::Bytes previous;
  base::Bytes hash;
};

}  // namespace audit
