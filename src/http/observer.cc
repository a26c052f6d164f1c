#include "http/observer.h"

namespace http {

std::string_view to_string(Rejection reason) {
  switch (reason) {
    case Rejection::malformed:
      return "malformed";
    case Rejection::too_large:
      return "too_large";
    case Rejection::timed_out:
      return "timed_out";
    case Rejection::busy:
      return "busy";
    case Rejection::no_memory:
      return "no_memory";
    case Rejection::too_many_clients:
      return "too_many_clients";
  }
  return "malformed";
}

}  // namespace http
