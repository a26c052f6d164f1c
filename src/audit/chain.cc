#include "audit/chain.h"

#include <array>
#include <bit>
#include <string_view>
#include <utility>

namespace audit {
namespace {

// Says which encoding follows, so that no later one can be taken for it.
constexpr std::string_view kEncoding = "gapura audit entry 1";

void append_number(base::Bytes& out, std::uint64_t number) {
  std::array<std::uint8_t, 8> octets;
  for (std::uint8_t& octet : octets) {
    number = std::rotl(number, 8);
    octet = static_cast<std::uint8_t>(number);
  }
  out.insert(out.end(), octets.begin(), octets.end());
}

// Each field carries its length: moving a character from one field into its neighbour is a change.
void append_field(base::Bytes& out, base::BytesView field) {
  append_number(out, field.size());
  out.insert(out.end(), field.begin(), field.end());
}

void append_field(base::Bytes& out, std::string_view field) {
  append_field(out, base::bytes_of(field));
}

}  // namespace

ChainKey::ChainKey(const base::Secret& key) : key_(crypto::MacAlgorithm::HS256, key) {}

Entry ChainKey::extend(Head& head, Event event, base::Instant time) const {
  Entry entry{.chain = head.chain,
              .sequence = head.sequence + 1,
              .time = time,
              .event = std::move(event),
              .previous = head.hash,
              .hash = {}};
  entry.hash = hash_of(entry);
  head.sequence = entry.sequence;
  head.hash = entry.hash;
  return entry;
}

base::Bytes ChainKey::hash_of(const Entry& entry) const {
  base::Bytes text;
  text.reserve(256 + entry.event.details.size());
  append_field(text, kEncoding);
  append_field(text, entry.chain);
  append_number(text, static_cast<std::uint64_t>(entry.sequence));
  append_number(text, static_cast<std::uint64_t>(base::to_micros(entry.time)));
  append_field(text, entry.event.type);
  append_field(text, to_string(entry.event.outcome));
  append_field(text, entry.event.actor);
  append_field(text, entry.event.subject);
  append_field(text, entry.event.address);
  append_field(text, entry.event.request_id);
  append_field(text, entry.event.reason);
  append_field(text, entry.event.details);
  append_field(text, entry.previous);
  return key_.tag(text);
}

}  // namespace audit
