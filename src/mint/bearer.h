// Whom tokens are for, as the proofs of a warrant say: between the parts of mint that read warrants
// and the one that makes tokens.
#pragma once

#include <string>
#include <vector>

#include "mint/gates.h"
#include "mint/mint.h"

namespace mint {

struct Mint::Bearer {
  std::string name;  // as the trail knows it
  std::string sub;
  std::string client_id;
  std::vector<std::string> audience;
  std::string scope;
  const LiveSession* session = nullptr;  // none: the client itself
  const LiveFamily* family = nullptr;
};

}  // namespace mint
