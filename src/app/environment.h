// The environment as it was when the process began: taken once, then handed on. What is secret in
// it is taken out of the process's own copy, which /proc would go on showing.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/secret.h"

namespace app {

class Environment {
 public:
  using Variables = std::map<std::string, std::string, std::less<>>;
  using Secrets = std::map<std::string, base::Secret, std::less<>>;

  Environment() = default;
  explicit Environment(Variables variables, Secrets secrets = {})
      : variables_(std::move(variables)), secrets_(std::move(secrets)) {}
  // As main has it: "NAME=value", then a null pointer. For the one thread there is at the start.
  static Environment take(char** variables);

  // An empty variable is one that is not set, as in a compose file that leaves it open.
  std::optional<std::string_view> find(std::string_view name) const;
  const base::Secret* find_secret(std::string_view name) const;
  const Variables& all() const { return variables_; }

 private:
  Variables variables_;
  Secrets secrets_;
};

}  // namespace app
