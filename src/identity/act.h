// Who does something, from where: what every entry in the trail about people says. The endpoint or
// the command that was called makes it and hands it down.
#pragma once

#include <string>
#include <string_view>

#include "audit/event.h"

namespace identity {

struct Act {
  std::string actor;       // "user:23", "cli", "system"
  std::string address;     // of the client, as the trusted proxies tell it
  std::string request_id;  // as in the log
};

audit::Event event_of(const Act& act, std::string_view type, std::string_view subject,
                      audit::Outcome outcome = audit::Outcome::allowed,
                      std::string_view reason = {});

}  // namespace identity
