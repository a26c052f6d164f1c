// Where an address lies: what the whole internet shares may be asked, what means something else on
// every machine or network may not (SF1). The registries of RFC 6890 as tables.
#pragma once

#include <string_view>

#include "http/address.h"

namespace http::outbound {

struct Block {
  Network network;
  std::string_view name;    // as the registry has it
  std::string_view clause;  // "RFC6890-2.2"
  // Where a host may lie that configuration names. Nothing that a name of ours may resolve to lies
  // in the others; 169.254.169.254, where clouds hand out credentials, is among them.
  bool open_to_named = false;
};

// The block that keeps an address from being asked; null for one that all the internet shares. An
// IPv4 address inside an IPv6 one is what is judged.
const Block* closed_block(const Address& address);

}  // namespace http::outbound
