// What is wrong with a request, in the words of the wire (RFC 6749 sections 4.1.2.1 and 5.2). The
// description is for whoever builds the client, and may reach them.
#pragma once

#include <string>

namespace oauth {

struct Wrong {
  std::string error;
  std::string clause;
  std::string description;
};

}  // namespace oauth
