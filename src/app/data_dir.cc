#include "app/data_dir.h"

#include <cerrno>
#include <fstream>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/checks.h"
#include "app/words.h"
#include "base/bytes.h"

namespace app {
namespace {

constexpr std::string_view kNodeFile = "node-id";

std::string why(int error) { return std::generic_category().message(error); }

std::unexpected<base::Error> unusable(const std::filesystem::path& path,
                                      const std::string& reason) {
  return base::reject(base::ErrorCode::unavailable, "",
                      fill("failure.data_dir", {{"path", path.string()}, {"reason", reason}}));
}

base::Result<std::string> read_name(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::string name;
  if (!file.is_open()) {
    return unusable(path, why(errno));
  }
  std::getline(file, name);
  if (name.empty() || check_node_name(name)) {
    return base::reject(base::ErrorCode::internal, "",
                        fill("failure.node_id", {{"path", path.string()}}));
  }
  return name;
}

// Complete under a name of its own first, then linked: of two processes that make it one wins, and
// neither sees half of it.
base::Done make_name(const std::filesystem::path& path, base::Random& random) {
  const std::string name = "node-" + base::to_hex(random.bytes(6)) + "\n";
  const std::filesystem::path draft = path.string() + ".new-" + base::to_hex(random.bytes(8));
  const int file = ::open(draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0) {
    return unusable(draft, why(errno));
  }
  const bool whole = ::write(file, name.data(), name.size()) == static_cast<ssize_t>(name.size()) &&
                     ::fsync(file) == 0;
  const int write_error = whole ? 0 : errno;
  ::close(file);
  const bool linked = whole && (::link(draft.c_str(), path.c_str()) == 0 || errno == EEXIST);
  const int link_error = linked ? 0 : errno;
  ::unlink(draft.c_str());
  if (!linked) {
    return unusable(path, why(whole ? link_error : write_error));
  }
  return {};
}

}  // namespace

base::Done prepare_data_dir(const std::filesystem::path& folder) {
  std::error_code error;
  const auto whole = std::filesystem::absolute(folder, error);
  if (!error && whole.has_parent_path()) {
    std::filesystem::create_directories(whole.parent_path(), error);
  }
  if (::mkdir(folder.c_str(), S_IRWXU) != 0 && errno != EEXIST) {
    return unusable(folder, why(errno));
  }
  struct stat state{};
  if (::stat(folder.c_str(), &state) != 0) {
    return unusable(folder, why(errno));
  }
  if (!S_ISDIR(state.st_mode)) {
    return base::reject(base::ErrorCode::invalid_request, "",
                        fill("failure.data_dir_kind", {{"path", folder.string()}}));
  }
  if (::access(folder.c_str(), R_OK | W_OK | X_OK) != 0) {
    return unusable(folder, why(errno));
  }
  return {};
}

base::Result<std::string> node_name(const Settings& settings, base::Random& random) {
  TRY_VAL(known, known_node_name(settings));
  if (!known.empty()) {
    return known;
  }
  const auto path = settings.data_dir / kNodeFile;
  TRY(make_name(path, random));
  return read_name(path);
}

base::Result<std::string> known_node_name(const Settings& settings) {
  if (!settings.node.name.empty()) {
    return settings.node.name;
  }
  const auto path = settings.data_dir / kNodeFile;
  std::error_code error;
  if (!std::filesystem::exists(path, error)) {
    return std::string();
  }
  return read_name(path);
}

}  // namespace app
