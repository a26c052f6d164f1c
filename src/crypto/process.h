// What a process that holds keys does first, before any of them is loaded (KY2, KY5).
#pragma once

#include "base/result.h"

namespace crypto {

// No core dumps, no other process of the same user reading this one's memory, libsodium ready.
// Trap: an undumpable process owns most of its /proc/self no longer, so /proc/self/fd cannot be
// listed unless it runs as root.
base::Done harden_process();

}  // namespace crypto
