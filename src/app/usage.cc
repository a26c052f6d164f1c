#include "app/usage.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "app/likely.h"
#include "app/words.h"

namespace app {
namespace {

using Names = std::vector<std::string>;

Names commands_of(const CLI::App& where) {
  Names names;
  for (const CLI::App* sub : where.get_subcommands([](const CLI::App*) { return true; })) {
    names.push_back(sub->get_name());
  }
  return names;
}

void add_options_of(const CLI::App& where, Names& names) {
  for (const CLI::Option* option : where.get_options()) {
    for (const std::string& name : option->get_lnames()) {
      names.push_back("--" + name);
    }
  }
}

std::string joined(std::span<const std::string> words) {
  std::string line;
  for (const std::string& word : words) {
    line += (line.empty() ? "" : " ") + word;
  }
  return line;
}

// As far as the line could be read: the program itself, a group of commands, a command of it.
struct Reached {
  const CLI::App* where;
  Names words;
};
Reached reached(const CLI::App& program) {
  Reached far{.where = &program, .words = {}};
  while (!far.where->get_subcommands().empty()) {
    far.where = far.where->get_subcommands().back();
    far.words.push_back(far.where->get_name());
  }
  return far;
}

// CLI11 keeps those of a command apart from those that its parents were asked about.
std::string first_stray(const CLI::App& program, std::span<char* const> arguments) {
  const Names strays = program.remaining(true);
  for (const std::string_view argument : arguments) {
    if (std::ranges::find(strays, argument) != strays.end()) {
      return std::string(argument);
    }
  }
  return strays.empty() ? "" : strays.front();
}

bool takes_fields(const CLI::App& command) {
  return std::ranges::any_of(command.get_options(), [](const CLI::Option* option) {
    return option->get_positional() && option->get_name().contains('=');
  });
}

Misuse unexpected(const CLI::App& program, const Reached& far, std::string stray) {
  Misuse misuse{.text = {}, .command = joined(far.words)};
  if (stray.starts_with('-')) {
    stray.resize(std::min(stray.size(), stray.find('=')));
    Names options;
    add_options_of(*far.where, options);
    add_options_of(program, options);
    const auto guess = likely(stray, options);
    misuse.text = guess.empty() && takes_fields(*far.where)
                      ? fill("app.fields_are_given", {{"option", stray}})
                      : fill("app.no_option", {{"option", stray}}) + did_you_mean(guess);
    return misuse;
  }
  if (!commands_of(*far.where).empty()) {
    Names words = far.words;
    words.push_back(std::move(stray));
    return no_such_command(program, words);
  }
  misuse.text = fill("app.not_expected", {{"text", stray}});
  return misuse;
}

std::string mismatch(const CLI::ParseError& error) {
  std::string said = error.what();
  const auto name = said.substr(0, said.find_first_of(": "));
  if (said.contains("disallowed flag override")) {
    return fill("app.takes_nothing", {{"option", "--" + name}});
  }
  if (!name.starts_with('-')) {
    return said;
  }
  return said.contains("At Most") ? fill("app.given_twice", {{"option", name}})
                                  : fill("app.takes_a_value", {{"option", name}});
}

}  // namespace

const CLI::App* named_by(const CLI::App& program, std::span<const std::string> words) {
  const CLI::App* where = &program;
  for (const std::string& word : words) {
    const auto found =
        where->get_subcommands([&](const CLI::App* sub) { return sub->get_name() == word; });
    if (found.empty()) {
      return nullptr;
    }
    where = found.front();
  }
  return where;
}

Misuse no_such_command(const CLI::App& program, std::span<const std::string> words) {
  std::size_t known = 0;
  while (known < words.size() && named_by(program, words.first(known + 1)) != nullptr) {
    ++known;
  }
  const auto group = joined(words.first(known));
  const auto& typed = words[std::min(known, words.size() - 1)];
  const auto guess = likely(typed, commands_of(*named_by(program, words.first(known))));
  const auto whole = [&](const std::string& word) {
    return group.empty() ? word : group + " " + word;
  };
  return {.text = fill("app.no_such_command", {{"command", whole(typed)}}) +
                  did_you_mean(guess.empty() ? guess : whole(guess)),
          .command = group};
}

Misuse misuse_of(const CLI::App& program, const CLI::ParseError& error,
                 std::span<char* const> arguments) {
  const Reached far = reached(program);
  auto stray = first_stray(program, arguments);
  // What is missing may be what was written as an option.
  const bool missing = dynamic_cast<const CLI::RequiredError*>(&error) != nullptr;
  if (dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr ||
      (missing && stray.starts_with('-'))) {
    return unexpected(program, far, std::move(stray));
  }
  const bool mismatched = dynamic_cast<const CLI::ArgumentMismatch*>(&error) != nullptr;
  return {.text = mismatched ? mismatch(error) : error.what(), .command = joined(far.words)};
}

}  // namespace app
