// A certificate authority that nobody but a test trusts.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

namespace support {

class TestCa {
 public:
  TestCa();

  std::string pem() const;
  // What a server answers with whose certificate is for these names ("DNS:site.test",
  // "IP:127.0.0.1"); `days` from now it ends.
  std::shared_ptr<SSL_CTX> server(const std::string& names, int days = 1) const;

 private:
  std::shared_ptr<EVP_PKEY> key_;
  std::shared_ptr<X509> certificate_;
};

}  // namespace support
