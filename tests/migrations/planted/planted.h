// What is planted after each migration, and how it must read at the end of all of them. A new
// migration brings a file planted/NNNN_name.cc and its line in planted.cc.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace planted {

struct Step {
  std::int64_t number = 0;
  // Statements that both engines take; {octets:XX…} becomes the engine's literal.
  std::vector<std::string> plant;
  struct Question {
    std::string query;
    std::vector<std::string> answer;  // rows, cells joined by '|', octets as hex in lower case
  };
  // Asked at the end, in the words of the newest schema; {hex:column} becomes the engine's
  // function.
  std::vector<Question> ask;
};

Step foundation();
Step people();
Step sites();
Step visits();
Step oauth();
Step consent();
Step federation();
Step looks();
Step hearsay_and_reuse();
Step steps_unindexed();
Step steps_unswept();

// By number.
std::vector<Step> steps();

}  // namespace planted
