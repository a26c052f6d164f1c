#include "identity/act.h"

namespace identity {

audit::Event event_of(const Act& act, std::string_view type, std::string_view subject,
                      audit::Outcome outcome, std::string_view reason) {
  audit::Event event;
  event.type = type;
  event.outcome = outcome;
  event.actor = act.actor;
  event.subject = subject;
  event.address = act.address;
  event.request_id = act.request_id;
  event.reason = reason;
  return event;
}

}  // namespace identity
