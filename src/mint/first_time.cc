// What others make and may use once: it is taken by being written down, since of two rows under one
// key there is only ever the first.
#include <string>
#include <utility>

#include "crypto/digest.h"
#include "mint/bound.h"
#include "mint/mint.h"

namespace mint {

base::Result<bool> Mint::first_time(Purpose purpose, std::string_view value, base::Instant until,
                                    const std::string& holder, const Occasion& occasion) {
  const OneTime row{.purpose = purpose,
                    .hash = crypto::sha256(base::bytes_of(value)),
                    .bound = to_json(Bound{.holder = holder}),
                    .issued_at = parts_.clock.now(),
                    .expires_at = until};
  const std::string name(to_string(purpose));
  const auto put = parts_.one_time.put(
      row, {.type = name + ".taken",
            .actor = occasion.actor,
            .subject = name + ":" + base::to_hex(base::BytesView(row.hash).first(8)),
            .address = occasion.address,
            .request_id = occasion.request_id,
            .details = base::to_text(base::json::object{{"holder", holder}})});
  if (!put && put.error().code == base::ErrorCode::conflict) {
    return false;
  }
  TRY(put);
  return true;
}

}  // namespace mint
