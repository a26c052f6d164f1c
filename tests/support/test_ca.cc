#include "tests/support/test_ca.h"

#include <stdexcept>

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

namespace support {
namespace {

constexpr long kSecondsOfDay = 86'400;

template <class T>
T must(T value) {
  if (!value) {
    throw std::runtime_error("OpenSSL fails");
  }
  return value;
}

std::shared_ptr<EVP_PKEY> make_key() { return {must(EVP_EC_gen("P-256")), &EVP_PKEY_free}; }

void extend(X509* certificate, X509* issuer, int which, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  X509_EXTENSION* extension = must(X509V3_EXT_conf_nid(nullptr, &context, which, value.c_str()));
  must(X509_add_ext(certificate, extension, -1));
  X509_EXTENSION_free(extension);
}

std::shared_ptr<X509> make_certificate(EVP_PKEY* key, const std::string& name, int days) {
  std::shared_ptr<X509> made(must(X509_new()), &X509_free);
  must(X509_set_version(made.get(), 2));
  static long serial = 0;
  must(ASN1_INTEGER_set(X509_get_serialNumber(made.get()), ++serial));
  must(X509_gmtime_adj(X509_getm_notBefore(made.get()), -30 * kSecondsOfDay));
  must(X509_gmtime_adj(X509_getm_notAfter(made.get()), days * kSecondsOfDay));
  must(X509_set_pubkey(made.get(), key));
  must(X509_NAME_add_entry_by_txt(X509_get_subject_name(made.get()), "CN", MBSTRING_ASC,
                                  reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0));
  return made;
}

}  // namespace

TestCa::TestCa() : key_(make_key()), certificate_(make_certificate(key_.get(), "Test CA", 1)) {
  must(X509_set_issuer_name(certificate_.get(), X509_get_subject_name(certificate_.get())));
  extend(certificate_.get(), certificate_.get(), NID_basic_constraints, "critical,CA:TRUE");
  extend(certificate_.get(), certificate_.get(), NID_key_usage, "critical,keyCertSign");
  must(X509_sign(certificate_.get(), key_.get(), EVP_sha256()));
}

std::string TestCa::pem() const {
  const std::unique_ptr<BIO, decltype(&BIO_free)> out(BIO_new(BIO_s_mem()), &BIO_free);
  must(PEM_write_bio_X509(out.get(), certificate_.get()));
  char* octets = nullptr;
  const long size = BIO_get_mem_data(out.get(), &octets);
  return {octets, static_cast<std::size_t>(size)};
}

std::shared_ptr<SSL_CTX> TestCa::server(const std::string& names, int days) const {
  const auto key = make_key();
  const auto certificate = make_certificate(key.get(), "server", days);
  must(X509_set_issuer_name(certificate.get(), X509_get_subject_name(certificate_.get())));
  extend(certificate.get(), certificate_.get(), NID_subject_alt_name, names);
  must(X509_sign(certificate.get(), key_.get(), EVP_sha256()));
  std::shared_ptr<SSL_CTX> context(must(SSL_CTX_new(TLS_server_method())), &SSL_CTX_free);
  must(SSL_CTX_use_certificate(context.get(), certificate.get()));
  must(SSL_CTX_use_PrivateKey(context.get(), key.get()));
  return context;
}

}  // namespace support
