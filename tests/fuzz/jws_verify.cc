// Tokens from strangers, before a verifier of every kind of key. The corpus holds genuine ones, so
// that mutations reach the arithmetic.
#include <array>
#include <cstdlib>

#include "jose/jwk.h"
#include "jose/mac.h"
#include "jose/verifier.h"

namespace {

// RFC 7515 appendices A.2 and A.3, RFC 7520 section 3.1, RFC 8037 appendix A.2.
constexpr std::string_view kKeys = R"({"keys":[
{"kty":"RSA","kid":"rs","alg":"RS256","n":"ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ","e":"AQAB"},
{"kty":"RSA","kid":"ps","alg":"PS256","n":"ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ","e":"AQAB"},
{"kty":"EC","kid":"es","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"},
{"kty":"EC","kid":"bilbo.baggins@hobbiton.example","crv":"P-521","x":"AHKZLLOsCOzz5cY97ewNUajB957y-C-U88c3v13nmGZx6sYl_oJXu9A5RkTKqjqvjyekWF-7ytDyRXYgCF5cj0Kt","y":"AdymlHvOiLxXkEhayXQnNCvDX4h9htZaCJN34kfmC6pV5OhQHiraVySsUdaQkAgDPrwQrJmbnX9cwlGfP-HqHZR1"},
{"kty":"OKP","kid":"ed","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]})";

// RFC 7515 appendix A.1.
constexpr std::string_view kSharedKey =
    "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow";

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const jose::Verifier verifier(*jose::parse_jwks(kKeys));
  static const jose::MacVerifier mac(*jose::SharedKey::make(
      crypto::MacAlgorithm::HS256, "", base::Secret(*base::from_base64url(kSharedKey))));
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  constexpr std::array<jose::Expected, 3> kExpected{
      {{.typ = "JWT", .untyped_too = true}, {.typ = "at+jwt"}, {.typ = ""}}};
  for (const jose::Expected& expected : kExpected) {
    const auto octets = verifier.verify_octets(text, expected);
    // There is one way to write a token: what was taken is not a variant of what was signed.
    if (octets && !text.contains(base::to_base64url(octets->payload()))) {
      std::abort();
    }
    if (verifier.verify(text, expected) && !octets) {
      std::abort();
    }
    static_cast<void>(mac.verify(text, expected));
  }
  return 0;
}
