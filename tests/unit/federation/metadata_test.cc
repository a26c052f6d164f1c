#include "federation/metadata.h"

#include <gtest/gtest.h>

#include "base/json.h"

namespace federation {
namespace {

base::json::object document() {
  return {{"issuer", "https://a.test"},
          {"authorization_endpoint", "https://a.test/a"},
          {"token_endpoint", "https://b.test/t"},
          {"jwks_uri", "https://a.test/k"}};
}

std::string clause_of(const base::json::object& document) {
  const auto parsed = parse_metadata(base::json::serialize(document), "https://a.test");
  return parsed ? "none" : parsed.error().clause;
}

TEST(Metadata, is_looked_for_below_the_issuer_OIDCD_4) {
  EXPECT_EQ(discovery_url("https://a.test"), "https://a.test/.well-known/openid-configuration");
  EXPECT_EQ(discovery_url("https://a.test/x/"),
            "https://a.test/x/.well-known/openid-configuration");
}

TEST(Metadata, is_of_the_issuer_that_was_asked_octet_by_octet) {
  EXPECT_EQ(clause_of(document()), "none");
  for (const char* other : {"https://a.test/", "https://A.test", "https://b.test", ""}) {
    auto lie = document();
    lie["issuer"] = other;
    EXPECT_EQ(clause_of(lie), "OIDCD-4.3") << other;
  }
  auto nobody = document();
  nobody.erase("issuer");
  EXPECT_EQ(clause_of(nobody), "OIDCD-4.3");
  EXPECT_EQ(parse_metadata("<html>", "https://a.test").error().clause, "OIDCD-4.2");
}

TEST(Metadata, names_addresses_that_may_be_asked) {
  for (const char* name : {"authorization_endpoint", "token_endpoint", "jwks_uri"}) {
    for (const char* url : {"http://a.test/x", "file:///etc/passwd", "//a.test", ""}) {
      auto lie = document();
      lie[name] = url;
      EXPECT_EQ(clause_of(lie), "OIDCD-3") << name << " " << url;
    }
    auto lacking = document();
    lacking.erase(name);
    EXPECT_EQ(clause_of(lacking), "OIDCD-3") << name;
  }
  auto bad = document();
  bad["userinfo_endpoint"] = "gopher://a.test";
  EXPECT_EQ(clause_of(bad), "OIDCD-3");
}

}  // namespace
}  // namespace federation
