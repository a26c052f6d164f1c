// gapura.toml as a flat list of keys, each with its line. The only file that sees the TOML library.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "app/setting.h"

namespace app {

struct FileEntry {
  std::string key;  // "http.idle_timeout"; a part that holds a dot itself is quoted
  GivenValue value;
  unsigned line = 0;
};

struct FileProblem {
  unsigned line = 0;  // 0: of the whole file
  std::string text;
};

struct FileContent {
  std::vector<FileEntry> entries;
  std::vector<FileProblem> problems;
};

FileContent read_toml(const std::filesystem::path& path);
FileContent parse_toml(const std::string& text);

}  // namespace app
