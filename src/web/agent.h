// Which browser a User-Agent names, for people to recognise their own by. What it says is believed
// by nobody and decides nothing.
#pragma once

#include <string_view>

namespace web {

struct Agent {
  std::string_view browser;  // "Chrome"; empty: not known
  std::string_view system;   // "Android"; empty: not known
  bool handheld = false;
  bool operator==(const Agent&) const = default;
};

Agent agent_of(std::string_view user_agent);

}  // namespace web
