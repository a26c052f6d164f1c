#include "app/store.h"

#include "app/data_dir.h"
#include "app/version.h"
#include "app/words.h"

namespace app {
namespace {

storage::Options options_of(const Settings& settings) {
  return {.url = settings.database.url,
          .data_dir = settings.data_dir,
          .version = std::string(kVersion),
          .queue = settings.database.queue,
          .batch = settings.database.batch,
          .readers = settings.database.readers};
}

// The words of a room, with the setting that an operator can change.
base::Error named(base::Error error, Words words) {
  error.description = fill(words, {{"reason", error.description}});
  return error;
}

base::Result<keys::LoadedMasterKey> load_master_key(const Store::Parts& parts, bool may_create) {
  const Settings& settings = parts.settings;
  keys::MasterKeySources sources{.environment = settings.master_key.clone(),
                                 .file = settings.master_key_file.empty()
                                             ? settings.data_dir / "master.key"
                                             : settings.master_key_file,
                                 .may_create = may_create};
  // An operator who names a file means that file.
  if (const auto credentials = parts.environment.find("CREDENTIALS_DIRECTORY");
      credentials && settings.master_key_file.empty()) {
    sources.credentials = *credentials;
  }
  auto key = keys::load_master_key(sources, parts.random);
  if (!key) {
    return std::unexpected(named(std::move(key).error(), "failure.master_key"));
  }
  return key;
}

// A command is a process beside the server: with a chain of its own neither waits for the other.
base::Result<std::string> chain_of(const Store::Parts& parts, Opening opening) {
  if (opening == Opening::serve) {
    return node_name(parts.settings, parts.random);
  }
  TRY_VAL(node, known_node_name(parts.settings));
  return node.empty() ? "cli" : node + ".cli";
}

}  // namespace

Store::Store(keys::LoadedMasterKey master_key, std::string chain, base::Random& random)
    : master_key_(std::move(master_key)),
      chain_key_(master_key_.key.derive(keys::Use::audit_chain)),
      sealer_(master_key_.key.derive(keys::Use::sealing), random),
      chain_(std::move(chain)) {}

base::Result<std::unique_ptr<Store>> Store::open(const Parts& parts, Opening opening) {
  const bool makes = opening != Opening::beside;
  if (makes) {
    TRY(prepare_data_dir(parts.settings.data_dir));
  }
  TRY_VAL(schema, inspect_store(parts.settings));
  if (!makes && !schema.pending.empty()) {
    return base::reject(
        base::ErrorCode::unavailable, "",
        fill("failure.schema_old", {{"count", std::to_string(schema.pending.size())}}));
  }
  TRY_VAL(master_key, load_master_key(parts, makes && schema.current == 0));
  TRY_VAL(chain, chain_of(parts, opening));
  std::unique_ptr<Store> store(new Store(std::move(master_key), std::move(chain), parts.random));
  storage::Options options = options_of(parts.settings);
  options.chain = store->chain_;
  if (opening == Opening::serve) {
    options.sweep_every = parts.settings.maintenance.interval;
  }
  auto database = storage::open(options, {parts.clock, parts.log, store->chain_key_, &parts.clock});
  if (!database) {
    return std::unexpected(named(std::move(database).error(), "failure.database"));
  }
  store->database_ = *std::move(database);
  return store;
}

base::Result<storage::SchemaState> inspect_store(const Settings& settings) {
  auto state = storage::inspect(options_of(settings));
  if (!state) {
    return std::unexpected(named(std::move(state).error(), "failure.database"));
  }
  return state;
}

}  // namespace app
