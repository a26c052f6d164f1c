#include "crypto/failure.h"

#include <array>

#include <openssl/err.h>

namespace crypto {
namespace {

std::string with_openssl_error(std::string what) {
  const unsigned long code = ERR_get_error();
  ERR_clear_error();
  if (code != 0) {
    std::array<char, 256> text{};
    ERR_error_string_n(code, text.data(), text.size());
    what += ": ";
    what += text.data();
  }
  return what;
}

}  // namespace

Failure::Failure(const std::string& what) : std::runtime_error(with_openssl_error(what)) {}

void require(bool success, const char* what) {
  if (!success) {
    throw Failure(what);
  }
}

void forget_openssl_errors() { ERR_clear_error(); }

}  // namespace crypto
