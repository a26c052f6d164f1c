// The value of what may be used once, and what it is found by.
#pragma once

#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/clock.h"
#include "base/random.h"
#include "base/secret.h"

namespace mint {

// The time in milliseconds, and then 256 random bits.
base::Secret make_voucher(base::Random& random, base::Instant now);

// What a voucher is found by: its hash, the first octets of which make way for its time. Those of
// one moment so lie side by side in every index, and a group of writes changes a page or two where
// it would change one for each (0003). Of anything else that is presented, the hash: it may be one
// of a program from before vouchers had a time, and else is found nowhere.
base::Bytes voucher_key(std::string_view value);

// Names it in the trail from its issue to its end, by its time and 64 bits of its hash.
std::string voucher_label(base::BytesView key);

}  // namespace mint
