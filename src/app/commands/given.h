// What was given on the command line, as the commands about sites and clients read it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/commands/command.h"
#include "base/clock.h"
#include "base/result.h"

namespace app {

std::unexpected<base::Error> refuse(std::string words);
std::optional<std::string> text_of(const Context& context, std::string_view option);
// Of an option that may be given more than once.
std::vector<std::string> lines_of(std::string_view text);
// "--enable" and "--disable" and the like: one of the two, or neither.
base::Result<std::optional<bool>> choice(const Context& context, std::string_view yes,
                                         std::string_view no);
// "--grace 24h"
base::Result<base::Duration> grace_of(const Context& context);

}  // namespace app
