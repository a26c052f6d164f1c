#include "mint/family_token.h"

#include <algorithm>
#include <utility>

#include "crypto/digest.h"

namespace mint {
namespace {

// The first octet: what it is, and how it is written.
constexpr std::uint8_t kRefresh = 1;
constexpr std::uint8_t kAccess = 2;
constexpr std::size_t kId = 16;
constexpr std::size_t kNumber = 8;
constexpr std::size_t kTag = 32;
constexpr std::size_t kLongest = std::size_t{16} * 1024;

void put(base::Bytes& out, base::BytesView octets) {
  out.insert(out.end(), octets.begin(), octets.end());
}

void put_number(base::Bytes& out, std::int64_t number) {
  const auto bits = static_cast<std::uint64_t>(number);
  for (int shift = 56; shift >= 0; shift -= 8) {
    out.push_back(static_cast<std::uint8_t>(bits >> shift));
  }
}

// Takes from the front; nothing when there is too little.
class Reader {
 public:
  explicit Reader(base::BytesView rest) : rest_(rest) {}

  std::optional<base::BytesView> take(std::size_t size) {
    if (rest_.size() < size) {
      return std::nullopt;
    }
    const auto taken = rest_.first(size);
    rest_ = rest_.subspan(size);
    return taken;
  }
  std::optional<std::int64_t> number() {
    const auto octets = take(kNumber);
    if (!octets) {
      return std::nullopt;
    }
    std::uint64_t bits = 0;
    for (const std::uint8_t octet : *octets) {
      bits = (bits << 8U) | octet;
    }
    return static_cast<std::int64_t>(bits);
  }
  base::BytesView rest() const { return rest_; }

 private:
  base::BytesView rest_;
};

std::optional<RefreshToken> read_refresh(Reader& reader) {
  const auto generation = reader.number();
  if (!generation || *generation < 1 || !reader.rest().empty()) {
    return std::nullopt;
  }
  return RefreshToken{.generation = *generation};
}

std::optional<OpaqueAccessToken> read_access(Reader& reader) {
  const auto jti = reader.take(kId);
  const auto issued = reader.number();
  const auto expires = reader.number();
  if (!jti || !issued || !expires) {
    return std::nullopt;
  }
  // Not proven yet: a number that no time holds must not be reckoned with.
  constexpr std::int64_t kFar = std::int64_t{1} << 37U;
  if (*issued < 0 || *expires < 0 || *issued > kFar || *expires > kFar) {
    return std::nullopt;
  }
  OpaqueAccessToken token{.issued_at = base::Instant(std::chrono::seconds(*issued)),
                          .expires_at = base::Instant(std::chrono::seconds(*expires)),
                          .scope = std::string(base::text_of(reader.rest()))};
  std::ranges::copy(*jti, token.jti.begin());
  return token;
}

base::Bytes octets_of(const FamilyToken& token) {
  base::Bytes octets;
  const auto* refresh = std::get_if<RefreshToken>(&token.is);
  octets.push_back(refresh != nullptr ? kRefresh : kAccess);
  put(octets, token.family.bytes());
  if (refresh != nullptr) {
    put_number(octets, refresh->generation);
    return octets;
  }
  const auto& access = std::get<OpaqueAccessToken>(token.is);
  put(octets, access.jti);
  put_number(octets, base::to_seconds(access.issued_at));
  put_number(octets, base::to_seconds(access.expires_at));
  put(octets, base::bytes_of(access.scope));
  return octets;
}

}  // namespace

std::string make_family_token(const FamilyToken& token, const base::Secret& secret) {
  base::Bytes octets = octets_of(token);
  put(octets, crypto::hmac_sha256(secret.reveal(), octets));
  return base::to_base64url(octets);
}

PresentedToken::PresentedToken(FamilyToken says, base::Bytes octets, base::Bytes tag)
    : says_(std::move(says)), octets_(std::move(octets)), tag_(std::move(tag)) {}

std::optional<PresentedToken> PresentedToken::read(std::string_view text) {
  if (text.size() > kLongest) {
    return std::nullopt;
  }
  const auto whole = base::from_base64url(text);
  if (!whole || whole->size() < 1 + kId + kTag) {
    return std::nullopt;
  }
  const base::BytesView octets = base::BytesView(*whole).first(whole->size() - kTag);
  const base::BytesView tag = base::BytesView(*whole).last(kTag);
  Reader reader(octets);
  const std::uint8_t kind = reader.take(1)->front();
  const auto family = FamilyId::from(*reader.take(kId));
  const auto made = [&](auto is) {
    return is ? std::optional(PresentedToken({.family = *family, .is = *std::move(is)},
                                             base::Bytes(octets.begin(), octets.end()),
                                             base::Bytes(tag.begin(), tag.end())))
              : std::nullopt;
  };
  switch (kind) {
    case kRefresh:
      return made(read_refresh(reader));
    case kAccess:
      return made(read_access(reader));
    default:
      return std::nullopt;
  }
}

bool PresentedToken::is_made_with(const base::Secret& secret) const {
  return crypto::equal(crypto::hmac_sha256(secret.reveal(), octets_), tag_);
}

}  // namespace mint
