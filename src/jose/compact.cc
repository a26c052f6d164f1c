#include "jose/compact.h"

#include <algorithm>
#include <array>

namespace jose {
namespace {

using base::ErrorCode;

struct Forbidden {
  std::string_view name;
  std::string_view clause;
};

// What would make a header decide which key to use, how to read the payload or what to fetch.
// Critical extensions are none of ours, so that `crit` always names an unknown one.
constexpr std::array<Forbidden, 8> kForbidden{{
    {"crit", "RFC7515-4.1.11"},
    {"b64", "RFC7797-6"},
    {"enc", "RFC7516-9"},
    {"zip", "RFC7516-9"},
    {"jwk", "RFC7515-4.1.3"},
    {"jku", "RFC7515-4.1.2"},
    {"x5u", "RFC7515-4.1.5"},
    {"x5c", "RFC7515-4.1.6"},
}};

std::unexpected<base::Error> malformed(std::string_view clause, std::string why) {
  return base::reject(ErrorCode::invalid_request, clause, std::move(why));
}

base::Result<std::string> text_member(const base::json::object& header, std::string_view name,
                                      std::string_view clause) {
  const auto* value = header.if_contains(name);
  if (value == nullptr) {
    return std::string();
  }
  const auto* text = value->if_string();
  if (text == nullptr || text->empty() || text->size() > kMostKid) {
    return malformed(clause, "a parameter of the JWS header is no text, empty or too long");
  }
  return std::string(text->data(), text->size());
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same_media_type(std::string_view left, std::string_view right) {
  constexpr std::string_view kApplication = "application/";
  const auto bare = [&](std::string_view type) {
    const bool prefixed =
        type.size() > kApplication.size() &&
        std::ranges::equal(type.substr(0, kApplication.size()), kApplication, {}, &lower);
    return prefixed ? type.substr(kApplication.size()) : type;
  };
  return std::ranges::equal(bare(left), bare(right), {}, &lower, &lower);
}

base::Done check_typ(std::string_view typ, const Expected& expected) {
  const bool fits = typ.empty() ? expected.typ.empty() || expected.untyped_too
                                : !expected.typ.empty() && same_media_type(typ, expected.typ);
  if (!fits) {
    return base::reject(ErrorCode::unauthorized, "RFC8725-3.11",
                        "the JWT is not of the expected type");
  }
  return {};
}

}  // namespace

base::Result<Compact> dissect(std::string_view compact, const Expected& expected) {
  if (compact.size() > kMostCompact) {
    return base::reject(ErrorCode::too_large, "RFC7515-7.1", "the JWS is too long");
  }
  const auto dots = std::ranges::count(compact, '.');
  if (dots == 4) {
    return malformed("RFC7516-9", "a JWE stands where a JWS is expected");
  }
  if (dots != 2) {
    return malformed("RFC7515-7.1", "a compact JWS has three parts");
  }
  const std::size_t first = compact.find('.');
  const std::size_t last = compact.rfind('.');
  const std::string_view header_text = compact.substr(0, first);
  if (header_text.size() > kMostHeader) {
    return base::reject(ErrorCode::too_large, "RFC7515-4", "the JWS header is too long");
  }
  auto header_octets = base::from_base64url(header_text);
  auto payload = base::from_base64url(compact.substr(first + 1, last - first - 1));
  auto signature = base::from_base64url(compact.substr(last + 1));
  if (!header_octets || !payload || !signature) {
    return malformed("RFC7515-2", "a part of the JWS is not base64url in its canonical form");
  }
  TRY_VAL(header, base::parse_json_object(base::text_of(*header_octets)));
  for (const Forbidden& forbidden : kForbidden) {
    if (header.contains(forbidden.name)) {
      return malformed(forbidden.clause, "the JWS header has a parameter that is never trusted: " +
                                             std::string(forbidden.name));
    }
  }
  TRY_VAL(alg, text_member(header, "alg", "RFC7515-4.1.1"));
  TRY_VAL(kid, text_member(header, "kid", "RFC7515-4.1.4"));
  TRY_VAL(typ, text_member(header, "typ", "RFC7515-4.1.9"));
  if (alg.empty()) {
    return malformed("RFC7515-4.1.1", "the JWS header has no alg");
  }
  if (signature->empty()) {
    return base::reject(ErrorCode::unauthorized, "RFC8725-3.2", "the JWS is not signed");
  }
  TRY(check_typ(typ, expected));
  return Compact{.signing_input = compact.substr(0, last),
                 .alg = std::move(alg),
                 .kid = std::move(kid),
                 .typ = std::move(typ),
                 .payload = *std::move(payload),
                 .signature = *std::move(signature)};
}

SigningInputs::SigningInputs(std::string_view alg, std::string kid,
                             const std::vector<std::string>& types)
    : alg_(alg), kid_(std::move(kid)) {
  for (const std::string& typ : types) {
    headers_.emplace(typ, encoded_header(typ));
  }
}

std::string SigningInputs::encoded_header(std::string_view typ) const {
  std::string header = "{\"alg\":";
  base::append_json_string(header, alg_);
  if (!kid_.empty()) {
    header += ",\"kid\":";
    base::append_json_string(header, kid_);
  }
  if (!typ.empty()) {
    header += ",\"typ\":";
    base::append_json_string(header, typ);
  }
  header += '}';
  return base::to_base64url(base::bytes_of(header)) + '.';
}

std::string SigningInputs::make(std::string_view typ, std::string_view payload,
                                std::size_t signature) const {
  const auto ready = headers_.find(typ);
  const std::string made = ready == headers_.end() ? encoded_header(typ) : std::string();
  const std::string_view header = ready == headers_.end() ? made : ready->second;
  const std::string encoded = base::to_base64url(base::bytes_of(payload));
  std::string text;
  text.reserve(header.size() + encoded.size() + 1 + signature * 4 / 3 + 4);
  text += header;
  text += encoded;
  return text;
}

std::string with_signature(std::string signing_input, base::BytesView signature) {
  signing_input += '.';
  signing_input += base::to_base64url(signature);
  return signing_input;
}

}  // namespace jose
