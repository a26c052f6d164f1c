#include "web/url.h"

#include <string>

#include <gtest/gtest.h>

namespace web {
namespace {

TEST(AppUrl_RFC8252_7_1, is_of_a_scheme_in_reverse_domain_form) {
  EXPECT_TRUE(Url::to_app("id.go.contoh.aplikasi:/balik?error=access_denied"));
  for (const std::string text :
       {"", "aplikasi:/balik", "https://contoh.go.id/balik", "javascript:alert(1)",
        "id.go.contoh.aplikasi:balik", "id.go.contoh.aplikasi://balik", ".go.id:/balik",
        "id.go.contoh.aplikasi:/ba\"lik", "id.go.contoh.aplikasi:/ba lik"}) {
    EXPECT_FALSE(Url::to_app(text)) << text;
  }
}

}  // namespace
}  // namespace web
