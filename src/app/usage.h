// What is wrong with a command line, in our own words, and whose help says more. CLI11 finds what
// is wrong; the library's sentences know nothing of what there is instead.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <CLI/CLI.hpp>

namespace app {

struct Misuse {
  std::string text;
  std::string command;  // whose help says more: "client add"; empty for the program's own
};

// What the words lead to from there, "client" and "add"; nothing when they name no command.
const CLI::App* named_by(const CLI::App& program, std::span<const std::string> words);

Misuse no_such_command(const CLI::App& program, std::span<const std::string> words);
Misuse misuse_of(const CLI::App& program, const CLI::ParseError& error,
                 std::span<char* const> arguments);

}  // namespace app
