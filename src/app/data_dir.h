// The folder of what is this node's own: its name, and by default its master key and its database.
#pragma once

#include <filesystem>
#include <string>

#include "app/settings.h"
#include "base/random.h"
#include "base/result.h"

namespace app {

// Makes it with mode 0700 when it is not there, and sees that it can be used.
base::Done prepare_data_dir(const std::filesystem::path& folder);

// Of this node in the audit trail: node.name, else a random name that is made once and kept.
base::Result<std::string> node_name(const Settings& settings, base::Random& random);
// The same for who makes nothing: empty when the node has no name yet.
base::Result<std::string> known_node_name(const Settings& settings);

}  // namespace app
