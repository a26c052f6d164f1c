#include "app/keys.h"

#include <chrono>

#include "app/words.h"

namespace app {
namespace {

keys::KeyRingOptions options_of(const Settings& settings) {
  keys::KeyRingOptions options;
  options.algorithms.clear();
  for (const std::string& name : settings.keys.algorithms) {
    if (const auto algorithm = crypto::signature_algorithm(name)) {
      options.algorithms.push_back(*algorithm);
    }
  }
  using std::chrono::ceil;
  using std::chrono::seconds;
  options.signs_for = ceil<seconds>(settings.keys.rotation);
  options.publish_before = ceil<seconds>(settings.keys.publish_before);
  options.refresh_every = ceil<seconds>(settings.maintenance.interval);
  return options;
}

}  // namespace

base::Result<std::unique_ptr<keys::KeyRing>> open_keys(const KeyParts& parts) {
  auto ring = keys::KeyRing::open(
      {parts.store.database().keys(), parts.store.sealer(), parts.clock, parts.random, parts.log},
      options_of(parts.settings));
  if (!ring) {
    ring.error().description = fill("failure.keys", {{"reason", ring.error().description}});
  }
  return ring;
}

}  // namespace app
