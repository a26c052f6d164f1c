// What nobody up the stack can act on: a library that is out of memory or broken. Whatever a peer
// or an operator can cause is a base::Result instead.
#pragma once

#include <stdexcept>
#include <string>

namespace crypto {

class Failure : public std::runtime_error {
 public:
  // Takes what OpenSSL has to say of it along, and empties OpenSSL's queue of errors.
  explicit Failure(const std::string& what);
};

// Throws Failure unless `success`.
void require(bool success, const char* what);

// What a refused input left in OpenSSL's queue must not be found there by the next caller.
void forget_openssl_errors();

}  // namespace crypto
