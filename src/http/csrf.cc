#include "http/csrf.h"

#include <cstddef>
#include <cstdint>

namespace http {
namespace {

constexpr std::size_t kNonce = 16;
constexpr std::size_t kTag = 32;

bool equal_in_constant_time(base::BytesView a, base::BytesView b) {
  unsigned difference = a.size() == b.size() ? 0 : 1;
  for (std::size_t i = 0; i < a.size() && i < b.size(); ++i) {
    difference |= static_cast<unsigned>(a[i] ^ b[i]);
  }
  return difference == 0;
}

void append(base::Bytes& out, base::BytesView part) {
  // Each part carries its length, so that no two triples make the same text.
  for (unsigned shift = 0; shift < 32; shift += 8) {
    out.push_back(static_cast<std::uint8_t>(part.size() >> shift));
  }
  out.insert(out.end(), part.begin(), part.end());
}

base::Done refuse() {
  return base::reject(base::ErrorCode::forbidden, "CSRF",
                      "the form has expired or does not belong to this browser");
}

}  // namespace

base::Bytes Csrf::tag(base::BytesView nonce, std::string_view bound_to,
                      std::string_view purpose) const {
  base::Bytes text;
  append(text, base::bytes_of("gapura csrf 1"));
  append(text, nonce);
  append(text, base::bytes_of(purpose));
  append(text, base::bytes_of(bound_to));
  auto whole = mac_(text);
  whole.resize(kTag);
  return whole;
}

std::string Csrf::issue(std::string_view bound_to, std::string_view purpose) const {
  auto token = random_.bytes(kNonce);
  const auto mac = tag(token, bound_to, purpose);
  token.insert(token.end(), mac.begin(), mac.end());
  return base::to_base64url(token);
}

base::Done Csrf::check(std::string_view token, std::string_view bound_to,
                       std::string_view purpose) const {
  const auto bytes = base::from_base64url(token);
  if (bound_to.empty() || !bytes || bytes->size() != kNonce + kTag) {
    return refuse();
  }
  const base::BytesView view(*bytes);
  if (!equal_in_constant_time(view.subspan(kNonce), tag(view.first(kNonce), bound_to, purpose))) {
    return refuse();
  }
  return {};
}

}  // namespace http
