#include "identity/budget/devices.h"

#include <vector>

namespace identity::budget {
namespace {

constexpr std::size_t kIdOctets = 16;
constexpr std::size_t kHeadOctets = kIdOctets + 8;
constexpr std::size_t kTagOctets = 32;
constexpr std::size_t kTokenText = 75;  // of base64url

void append_number(base::Bytes& octets, std::uint64_t number) {
  for (int shift = 56; shift >= 0; shift -= 8) {
    octets.push_back(static_cast<std::uint8_t>(number >> static_cast<unsigned>(shift)));
  }
}

base::Instant issued_at(base::BytesView head) {
  std::uint64_t number = 0;
  for (const std::uint8_t octet : head.subspan(kIdOctets, 8)) {
    number = number << 8U | octet;
  }
  return base::from_micros(static_cast<std::int64_t>(number));
}

std::vector<std::string_view> tokens_of(std::string_view cookie) {
  std::vector<std::string_view> tokens;
  while (!cookie.empty() && tokens.size() < Devices::kMostPeople) {
    const std::size_t dot = cookie.find('.');
    const std::string_view token = cookie.substr(0, dot);
    if (token.size() == kTokenText) {
      tokens.push_back(token);
    }
    cookie.remove_prefix(dot == std::string_view::npos ? cookie.size() : dot + 1);
  }
  return tokens;
}

}  // namespace

base::Bytes Devices::tag(users::UserId id, base::BytesView head) const {
  base::Bytes message = {'d', 'e', 'v', 'i', 'c', 'e', 0};
  append_number(message, static_cast<std::uint64_t>(id.value));
  message.insert(message.end(), head.begin(), head.end());
  return key_.tag(message);
}

std::optional<base::Bytes> Devices::known(std::string_view cookie, users::UserId id,
                                          base::Instant now) const {
  for (const std::string_view token : tokens_of(cookie)) {
    const auto octets = base::from_base64url(token);
    if (!octets || octets->size() != kHeadOctets + kTagOctets) {
      continue;
    }
    const base::BytesView view = *octets;
    const base::BytesView head = view.first(kHeadOctets);
    const base::Instant issued = issued_at(head);
    // The times of a forged token mean nothing: it is compared before they are looked at.
    if (crypto::equal(tag(id, head), view.subspan(kHeadOctets)) && issued <= now &&
        now - issued < life_) {
      return base::Bytes(head.begin(), head.begin() + kIdOctets);
    }
  }
  return std::nullopt;
}

std::string Devices::remember(std::string_view cookie, users::UserId id, base::Instant now) const {
  base::Bytes octets = known(cookie, id, now).value_or(random_.bytes(kIdOctets));
  append_number(octets, static_cast<std::uint64_t>(base::to_micros(now)));
  const base::Bytes mac = tag(id, octets);
  octets.insert(octets.end(), mac.begin(), mac.end());
  std::string value = base::to_base64url(octets);
  std::size_t people = 1;
  for (const std::string_view token : tokens_of(cookie)) {
    if (people == kMostPeople) {
      break;
    }
    // Theirs is the first one now.
    if (!known(token, id, now)) {
      value.append(".").append(token);
      ++people;
    }
  }
  return value;
}

}  // namespace identity::budget
