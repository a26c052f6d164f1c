// The database with what opens its secrets, as the server and every command use it.
#pragma once

#include <memory>
#include <string>

#include "app/environment.h"
#include "app/settings.h"
#include "audit/chain.h"
#include "base/log.h"
#include "base/random.h"
#include "base/result.h"
#include "base/shared_clock.h"
#include "crypto/sealer.h"
#include "keys/master_key_source.h"
#include "storage/database.h"

namespace app {

// What may be done to a database that lacks something. A command that only looks makes nothing.
enum class Opening {
  serve,    // apply migrations, sweep, make what is missing
  migrate,  // apply migrations, make what is missing
  beside,   // take it as it is
};

class Store {
 public:
  struct Parts {
    const Settings& settings;
    const Environment& environment;
    base::SharedClock& clock;
    base::Random& random;
    base::Log& log;
  };
  // Fails in words that name the setting to change.
  static base::Result<std::unique_ptr<Store>> open(const Parts& parts, Opening opening);

  storage::Database& database() { return *database_; }
  const audit::ChainKey& chain_key() const { return chain_key_; }
  const crypto::Sealer& sealer() const { return sealer_; }
  const keys::LoadedMasterKey& master_key() const { return master_key_; }
  const std::string& chain() const { return chain_; }

 private:
  Store(keys::LoadedMasterKey master_key, std::string chain, base::Random& random);

  const keys::LoadedMasterKey master_key_;
  const audit::ChainKey chain_key_;
  const crypto::Sealer sealer_;
  const std::string chain_;
  std::unique_ptr<storage::Database> database_;
};

// Where the schema stands, without changing anything.
base::Result<storage::SchemaState> inspect_store(const Settings& settings);

}  // namespace app
