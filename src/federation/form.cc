#include "federation/form.h"

#include "base/percent.h"

namespace federation {

std::string form_of(const Fields& fields) {
  std::string out;
  for (const auto& [name, value] : fields) {
    out +=
        (out.empty() ? "" : "&") + base::percent_encode(name) + "=" + base::percent_encode(value);
  }
  return out;
}

}  // namespace federation
