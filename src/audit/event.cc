#include "audit/event.h"

#include <utility>

namespace audit {

std::string_view to_string(Outcome outcome) {
  switch (outcome) {
    case Outcome::allowed:
      return "allowed";
    case Outcome::denied:
      return "denied";
    case Outcome::failed:
      return "failed";
  }
  std::unreachable();
}

}  // namespace audit
