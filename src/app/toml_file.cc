#include "app/toml_file.h"

#include <cerrno>
#include <fstream>
#include <iterator>
#include <system_error>

#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_FORMATTERS 0
#include <toml++/toml.h>

#include "app/words.h"

namespace app {
namespace {

std::string_view type_of(const toml::node& node) {
  switch (node.type()) {
    case toml::node_type::table:
      return Words("type.table").text();
    case toml::node_type::array:
      return Words("type.array").text();
    case toml::node_type::floating_point:
      return Words("type.fraction").text();
    default:
      return Words("type.time").text();
  }
}

GivenValue value_of(const toml::node& node) {
  if (const auto* text = node.as_string()) {
    return text->get();
  }
  if (const auto* number = node.as_integer()) {
    return number->get();
  }
  if (const auto* on = node.as_boolean()) {
    return on->get();
  }
  if (const auto* array = node.as_array()) {
    std::vector<std::string> items;
    for (const toml::node& item : *array) {
      const auto* text = item.as_string();
      if (text == nullptr) {
        return OtherValue{type_of(node)};
      }
      items.push_back(text->get());
    }
    return items;
  }
  return OtherValue{type_of(node)};
}

void flatten(const toml::table& table, const std::string& prefix, std::vector<FileEntry>& out) {
  for (const auto& [key, node] : table) {
    const std::string_view part = key.str();
    const std::string name =
        prefix + (part.contains('.') ? "\"" + std::string(part) + "\"" : std::string(part));
    if (const auto* inner = node.as_table()) {
      flatten(*inner, name + ".", out);
    } else {
      out.push_back({name, value_of(node), key.source().begin.line});
    }
  }
}

}  // namespace

FileContent parse_toml(const std::string& text) {
  FileContent content;
  const toml::parse_result parsed = toml::parse(text);
  if (!parsed) {
    content.problems.push_back({parsed.error().source().begin.line,
                                fill("problem.toml", {{"reason", parsed.error().description()}})});
    return content;
  }
  flatten(parsed.table(), "", content.entries);
  return content;
}

FileContent read_toml(const std::filesystem::path& path) {
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  if (!file.is_open() || file.bad()) {
    const std::string reason = std::error_code(errno, std::generic_category()).message();
    return {{}, {{0, fill("problem.unreadable", {{"reason", reason}})}}};
  }
  return parse_toml(text);
}

}  // namespace app
