// How mint names what it did, and to whom, in the trail.
#pragma once

#include <cstdint>
#include <string>
#include <utility>

#include "audit/event.h"
#include "mint/mint.h"

namespace mint {

inline std::string name_of_user(std::int64_t id) { return "user:" + std::to_string(id); }

inline audit::Event event_of(std::string type, std::string subject, const Occasion& occasion) {
  return {.type = std::move(type),
          .actor = occasion.actor,
          .subject = std::move(subject),
          .address = occasion.address,
          .request_id = occasion.request_id};
}

}  // namespace mint
