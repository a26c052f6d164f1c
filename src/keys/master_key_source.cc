#include "keys/master_key_source.h"

#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/bytes.h"

namespace keys {
namespace {

// A key is 43 characters; whatever is much longer is not one, and is not read.
constexpr std::size_t kMostOctets = 128;
constexpr mode_t kOthers = S_IRWXG | S_IRWXO;

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) {
      ::close(number_);
    }
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int number() const { return number_; }
  bool is_open() const { return number_ >= 0; }

 private:
  int number_;
};

std::string why(int error) { return std::generic_category().message(error); }

std::unexpected<base::Error> refuse(const std::filesystem::path& path, const std::string& reason) {
  return base::reject(base::ErrorCode::internal, "", "master key " + path.string() + ": " + reason);
}

// Checks what was opened and not what its name said a moment ago.
base::Done check_private(const std::filesystem::path& path, const struct stat& state) {
  if (state.st_uid != ::geteuid()) {
    return refuse(path, "belongs to another user; chown it to the one that runs Gapura");
  }
  if ((state.st_mode & kOthers) != 0) {
    return refuse(path, "others may read or write it; chmod 0600");
  }
  return {};
}

base::Result<base::Secret> read_all(const std::filesystem::path& path, const Descriptor& file) {
  base::Bytes octets(kMostOctets + 1);
  std::size_t size = 0;
  while (size < octets.size()) {
    const ssize_t got = ::read(file.number(), octets.data() + size, octets.size() - size);
    if (got < 0 && errno == EINTR) {
      continue;
    }
    if (got < 0) {
      return refuse(path, why(errno));
    }
    if (got == 0) {
      break;
    }
    size += static_cast<std::size_t>(got);
  }
  const base::Secret buffer(std::move(octets));
  if (size > kMostOctets) {
    return refuse(path, "too long for a master key, which has 43 characters");
  }
  const auto text = buffer.reveal().first(size);
  return base::Secret(base::Bytes(text.begin(), text.end()));
}

// Nothing when there is no such file.
base::Result<std::optional<MasterKey>> read_key(const std::filesystem::path& path,
                                                bool must_be_private) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!file.is_open() && errno == ENOENT) {
    return std::optional<MasterKey>();
  }
  struct stat state{};
  if (!file.is_open() || ::fstat(file.number(), &state) != 0) {
    return refuse(path, why(errno));
  }
  if (!S_ISREG(state.st_mode)) {
    return refuse(path, "is not a plain file");
  }
  if (must_be_private) {
    TRY(check_private(path, state));
  }
  TRY_VAL(text, read_all(path, file));
  auto key = MasterKey::parse(text);
  if (!key) {
    return refuse(path, key.error().description);
  }
  return std::optional<MasterKey>(*std::move(key));
}

bool write_all(const Descriptor& file, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(file.number(), text.data(), text.size());
    if (written < 0 && errno != EINTR) {
      return false;
    }
    text.remove_prefix(static_cast<std::size_t>(std::max<ssize_t>(written, 0)));
  }
  return true;
}

// Under a name of its own first, then linked: the real name either holds a whole key that has
// reached the disk or does not exist, and of two that create it one wins.
base::Result<MasterKey> create_key(const std::filesystem::path& path, base::Random& random) {
  MasterKey key = MasterKey::generate(random);
  std::array<std::uint8_t, 8> nonce{};
  random.fill(nonce);
  const std::filesystem::path draft = path.string() + ".new-" + base::to_hex(nonce);
  {
    const Descriptor file(
        ::open(draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR));
    if (!file.is_open()) {
      return refuse(path, "cannot be created: " + why(errno));
    }
    const base::Secret text = key.text();
    if (!write_all(file, text.reveal_text()) || !write_all(file, "\n") ||
        ::fsync(file.number()) != 0) {
      const int error = errno;
      ::unlink(draft.c_str());
      return refuse(path, "cannot be written: " + why(error));
    }
  }
  const int linked = ::link(draft.c_str(), path.c_str()) == 0 ? 0 : errno;
  ::unlink(draft.c_str());
  if (linked == EEXIST) {
    TRY_VAL(theirs, read_key(path, true));
    if (!theirs) {
      return refuse(path, "another process created it and removed it again");
    }
    return *std::move(theirs);
  }
  if (linked != 0) {
    return refuse(path, "cannot be created: " + why(linked));
  }
  const auto folder = path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
  const Descriptor directory(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!directory.is_open() || ::fsync(directory.number()) != 0) {
    return refuse(path, "its folder cannot be synchronised: " + why(errno));
  }
  return key;
}

}  // namespace

base::Secret take_variable(char** environment, std::string_view name) {
  base::Secret value;
  char** kept = environment;
  for (char** entry = environment; *entry != nullptr; ++entry) {
    const std::string_view line(*entry);
    if (line.starts_with(name) && line.substr(name.size()).starts_with('=')) {
      value = base::Secret(line.substr(name.size() + 1));
      ::explicit_bzero(*entry + name.size() + 1, line.size() - name.size() - 1);
    } else {
      *kept++ = *entry;
    }
  }
  *kept = nullptr;
  return value;
}

std::string_view to_string(Origin origin) {
  switch (origin) {
    case Origin::environment:
      return "environment";
    case Origin::credential:
      return "credential";
    case Origin::file:
      return "file";
    case Origin::created:
      return "created";
  }
  std::unreachable();
}

base::Result<LoadedMasterKey> load_master_key(const MasterKeySources& sources,
                                              base::Random& random) {
  if (!sources.environment.empty()) {
    auto key = MasterKey::parse(sources.environment);
    if (!key) {
      return refuse(kMasterKeyVariable, key.error().description);
    }
    return LoadedMasterKey{.key = *std::move(key), .origin = Origin::environment};
  }
  if (!sources.credentials.empty()) {
    TRY_VAL(key, read_key(sources.credentials / kMasterKeyCredential, false));
    if (key) {
      return LoadedMasterKey{.key = *std::move(key), .origin = Origin::credential};
    }
  }
  TRY_VAL(key, read_key(sources.file, true));
  if (key) {
    return LoadedMasterKey{.key = *std::move(key), .origin = Origin::file};
  }
  if (!sources.may_create) {
    return refuse(sources.file,
                  "is not there, and the database is in use already. Put the file back, or give "
                  "the key in GAPURA_MASTER_KEY or as the credential gapura-master-key; without "
                  "it what is sealed in the database cannot be opened");
  }
  TRY_VAL(created, create_key(sources.file, random));
  return LoadedMasterKey{.key = std::move(created), .origin = Origin::created};
}

}  // namespace keys
