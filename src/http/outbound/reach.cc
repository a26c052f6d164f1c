#include "http/outbound/reach.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace http::outbound {
namespace {

struct Row {
  std::string_view network;
  std::string_view name;
  std::string_view clause;
  bool open_to_named = false;
};

constexpr std::string_view kRegistry = "RFC6890-2.2";

// Where a cloud hands out credentials to whoever asks from inside: nobody's site, whatever host is
// named. Before the blocks around them.
constexpr std::string_view kMetadata = "Metadata of a cloud";

// IANA's IPv4 Special-Purpose Address Registry without what is globally reachable, and what is no
// host's. The first that holds an address names it.
constexpr std::array<Row, 18> kIpv4{{
    {"100.100.100.200", kMetadata, kRegistry},
    {"168.63.129.16", kMetadata, kRegistry},
    {"0.0.0.0/8", "This network", kRegistry},
    {"10.0.0.0/8", "Private-Use", kRegistry, true},
    {"100.64.0.0/10", "Shared Address Space", kRegistry, true},
    {"127.0.0.0/8", "Loopback", kRegistry, true},
    {"169.254.0.0/16", "Link Local", kRegistry},
    {"172.16.0.0/12", "Private-Use", kRegistry, true},
    {"192.0.0.0/24", "IETF Protocol Assignments", kRegistry},
    {"192.0.2.0/24", "Documentation (TEST-NET-1)", kRegistry},
    {"192.88.99.0/24", "Deprecated (6to4 Relay Anycast)", kRegistry},
    {"192.168.0.0/16", "Private-Use", kRegistry, true},
    {"198.18.0.0/15", "Benchmarking", kRegistry},
    {"198.51.100.0/24", "Documentation (TEST-NET-2)", kRegistry},
    {"203.0.113.0/24", "Documentation (TEST-NET-3)", kRegistry},
    {"224.0.0.0/4", "Multicast", "RFC1112-4"},
    {"255.255.255.255", "Limited Broadcast", kRegistry},
    {"240.0.0.0/4", "Reserved", kRegistry},
}};

// The same of IPv6. 6to4 and Teredo carry an IPv4 address and lead to it by way of a relay that is
// nobody's we know: closed whatever they carry.
constexpr std::array<Row, 17> kIpv6{{
    {"fd00:ec2::/32", kMetadata, kRegistry},
    {"fd20:ce::254", kMetadata, kRegistry},
    {"::1", "Loopback Address", kRegistry, true},
    {"::", "Unspecified Address", kRegistry},
    {"64:ff9b:1::/48", "IPv4-IPv6 Translation, local use", kRegistry},
    {"100::/64", "Discard-Only Address Block", kRegistry},
    {"100:0:0:1::/64", "Dummy IPv6 Prefix", kRegistry},
    {"2001::/32", "TEREDO", kRegistry},
    {"2001::/23", "IETF Protocol Assignments", kRegistry},
    {"2001:db8::/32", "Documentation", kRegistry},
    {"2002::/16", "6to4", kRegistry},
    {"3fff::/20", "Documentation", kRegistry},
    {"5f00::/16", "Segment Routing SIDs", kRegistry},
    {"fc00::/7", "Unique-Local", kRegistry, true},
    {"fe80::/10", "Link-Local Unicast", kRegistry},
    {"fec0::/10", "Site-Local Unicast, deprecated", "RFC4291-2.5.7"},
    {"ff00::/8", "Multicast", "RFC4291-2.7"},
}};

std::vector<Block> blocks_of(std::span<const Row> rows) {
  std::vector<Block> blocks;
  blocks.reserve(rows.size());
  for (const Row& row : rows) {
    blocks.push_back(
        {Network::parse(row.network).value(), row.name, row.clause, row.open_to_named});
  }
  return blocks;
}

const Block* find(const std::vector<Block>& blocks, const Address& address) {
  const auto found = std::ranges::find_if(
      blocks, [&address](const Block& block) { return block.network.contains(address); });
  return found == blocks.end() ? nullptr : &*found;
}

// RFC 6052, section 2.1: NAT64 leads to the IPv4 address in the last octets. A network without IPv4
// reaches the IPv4 internet this way, so it is judged and not closed.
Address inner(const Address& address) {
  static const Network nat64 = Network::parse("64:ff9b::/96").value();
  if (!nat64.contains(address)) {
    return address;
  }
  std::array<std::uint8_t, 4> four{};
  std::copy_n(address.bytes().end() - 4, 4, four.begin());
  return Address::v4(four);
}

}  // namespace

const Block* closed_block(const Address& address) {
  static const std::vector<Block> ipv4 = blocks_of(kIpv4);
  static const std::vector<Block> ipv6 = blocks_of(kIpv6);
  static const Network global = Network::parse("2000::/3").value();
  static const Block beyond{global, "not global unicast", "RFC4291-2.4"};
  const Address judged = inner(address);
  if (judged.is_v4()) {
    return find(ipv4, judged);
  }
  if (const Block* closed = find(ipv6, judged)) {
    return closed;
  }
  return global.contains(judged) ? nullptr : &beyond;
}

}  // namespace http::outbound
