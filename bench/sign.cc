// What a JWS costs above its signature: the whole of jose::Signer or jose::MacSigner beside the
// bare call of OpenSSL or libsodium on the same key and the same octets, in turns.
//
// usage: bench_sign ROUNDS
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <sodium.h>

#include "base/random.h"
#include "crypto/signing_key.h"
#include "jose/mac.h"
#include "jose/signer.h"

namespace {

constexpr std::string_view kPayload =
    R"({"iss":"https://sso.example.go.id","sub":"01j9k7v3m2q8t5w0x4y6z1a2b3","aud":"client-0001",)"
    R"("client_id":"client-0001","scope":"openid profile view-user","iat":1760000000,)"
    R"("exp":1760003600,"jti":"01j9k7v3m2q8t5w0x4y6z1a2b4","auth_time":1760000000,"acr":"1",)"
    R"("sid":"01j9k7v3m2q8t5w0x4y6z1a2b5","nonce":"n-0S6_WzA2Mj-abcdefghijklmnop","azp":"client"})";

[[noreturn]] void fail(const char* why) {
  std::fprintf(stderr, "bench_sign: %s\n", why);
  std::exit(1);
}

double thread_cpu_micros() {
  timespec now{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e6 + static_cast<double>(now.tv_nsec) / 1e3;
}

double micros_each(int times, const std::function<void()>& work) {
  const double began = thread_cpu_micros();
  for (int i = 0; i < times; ++i) {
    work();
  }
  return (thread_cpu_micros() - began) / times;
}

double median(std::vector<double> values) {
  std::ranges::sort(values);
  return values[values.size() / 2];
}

using Context = std::unique_ptr<EVP_MD_CTX, decltype(&::EVP_MD_CTX_free)>;

// The context is made ready once and duplicated for each signature: the bare minimum of OpenSSL.
std::function<void()> bare_openssl(const crypto::SigningKey& key, const std::string& octets) {
  const base::Secret der = key.to_pkcs8();
  const unsigned char* at = der.reveal().data();
  const std::shared_ptr<EVP_PKEY> pkey(
      ::d2i_AutoPrivateKey(nullptr, &at, static_cast<long>(der.size())), &::EVP_PKEY_free);
  const std::string name(to_string(key.algorithm()));
  const EVP_MD* digest = name.ends_with("256")   ? ::EVP_sha256()
                         : name.ends_with("384") ? ::EVP_sha384()
                                                 : ::EVP_sha512();
  const std::shared_ptr<EVP_MD_CTX> ready(::EVP_MD_CTX_new(), &::EVP_MD_CTX_free);
  EVP_PKEY_CTX* parameters = nullptr;
  if (!pkey || ::EVP_DigestSignInit(ready.get(), &parameters, digest, nullptr, pkey.get()) != 1) {
    fail("the bare key does not load");
  }
  if (name.starts_with("PS")) {
    ::EVP_PKEY_CTX_set_rsa_padding(parameters, RSA_PKCS1_PSS_PADDING);
    ::EVP_PKEY_CTX_set_rsa_pss_saltlen(parameters, RSA_PSS_SALTLEN_DIGEST);
  }
  return [pkey, ready, &octets] {
    unsigned char signature[1024];
    std::size_t size = sizeof signature;
    const Context context(::EVP_MD_CTX_new(), &::EVP_MD_CTX_free);
    if (::EVP_MD_CTX_copy_ex(context.get(), ready.get()) != 1 ||
        ::EVP_DigestSign(context.get(), signature, &size,
                         reinterpret_cast<const unsigned char*>(octets.data()),
                         octets.size()) != 1) {
      fail("the bare signature fails");
    }
  };
}

std::function<void()> bare_sodium(const std::string& octets) {
  auto secret = std::make_shared<std::vector<unsigned char>>(crypto_sign_SECRETKEYBYTES);
  std::vector<unsigned char> unused(crypto_sign_PUBLICKEYBYTES);
  ::crypto_sign_keypair(unused.data(), secret->data());
  return [secret, &octets] {
    unsigned char signature[crypto_sign_BYTES];
    ::crypto_sign_detached(signature, nullptr,
                           reinterpret_cast<const unsigned char*>(octets.data()), octets.size(),
                           secret->data());
  };
}

// Keyed once and duplicated for each tag, likewise.
std::function<void()> bare_hmac(crypto::MacAlgorithm algorithm, const base::Secret& key,
                                const std::string& octets) {
  const std::unique_ptr<EVP_MAC, decltype(&::EVP_MAC_free)> hmac(
      ::EVP_MAC_fetch(nullptr, "HMAC", nullptr), &::EVP_MAC_free);
  const std::shared_ptr<EVP_MAC_CTX> ready(::EVP_MAC_CTX_new(hmac.get()), &::EVP_MAC_CTX_free);
  std::string digest = "SHA" + std::string(to_string(algorithm)).substr(2);
  const OSSL_PARAM parameters[] = {
      ::OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest.data(), 0),
      ::OSSL_PARAM_construct_end()};
  if (::EVP_MAC_init(ready.get(), key.reveal().data(), key.size(), parameters) != 1) {
    fail("the bare secret does not load");
  }
  return [ready, &octets] {
    unsigned char tag[EVP_MAX_MD_SIZE];
    std::size_t size = 0;
    const std::unique_ptr<EVP_MAC_CTX, decltype(&::EVP_MAC_CTX_free)> context(
        ::EVP_MAC_CTX_dup(ready.get()), &::EVP_MAC_CTX_free);
    if (::EVP_MAC_update(context.get(), reinterpret_cast<const unsigned char*>(octets.data()),
                         octets.size()) != 1 ||
        ::EVP_MAC_final(context.get(), tag, &size, sizeof tag) != 1) {
      fail("the bare tag fails");
    }
  };
}

// A slice of each in turns, many times: two slices are so near each other that the machine has the
// same mood for both, which from one moment to the next differs by more than what is looked for.
void compare(std::string_view name, const std::function<void()>& ours,
             const std::function<void()>& bare, long rounds) {
  constexpr double kSlice = 300;
  constexpr long kSlices = 100;
  const int times = std::max(1, static_cast<int>(kSlice / micros_each(8, bare)));
  std::vector<double> with, without, extra;
  for (long i = 0; i < rounds * kSlices; ++i) {
    with.push_back(micros_each(times, ours));
    without.push_back(micros_each(times, bare));
    extra.push_back(with.back() - without.back());
  }
  std::printf("%s %.2f %.2f %.2f\n", std::string(name).c_str(), median(with), median(without),
              median(extra));
}

template <class Signer>
std::function<void()> signing(const Signer& signer) {
  return [&signer] {
    if (signer.sign("at+jwt", kPayload).empty()) {
      fail("nothing signed");
    }
  };
}

void compare(crypto::MacAlgorithm algorithm, long rounds) {
  base::SystemRandom random;
  const base::Secret secret(random.bytes(64));
  auto key = jose::SharedKey::make(algorithm, "bench", secret);
  if (!key) {
    fail("no key");
  }
  const jose::MacSigner signer(*std::move(key), {"at+jwt"});
  const std::string token = signer.sign("at+jwt", kPayload);
  const std::string octets = token.substr(0, token.rfind('.'));
  compare(to_string(algorithm), signing(signer), bare_hmac(algorithm, secret, octets), rounds);
}

void compare(crypto::SignatureAlgorithm algorithm, long rounds) {
  base::SystemRandom random;
  auto key = crypto::SigningKey::generate(algorithm, random);
  if (!key) {
    fail("no key");
  }
  const jose::Signer signer("bench", *key);
  const std::string token = signer.sign("at+jwt", kPayload);
  const std::string octets = token.substr(0, token.rfind('.'));
  const auto bare = algorithm == crypto::SignatureAlgorithm::EdDSA ? bare_sodium(octets)
                                                                   : bare_openssl(*key, octets);
  compare(to_string(algorithm), signing(signer), bare, rounds);
}

}  // namespace

int main(int argc, char** argv) {
  using enum crypto::SignatureAlgorithm;
  using enum crypto::MacAlgorithm;
  const long rounds = argc > 1 ? std::strtol(argv[1], nullptr, 10) : 15;
  if (::sodium_init() < 0 || rounds < 1) {
    fail("usage: bench_sign ROUNDS");
  }
  for (const auto algorithm :
       {RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384, ES512, EdDSA}) {
    compare(algorithm, rounds);
  }
  for (const auto algorithm : {HS256, HS384, HS512}) {
    compare(algorithm, rounds);
  }
  return 0;
}
