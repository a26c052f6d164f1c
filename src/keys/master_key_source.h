// Where the master key comes from: the environment, a systemd credential or a file, in that order.
// Called by app before the database is opened, which needs keys that are derived from it.
#pragma once

#include <filesystem>
#include <string_view>

#include "base/random.h"
#include "base/result.h"
#include "base/secret.h"
#include "keys/master_key.h"

namespace keys {

inline constexpr std::string_view kMasterKeyVariable = "GAPURA_MASTER_KEY";
inline constexpr std::string_view kMasterKeyCredential = "gapura-master-key";

// Takes a variable out of an environment as main has it, and wipes where it stood: otherwise
// /proc/PID/environ and every child go on showing it. Empty when it is not set. For the one thread
// there is at the start.
base::Secret take_variable(char** environment, std::string_view name);

struct MasterKeySources {
  base::Secret environment;  // the value of GAPURA_MASTER_KEY; empty: not set
  // $CREDENTIALS_DIRECTORY; empty: not started by systemd with credentials. Whose files these are
  // and who may read them is systemd's to see to.
  std::filesystem::path credentials;
  // Must be the caller's own, with no permission for anyone else.
  std::filesystem::path file;
  // Makes the file when there is no key anywhere. Only for a database that is new: one that holds
  // sealed values must be given the key they were sealed under.
  bool may_create = false;
};

enum class Origin { environment, credential, file, created };

std::string_view to_string(Origin origin);

struct LoadedMasterKey {
  MasterKey key;
  Origin origin;
};

base::Result<LoadedMasterKey> load_master_key(const MasterKeySources& sources,
                                              base::Random& random);

}  // namespace keys
