// One setting: its name in the file, what it holds, and its words. The names of its environment
// variable and of its flag follow from its key.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "app/settings.h"
#include "app/words.h"
#include "base/json.h"

namespace app {

template <class Value>
using Place = Value& (*)(Settings&);
// What is wrong with a text, in words; nothing when it will do.
using TextCheck = std::optional<std::string> (*)(const std::string&);

struct TextField {
  Place<std::string> place;
  TextCheck check = nullptr;
};
struct ChoiceField {
  Place<std::string> place;
  std::span<const std::string_view> choices;
};
struct PathField {
  Place<std::filesystem::path> place;
};
struct SecretField {
  Place<base::Secret> place;
  std::optional<std::string> (*check)(const base::Secret& text);
};
struct NumberField {
  Place<std::size_t> place;
  std::size_t least;
  std::size_t most;
};
struct SizeField {  // "8KiB"
  Place<std::size_t> place;
  std::size_t least;
  std::size_t most;
};
struct SpanField {  // "30s"
  Place<std::chrono::milliseconds> place;
  std::chrono::milliseconds least;
  std::chrono::milliseconds most;
};
struct SwitchField {
  Place<bool> place;
};
struct ListField {
  Place<std::vector<std::string>> place;
  TextCheck check;
};
struct ListenField {
  Place<ListenAddress> place;
};

using SettingField = std::variant<TextField, ChoiceField, PathField, SecretField, NumberField,
                                  SizeField, SpanField, SwitchField, ListField, ListenField>;

struct Setting {
  std::string_view key;  // "http.idle_timeout"
  SettingField field;
  Words words;
  std::string_view variable = {};  // when it is not GAPURA_ and the key
  // Hidden wholly or in part by whoever prints it.
  std::string (*mask)(const std::string&) = nullptr;

  std::string environment_name() const;  // GAPURA_HTTP_IDLE_TIMEOUT
  std::string flag() const;              // --http-idle-timeout
  // A secret belongs neither into a file that is read by many nor into a process list.
  bool only_environment() const { return std::holds_alternative<SecretField>(field); }
};

// A value as the file has it; from a variable or a flag it is always text.
struct OtherValue {
  std::string_view type;
};
using GivenValue =
    std::variant<std::string, std::int64_t, bool, std::vector<std::string>, OtherValue>;

// Both put a value into its place, or say in words what is wrong with it.
std::optional<std::string> assign(const SettingField& field, Settings& settings,
                                  const GivenValue& value);
std::optional<std::string> assign_text(const SettingField& field, Settings& settings,
                                       std::string_view text);

// As `config show` prints it; text for what the file writes as text.
base::json::value shown(const Setting& setting, Settings& settings);

// "a time such as \"30s\", from 1s to 1h"
std::string expected(const SettingField& field);

}  // namespace app
