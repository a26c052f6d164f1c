// What the password hash of a login costs by itself: bare libsodium at our default cost, for the
// login over HTTP to be put beside. For each line of its input one hash, whose CPU microseconds it
// prints: a processor that has slept between two is slower than one that hashes all the time, so
// that both have to be asked at the same pace.
#include <cstdio>
#include <ctime>
#include <string_view>

#include <sodium.h>

#include "crypto/password_hasher.h"

namespace {

constexpr std::string_view kPassword = "kuda-lumping-7-sendok-perak";

double cpu_micros() {
  timespec now{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e6 + static_cast<double>(now.tv_nsec) / 1e3;
}

bool hash_once() {
  constexpr crypto::PasswordCost kCost;
  unsigned char salt[crypto_pwhash_SALTBYTES];
  unsigned char out[32];
  ::randombytes_buf(salt, sizeof salt);
  return ::crypto_pwhash(out, sizeof out, kPassword.data(), kPassword.size(), salt, kCost.passes,
                         std::size_t{kCost.memory_kib} * 1024, crypto_pwhash_ALG_ARGON2ID13) == 0;
}

}  // namespace

int main() {
  if (::sodium_init() < 0) {
    std::fprintf(stderr, "bench_hash: libsodium does not start\n");
    return 1;
  }
  for (int next = std::getchar(); next != EOF; next = std::getchar()) {
    const double began = cpu_micros();
    if (!hash_once()) {
      std::fprintf(stderr, "bench_hash: no memory\n");
      return 1;
    }
    std::printf("%.1f\n", cpu_micros() - began);
    std::fflush(stdout);
  }
  return 0;
}
