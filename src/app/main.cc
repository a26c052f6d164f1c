#include <iostream>
#include <span>

#include <unistd.h>

#include "app/command_line.h"
#include "crypto/process.h"

int main(int count, char** arguments) {
  if (const auto hardened = crypto::harden_process(); !hardened) {
    std::cerr << "gapura: " << hardened.error().description << '\n';
    return 1;
  }
  const auto environment = app::Environment::take(environ);
  return app::run_command_line(std::span(arguments, static_cast<std::size_t>(count)), environment,
                               {std::cout, std::cerr});
}
