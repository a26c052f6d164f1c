#include "mint/one_time_store.h"

#include <utility>

namespace mint {

std::string_view to_string(Purpose purpose) {
  switch (purpose) {
    case Purpose::site_code:
      return "site_code";
    case Purpose::authorization_code:
      return "authorization_code";
    case Purpose::setup_link:
      return "setup_link";
    case Purpose::client_assertion:
      return "client_assertion";
    case Purpose::upstream_state:
      return "upstream_state";
    case Purpose::link_proof:
      return "link_proof";
  }
  std::unreachable();
}

}  // namespace mint
