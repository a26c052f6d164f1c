// The ring of signing keys as the settings have it, for the server and for what mints beside it.
#pragma once

#include <memory>

#include "app/settings.h"
#include "app/store.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/random.h"
#include "base/result.h"
#include "keys/key_ring.h"

namespace app {

struct KeyParts {
  const Settings& settings;
  Store& store;
  const base::Clock& clock;
  base::Random& random;
  base::Log& log;
};
base::Result<std::unique_ptr<keys::KeyRing>> open_keys(const KeyParts& parts);

}  // namespace app
